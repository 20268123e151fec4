import { slackFilesIn } from './block-kit/slack-files.ts';
import type { SandboxContext } from './context.ts';
import { cleanName } from './file-types.ts';
import { type JsonObject, objectsAt } from './json.ts';
import type { FileRecord } from './records.ts';

/** Slack takes a gigabyte; this is a rehearsal. */
export const LARGEST_FILE_BYTES = 100_000_000;

/** Puts a file whose bytes are in the store into the workspace. */
export function keepFile(
  context: SandboxContext,
  file: Pick<FileRecord, 'id' | 'name' | 'size' | 'user' | 'inForm' | 'altText'> & { title?: string },
): FileRecord {
  const record: FileRecord = {
    ...file,
    name: cleanName(file.name),
    title: file.title || cleanName(file.name),
    created: Math.floor(context.clock.now().getTime() / 1000),
  };
  context.workspace.record({ type: 'file', file: record });
  return record;
}

/** Forgets a file and its bytes; messages that shared it stay and say that it is gone. */
export function deleteFile(context: SandboxContext, file: FileRecord): void {
  const { workspace } = context;
  const shares = workspace.sharesOf(file.id);
  workspace.record({ type: 'file-deleted', id: file.id });
  context.files.remove(file.id);
  for (const { channel } of shares) {
    const people = workspace.conversations.get(channel)?.members ?? [];
    workspace.announce({ kind: 'message', channel, people });
  }
  context.events.publish({
    type: 'file_deleted',
    file_id: file.id,
    channel_ids: [...new Set(shares.map((share) => share.channel))],
    event_ts: workspace.nextTs(),
  });
}

/** Whether the bot may read a file: its own, one put into its form, or one shared where it is. */
export function botSees({ workspace }: SandboxContext, file: FileRecord): boolean {
  const { botUserId } = workspace.identity;
  return file.user === botUserId || file.inForm === true || isSharedWith(botUserId, file, workspace);
}

/** Whether a person may read a file: their own, one shared where they are, or a picture in what they see. */
export function personSees(context: SandboxContext, person: string, file: FileRecord): boolean {
  const { workspace } = context;
  return (
    file.user === person ||
    isSharedWith(person, file, workspace) ||
    blocksSeenBy(context, person).some((blocks) => slackFilesIn(blocks).some(({ id }) => id === file.id))
  );
}

function isSharedWith(user: string, file: FileRecord, workspace: SandboxContext['workspace']): boolean {
  return workspace
    .sharesOf(file.id)
    .some(({ channel }) => workspace.conversations.get(channel)?.members.includes(user));
}

function blocksSeenBy({ workspace, modals }: SandboxContext, person: string): JsonObject[][] {
  const conversations = [...workspace.conversations.values()].filter((one) => one.members.includes(person));
  const messages = [
    ...conversations.flatMap((one) => workspace.messagesIn(one.id)),
    ...workspace.ephemeralsFor(person),
  ];
  const home = workspace.homes.get(person);
  return [
    ...messages.map((message) => message.blocks ?? []),
    ...[...modals.of(person), ...(home ? [home] : [])].map((view) => objectsAt(view, 'blocks')),
  ];
}
