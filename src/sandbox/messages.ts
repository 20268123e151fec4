import { randomUUID } from 'node:crypto';
import { completeBlocks } from './block-kit/complete.ts';
import { typedText } from './block-kit/typed-text.ts';
import type { SandboxContext } from './context.ts';
import type { JsonObject } from './json.ts';
import type { Conversation, MessageRecord } from './records.ts';
import { wireMessage } from './slack-api/shapes.ts';

/** What can be said in a message, already checked. */
export interface Content {
  text: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
  metadata?: JsonObject;
}

export interface Draft extends Content {
  channel: string;
  user: string;
  threadTs?: string;
  broadcast?: boolean;
  subtype?: string;
  /** Ids of the files shared with it. */
  files?: string[];
}

/** Puts a message into a conversation and tells the bot, when the bot is there to hear it. */
export function postMessage(context: SandboxContext, draft: Draft): MessageRecord {
  const { workspace } = context;
  const fromPerson = draft.user !== workspace.identity.botUserId && draft.subtype === undefined;
  const blocks = draft.blocks ?? (fromPerson && draft.text ? [typedText(draft.text)] : undefined);
  const message: MessageRecord = {
    ...draft,
    ts: workspace.nextTs(),
    ...(blocks && { blocks: completeBlocks(blocks) }),
    ...(fromPerson && { clientMsgId: randomUUID() }),
  };
  workspace.record({ type: 'message', message }, changeIn(context, message.channel));
  publish(context, message.channel, {
    ...wireMessage(context, message),
    ...(message.files && { subtype: 'file_share' }),
    event_ts: message.ts,
  });
  for (const file of message.files ?? []) publishShare(context, message, file);
  if (fromPerson && mentionsBot(context, message)) publishMention(context, message);
  return message;
}

/** Replaces the content of a message; `content` fields that are absent are removed. */
export function changeMessage(
  context: SandboxContext,
  before: MessageRecord,
  content: Content,
  editedBy: string | null,
): MessageRecord {
  const { workspace } = context;
  const { blocks: _blocks, attachments: _attachments, metadata: _metadata, ...kept } = before;
  const blocks =
    content.blocks ?? (before.clientMsgId && content.text ? [typedText(content.text)] : undefined);
  const ts = workspace.nextTs();
  const message: MessageRecord = {
    ...kept,
    ...content,
    ...(blocks && { blocks: completeBlocks(blocks) }),
    ...(editedBy && { edited: { user: editedBy, ts } }),
  };
  workspace.record({ type: 'changed', message }, changeIn(context, message.channel));
  publish(context, message.channel, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    message: wireMessage(context, message),
    previous_message: wireMessage(context, before),
    ts,
    event_ts: ts,
  });
  return message;
}

export function deleteMessage(context: SandboxContext, message: MessageRecord): void {
  const { workspace } = context;
  const ts = workspace.nextTs();
  workspace.record(
    { type: 'deleted', channel: message.channel, ts: message.ts },
    changeIn(context, message.channel),
  );
  publish(context, message.channel, {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    deleted_ts: message.ts,
    previous_message: wireMessage(context, message),
    ts,
    event_ts: ts,
  });
}

/** Shows a message to one person only. */
export function showOnlyTo(context: SandboxContext, person: string, draft: Draft, ts?: string): void {
  context.workspace.showEphemeral({
    ...draft,
    ...(draft.blocks && { blocks: completeBlocks(draft.blocks) }),
    ts: ts ?? context.workspace.nextTs(),
    onlyFor: person,
  });
}

export function join(context: SandboxContext, channel: Conversation, user: string): void {
  const { workspace } = context;
  workspace.record(
    { type: 'joined', channel: channel.id, user },
    { kind: 'membership', channel: channel.id },
  );
  publishMembership(context, 'member_joined_channel', channel, user);
  postMessage(context, {
    channel: channel.id,
    user,
    subtype: 'channel_join',
    text: `<@${user}> has joined the channel`,
  });
}

export function leave(context: SandboxContext, channel: Conversation, user: string): void {
  const { workspace } = context;
  publishMembership(context, 'member_left_channel', channel, user);
  workspace.record({ type: 'left', channel: channel.id, user }, { kind: 'membership', channel: channel.id });
}

/** A direct message concerns its two people only; a channel concerns its members. */
function changeIn(context: SandboxContext, channel: string) {
  return {
    kind: 'message' as const,
    channel,
    people: context.workspace.conversations.get(channel)?.members ?? [],
  };
}

function publish(context: SandboxContext, channel: string, event: JsonObject): void {
  const conversation = context.workspace.conversations.get(channel);
  if (!conversation?.members.includes(context.workspace.identity.botUserId)) return;
  context.events.publish({ ...event, channel, channel_type: conversation.kind });
}

function publishShare(context: SandboxContext, message: MessageRecord, file: string): void {
  const conversation = context.workspace.conversations.get(message.channel);
  if (!conversation?.members.includes(context.workspace.identity.botUserId)) return;
  context.events.publish({
    type: 'file_shared',
    file_id: file,
    user_id: message.user,
    file: { id: file },
    channel_id: message.channel,
    event_ts: context.workspace.nextTs(),
  });
}

function publishMention(context: SandboxContext, message: MessageRecord): void {
  const conversation = context.workspace.conversations.get(message.channel);
  if (conversation?.kind === 'im' || !conversation?.members.includes(context.workspace.identity.botUserId))
    return;
  context.events.publish({
    ...wireMessage(context, message),
    type: 'app_mention',
    channel: message.channel,
    event_ts: message.ts,
  });
}

function publishMembership(context: SandboxContext, type: string, channel: Conversation, user: string): void {
  const { identity } = context.workspace;
  if (!channel.members.includes(identity.botUserId)) return;
  context.events.publish({
    type,
    user,
    channel: channel.id,
    channel_type: channel.kind === 'group' ? 'G' : 'C',
    team: identity.teamId,
    event_ts: context.workspace.nextTs(),
  });
}

function mentionsBot(context: SandboxContext, message: MessageRecord): boolean {
  return message.text.includes(`<@${context.workspace.identity.botUserId}>`);
}
