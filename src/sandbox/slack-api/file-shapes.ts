import type { SandboxContext } from '../context.ts';
import { fileTypeOf } from '../file-types.ts';
import type { JsonObject } from '../json.ts';
import type { FileRecord } from '../records.ts';

/** Larger texts are no snippets. */
const LARGEST_SNIPPET_BYTES = 1_000_000;

/** A file as a message carries it; of a deleted one only a tombstone is left. */
export function sharedFile(context: SandboxContext, id: string): JsonObject {
  const file = context.workspace.files.get(id);
  return file
    ? { ...wireFile(context, file), skipped_shares: true, file_access: 'visible' }
    : { id, mode: 'tombstone' };
}

/** A file as `files.info` gives it, with the messages that share it. */
export function fileWithShares(context: SandboxContext, file: FileRecord): JsonObject {
  const { workspace } = context;
  const shares: { [privacy: string]: { [channel: string]: JsonObject[] } } = {};
  const places = workspace.sharesOf(file.id).flatMap(({ channel, ts }) => {
    const conversation = workspace.conversations.get(channel);
    return conversation ? [{ conversation, ts }] : [];
  });
  for (const { conversation, ts } of places) {
    const privacy = conversation.kind === 'channel' ? 'public' : 'private';
    shares[privacy] ??= {};
    shares[privacy][conversation.id] ??= [];
    shares[privacy][conversation.id]?.push({
      reply_users: [],
      reply_users_count: 0,
      reply_count: 0,
      ts,
      channel_name: conversation.name,
      team_id: workspace.identity.teamId,
      share_user_id: file.user,
      source: 'UNKNOWN',
    });
  }
  const idsOf = (kind: string) => [
    ...new Set(places.filter((one) => one.conversation.kind === kind).map((one) => one.conversation.id)),
  ];
  return {
    ...wireFile(context, file),
    comments_count: 0,
    shares,
    channels: idsOf('channel'),
    groups: idsOf('group'),
    ims: idsOf('im'),
    has_more_shares: false,
    file_access: 'visible',
  };
}

/** What every appearance of a file says. */
function wireFile(context: SandboxContext, file: FileRecord): JsonObject {
  const { identity } = context.workspace;
  const { mimetype, filetype, pretty, isText } = fileTypeOf(file.name);
  const isSnippet = isText && file.size <= LARGEST_SNIPPET_BYTES;
  const address = `${context.url()}/files-pri/${identity.teamId}-${file.id}`;
  const ending = encodeURIComponent(file.name.toLowerCase().replace(/\s+/g, '_'));
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype,
    filetype,
    pretty_type: pretty,
    user: file.user,
    user_team: identity.teamId,
    editable: isSnippet,
    size: file.size,
    mode: isSnippet ? 'snippet' : 'hosted',
    is_external: false,
    external_type: '',
    is_public: context.workspace
      .sharesOf(file.id)
      .some(({ channel }) => context.workspace.conversations.get(channel)?.kind === 'channel'),
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${address}/${ending}`,
    url_private_download: `${address}/download/${ending}`,
    media_display_type: 'unknown',
    ...(file.altText && { alt_txt: file.altText }),
    permalink: `https://${identity.teamDomain}.slack.com/files/${file.user}/${file.id}/${ending}`,
    is_starred: false,
    has_rich_preview: false,
  };
}
