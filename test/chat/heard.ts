import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Answer, Inbound } from '../../src/chat/listener.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

export const SIGNING_SECRET = 'shh';

/** A handler whose every act waits until the test lets it end, and a diary of what happened in which order. */
export class Desk {
  readonly diary: string[] = [];
  readonly acts: Inbound[] = [];
  #behave: (inbound: Inbound) => Promise<Answer> | Answer = () => ({ kind: 'none' });
  #heard: (() => void)[] = [];

  /** What the handler does from now on. */
  does(behave: (inbound: Inbound) => Promise<Answer> | Answer): void {
    this.#behave = behave;
  }

  readonly handle = async (inbound: Inbound): Promise<Answer> => {
    this.acts.push(inbound);
    for (const wake of this.#heard.splice(0)) wake();
    const answer = await this.#behave(inbound);
    this.diary.push('saved');
    return answer;
  };

  /** Resolves when the handler has been called. */
  heard(): Promise<void> {
    return this.acts.length > 0 ? Promise.resolve() : new Promise((resolve) => this.#heard.push(resolve));
  }
}

/** A promise and the key to it. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

export interface Signing {
  secret?: string;
  /** Seconds from now. */
  shift?: number;
  contentType?: string;
}

/** A request as Slack sends it: signed, as a form for commands and interactions, as JSON for events. */
export function signed(url: string, body: string, signing: Signing = {}): Promise<Response> {
  const timestamp = Math.floor(Date.now() / 1_000) + (signing.shift ?? 0);
  const signature = createHmac('sha256', signing.secret ?? SIGNING_SECRET)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  return fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type':
        signing.contentType ??
        (body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded'),
      'x-slack-request-timestamp': `${timestamp}`,
      'x-slack-signature': `v0=${signature}`,
    },
  });
}

export const command = (fields: Record<string, string> = {}) => ({
  command: '/duban',
  text: '签收 12',
  team_id: 'T1',
  user_id: 'U1',
  channel_id: 'C1',
  trigger_id: 't.1',
  response_url: 'https://hooks.slack.com/commands/1',
  ...fields,
});

export const messageEvent = (event: object = {}) => ({
  type: 'event_callback',
  team_id: 'T1',
  event_id: 'Ev1',
  event: {
    type: 'message',
    channel: 'D1',
    channel_type: 'im',
    user: 'U1',
    text: '签收 12',
    ts: '1.1',
    ...event,
  },
});

export const click = (fields: object = {}) => ({
  type: 'block_actions',
  team: { id: 'T1', domain: 'd' },
  user: { id: 'U1', username: 'li' },
  trigger_id: 't.2',
  response_url: 'https://hooks.slack.com/actions/1',
  channel: { id: 'C1', name: 'c' },
  message: { type: 'message', ts: '1.1' },
  container: { type: 'message' },
  actions: [{ type: 'button', action_id: 'sign', block_id: 'b', value: '12', action_ts: '1' }],
  ...fields,
});

export const submission = (view: object = {}) => ({
  type: 'view_submission',
  team: { id: 'T1', domain: 'd' },
  user: { id: 'U1', name: 'li' },
  trigger_id: 't.3',
  view: {
    id: 'V1',
    type: 'modal',
    hash: 'h1',
    callback_id: 'report',
    private_metadata: 'm',
    blocks: [{ type: 'input', block_id: 'p' }],
    state: { values: { p: { value: { type: 'plain_text_input', value: '已沟通' } } } },
    ...view,
  },
});

export interface SocketWorkspace extends AsyncDisposable {
  api: FakeApi;
  /** The WebSocket's address, as `apps.connections.open` gives it. */
  url: string;
  /** Sends an envelope and resolves with the acknowledgement's payload, when and if it comes. */
  deliver(
    envelopeId: string,
    type: 'events_api' | 'slash_commands' | 'interactive',
    payload: object,
  ): Promise<object>;
  /** The envelope ids acknowledged so far, in order. */
  acknowledged: string[];
  /** Resolves when as many connections have been greeted. */
  connections(count: number): Promise<void>;
  /** Closes the current connection, as Slack does when it recycles one. */
  dropConnection(): void;
}

/** The Socket Mode side of a workspace: hands out addresses, greets, delivers, and hears acknowledgements. */
export async function startSocketWorkspace(): Promise<SocketWorkspace> {
  const api = await startFakeApi();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new WebSocketServer({ server });
  const acknowledged: string[] = [];
  const waiting = new Map<string, (payload: object) => void>();
  const greeted: WebSocket[] = [];
  const greetings: { count: number; resolve: () => void }[] = [];

  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      const ack: { envelope_id: string; payload: object } = JSON.parse(data.toString());
      acknowledged.push(ack.envelope_id);
      waiting.get(ack.envelope_id)?.(ack.payload);
    });
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
    greeted.push(socket);
    for (const greeting of greetings) if (greeted.length >= greeting.count) greeting.resolve();
  });
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/link`;
  api.on('apps.connections.open', { ok: true, url });

  return {
    api,
    url,
    acknowledged,
    deliver(envelopeId, type, payload) {
      const answer = new Promise<object>((resolve) => waiting.set(envelopeId, resolve));
      greeted
        .at(-1)
        ?.send(JSON.stringify({ type, envelope_id: envelopeId, payload, accepts_response_payload: true }));
      return answer;
    },
    connections(count) {
      if (greeted.length >= count) return Promise.resolve();
      return new Promise((resolve) => greetings.push({ count, resolve }));
    },
    dropConnection() {
      greeted.at(-1)?.close(1000);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.close();
      await once(server, 'close');
      await api[Symbol.asyncDispose]();
    },
  };
}
