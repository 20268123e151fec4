import type { Delivery } from '../delivery/transport.ts';
import { isObject, type Json, type JsonObject, objectAt, stringAt } from '../json.ts';
import type { Conversation } from '../records.ts';
import type { Workspace } from '../workspace.ts';
import type { Crossing } from './fault.ts';

/** `events_api/message`, `slash_commands//duban`, `interactive/view_submission`: what kind it is, and of what. */
export function nameOfDelivery({ kind, payload }: Delivery): string {
  if (kind === 'slash_commands') return `${kind}/${stringAt(payload, 'command')}`;
  if (kind === 'interactive') return `${kind}/${stringAt(payload, 'type')}`;
  const event = objectAt(payload, 'event');
  return [kind, stringAt(event, 'type'), stringAt(event, 'subtype')].filter((part) => part !== '').join('/');
}

export function crossingOfDelivery(workspace: Workspace, delivery: Delivery): Crossing {
  const { payload } = delivery;
  const event = objectAt(payload, 'event');
  const channel =
    stringAt(payload, 'channel_id') ||
    idOf(payload.channel) ||
    stringAt(objectAt(payload, 'container'), 'channel_id') ||
    idOf(event?.channel) ||
    stringAt(event, 'channel_id');
  const user =
    stringAt(payload, 'user_id') || idOf(payload.user) || idOf(event?.user) || stringAt(event, 'user_id');
  return crossing(workspace, nameOfDelivery(delivery), channel, user);
}

/** A call of the bot, by the arguments that say where it goes. */
export function crossingOfCall(workspace: Workspace, name: string, given: JsonObject): Crossing {
  const user = stringAt(given, 'user') || stringAt(given, 'user_id') || stringAt(given, 'users');
  return crossing(workspace, name, stringAt(given, 'channel') || stringAt(given, 'channel_id'), user);
}

function crossing(workspace: Workspace, name: string, channel: string, user: string): Crossing {
  const conversation = workspace.people.has(channel)
    ? workspace.directMessageOf(channel)
    : (workspace.conversations.get(channel) ?? workspace.channelNamed(channel.replace(/^#/, '')));
  const partner = workspace.people.has(channel) ? channel : partnerIn(workspace, conversation);
  const names = [channel, conversation?.id ?? '', conversation?.name ?? '', partner ?? ''];
  return { name, channel: names.filter((one) => one !== ''), user: user || partner || null };
}

/** Whom the bot talks to in a direct message. */
function partnerIn(workspace: Workspace, conversation: Conversation | undefined): string | undefined {
  if (conversation?.kind !== 'im') return undefined;
  return conversation.members.find((member) => member !== workspace.identity.botUserId);
}

/** Slack names a person or a channel by its id alone or by an object. */
function idOf(value: Json | undefined): string {
  return isObject(value) ? stringAt(value, 'id') : typeof value === 'string' ? value : '';
}
