import { escapeText } from '../block-kit/plain-text.ts';
import type { SandboxContext } from '../context.ts';
import { changeMessage, deleteMessage, join, leave, postMessage } from '../messages.ts';
import type { Conversation, MessageRecord, SandboxPerson } from '../records.ts';
import { ClientError } from './client-error.ts';

/** The person's own record. @throws ClientError when the workspace does not know the id */
export function personOf(context: SandboxContext, id: string): SandboxPerson {
  const person = context.workspace.people.get(id);
  if (!person) throw new ClientError(`工作区里没有 ${id} 这个人`);
  return person;
}

/**
 * The conversation a person means: an id, a channel name, or `dm` for the direct message with the bot, which is
 * opened on first use. @throws ClientError when it is not there or not theirs to see
 */
export function conversationOf(context: SandboxContext, person: string, wanted: string): Conversation {
  const { workspace } = context;
  if (wanted === 'dm') return workspace.openDirectMessage(personOf(context, person).id);
  const conversation =
    workspace.conversations.get(wanted) ?? workspace.channelNamed(wanted.replace(/^#/, ''));
  if (!conversation?.members.includes(person))
    throw new ClientError(`看不到会话 ${wanted}：没有这个会话，或者不在其中`);
  return conversation;
}

/** Says something as Slack's client sends it: escaped, addresses as links, `@name` of the bot as a mention; with files it may be without words. */
export function say(
  context: SandboxContext,
  person: string,
  wanted: string,
  text: string,
  threadTs?: string,
  files: string[] = [],
): MessageRecord {
  if (!text.trim() && files.length === 0) throw new ClientError('没有写内容');
  const conversation = conversationOf(context, person, wanted);
  const thread = threadIn(context, conversation, threadTs);
  return postMessage(context, {
    channel: conversation.id,
    user: personOf(context, person).id,
    text: asSent(context, text),
    ...(files.length > 0 && { files }),
    ...(thread && { threadTs: thread }),
  });
}

/** The first message of the thread that a reply to `ts` belongs to. @throws ClientError when the message is gone */
export function threadIn(
  context: SandboxContext,
  conversation: Conversation,
  ts: string | undefined,
): string | undefined {
  if (!ts) return undefined;
  const parent = context.workspace.messageAt(conversation.id, ts);
  if (!parent) throw new ClientError('要回复的消息不在了');
  return parent.threadTs ?? parent.ts;
}

/** @throws ClientError when the message is not the person's own */
export function edit(
  context: SandboxContext,
  person: string,
  channel: string,
  ts: string,
  text: string,
): MessageRecord {
  return changeMessage(
    context,
    ownMessage(context, person, channel, ts),
    { text: asSent(context, text) },
    person,
  );
}

/** @throws ClientError when the message is not the person's own */
export function remove(context: SandboxContext, person: string, channel: string, ts: string): void {
  deleteMessage(context, ownMessage(context, person, channel, ts));
}

/** Adds or removes a member of a channel, the bot included, as a member may do in Slack. */
export function changeMembership(
  context: SandboxContext,
  channel: string,
  user: string,
  member: boolean,
): void {
  const conversation = context.workspace.conversations.get(channel);
  if (!conversation || conversation.kind === 'im') throw new ClientError(`没有频道 ${channel}`);
  if (conversation.members.includes(user) === member) return;
  if (member) join(context, conversation, user);
  else leave(context, conversation, user);
}

/** Tells the bot which tab of its page a person looks at. */
export function openTab(context: SandboxContext, person: string, tab: 'home' | 'messages'): void {
  const { workspace } = context;
  const conversation = workspace.openDirectMessage(personOf(context, person).id);
  const view = workspace.homes.get(person);
  context.events.publish({
    type: 'app_home_opened',
    user: person,
    channel: conversation.id,
    tab,
    event_ts: workspace.nextTs(),
    ...(tab === 'home' && view && { view }),
  });
}

/** Marks everything in a conversation as read. */
export function markRead(context: SandboxContext, person: string, wanted: string): void {
  const conversation = conversationOf(context, person, wanted);
  const last = context.workspace.messagesIn(conversation.id).at(-1);
  if (!last || context.workspace.unreadBy(person, conversation.id) === 0) return;
  const entry = { type: 'read' as const, channel: conversation.id, user: person, ts: last.ts };
  context.workspace.record(entry, { kind: 'read', channel: conversation.id, people: [person] });
}

function ownMessage(context: SandboxContext, person: string, channel: string, ts: string): MessageRecord {
  const message = context.workspace.messageAt(conversationOf(context, person, channel).id, ts);
  if (!message || message.user !== person || message.subtype) throw new ClientError('只能改动自己发的消息');
  return message;
}

function asSent(context: SandboxContext, text: string): string {
  const { identity, people } = context.workspace;
  const ids = new Map([...people.values()].map((person) => [escapeText(person.name), person.id]));
  ids.set(escapeText(identity.botName), identity.botUserId);
  // The longest first, because one name may begin like another.
  const names = [...ids].sort(([one], [other]) => other.length - one.length);
  const linked = escapeText(text).replace(/https?:\/\/[^\s\u3000-\u303f\uff00-\uffef]+/g, '<$&>');
  return names.reduce((said, [name, id]) => said.replaceAll(`@${name}`, `<@${id}>`), linked);
}
