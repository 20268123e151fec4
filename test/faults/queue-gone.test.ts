import { Redis } from 'ioredis';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { truncateQueue } from '../support/empty-queue.ts';
import { plannedRows, postedTimes, reminders } from '../support/ledger.ts';
import { redisIsHere, type TestRedis, testRedis } from '../support/redis.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);

/** Every planned row is sent and stands in the workspace once. */
async function nothingIsLost(): Promise<void> {
  const rows = await plannedRows(world);
  const times = await postedTimes(world);
  expect(rows.length).toBeGreaterThan(35);
  expect(rows.map((row) => [row.state, times.get(row.id)])).toEqual(rows.map(() => ['sent', 1]));
}

/** Whoever looks at the Home tab has it brought up to date after each act: one more thing to ask the queue for. */
async function looksAtHome(id: string): Promise<void> {
  as(id).openHome();
  await world.sandbox.until('the home page', () => as(id).home());
}

/** A command is answered with what it did, and not with a word that it takes long, while the queue is not there. */
async function isAnswered(id: string): Promise<void> {
  const { answer } = await as(id).command('/duban', '签收 全部');
  expect(answer?.shown).toContain('已登记签收');
}

describe('the tables of the queue on PostgreSQL', () => {
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  test('emptied while reminders wait in them: nothing is lost', async () => {
    await world.goTo('2022-04-06T08:50');
    // The minute's jobs are in the queue, and gone before the worker comes back.
    await world.stopBot();
    world.sleepUntil('2022-04-06T09:00');
    await truncateQueue(world.storage.url);
    await world.startBot();
    // And once more while it works on them.
    const slow = world.sandbox.faults.add({ kind: 'hang', method: 'chat.postMessage', takesEffect: true });
    const turn = world.app.turn();
    await world.sandbox.until('sends in flight', () => slow.struck > 0);
    await truncateQueue(world.storage.url);
    slow.end();
    await turn;
    await isAnswered('U01EDU');
    await world.goTo('2022-04-06T09:02');
    await nothingIsLost();
  });

  test('locked by somebody: people are answered all the same', async () => {
    await world.goTo('2022-04-06T08:50');
    await looksAtHome('U01EDU');
    const client = new pg.Client({ connectionString: world.storage.url });
    await client.connect();
    await client.query('begin; lock table bullmq.job in access exclusive mode');
    await isAnswered('U01EDU');
    await client.query('rollback');
    await client.end();
    await world.goTo('2022-04-06T09:02');
    await nothingIsLost();
  });
});

describe.runIf(redisIsHere())('Redis', () => {
  let redis: TestRedis;
  let admin: Redis;

  beforeEach(async () => {
    redis = await testRedis();
    admin = new Redis(redis.url);
    admin.on('error', () => {});
    world = await openWorld({ redisUrl: redis.url });
    await world.goTo('2022-04-06T08:50');
  });
  afterEach(async () => {
    admin.disconnect();
    await world.close();
    await redis.close();
  });

  test('emptied between the ticks of nine o’clock: nothing is lost', async () => {
    world.sleepUntil('2022-04-06T09:00');
    const turn = world.app.turn();
    await admin.flushall();
    await turn;
    await admin.flushall();
    await isAnswered('U01EDU');
    await world.goTo('2022-04-06T09:02');
    await nothingIsLost();
  });

  test('full: people are answered, and what is owed goes out when there is room again', async () => {
    await admin.config('SET', 'maxmemory', '1');
    world.sleepUntil('2022-04-06T09:00');
    await expect(world.app.context.queue.ping()).resolves.toBeUndefined();
    await isAnswered('U01EDU');
    as('U01WJJ').say('dm', '全部已签收');
    expect(reminders(as('U01NYJ'))).toEqual([]);
    await admin.config('SET', 'maxmemory', '0');
    await world.goTo('2022-04-06T09:02');
    await nothingIsLost();
    await world.sandbox.until('the answer', () =>
      as('U01WJJ')
        .inbox()
        .some(({ shown }) => shown.includes('已登记签收')),
    );
  });

  test('killed, and gone for a minute over nine o’clock: nothing is lost', async () => {
    await redis.kill();
    for (const minute of ['09:00', '09:01']) {
      world.sleepUntil(`2022-04-06T${minute}`);
      await expect(world.app.turn()).rejects.toThrow('the queue cannot be reached');
    }
    await isAnswered('U01EDU');
    as('U01WJJ').say('dm', '全部已签收');
    expect(reminders(as('U01NYJ'))).toEqual([]);
    await redis.start();
    await vi.waitFor(() => world.app.context.queue.ping(), 20_000);
    await world.goTo('2022-04-06T09:03');
    await nothingIsLost();
    await world.sandbox.until('the answer', () =>
      as('U01WJJ')
        .inbox()
        .some(({ shown }) => shown.includes('已登记签收')),
    );
  });

  test('standing still: people are answered as soon as the bot has waited for it long enough', async () => {
    await looksAtHome('U01EDU');
    redis.freeze();
    await isAnswered('U01EDU');
    redis.thaw();
    await world.goTo('2022-04-06T09:02');
    await nothingIsLost();
  });
});
