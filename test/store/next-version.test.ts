import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { deliveries } from '../../src/store/schema.ts';
import { type NextVersion, nextVersion } from '../support/next-version.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { sampleDatabase } from '../support/sample-database.ts';

const log = createLog('silent');
let database: TestDatabase;
let next: NextVersion;
let later: OpenDatabase;
let ours: OpenDatabase;
let another: OpenDatabase;

beforeAll(async () => {
  database = await sampleDatabase();
  next = await nextVersion('alter table deliveries add column later text');
  later = openDatabase(database.url, log, next.migrations);
  [ours, another] = [openDatabase(database.url, log), openDatabase(database.url, log)];
});
afterAll(async () => {
  await Promise.all([later, ours, another].map(({ close }) => close()));
  await next.close();
  await database.close();
});

test('a migration keeps nobody waiting who works while somebody else holds its table', async () => {
  let migrating = Promise.resolve();
  await ours.db.transaction(async (tx) => {
    await tx.select().from(deliveries);
    migrating = later.migrate();
    await vi.waitFor(async () => expect(await waitingForTables()).toBe(1), { timeout: 10_000, interval: 10 });
    // Behind the migration: it would never be over, if that waited for the end of this transaction.
    await another.db.update(deliveries).set({ reason: null });
  });
  await migrating;
  expect(await later.schemaState()).toMatchObject({ pending: 0, newer: false });
});

test('what a later version has added is left alone by this one, which says that it is there and works on', async () => {
  await ours.migrate();
  expect(await ours.schemaState()).toMatchObject({ pending: 0, newer: true });
  expect(await ours.db.select().from(deliveries)).toEqual([]);
});

async function waitingForTables(): Promise<number> {
  const { rows } = await another.db.execute(
    sql`select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
  );
  return Number(rows[0]?.n);
}
