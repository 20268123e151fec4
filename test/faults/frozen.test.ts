import { and, eq, ne } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deliveries } from '../../src/store/schema.ts';
import { type Fleet, openFleet } from '../support/fleet.ts';
import { plannedRows } from '../support/ledger.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { sampleDatabase } from '../support/sample-database.ts';
import { shanghai } from '../support/world.ts';
import { Barriers } from './barriers.ts';
import { readBooks } from './books.ts';
import { MINUTE, nextMinute } from './storm.ts';

const PATIENT = 20_000;

let database: TestDatabase;
let fleet: Fleet;
let barriers: Barriers;

beforeAll(async () => {
  database = await sampleDatabase();
  barriers = await Barriers.on(database.url);
  fleet = await openFleet({
    databaseUrl: database.url,
    redisUrl: null,
    processes: 1,
    startAt: shanghai('2022-04-06T08:45'),
  });
  await nextMinute(fleet);
  await vi.waitFor(async () => expect((await plannedRows(fleet)).length).toBeGreaterThan(35), PATIENT);
});
afterAll(async () => {
  await fleet?.close();
  await barriers?.end();
  await database?.close();
});

test('a process that stood still between making sure of its rows and posting them posts none when another has', async () => {
  const posting = await barriers.close('posting');
  await fleet.pass(14 * MINUTE);
  expect(await posting.reached(PATIENT)).toHaveLength(1);
  const [frozen] = fleet.members();
  frozen!.standStill();
  // Its answers come while it stands still.
  await posting.open();

  await fleet.start();
  const { db } = fleet.storage;
  const unsent = () =>
    db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(and(ne(deliveries.state, 'sent'), eq(deliveries.kind, 'reminder')));
  // Its lease runs out; then the rows rest, in case that something is under way, and are looked for.
  for (let minutes = 0; minutes < 4; minutes += 1) await nextMinute(fleet);
  await vi.waitFor(async () => expect(await unsent()).toEqual([]), PATIENT);

  frozen!.goOn();
  // Time passes only when nobody has a send in hand.
  await nextMinute(fleet);
  expect(await readBooks(fleet, 'U01EDU')).toMatchObject({ doubled: [], lost: [], unknown: [] });
});
