import { sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createLog } from '../../src/log.ts';
import { defineJob } from '../../src/queue/job.ts';
import { createQueue } from '../../src/queue/queue.ts';
import { createWorker } from '../../src/queue/worker.ts';
import { openDatabase } from '../../src/store/database.ts';
import { testDatabase } from '../support/postgres.ts';
import { redisIsHere, testRedis } from '../support/redis.ts';
import { openWire } from '../support/wire.ts';

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

test.runIf(redisIsHere())('forgotten connections to Redis are replaced, and jobs go on', async () => {
  const redis = await testRedis();
  await using wire = await openWire(redis.url);
  const settings = {
    backend: { kind: 'redis' as const, url: wire.url, silenceMs: SILENCE_MS },
    name: 'forgotten',
    log,
  };
  const done: number[] = [];
  const count = defineJob({
    name: 'count',
    payload: z.object({ n: z.number() }),
    run: async ({ n }, into: number[]) => void into.push(n),
  });
  const queue = await createQueue(settings);
  const worker = await createWorker({ ...settings, jobs: [count], context: done, concurrency: 1 });
  await queue.add(count, { n: 1 });
  await vi.waitFor(() => expect(done).toEqual([1]), PATIENT);
  wire.forget();
  await vi.waitFor(() => queue.add(count, { n: 2 }, { id: '2' }), PATIENT);
  await vi.waitFor(() => expect(done).toContain(2), PATIENT);
  await worker.close(1_000);
  await queue.close();
  await redis.close();
});
