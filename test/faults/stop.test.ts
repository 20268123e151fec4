import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import { type Delivery, MAYBE_POSTED } from '../../src/store/deliveries.ts';
import { deliveries } from '../../src/store/schema.ts';
import { type Fleet, liaison, openFleet } from '../support/fleet.ts';
import { largeDatabase } from '../support/large-database.ts';
import { plannedRows } from '../support/ledger.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { redisIsHere, type TestRedis, testRedis } from '../support/redis.ts';
import { shanghai } from '../support/world.ts';
import { readBooks } from './books.ts';
import { MINUTE, nextMinute } from './storm.ts';

const UNITS = 280;
const PROCESSES = 3;
const IN_FLIGHT = 200;
/** So many get through before Slack is in trouble: the processes send at full speed by then. */
const BEFORE = 60;
const POST = 'chat.postMessage';
const PATIENCE_MS = 30_000;

let database: TestDatabase;
let redis: TestRedis | null = null;
let fleet: Fleet;

/** Processes that have planned the morning; nothing is out yet. */
async function open(queue: { onRedis: boolean }): Promise<void> {
  database = await largeDatabase(UNITS, '2022-04-06');
  redis = queue.onRedis ? await testRedis() : null;
  fleet = await openFleet({
    databaseUrl: database.url,
    redisUrl: redis?.url ?? null,
    processes: PROCESSES,
    startAt: shanghai('2022-04-06T08:45'),
  });
  await nextMinute(fleet);
  await expect
    .poll(async () => (await plannedRows(fleet)).length, { timeout: PATIENCE_MS })
    .toBeGreaterThan(UNITS);
}
afterEach(async () => {
  await fleet?.close();
  await redis?.close();
  await database?.close();
});

const stopAll = () => Promise.all(fleet.members().map((member) => fleet.stop(member)));
const inHand = (): Promise<Delivery[]> =>
  fleet.storage.db.select().from(deliveries).where(eq(deliveries.state, 'sending'));

/** The next process sends what is left: each reminder stands in the workspace once. */
async function anotherSendsTheRest(minutes: number): Promise<void> {
  await fleet.start();
  for (let minute = 0; minute < minutes; minute += 1) await nextMinute(fleet);
  const books = await readBooks(fleet, liaison(1));
  expect(books).toMatchObject({ doubled: [], lost: [], unknown: [] });
  expect(books.posted).toBeGreaterThan(UNITS);
}

describe.each([
  { engine: 'PostgreSQL', onRedis: false },
  ...(redisIsHere() ? [{ engine: 'Redis', onRedis: true }] : []),
])('the queue on $engine', ({ onRedis }) => {
  test('asked to stop with 200 sends in flight, all processes end what is in hand, and another goes on', async () => {
    await open({ onRedis });
    const slow = fleet.sandbox.faults.add({ kind: 'hang', method: POST, takesEffect: true, skip: BEFORE });
    await fleet.pass(14 * MINUTE);
    await fleet.sandbox.until('sends in flight', () => slow.struck >= IN_FLIGHT, PATIENCE_MS);
    const ended = stopAll();
    slow.end();
    expect(await ended).toEqual(Array(PROCESSES).fill(0));
    // On a slow machine the client may have given some up before: those wait for a look into the history.
    expect((await inHand()).filter(({ reason }) => reason !== MAYBE_POSTED)).toEqual([]);
    await anotherSendsTheRest(3);
  });
});

test('asked to stop while Slack hangs for ever, they end in time, and another looks which of 200 arrived', async () => {
  await open({ onRedis: false });
  const { faults } = fleet.sandbox;
  const taken = faults.add({ kind: 'hang', method: POST, takesEffect: true, skip: BEFORE, times: 100 });
  const lost = faults.add({ kind: 'hang', method: POST, skip: BEFORE });
  await fleet.pass(14 * MINUTE);
  await fleet.sandbox.until('sends in flight', () => taken.struck + lost.struck >= IN_FLIGHT, PATIENCE_MS);
  expect(await stopAll()).toEqual(Array(PROCESSES).fill(0));
  expect((await inHand()).length).toBeGreaterThanOrEqual(IN_FLIGHT);
  faults.endAll();
  await anotherSendsTheRest(4);
});
