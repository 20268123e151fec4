import type { JsonObject } from '../json.ts';
import { join } from '../messages.ts';
import type { Conversation, MessageRecord } from '../records.ts';
import { ApiError } from './api-error.ts';
import type { ApiCall, Methods } from './method.ts';
import { page } from './paging.ts';
import { wireConversation, wireMessage } from './shapes.ts';

/** The words that `conversations.list` takes. */
const TYPES = { channel: 'public_channel', group: 'private_channel', im: 'im' } as const;

export const conversationMethods: Methods = {
  'conversations.history': (call) => {
    const { context, args } = call;
    const channel = joined(call);
    const messages = context.workspace
      .messagesIn(channel.id)
      .filter((message) => !message.threadTs || message.broadcast)
      .filter(inWindow(call))
      .toReversed();
    return { ...messagePage(call, messages, args.limit(100, 999)), pin_count: 0 };
  },

  'conversations.replies': (call) => {
    const { context, args } = call;
    const channel = joined(call);
    const asked = context.workspace.messageAt(channel.id, args.required('ts'));
    if (!asked) throw new ApiError('thread_not_found');
    const parent = asked.threadTs ? context.workspace.messageAt(channel.id, asked.threadTs) : asked;
    if (!parent) throw new ApiError('thread_not_found');
    const replies = context.workspace.repliesTo(channel.id, parent.ts).filter(inWindow(call));
    return messagePage(call, [parent, ...replies], args.limit(1000, 1000));
  },

  'conversations.members': (call) => {
    const { items, cursor } = page(known(call).members, call.args, call.args.limit(100, 1000));
    return { members: items, response_metadata: { next_cursor: cursor } };
  },

  'conversations.info': (call) => {
    const channel = known(call);
    const numMembers = call.args.flag('include_num_members');
    const { num_members: count, ...info } = wireConversation(call.context, channel);
    return { channel: { ...info, ...(numMembers && { num_members: count }) } };
  },

  'conversations.list': (call) => {
    const { context, args } = call;
    const kinds = (args.text('types') || 'public_channel').split(',').map((kind) => kind.trim());
    const all = [...context.workspace.conversations.values()].filter(
      (one) => kinds.includes(TYPES[one.kind]) && isKnownToBot(call, one),
    );
    const { items, cursor } = page(all, args, args.limit(100, 999));
    const channels = items.map((channel) => wireConversation(context, channel));
    return { channels, response_metadata: { next_cursor: cursor } };
  },

  'conversations.open': (call) => {
    const { context, args } = call;
    if (args.has('channel')) return { channel: { id: known(call).id }, no_op: true, already_open: true };
    const users = args.required('users').split(',');
    const [user] = users;
    if (users.length !== 1 || !user) {
      context.troubles.add(
        'conversations.open with several users (a group conversation) is not part of the sandbox',
      );
      throw new ApiError('method_not_supported_for_channel_type');
    }
    if (!context.workspace.people.has(user)) throw new ApiError('user_not_found');
    const before = context.workspace.directMessageOf(user);
    const conversation = before ?? context.workspace.openDirectMessage(user);
    const channel = args.flag('return_im')
      ? wireConversation(context, conversation)
      : { id: conversation.id };
    return { channel, ...(before && { no_op: true, already_open: true }) };
  },

  'conversations.join': (call) => {
    const { context } = call;
    const channel = known(call);
    if (channel.kind !== 'channel') throw new ApiError('method_not_supported_for_channel_type');
    const { botUserId } = context.workspace.identity;
    const already = channel.members.includes(botUserId);
    if (!already) join(context, channel, botUserId);
    const warned = { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } };
    return { channel: wireConversation(context, channel), ...(already && warned) };
  },
};

function known(call: ApiCall): Conversation {
  const { context, args } = call;
  const channel = context.workspace.conversations.get(args.required('channel'));
  if (!channel || !isKnownToBot(call, channel)) throw new ApiError('channel_not_found');
  return channel;
}

/** Whoever is not in a private channel does not even learn that it is there. */
function isKnownToBot({ context }: ApiCall, channel: Conversation): boolean {
  return channel.kind !== 'group' || channel.members.includes(context.workspace.identity.botUserId);
}

function joined(call: ApiCall): Conversation {
  const channel = known(call);
  if (!channel.members.includes(call.context.workspace.identity.botUserId))
    throw new ApiError('not_in_channel');
  return channel;
}

/** `oldest` and `latest` are exclusive unless `inclusive` is set. */
function inWindow({ args }: ApiCall): (message: MessageRecord) => boolean {
  const [oldest, latest] = [
    Number(args.text('oldest') || 0),
    Number(args.text('latest') || Number.POSITIVE_INFINITY),
  ];
  if (Number.isNaN(oldest)) throw new ApiError('invalid_ts_oldest');
  if (Number.isNaN(latest)) throw new ApiError('invalid_ts_latest');
  const inclusive = args.flag('inclusive');
  return ({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  };
}

function messagePage({ context, args }: ApiCall, messages: MessageRecord[], limit: number): JsonObject {
  const { items, cursor } = page(messages, args, limit);
  const metadata = args.flag('include_all_metadata');
  return {
    messages: items.map((message) => wireMessage(context, message, { metadata })),
    has_more: cursor !== '',
    ...(cursor && { response_metadata: { next_cursor: cursor } }),
  };
}
