import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readElement, readValues } from './form.ts';
import type { EventType, Inbound, InboundAction, InboundCommand, InboundForm, Origin } from './inbound.ts';
import { NotTaken } from './not-taken.ts';
import {
  actionPayload,
  commandPayload,
  envelopePayload,
  eventPayload,
  formPayload,
  messagePayload,
} from './payload.ts';
import { cleanText, typedText } from './text.ts';

/**
 * Readers of what Slack sends, one per kind. Each takes the payload as Bolt delivers it, and throws `NotTaken` (400)
 * naming the wrong fields, never their values, when it is not what Slack documents.
 */

export function readCommand(body: unknown): Origin & InboundCommand {
  const command = parse(commandPayload, body);
  return {
    id: `command:${command.trigger_id}`,
    team: command.team_id,
    user: command.user_id,
    kind: 'command',
    name: command.command,
    text: typedText(command.text),
    channel: command.channel_id,
    triggerId: command.trigger_id,
    responseUrl: command.response_url,
  };
}

export function readAction(body: unknown): Origin & InboundAction {
  const { actions, team, user, view, message, container, ...rest } = parse(actionPayload, body);
  const [action] = actions;
  const answer = readElement(action);
  const state = view?.state ?? rest.state;
  const threadTs = container?.thread_ts ?? message?.thread_ts;
  return {
    id: `action:${rest.trigger_id}`,
    team: teamOf(team, user),
    user: user.id,
    kind: 'action',
    source: sourceOf(view),
    // `actions` in blocks.ts numbers repeated ids.
    actionId: action.action_id.replace(/#\d+$/, ''),
    value: Array.isArray(answer) ? (answer[0] ?? null) : answer,
    ...(Array.isArray(answer) && { values: answer }),
    triggerId: rest.trigger_id,
    ...optional('responseUrl', rest.response_url),
    ...optional('channel', rest.channel?.id ?? container?.channel_id),
    ...optional('messageTs', message?.ts ?? container?.message_ts),
    ...optional('threadTs', threadTs),
    ...(view && { viewId: view.id, viewHash: view.hash, viewMetadata: cleanText(view.private_metadata) }),
    ...(state && { viewValues: readValues(state.values) }),
  };
}

/** A form sent in, and the block id of its first field: where an error about the whole form is shown. */
export function readForm(body: unknown): { form: Origin & InboundForm; firstField: string | undefined } {
  const { team, user, view, trigger_id } = parse(formPayload, body);
  const values = readValues(view.state?.values ?? {});
  const form: Origin & InboundForm = {
    id: `form:${view.id}:${view.hash}:${digest(values)}`,
    team: teamOf(team, user),
    user: user.id,
    kind: 'form',
    callback: view.callback_id,
    metadata: cleanText(view.private_metadata),
    values,
    viewId: view.id,
    hash: view.hash,
    ...optional('triggerId', trigger_id),
  };
  return { form, firstField: view.blocks.find((block) => block.type === 'input')?.block_id };
}

/** An Events API payload, or null when nobody needs to know: the bot's own messages, edits, events not subscribed to. */
export function readEvent(body: unknown): Inbound | null {
  const envelope = parse(envelopePayload, body);
  const team = envelope.authorizations?.[0]?.team_id ?? envelope.team_id ?? '';
  const { type } = envelope.event;
  // A mention arrives twice, as `message` and as `app_mention`; both give the same id.
  if (type === 'message' || type === 'app_mention') return readMessage(envelope.event, team);
  if (!isKnownEvent(type)) return null;
  const event = parse(eventPayload, envelope.event);
  if (!envelope.event_id) throw new NotTaken(400, `the ${type} event has no event_id`);
  return {
    id: `event:${envelope.event_id}`,
    team,
    user: idOf(event.user) ?? '',
    kind: 'event',
    type,
    ...optional('channel', idOf(event.channel)),
    ...optional('tab', event.tab),
    ...(event.view && { viewHash: event.view.hash, viewMetadata: cleanText(event.view.private_metadata) }),
  };
}

/** `thread_broadcast` is a thread reply also sent to the channel; `file_share` is a message with a file. */
const TYPED_SUBTYPES = new Set([undefined, 'file_share', 'thread_broadcast']);

function readMessage(event: unknown, team: string): Inbound | null {
  // The subtype comes first: edits and deletions have another shape.
  const { subtype } = parse(z.object({ subtype: z.string().optional() }), event);
  if (!TYPED_SUBTYPES.has(subtype)) return null;
  const message = parse(messagePayload, event);
  if (message.hidden || message.bot_id || !message.user || message.user === 'USLACKBOT') return null;
  return {
    // Not the event id: one message can come as several events, as from a channel shared between workspaces.
    id: `message:${message.channel}:${message.ts}`,
    team,
    user: message.user,
    kind: 'message',
    channel: message.channel,
    direct: message.channel_type === 'im' || message.channel.startsWith('D'),
    ts: message.ts,
    ...(message.thread_ts && message.thread_ts !== message.ts && { threadTs: message.thread_ts }),
    text: typedText(message.text ?? ''),
    files: (message.files ?? []).map((file) => ({ ...file, name: cleanText(file.name) })),
  };
}

/** What the app subscribes to, besides messages. */
export const EVENT_TYPES: readonly EventType[] = [
  'app_home_opened',
  'member_joined_channel',
  'member_left_channel',
  'channel_left',
  'group_left',
  'team_join',
  'user_change',
  'app_uninstalled',
  'tokens_revoked',
];

function isKnownEvent(type: string): type is EventType {
  return EVENT_TYPES.some((known) => known === type);
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`);
  throw new NotTaken(400, problems.join('; '));
}

function sourceOf(view: { type: string } | null | undefined): InboundAction['source'] {
  if (!view) return 'message';
  return view.type === 'home' ? 'home' : 'form';
}

/** An organisation-wide installation sends no team, but the person's own. */
function teamOf(
  team: { id: string } | null | undefined,
  user: { team_id?: string | null | undefined },
): string {
  return team?.id ?? user.team_id ?? '';
}

function idOf(reference: string | { id: string } | undefined): string | undefined {
  return typeof reference === 'object' ? reference.id : reference;
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value ? ({ [key]: cleanText(value) } as Record<K, string>) : {};
}

function digest(values: object): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
}
