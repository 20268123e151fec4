import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type OpenDatabase, openDatabase, storable } from '../../src/store/database.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

let empty: TestDatabase;
const opened: OpenDatabase[] = [];
const open = (url = empty.url) => {
  const database = openDatabase(url, createLog('silent'));
  opened.push(database);
  return database;
};

beforeEach(async () => {
  empty = await testDatabase();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()));
  await empty.close();
});

async function tables({ db }: OpenDatabase): Promise<string[]> {
  const { rows } = await db.execute(
    sql`select table_name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  return rows.map((row) => String(row.table_name));
}

test('an empty database gets its tables, and migrating again changes nothing', async () => {
  const database = open();
  expect(await tables(database)).toEqual([]);
  await database.migrate();
  const made = await tables(database);
  expect(made).toContain('deliveries');
  expect(made).toContain('inbox');
  await database.migrate();
  expect(await tables(database)).toEqual(made);
});

test('processes that start at once on an empty database do not get in each other’s way', async () => {
  const processes = [open(), open(), open(), open()];
  await Promise.all(processes.map((database) => database.migrate()));
  const { rows } = await open().db.execute(sql`select count(*)::int as n from drizzle.__drizzle_migrations`);
  expect(rows[0]?.n).toBe(await stepsOfOneAlone());
});

test('data written before a second migration are there after it', async () => {
  const database = open();
  await database.migrate();
  await database.db.execute(sql`insert into offices (team_id) values ('T1')`);
  await database.migrate();
  const { rows } = await database.db.execute(sql`select team_id from offices`);
  expect(rows).toEqual([{ team_id: 'T1' }]);
});

test('a database that is not there says so when it is asked', async () => {
  const url = new URL(empty.url);
  url.pathname = '/no-such-database';
  await expect(open(url.href).ping()).rejects.toThrow(/no-such-database/);
});

test('text is made fit for PostgreSQL: no NUL, no half characters, everything else as it was', () => {
  expect(storable('a\u0000b\ud800c😀\n\t')).toBe('ab\ufffdc😀\n\t');
});

async function stepsOfOneAlone(): Promise<number> {
  const other = await testDatabase();
  const alone = openDatabase(other.url, createLog('silent'));
  try {
    await alone.migrate();
    const { rows } = await alone.db.execute(sql`select count(*)::int as n from drizzle.__drizzle_migrations`);
    return Number(rows[0]?.n);
  } finally {
    await alone.close();
    await other.close();
  }
}
