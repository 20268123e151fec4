import type { SandboxContext } from '../context.ts';
import type { JsonObject } from '../json.ts';
import type { Conversation, MessageRecord, SandboxPerson } from '../records.ts';
import { sharedFile } from './file-shapes.ts';

/** A message as the Web API and events carry it. Metadata is left out unless asked for, as in `conversations.history`. */
export function wireMessage(
  context: SandboxContext,
  message: MessageRecord,
  options = { metadata: true },
): JsonObject {
  const { identity } = context.workspace;
  const fromBot = message.user === identity.botUserId && message.subtype === undefined;
  return {
    type: 'message',
    ...(message.subtype && { subtype: message.subtype }),
    ...(message.broadcast && { subtype: 'thread_broadcast' }),
    user: message.user,
    text: message.text,
    ts: message.ts,
    team: identity.teamId,
    ...(message.clientMsgId && { client_msg_id: message.clientMsgId }),
    ...(fromBot && { bot_id: identity.botId, app_id: identity.appId, bot_profile: botProfile(context) }),
    ...(message.blocks && { blocks: message.blocks }),
    ...(message.attachments && { attachments: message.attachments }),
    ...(message.files && {
      files: message.files.map((file) => sharedFile(context, file)),
      upload: false,
      display_as_bot: false,
    }),
    ...(message.edited && { edited: { ...message.edited } }),
    ...(options.metadata && message.metadata && { metadata: message.metadata }),
    ...threadFields(context, message),
  };
}

export function botProfile(context: SandboxContext): JsonObject {
  const { identity } = context.workspace;
  return {
    id: identity.botId,
    app_id: identity.appId,
    user_id: identity.botUserId,
    name: identity.botName,
    icons: {},
    deleted: false,
    updated: 0,
    team_id: identity.teamId,
  };
}

export function wireUser(context: SandboxContext, person: SandboxPerson): JsonObject {
  const { identity } = context.workspace;
  return {
    id: person.id,
    team_id: identity.teamId,
    name: accountName(person),
    deleted: false,
    real_name: person.name,
    tz: 'Asia/Shanghai',
    tz_label: 'China Standard Time',
    tz_offset: 28_800,
    profile: {
      real_name: person.name,
      real_name_normalized: person.name,
      display_name: person.name,
      display_name_normalized: person.name,
      title: person.title ?? '',
      ...(person.email && { email: person.email }),
      team: identity.teamId,
    },
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
    updated: 0,
  };
}

export function wireBotUser(context: SandboxContext): JsonObject {
  const { identity } = context.workspace;
  const user = wireUser(context, { id: identity.botUserId, name: identity.botName, email: null, group: '' });
  return {
    ...user,
    is_bot: true,
    profile: { ...botProfile(context), bot_id: identity.botId, api_app_id: identity.appId },
  };
}

/** The handle that payloads carry as `user_name`: Slack makes it from the e-mail address. */
export function accountName(person: SandboxPerson): string {
  return person.email?.split('@')[0] ?? person.id.toLowerCase();
}

export function wireConversation(context: SandboxContext, conversation: Conversation): JsonObject {
  const { identity } = context.workspace;
  const common = {
    id: conversation.id,
    created: 0,
    is_archived: false,
    is_org_shared: false,
    context_team_id: identity.teamId,
    updated: 0,
  };
  if (conversation.kind === 'im') {
    const user = conversation.members.find((member) => member !== identity.botUserId) ?? '';
    return { ...common, is_im: true, user, is_user_deleted: false, priority: 0 };
  }
  return {
    ...common,
    name: conversation.name,
    name_normalized: conversation.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: conversation.kind === 'group',
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_member: conversation.members.includes(identity.botUserId),
    num_members: conversation.members.length,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
  };
}

function threadFields(context: SandboxContext, message: MessageRecord): JsonObject {
  const { workspace } = context;
  if (message.threadTs && message.threadTs !== message.ts) {
    const parent = workspace.messageAt(message.channel, message.threadTs);
    return { thread_ts: message.threadTs, ...(parent && { parent_user_id: parent.user }) };
  }
  const replies = workspace.repliesTo(message.channel, message.ts);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: replies.at(-1)?.ts ?? message.ts,
    is_locked: false,
    subscribed: false,
  };
}
