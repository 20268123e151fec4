import { changeMessage, deleteMessage, postMessage, showOnlyTo } from '../messages.ts';
import type { Conversation, MessageRecord } from '../records.ts';
import { ApiError } from './api-error.ts';
import type { Arguments } from './arguments.ts';
import { readBlocks, readContent } from './content.ts';
import type { ApiCall, Methods } from './method.ts';
import { wireMessage } from './shapes.ts';
import { threadOf } from './threads.ts';

export const chatMethods: Methods = {
  'chat.postMessage': (call) => {
    const { context, args } = call;
    const channel = destination(call);
    const content = readContent(call);
    const threadTs = threadOf(call, channel);
    const message = postMessage(context, {
      ...content,
      channel: channel.id,
      user: context.workspace.identity.botUserId,
      ...(threadTs && { threadTs }),
      ...(threadTs && args.flag('reply_broadcast') && { broadcast: true }),
    });
    return { channel: channel.id, ts: message.ts, message: wireMessage(context, message) };
  },

  'chat.update': (call) => {
    const { context, args } = call;
    const before = ownMessage(call, 'cant_update_message');
    const content = { ...kept(before, args), ...readUpdate(call, before) };
    const message = changeMessage(context, before, content, args.has('blocks') ? null : before.user);
    return {
      channel: message.channel,
      ts: message.ts,
      text: message.text,
      message: wireMessage(context, message),
    };
  },

  'chat.delete': (call) => {
    const message = ownMessage(call, 'cant_delete_message');
    deleteMessage(call.context, message);
    return { channel: message.channel, ts: message.ts };
  },

  'chat.postEphemeral': (call) => {
    const { context, args } = call;
    const channel = destination(call);
    const user = args.required('user');
    if (!channel.members.includes(user)) throw new ApiError('user_not_in_channel');
    const threadTs = threadOf(call, channel);
    const ts = context.workspace.nextTs();
    const author = context.workspace.identity.botUserId;
    showOnlyTo(
      context,
      user,
      { ...readContent(call), channel: channel.id, user: author, ...(threadTs && { threadTs }) },
      ts,
    );
    return { message_ts: ts };
  },
};

/** The conversation to post to: an id, a `#name`, or a person, whose direct message is opened. */
function destination({ context, args }: ApiCall): Conversation {
  const { workspace } = context;
  const given = args.text('channel');
  if (workspace.people.has(given)) return workspace.openDirectMessage(given);
  const channel = workspace.conversations.get(given) ?? workspace.channelNamed(given.replace(/^#/, ''));
  if (!channel) throw new ApiError('channel_not_found');
  if (!channel.members.includes(workspace.identity.botUserId)) throw new ApiError('not_in_channel');
  return channel;
}

function ownMessage({ context, args }: ApiCall, notMine: string): MessageRecord {
  const { workspace } = context;
  const channel = workspace.conversations.get(args.required('channel'));
  if (!channel) throw new ApiError('channel_not_found');
  const message = workspace.messageAt(channel.id, args.required('ts'));
  if (!message) throw new ApiError('message_not_found');
  if (message.user !== workspace.identity.botUserId || message.subtype) throw new ApiError(notMine);
  return message;
}

/** Text without blocks removes the old blocks; blocks without text keep the old text. */
function readUpdate(call: ApiCall, before: MessageRecord) {
  const { args } = call;
  if (!args.has('text') && args.has('blocks')) {
    const blocks = readBlocks(call) ?? [];
    if (blocks.length === 0 && !before.text) throw new ApiError('no_text');
    return { text: before.text, ...(blocks.length > 0 && { blocks }) };
  }
  return readContent(call);
}

function kept(before: MessageRecord, args: Arguments) {
  return {
    ...(before.attachments && !args.has('attachments') && { attachments: before.attachments }),
    ...(before.metadata && !args.has('metadata') && { metadata: before.metadata }),
  };
}
