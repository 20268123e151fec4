import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { GROUP, LIAISON, openWorkspace } from './workspace-fixture.ts';

interface Envelope {
  type: string;
  envelope_id: string;
  retry_attempt: number;
  retry_reason: string;
  payload: { event_id: string; event: { text: string } };
}

describe('Socket Mode', () => {
  let sandbox: Sandbox;
  const sockets: WebSocket[] = [];

  beforeEach(async () => {
    sandbox = await openWorkspace({ timing: { ackMs: 150, retryAfterMs: [0, 0, 0] } });
  });

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    await sandbox.close();
  });

  it('delivers an event again until it is acknowledged, with the same event id', async () => {
    const received = await connect((envelope) => envelope.retry_attempt === 2);
    sandbox.as(LIAISON).say(GROUP, '你好');

    await sandbox.until('the acknowledgement', () => received.length === 3);
    expect(received.map((one) => [one.retry_attempt, one.retry_reason])).toEqual([
      [0, ''],
      [1, 'timeout'],
      [2, 'timeout'],
    ]);
    expect(new Set(received.map((one) => one.payload.event_id)).size).toBe(1);
    expect(new Set(received.map((one) => one.envelope_id)).size).toBe(3);
    expect(sandbox.troubles()).toEqual([]);
  });

  it('gives an event up after three more attempts, and says so', async () => {
    const received = await connect(() => false);
    sandbox.as(LIAISON).say(GROUP, '你好');

    await sandbox.until('the end of the attempts', () => sandbox.troubles().length > 0);
    expect(received).toHaveLength(4);
    expect(sandbox.troubles()[0]?.message).toContain('never acknowledged');
  });

  it('keeps an event for a bot that is not connected yet', async () => {
    sandbox.as(LIAISON).say(GROUP, '有人吗');
    const received = await connect(() => true);
    await sandbox.until('the event', () => received.length === 1);
    expect(received[0]?.payload.event.text).toBe('有人吗');
  });

  it('hands each payload to one of several connections', async () => {
    const one = await connect(() => true);
    const other = await connect(() => true);
    for (const text of ['一', '二', '三', '四']) sandbox.as(LIAISON).say(GROUP, text);
    await sandbox.until('four events', () => one.length + other.length === 4);
    expect([one.length, other.length]).toEqual([2, 2]);
  });

  it('tells the page when the bot comes and when it goes', async () => {
    let told = 0;
    sandbox.onChange(({ kind }) => {
      if (kind === 'bot') told += 1;
    });
    await connect(() => true);
    expect(told).toBe(1);
    sockets[0]?.terminate();
    await sandbox.until('the end of the connection', () => told === 2);
  });

  it('lets a ticket open one connection only', async () => {
    const address = await newAddress();
    sockets.push(await opened(address));
    await expect(opened(address)).rejects.toThrow('403');
  });

  async function connect(acknowledges: (envelope: Envelope) => boolean): Promise<Envelope[]> {
    const received: Envelope[] = [];
    const socket = new WebSocket(await newAddress());
    sockets.push(socket);
    await new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const message: Envelope = JSON.parse(data.toString());
        if (message.type === 'hello') return resolve();
        received.push(message);
        if (acknowledges(message)) socket.send(JSON.stringify({ envelope_id: message.envelope_id }));
      });
    });
    return received;
  }

  async function newAddress(): Promise<string> {
    const response = await fetch(`${sandbox.apiUrl}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.appToken}` },
    });
    const { url } = (await response.json()) as { url: string };
    return url;
  }

  function opened(address: string): Promise<WebSocket> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address);
      socket.on('open', () => resolve(socket));
      socket.on('error', reject);
    });
  }
});
