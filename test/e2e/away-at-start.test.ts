import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import type { Context } from '../../src/context.ts';
import { createLog } from '../../src/log.ts';
import type { Patience } from '../../src/patience.ts';
import type { FaultInput } from '../../src/sandbox/faults/fault.ts';
import { members } from '../../src/store/schema.ts';
import { startFakeApi, status } from '../chat/fake-api.ts';
import { startBotProcess } from '../support/bot-process.ts';
import { openGate } from '../support/gate.ts';
import { testDatabase } from '../support/postgres.ts';
import { look } from '../support/scrape.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
let context: Context;
let running: App | null = null;

beforeAll(async () => {
  world = await openWorld();
  context = world.app.context;
  await world.stopBot();
});
afterEach(async () => {
  world.sandbox.faults.endAll();
  await running?.stop();
  running = null;
});
afterAll(() => world.close());

/** A start with patience, whose every pause lasts until the test ends it. */
function begin() {
  const stop = new AbortController();
  const waits: string[] = [];
  let goOn = () => {};
  let opsPort = 0;
  const patience: Patience = {
    stopping: stop.signal,
    onAway: ({ what, code }) => void waits.push(`${what} ${code}`),
    pause: () =>
      new Promise((resolve) => {
        goOn = resolve;
      }),
  };
  const log = createLog('info', {
    write(line) {
      const { msg, port } = JSON.parse(line) as { msg: string; port?: number };
      if (msg === 'health and metrics are served') opsPort = port ?? 0;
    },
  });
  const { config, clock, painter } = context;
  const { botToken, appToken, apiUrl } = world.sandbox;
  const started = startApp({
    config: {
      ...config,
      chat: { kind: 'socket', botToken, appToken, apiUrl },
      ops: { host: '127.0.0.1', port: 0, boardPassword: null },
    },
    storage: world.storage,
    clock,
    log,
    painter: { ...painter, close() {} },
    timetable: false,
    patience,
  }).then((app) => {
    running = app;
    return app;
  });
  started.catch(() => {});
  return {
    started,
    waits,
    stop,
    goOn: () => goOn(),
    waited: (times: number) => vi.waitFor(() => expect(waits).toHaveLength(times), 10_000),
    async ready() {
      const { status: answered, text } = await look(opsPort, '/readyz');
      return [answered, JSON.parse(text).checks.bot.why];
    },
    lives: async () => (await look(opsPort, '/healthz')).status === 200,
  };
}

const fault = (order: FaultInput) => world.sandbox.faults.add(order);
const OPEN = 'apps.connections.open';

test('whatever keeps Slack away, the start waits, lives, and says why it is not ready', async () => {
  const once = { method: 'auth.test', times: 1 } as const;
  fault({ kind: 'server-error', ...once });
  fault({ kind: 'server-error', status: 200, ...once });
  fault({ kind: 'rate-limit', retryAfter: 600, ...once });
  fault({ kind: 'drop-before', ...once });
  fault({ kind: 'server-error', status: 502, method: OPEN, times: 1 });
  const start = begin();
  for (const [waits, code] of [
    'http_503',
    'unreadable_answer',
    'ratelimited',
    expect.any(String),
    'http_502',
  ].entries()) {
    await start.waited(waits + 1);
    expect(await start.lives()).toBe(true);
    expect(await start.ready()).toEqual([503, expect.stringMatching(/^starting: waits for Slack \(/)]);
    if (typeof code === 'string') expect(start.waits.at(-1)).toBe(`Slack ${code}`);
    start.goOn();
  }
  const app = await start.started;
  expect(start.waits).toHaveLength(5);
  expect(await start.ready()).toEqual([200, 'running']);
  expect((await world.sandbox.as('U01EDU').command('/duban', '进度')).ok).toBe(true);
  expect(app.port).toBeNull();
});

test.each([
  ['auth.test', '连不上 Slack：机器人账号已停用或应用已被卸载，请管理员重新安装应用。'],
  [OPEN, expect.stringContaining('Socket Mode 连不上（account_inactive）：SLACK_APP_TOKEN 应为')],
])('refused by %s, it ends at once', async (method, message) => {
  fault({ kind: 'refuse', error: 'account_inactive', method });
  const start = begin();
  await expect(start.started).rejects.toMatchObject({ message });
  expect(start.waits).toEqual([]);
});

test('told to stop while it waits, it closes everything at once', async () => {
  fault({ kind: 'server-error', method: OPEN });
  const start = begin();
  await start.waited(1);
  start.stop.abort(new Error('stop'));
  await expect(start.started).rejects.toThrow('stop');
  await expect(start.lives()).rejects.toThrow();
});

test('who is in the work group is read again when it could not be at first, and nobody waits for that', async () => {
  const { db } = world.storage;
  await db.update(members).set({ joinedGroup: false });
  const joined = async () => (await db.select().from(members)).filter((one) => one.joinedGroup);
  fault({ kind: 'server-error', method: 'conversations.members', times: 1 });
  await begin().started;
  expect(await joined()).toEqual([]);
  await vi.waitFor(async () => expect((await joined()).length).toBeGreaterThan(30), 10_000);
});

test('a reading of the work group that takes long goes on beside the start', async () => {
  const { db } = world.storage;
  await db.update(members).set({ joinedGroup: false });
  const joined = async () => (await db.select().from(members)).filter((one) => one.joinedGroup);
  const slow = fault({ kind: 'hang', takesEffect: true, method: 'conversations.members' });
  await begin().started;
  expect(await joined()).toEqual([]);
  expect((await world.sandbox.as('U01EDU').command('/duban', '进度')).ok).toBe(true);
  slow.end();
  await vi.waitFor(async () => expect((await joined()).length).toBeGreaterThan(30), 10_000);
  expect(slow.struck).toBe(1);
});

test('a process that starts before its database and Slack says what it waits for, and stops when it is told', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'duban-away-'));
  await using api = await startFakeApi();
  api.on('auth.test', status(503, {}, '<html>'));
  const database = await testDatabase();
  const gate = await openGate(database.url);
  await gate.shut();
  const bot = startBotProcess(dataDir, {
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    SLACK_API_URL: api.url,
    DATABASE_URL: gate.url,
    LOG_LEVEL: 'silent',
  });
  onTestFinished(async () => {
    await bot.end('SIGKILL');
    await gate.close();
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const says = (words: RegExp) => vi.waitFor(() => expect(bot.printed()).toMatch(words), 30_000);
  await says(/^数据库打不开：.*ECONNREFUSED.*督办会一直重试，恢复后自动继续。$/m);
  await gate.open();
  await says(/^连不上 Slack（http_503）。督办会一直重试，恢复后自动继续。$/m);
  expect(await bot.end('SIGTERM')).toBe(0);
  expect(bot.printed().trim().split('\n')).toHaveLength(2);
});
