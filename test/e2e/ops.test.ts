import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { createLog } from '../../src/log.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import { type Gate, openGate } from '../support/gate.ts';
import { look, scrape } from '../support/scrape.ts';
import { type BotSettings, openWorld, type World } from '../support/world.ts';

const OPS: BotSettings['ops'] = { host: '127.0.0.1', port: 0, boardPassword: 'a password of the desk' };
const WELL = {
  bot: { ok: true, why: 'running' },
  database: { ok: true, why: 'answers' },
  migrations: { ok: true, why: 'applied' },
  queue: { ok: true, why: 'answers' },
  chat: { ok: true, why: 'connected' },
};
const ready = async (app: App) => {
  const { status, text } = await look(app.opsPort, '/readyz');
  return { status, ...JSON.parse(text) };
};

let world: World;
const as = (id: string) => world.sandbox.as(id);

describe('where those who run the bot look', () => {
  let app: App;
  beforeAll(async () => {
    world = await openWorld();
    await world.stopBot();
    app = await world.startBot({ ops: OPS });
  });
  afterAll(() => world.close());

  test('a process in Socket Mode lives, is ready, and is measured', async () => {
    expect(await look(app.opsPort, '/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
    expect(await ready(app)).toEqual({ status: 200, ready: true, checks: WELL });
    const metrics = await scrape(app.opsPort);
    expect(metrics('duban_chat_connected')).toBe(1);
    expect(metrics('duban_last_tick_age_seconds')).toBeGreaterThan(0);
    expect(metrics('nodejs_eventloop_lag_mean_seconds')).toBeGreaterThan(0);
    expect(metrics('process_resident_memory_bytes')).toBeGreaterThan(1e7);
  });

  test('a lost connection to Slack is seen until it is back', async () => {
    const refused = world.sandbox.faults.add({
      kind: 'refuse',
      error: 'team_access_not_granted',
      method: 'apps.connections.open',
    });
    world.sandbox.faults.add({ kind: 'disconnect', times: 1 });
    await vi.waitFor(async () => {
      const found = await ready(app);
      expect(found).toMatchObject({ status: 503, ready: false });
      expect(found.checks).toEqual({ ...WELL, chat: { ok: false, why: 'not connected' } });
    }, 10_000);
    expect((await scrape(app.opsPort))('duban_chat_connected')).toBe(0);
    expect((await look(app.opsPort, '/healthz')).status).toBe(200);
    refused.end();
    await vi.waitFor(async () => expect((await ready(app)).status).toBe(200), 20_000);
  });

  test('a migration that is not applied is seen', async () => {
    const { db } = world.storage;
    const last = sql`(select max(id) from drizzle.__drizzle_migrations)`;
    await db.execute(sql`update drizzle.__drizzle_migrations set created_at = 0 - created_at`);
    const found = await ready(app);
    expect(found.status).toBe(503);
    expect(found.checks.migrations).toMatchObject({
      ok: false,
      why: expect.stringMatching(/^(\d+) of \1 are not applied$/),
    });
    await db.execute(
      sql`update drizzle.__drizzle_migrations set created_at = 0 - created_at + (case when id = ${last} then 1 else 0 end)`,
    );
    expect((await ready(app)).checks.migrations).toEqual({
      ok: true,
      why: 'applied, and some of a later version',
    });
  });

  test('a worker and a process for chat say which part is theirs', async () => {
    await world.stopBot();
    const chat = await world.startBot({ ops: OPS, role: 'chat' });
    const worker = await world.startAnother({ ops: OPS, role: 'worker' });
    try {
      expect(await ready(chat)).toMatchObject({ status: 200, checks: { chat: { why: 'connected' } } });
      expect(await ready(worker)).toMatchObject({
        status: 200,
        checks: { chat: { why: 'heard by other processes' } },
      });
      const [ofChat, ofWorker] = [await scrape(chat.opsPort), await scrape(worker.opsPort)];
      expect(ofChat('duban_last_tick_age_seconds')).toBeUndefined();
      expect(ofWorker('duban_chat_connected')).toBeUndefined();
      await worker.turn();
      expect(
        (await scrape(worker.opsPort))('duban_job_seconds_count{job="plan-reminders",result="ok"}'),
      ).toBe(1);
    } finally {
      await worker.stop();
    }
  });

  test('in HTTP mode they stand on their own port, and not where Slack comes in', async () => {
    await world.stopBot();
    const { botToken, signingSecret, apiUrl } = world.sandbox;
    const http = await world.startBot({
      ops: OPS,
      chat: { kind: 'http', botToken, signingSecret, port: 0, apiUrl },
    });
    expect(await ready(http)).toEqual({
      status: 200,
      ready: true,
      checks: { ...WELL, migrations: expect.anything() },
    });
    for (const page of ['/healthz', '/readyz', '/metrics', '/queues'])
      expect((await look(http.port, page)).status).toBe(404);
  });

  test('a process that stops is not ready any more, and lives while it finishes what it has in hand', async () => {
    await world.stopBot();
    const leaving = await world.startBot({ ops: OPS });
    const hanging = world.sandbox.faults.add({ kind: 'hang', method: 'chat.postMessage', times: 1 });
    const going = world.goTo('2022-04-06T09:00').catch(() => undefined);
    await world.sandbox.until('the call', () => hanging.struck === 1);
    const stopped = world.stopBot();
    expect(await ready(leaving)).toMatchObject({
      status: 503,
      checks: { bot: { ok: false, why: 'stopping' }, database: WELL.database },
    });
    expect((await look(leaving.opsPort, '/healthz')).status).toBe(200);
    hanging.end();
    await stopped;
    await going;
    await expect(look(leaving.opsPort, '/healthz')).rejects.toThrow();
  });

  test('nothing is served where nothing is set', async () => {
    await world.stopBot();
    expect((await world.startBot()).opsPort).toBeNull();
  });
});

describe('when the database', () => {
  let gate: Gate;
  let storage: Storage;
  let app: App;
  beforeAll(async () => {
    world = await openWorld();
    await world.stopBot();
    gate = await openGate(world.storage.url);
    const log = createLog('silent');
    const { botToken, appToken, apiUrl, clock } = world.sandbox;
    const config = {
      ...world.app.context.config,
      database: { kind: 'url' as const, url: gate.url },
      chat: { kind: 'socket' as const, botToken, appToken, apiUrl },
      ops: OPS,
    };
    storage = await openStorage(config, log, { exclusive: true });
    app = await startApp({ config, storage, clock, log, timetable: false });
  });
  afterAll(async () => {
    await gate.open();
    await app.stop();
    await storage.close();
    await gate.close();
    await world.close();
  });

  test('is stopped, the process lives and is not ready, with the reason; and is when it is back', async () => {
    await gate.shut();
    const { status, checks } = await ready(app);
    expect(status).toBe(503);
    for (const name of ['database', 'migrations', 'queue'])
      expect(checks[name]).toMatchObject({ ok: false, why: expect.stringContaining('ECONN') });
    expect(checks.chat).toEqual(WELL.chat);
    expect(await look(app.opsPort, '/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
    const metrics = await scrape(app.opsPort);
    expect(metrics.all('duban_source_up')).toEqual({ 'source="database"': 0, 'source="queue"': 0 });
    expect(metrics.all('duban_deliveries')).toEqual({});
    expect(metrics('duban_oldest_owed_seconds')).toBeUndefined();
    expect(metrics('nodejs_eventloop_lag_mean_seconds')).toBeGreaterThan(0);
    expect(metrics.text).not.toContain(new URL(gate.url).password);

    await gate.open();
    await vi.waitFor(async () => expect((await ready(app)).checks).toEqual(WELL), 10_000);
  });

  test('hangs, the answer comes all the same', async () => {
    gate.hold();
    const { status, checks } = await ready(app);
    expect(status).toBe(503);
    for (const name of ['database', 'migrations', 'queue']) expect(checks[name].ok).toBe(false);
    expect(checks.queue.why).toBe('no answer within 1.5 s');
    expect((await look(app.opsPort, '/healthz')).status).toBe(200);
    // The figures are those of the last seconds, or none.
    expect((await scrape(app.opsPort)).text).toContain('duban_source_up');

    await gate.open();
    await vi.waitFor(async () => expect((await ready(app)).checks).toEqual(WELL), 10_000);
  });
});

describe('the watchman', () => {
  let answers: RequestListener;
  let pings: number;
  const watchman = createServer((request, response) => {
    pings += 1;
    answers(request, response);
  });
  beforeAll(async () => {
    watchman.listen(0, '127.0.0.1');
    await once(watchman, 'listening');
    world = await openWorld();
  });
  afterAll(async () => {
    await world.close();
    watchman.closeAllConnections();
    watchman.close();
  });

  test.each<[string, RequestListener]>([
    ['hears', (_request, response) => response.end()],
    ['fails', (_request, response) => response.writeHead(500).end()],
    ['hangs', () => {}],
    ['hangs up', (request) => request.socket.destroy()],
  ])('who %s is told of a turn of the timetable, and keeps nobody from working', async (_what, answer) => {
    pings = 0;
    answers = answer;
    await world.stopBot();
    const { port } = watchman.address() as AddressInfo;
    const app = await world.startBot({ heartbeatUrl: `http://127.0.0.1:${port}/ping` });
    expect(pings).toBe(0);
    await app.turn();
    await app.turn();
    await vi.waitFor(() => expect(pings).toBe(1));
    const { answer: said } = await as('U01EDU').command('/duban', '帮助');
    expect(said?.shown).toContain('签收');
    await world.stopBot();
    expect(pings).toBe(1);
  });

  test('is not told of a turn that failed', async () => {
    pings = 0;
    answers = (_request, response) => response.end();
    const { port } = watchman.address() as AddressInfo;
    const app = await world.startBot({ heartbeatUrl: `http://127.0.0.1:${port}/ping` });
    await world.storage.db.execute(sql`alter table deliveries rename to deliveries_away`);
    await expect(app.turn()).rejects.toThrow();
    await world.storage.db.execute(sql`alter table deliveries_away rename to deliveries`);
    expect(pings).toBe(0);
    await app.turn();
    await vi.waitFor(() => expect(pings).toBe(1));
  });
});
