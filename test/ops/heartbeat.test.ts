import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createHeartbeat, type Heartbeat } from '../../src/ops/heartbeat.ts';

let server: Server;
let heartbeat: Heartbeat;
let logged: { msg: string; failure?: string }[];
/** Milliseconds of the heartbeat's clock. */
let elapsed: number;

/** A heartbeat to a server of the test's own, which counts what it hears. */
async function beatTo(answer: RequestListener, timeoutMs?: number) {
  const heard: string[] = [];
  server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  logged = [];
  const lines = new Writable({
    write(line, _encoding, done) {
      logged.push(JSON.parse(String(line)));
      done();
    },
  });
  elapsed = 0;
  heartbeat = createHeartbeat({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/top-secret?key=top-secret`,
    log: pino(lines),
    elapsed: () => elapsed,
    ...(timeoutMs && { timeoutMs }),
  });
  return heard;
}

const minutes = (count: number) => {
  elapsed += count * 60_000;
};

afterEach(async () => {
  await heartbeat.stop();
  server.closeAllConnections();
  server.close();
  expect(JSON.stringify(logged)).not.toContain('top-secret');
  expect(JSON.stringify(logged)).not.toContain('127.0.0.1');
});

describe('a heartbeat', () => {
  test('asks the watchman at most once a minute, however often the timetable turns', async () => {
    const heard = await beatTo((_request, response) => response.end());
    heartbeat.beat();
    heartbeat.beat();
    await vi.waitFor(() => expect(heard).toEqual(['GET /ping/top-secret?key=top-secret']));
    elapsed += 30_000;
    heartbeat.beat();
    // A turn that comes a little early, as timers do, is not left out.
    elapsed += 29_900;
    heartbeat.beat();
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(logged).toEqual([]);
  });

  test('says once that the watchman fails, goes on, and says when he is back', async () => {
    let status = 500;
    const heard = await beatTo((_request, response) => response.writeHead(status).end());
    heartbeat.beat();
    await vi.waitFor(() => expect(logged).toHaveLength(1));
    expect(logged[0]).toMatchObject({ failure: 'HTTP 500' });
    minutes(1);
    heartbeat.beat();
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    minutes(1);
    status = 200;
    heartbeat.beat();
    await vi.waitFor(() => expect(logged).toHaveLength(2));
    expect(logged[1]?.msg).toContain('again');
    expect(heard).toHaveLength(3);
  });

  test('gives up a watchman who hangs', async () => {
    await beatTo(() => {}, 20);
    heartbeat.beat();
    await vi.waitFor(() => expect(logged).toMatchObject([{ failure: 'TimeoutError' }]));
  });

  test('does not follow him elsewhere', async () => {
    const heard = await beatTo((request, response) =>
      response.writeHead(302, { location: `${request.url}/elsewhere` }).end(),
    );
    heartbeat.beat();
    await vi.waitFor(() => expect(logged).toHaveLength(1));
    expect(heard).toHaveLength(1);
  });

  test('names what is wrong with the line', async () => {
    await beatTo((request) => request.socket.destroy());
    heartbeat.beat();
    await vi.waitFor(() => expect(logged).toMatchObject([{ failure: 'UND_ERR_SOCKET' }]));
  });

  test('ends at once, also while he hangs, without a word', async () => {
    const heard = await beatTo(() => {});
    heartbeat.beat();
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    await heartbeat.stop();
    minutes(1);
    heartbeat.beat();
    await heartbeat.stop();
    expect(heard).toHaveLength(1);
    expect(logged).toEqual([]);
  });
});
