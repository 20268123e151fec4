import { botSees, deleteFile, keepFile, LARGEST_FILE_BYTES } from '../files.ts';
import { isObject, type JsonObject, stringAt } from '../json.ts';
import { postMessage } from '../messages.ts';
import type { Conversation, FileRecord } from '../records.ts';
import { ApiError } from './api-error.ts';
import { missing } from './arguments.ts';
import { readBlocks } from './content.ts';
import { fileWithShares } from './file-shapes.ts';
import type { ApiCall, Methods } from './method.ts';
import { threadOf } from './threads.ts';

const LONGEST_ALT_TEXT = 1_000;
const MOST_CHANNELS = 100;

export const fileMethods: Methods = {
  'files.getUploadURLExternal': ({ context, args }) => {
    const name = args.required('filename');
    const length = Number(args.required('length'));
    const altText = args.text('alt_txt');
    if (!Number.isInteger(length) || length <= 0) throw new ApiError('missing_argument');
    if (length > LARGEST_FILE_BYTES) throw new ApiError('file_upload_size_restricted');
    if (altText.length > LONGEST_ALT_TEXT) throw new ApiError('alt_txt_too_large');
    const { secret, ticket } = context.uploads.issue(name, altText);
    return { upload_url: `${context.url()}/upload/v1/${secret}`, file_id: ticket.id };
  },

  'files.completeUploadExternal': (call) => {
    const { context } = call;
    const wanted = readFiles(call);
    const channels = destinations(call);
    const [first] = channels;
    const threadTs = first && threadOf(call, first);
    const text = call.args.text('initial_comment');
    const blocks = text ? undefined : readShareBlocks(call);
    const files = wanted.map((file) => complete(call, file));
    // Slack shares only after it has answered, so the answer knows no shares.
    const answer = { files: files.map((file) => fileWithShares(context, file)) };
    for (const channel of channels)
      postMessage(context, {
        channel: channel.id,
        user: context.workspace.identity.botUserId,
        text,
        files: files.map((file) => file.id),
        ...(blocks?.length && { blocks }),
        ...(threadTs && { threadTs }),
      });
    return answer;
  },

  'files.info': (call) => ({
    file: fileWithShares(call.context, knownFile(call)),
    comments: [],
    response_metadata: { next_cursor: '' },
  }),

  'files.delete': (call) => {
    const file = knownFile(call);
    if (file.user !== call.context.workspace.identity.botUserId) throw new ApiError('cant_delete_file');
    deleteFile(call.context, file);
    return {};
  },
};

function knownFile({ context, args }: ApiCall): FileRecord {
  const id = args.required('file');
  const file = context.workspace.files.get(id);
  if (context.workspace.deletedFiles.has(id)) throw new ApiError('file_deleted');
  if (!file || !botSees(context, file)) throw new ApiError('file_not_found');
  return file;
}

function readFiles({ context, args }: ApiCall): JsonObject[] {
  const files = args.json('files');
  if (!Array.isArray(files) || files.length === 0) throw missing('files');
  for (const file of files)
    if (!isObject(file) || !context.uploads.uploaded(stringAt(file, 'id')))
      throw new ApiError('file_not_found');
  return files.filter(isObject);
}

function complete({ context }: ApiCall, wanted: JsonObject): FileRecord {
  const ticket = context.uploads.uploaded(stringAt(wanted, 'id'));
  if (!ticket) throw new ApiError('file_not_found');
  context.uploads.end(ticket.id);
  return keepFile(context, {
    id: ticket.id,
    name: ticket.name,
    title: stringAt(wanted, 'title'),
    size: ticket.size ?? 0,
    user: context.workspace.identity.botUserId,
    ...(ticket.altText && { altText: ticket.altText }),
  });
}

/** Where to share: nowhere, one channel by `channel_id`, or several channels and people by `channels`. */
function destinations({ context, args }: ApiCall): Conversation[] {
  const { workspace } = context;
  const ids = (args.text('channels') || args.text('channel_id')).split(',').filter(Boolean);
  if (ids.length > MOST_CHANNELS) throw new ApiError('channels_limit_exceeded');
  return ids.map((id) => {
    if (args.has('channels') && workspace.people.has(id)) return workspace.openDirectMessage(id);
    const channel = workspace.conversations.get(id);
    if (!channel) throw new ApiError('channel_not_found');
    if (!channel.members.includes(workspace.identity.botUserId)) throw new ApiError('not_in_channel');
    return channel;
  });
}

/** Markdown blocks are known to break Slack's method (slackapi/python-slack-sdk#1756). */
function readShareBlocks(call: ApiCall): JsonObject[] | undefined {
  const blocks = readBlocks(call);
  if (blocks?.some((block) => block.type === 'markdown')) throw new ApiError('internal_error');
  return blocks;
}
