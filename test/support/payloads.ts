import type { FormValue } from '../../src/chat/form.ts';
import type { Inbound } from '../../src/chat/listener.ts';
import { readAction, readCommand, readEvent, readForm } from '../../src/chat/read-inbound.ts';

/** A payload as Slack sends it: to which reader it goes, and what it holds. */
export interface Payload {
  type: 'slash_commands' | 'interactive' | 'events_api';
  body: Record<string, unknown>;
}

/** What Slack would send for an act. Texts stand in it as they are given: entities are the caller's. */
export function payloadOf(act: Inbound): Payload {
  const [, id = act.id] = /^[a-z]+:(.*)$/s.exec(act.id) ?? [];
  const person = { team: { id: act.team, domain: 'maonan' }, user: { id: act.user, team_id: act.team } };
  switch (act.kind) {
    case 'command':
      return {
        type: 'slash_commands',
        body: {
          command: act.name,
          text: act.text,
          team_id: act.team,
          user_id: act.user,
          channel_id: act.channel,
          trigger_id: id,
          response_url: act.responseUrl,
        },
      };
    case 'action': {
      const element = { action_id: act.actionId, block_id: 'b', action_ts: '1', ...stateOf(act.value) };
      const view = {
        id: act.viewId ?? 'V1',
        hash: act.viewHash ?? 'h',
        type: act.source === 'home' ? 'home' : 'modal',
        private_metadata: act.viewMetadata ?? '',
        blocks: [],
        state: { values: statesOf(act.viewValues ?? {}) },
      };
      return {
        type: 'interactive',
        body: {
          type: 'block_actions',
          ...person,
          trigger_id: id,
          ...(act.source === 'message'
            ? {
                channel: { id: act.channel ?? 'D0ANY' },
                message: { ts: act.messageTs ?? '1.1', text: '', blocks: [] },
                container: { type: 'message' },
              }
            : { view, container: { type: 'view' } }),
          ...(act.responseUrl && { response_url: act.responseUrl }),
          actions: [element],
        },
      };
    }
    case 'form':
      return {
        type: 'interactive',
        body: {
          type: 'view_submission',
          ...person,
          trigger_id: act.triggerId ?? 'none',
          view: {
            id: id,
            hash: act.hash,
            type: 'modal',
            callback_id: act.callback,
            private_metadata: act.metadata,
            blocks: Object.keys(act.values).map((block_id) => ({ type: 'input', block_id })),
            state: { values: statesOf(act.values) },
          },
        },
      };
    case 'message':
      return event(act, id, {
        type: 'message',
        channel: act.channel,
        channel_type: act.direct ? 'im' : 'channel',
        user: act.user,
        text: act.text,
        ts: act.ts,
        ...(act.threadTs && { thread_ts: act.threadTs }),
        ...(act.files.length > 0 && { subtype: 'file_share', files: act.files }),
      });
    case 'event':
      return event(act, id, {
        type: act.type,
        user: act.user,
        ...(act.channel && { channel: act.channel }),
        ...(act.tab && { tab: act.tab }),
        ...(act.viewMetadata && { view: { hash: act.viewHash ?? '', private_metadata: act.viewMetadata } }),
      });
  }
}

/** The act as the bot reads it from the payload: cleaned of what no reader lets in. */
export function asRead(act: Inbound): Inbound {
  const { type, body } = payloadOf(act);
  if (type === 'slash_commands') return readCommand(body);
  if (type === 'interactive') return body.type === 'block_actions' ? readAction(body) : readForm(body).form;
  const read = readEvent(body);
  if (!read) throw new Error(`nobody hears the ${act.kind} ${act.id}`);
  return read;
}

function event(act: Inbound, id: string, inner: object): Payload {
  return {
    type: 'events_api',
    body: { type: 'event_callback', team_id: act.team, api_app_id: 'A1', event_id: id, event: inner },
  };
}

function statesOf(values: Readonly<Record<string, FormValue>>) {
  return Object.fromEntries(
    Object.entries(values).map(([block, value]) => [block, { value: stateOf(value) }]),
  );
}

/** Every kind of element is read by the key that it uses; two are enough to say everything. */
function stateOf(value: FormValue) {
  return Array.isArray(value)
    ? { type: 'multi_static_select', selected_options: value.map((one) => ({ value: one })) }
    : { type: 'plain_text_input', value };
}
