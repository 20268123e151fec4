import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backendAt } from '../../src/queue/backend.ts';
import { loseQueue } from '../support/empty-queue.ts';
import { type Fleet, openFleet } from '../support/fleet.ts';
import { largeDatabase } from '../support/large-database.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { chances, shuffled } from '../support/random.ts';
import { redisIsHere, type TestRedis, testRedis } from '../support/redis.ts';
import { shanghai } from '../support/world.ts';
import { Barriers } from './barriers.ts';
import { FULL_MORNING } from './dues.ts';
import { MOMENTS, STANDING_STILL } from './moments.ts';
import { MINUTE } from './storm.ts';
import { wave } from './wave.ts';

/** The same seed deals the same moments; FAULT_SEED tries others. */
const SEED = Number(process.env.FAULT_SEED ?? 20_220_408);
const UNITS = 60;
const DATE = '2022-04-08';

const engines = [
  { engine: 'PostgreSQL', redis: false },
  ...(redisIsHere() ? [{ engine: 'Redis', redis: true }] : []),
];
const fleets = engines.flatMap((one) =>
  ([1, 3] as const).map((processes) => ({
    ...one,
    processes,
    mode: one.redis === (processes === 1) ? ('http' as const) : ('socket' as const),
  })),
);

/** Each moment once, whichever fleet it falls to. */
const MOMENTS_A_FLEET = Math.ceil(MOMENTS.length / fleets.length);
const deck = shuffled(MOMENTS, chances(SEED));

describe.each(fleets)('$processes process(es) over $mode, the queue on $engine', (settings) => {
  const index = fleets.indexOf(settings);
  let database: TestDatabase;
  let queue: TestRedis | null = null;
  let fleet: Fleet;
  let barriers: Barriers;

  beforeAll(async () => {
    database = await largeDatabase(UNITS, DATE);
    queue = settings.redis ? await testRedis() : null;
    barriers = await Barriers.on(database.url);
    fleet = await openFleet({
      databaseUrl: database.url,
      redisUrl: queue?.url ?? null,
      processes: settings.processes,
      mode: settings.mode,
      startAt: shanghai(`${DATE}T08:35`),
    });
  });
  afterAll(async () => {
    await fleet?.close();
    await barriers?.end();
    await queue?.close();
    await database?.close();
  });

  test('killed at any moment, they tell everybody once what the office owes them, and keep what people were told is saved', async () => {
    const result = await wave({
      fleet,
      barriers,
      chance: chances(SEED + index),
      date: DATE,
      morning: FULL_MORNING,
      moments: [
        ...(settings.processes > 1 ? [STANDING_STILL] : []),
        ...deck.slice(index * MOMENTS_A_FLEET, (index + 1) * MOMENTS_A_FLEET),
      ],
      emptyQueue: () => loseQueue(backendAt(queue?.url ?? null, database.url)),
    });
    expect(result.wrongs).toEqual([]);
    expect(result.lateMs).toBeLessThanOrEqual(3 * MINUTE);
  }, 240_000);
});
