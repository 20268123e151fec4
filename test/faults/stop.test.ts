import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deliveries } from '../../src/store/schema.ts';
import { type Fleet, openFleet } from '../support/fleet.ts';
import { plannedRows } from '../support/ledger.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { sampleDatabase } from '../support/sample-database.ts';
import { shanghai } from '../support/world.ts';
import { readBooks } from './books.ts';
import { MINUTE, nextMinute } from './storm.ts';

let database: TestDatabase;
let fleet: Fleet;

beforeAll(async () => {
  database = await sampleDatabase();
  fleet = await openFleet({
    databaseUrl: database.url,
    redisUrl: null,
    processes: 1,
    startAt: shanghai('2022-04-06T08:45'),
  });
  await nextMinute(fleet);
  await vi.waitFor(async () => expect((await plannedRows(fleet)).length).toBeGreaterThan(35), 20_000);
});
afterAll(async () => {
  await fleet?.close();
  await database?.close();
});

test('asked to stop in the middle of the morning’s sends, a process ends what is in hand, and another goes on', async () => {
  const slow = fleet.sandbox.faults.add({ kind: 'hang', method: 'chat.postMessage', takesEffect: true });
  await fleet.pass(14 * MINUTE);
  await fleet.sandbox.until('sends in flight', () => slow.struck >= 5, 20_000);
  const [member] = fleet.members();
  const ended = fleet.stop(member!);
  slow.end();
  expect(await ended).toBe(0);
  const inHand = await fleet.storage.db.select().from(deliveries).where(eq(deliveries.state, 'sending'));
  expect(inHand).toEqual([]);

  await fleet.start();
  for (let minutes = 0; minutes < 2; minutes += 1) await nextMinute(fleet);
  const books = await readBooks(fleet, 'U01EDU');
  expect(books).toMatchObject({ doubled: [], lost: [], unknown: [] });
  expect(books.posted).toBeGreaterThan(35);
});
