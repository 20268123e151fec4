import { sql } from 'drizzle-orm';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createLog } from '../../src/log.ts';
import { defineJob } from '../../src/queue/job.ts';
import { createQueue, type Queue } from '../../src/queue/queue.ts';
import { createWorker, type Worker } from '../../src/queue/worker.ts';
import { openDatabase } from '../../src/store/database.ts';
import { testDatabase } from '../support/postgres.ts';
import { redisIsHere, type TestRedis, testRedis } from '../support/redis.ts';
import { openWire, type Wire } from '../support/wire.ts';

/** Connections that something on the way has forgotten: nobody closes them, and no answer ever comes. */
const log = createLog('silent');
const SILENCE_MS = 300;
const PATIENT = { timeout: 20_000, interval: 20 };

test('a database connection that is forgotten in the middle of a transaction is given up, as often as it happens', async () => {
  const database = await testDatabase();
  await using wire = await openWire(database.url);
  const { db, close } = openDatabase(wire.url, log, undefined, SILENCE_MS);
  // More often than the pool has connections.
  for (let times = 0; times < 12; times += 1) {
    const forgotten = db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      wire.forget();
      await tx.execute(sql`select 2`);
    });
    await expect(forgotten).rejects.toThrow();
  }
  await expect(db.execute(sql`select 3 as n`)).resolves.toMatchObject({ rows: [{ n: 3 }] });
  await close();
  await database.close();
});

describe.runIf(redisIsHere())('a queue on Redis', () => {
  const done: number[] = [];
  const count = defineJob({
    name: 'count',
    payload: z.object({ n: z.number() }),
    run: async ({ n }, into: number[]) => void into.push(n),
  });
  let server: TestRedis;
  let wire: Wire;
  let queue: Queue;
  let worker: Worker;

  beforeEach(async () => {
    done.length = 0;
    server = await testRedis();
    wire = await openWire(server.url);
    const backend = { kind: 'redis' as const, url: wire.url, silenceMs: SILENCE_MS };
    const settings = { backend, name: 'forgotten', log };
    queue = await createQueue(settings);
    worker = await createWorker({
      ...settings,
      jobs: [count],
      context: done,
      concurrency: { prompt: 1, bulk: 1 },
    });
    await works(1);
  });
  afterEach(async () => {
    await worker.close(1_000);
    await queue.close();
    await wire[Symbol.asyncDispose]();
    await server.close();
  });

  async function works(n: number): Promise<void> {
    await vi.waitFor(() => queue.add(count, { n }, { id: String(n) }), PATIENT);
    await vi.waitFor(() => expect(done).toContain(n), PATIENT);
  }

  test('goes on when its connections are forgotten', async () => {
    wire.forget();
    await works(2);
  });

  test('goes over to the server that has taken the place of its own', async () => {
    const other = await testRedis();
    const admin = new Redis(server.url);
    await admin.replicaof('127.0.0.1', 1);
    admin.disconnect();
    wire.leadTo(other.url);
    await works(2);
    await other.close();
  });
});
