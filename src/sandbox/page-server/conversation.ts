import { initialValues } from '../block-kit/answers.ts';
import { surfaceKey } from '../client/actions.ts';
import { shownText } from '../client/person.ts';
import { conversationOf } from '../client/talk.ts';
import type { SandboxContext } from '../context.ts';
import type { Conversation, EphemeralRecord, MessageRecord } from '../records.ts';
import type { ConversationView, MessageView } from './contract.ts';
import { seeFile, withPictures } from './files.ts';

type Row = MessageRecord | EphemeralRecord;

/** What one person can read in a conversation, oldest first; of a long one only the newest messages with their threads. */
export function seeConversation(
  context: SandboxContext,
  person: string,
  { id: wanted, newest, thread }: { id: string; newest?: number | undefined; thread?: string | undefined },
): ConversationView {
  const { workspace } = context;
  const { id, name, kind } = conversationOf(context, person, wanted);
  const rows: Row[] = [...workspace.messagesIn(id), ...workspace.ephemeralsFor(person, id)];
  rows.sort((one, other) => (one.ts < other.ts ? -1 : 1));
  const inChannel = rows.filter((row) => !isReply(row));
  const from = newest === undefined ? 0 : Math.max(0, inChannel.length - newest);
  const parents = new Set(inChannel.slice(from).map((row) => row.ts));
  const isSeen = (row: Row) =>
    parents.has(row.ts) ||
    (row.threadTs !== undefined && parents.has(row.threadTs)) ||
    (thread !== undefined && (row.ts === thread || row.threadTs === thread));
  return {
    id,
    name,
    kind: kind === 'im' ? 'im' : 'channel',
    messages: rows.filter(isSeen).map((row) => seeMessage(context, person, id, row)),
    earlier: from,
    readUpTo: workspace.readUpTo(person, id),
  };
}

/** Stands in its thread only; what was also sent to the channel is no mere reply. */
function isReply(row: Row): boolean {
  return row.threadTs !== undefined && row.threadTs !== row.ts && row.broadcast !== true;
}

function seeMessage(
  context: SandboxContext,
  person: string,
  channel: Conversation['id'],
  row: Row,
): MessageView {
  const { workspace } = context;
  const blocks = row.blocks ?? [];
  const key = surfaceKey(context, person, { kind: 'message', channel, ts: row.ts });
  return {
    ts: row.ts,
    from: row.user,
    name: row.user === 'USLACKBOT' ? 'Slackbot' : workspace.nameOf(row.user),
    text: row.text,
    shown: shownText(workspace, row),
    fromBot: row.user === workspace.identity.botUserId,
    system: row.subtype !== undefined,
    ephemeral: 'onlyFor' in row,
    edited: row.edited !== undefined,
    ...(row.threadTs && row.threadTs !== row.ts && { threadTs: row.threadTs }),
    ...(row.broadcast && { broadcast: true }),
    blocks: withPictures(person, blocks),
    ...(row.attachments && { attachments: row.attachments }),
    files: (row.files ?? []).map((file) => seeFile(context, person, file)),
    values: initialValues(blocks, context.choices.get(key)),
  };
}
