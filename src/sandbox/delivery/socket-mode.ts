import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../../log.ts';
import type { DisconnectNotice } from '../faults/fault.ts';
import { isObject, type JsonObject, parseJson, stringAt } from '../json.ts';
import type { Delivery, Outcome, Transport } from './transport.ts';

const TICKET_MS = 30_000;
const PING_MS = 5_000;
const GOODBYE_MS = 1_000;
const HOST = 'sandbox';

export interface SocketModeOptions {
  appId: string;
  ackMs: number;
  log: Log;
  /** Told of every message that is no delivery: hello and goodbye. */
  said: (message: JsonObject & { type: string }) => void;
  /** Told when a connection came or went. */
  changed: () => void;
}

/** Slack's side of Socket Mode: tickets, hello, envelopes, acks and pings. Each payload goes to one connection. */
export class SocketMode implements Transport {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #connections: WebSocket[] = [];
  readonly #tickets = new Map<string, NodeJS.Timeout>();
  readonly #waitingForAck = new Map<string, (outcome: Outcome) => void>();
  readonly #waitingForConnection: (() => void)[] = [];
  readonly #options: SocketModeOptions;
  #next = 0;

  constructor(options: SocketModeOptions) {
    this.#options = options;
  }

  /** The path and query of a fresh one-time address, as `apps.connections.open` hands it out. */
  newTicket(): string {
    const ticket = randomUUID();
    this.#tickets.set(ticket, setTimeout(() => this.#tickets.delete(ticket), TICKET_MS).unref());
    return `/link/?ticket=${ticket}&app_id=${this.#options.appId}`;
  }

  /** Takes an HTTP upgrade to `/link/`; a stale or unknown ticket gets 403. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const ticket = url.searchParams.get('ticket') ?? '';
    if (url.pathname !== '/link/' || !this.#tickets.has(ticket)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    clearTimeout(this.#tickets.get(ticket));
    this.#tickets.delete(ticket);
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#greet(connection));
  }

  connected(): boolean {
    return this.#connections.length > 0;
  }

  async ready(): Promise<void> {
    if (this.connected()) return;
    await new Promise<void>((resolve) => this.#waitingForConnection.push(resolve));
  }

  async send(delivery: Delivery): Promise<Outcome> {
    const connection = this.#connections[this.#next++ % Math.max(1, this.#connections.length)];
    if (!connection) return { acked: false, reason: 'connection_failed' };

    const envelopeId = randomUUID();
    return await new Promise<Outcome>((resolve) => {
      const settle = (outcome: Outcome) => {
        clearTimeout(timer);
        connection.off('close', lost);
        this.#waitingForAck.delete(envelopeId);
        resolve(outcome);
      };
      const lost = () => settle({ acked: false, reason: 'connection_failed' });
      const timer = setTimeout(() => settle({ acked: false, reason: 'http_timeout' }), this.#options.ackMs);
      connection.once('close', lost);
      this.#waitingForAck.set(envelopeId, settle);
      connection.send(JSON.stringify(envelope(delivery, envelopeId)));
    });
  }

  /**
   * Gives up every connection: cut at once or, with a notice, told to come back on a new one and left to go by itself,
   * as Slack does now and then. What is on its way over one that was told can still be acknowledged.
   */
  disconnect(notice: DisconnectNotice | null): void {
    for (const connection of this.#connections.splice(0)) {
      if (notice === null) connection.terminate();
      else {
        this.#say(connection, { type: 'disconnect', reason: notice, debug_info: { host: HOST } });
        setTimeout(() => connection.terminate(), GOODBYE_MS).unref();
      }
    }
  }

  /** Says goodbye to every connection, and cuts off one that does not answer. */
  async close(): Promise<void> {
    for (const timer of this.#tickets.values()) clearTimeout(timer);
    await Promise.all([...this.#server.clients].map(hangUp));
    this.#server.close();
  }

  #greet(connection: WebSocket): void {
    connection.setMaxListeners(0);
    this.#connections.push(connection);
    const pings = setInterval(() => connection.ping(), PING_MS).unref();
    connection.on('message', (data) => this.#receive(data));
    connection.on('error', (error) =>
      this.#options.log.warn({ err: error }, 'Socket Mode connection failed'),
    );
    connection.on('close', () => {
      clearInterval(pings);
      const at = this.#connections.indexOf(connection);
      if (at >= 0) this.#connections.splice(at, 1);
      this.#options.changed();
    });
    this.#say(connection, {
      type: 'hello',
      num_connections: this.#connections.length,
      debug_info: { host: HOST, build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: this.#options.appId },
    });
    for (const resolve of this.#waitingForConnection.splice(0)) resolve();
    this.#options.changed();
  }

  #say(connection: WebSocket, message: JsonObject & { type: string }): void {
    connection.send(JSON.stringify(message));
    this.#options.said(message);
  }

  #receive(data: RawData): void {
    const message = parseJson(data.toString());
    const settle = isObject(message) ? this.#waitingForAck.get(stringAt(message, 'envelope_id')) : undefined;
    if (!isObject(message) || !settle) {
      this.#options.log.warn('Socket Mode: a message that acknowledges nothing was ignored');
      return;
    }
    const payload = message.payload;
    settle({ acked: true, body: isObject(payload) && Object.keys(payload).length > 0 ? payload : null });
  }
}

function hangUp(connection: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => connection.terminate(), GOODBYE_MS);
    connection.once('close', () => {
      clearTimeout(impatient);
      resolve();
    });
    connection.close(1001);
  });
}

function envelope(delivery: Delivery, envelopeId: string) {
  const common = { envelope_id: envelopeId, payload: delivery.payload, type: delivery.kind };
  if (delivery.kind !== 'events_api') return { ...common, accepts_response_payload: true };
  return {
    ...common,
    accepts_response_payload: false,
    retry_attempt: delivery.retry?.attempt ?? 0,
    retry_reason: delivery.retry?.reason === 'http_timeout' ? 'timeout' : (delivery.retry?.reason ?? ''),
  };
}
