import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { deliveries, members, offices } from '../../src/store/schema.ts';
import { together } from '../../src/store/together.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let storage: Storage;

beforeAll(async () => {
  database = await testDatabase();
  storage = await openStorage(
    { database: { kind: 'url', url: database.url }, dataDir: '/nowhere' },
    createLog('silent'),
    { exclusive: true },
  );
  const { id: officeId } = await ensureOffice(storage.db);
  const at = new Date('2022-04-06T01:00:00.123Z');
  await storage.db.insert(members).values([
    { officeId, role: 'desk', name: '甲', slackId: 'U1' },
    { officeId, role: 'liaison', name: '乙“\\"\n', joinedGroup: true },
  ]);
  await storage.db.insert(deliveries).values({
    officeId,
    key: 'k',
    kind: 'reminder',
    date: '2022-04-06',
    items: [{ duty: 'sign/a', stage: 1, deadline: '2022-04-10' }],
    sendAfter: at,
    createdAt: at,
  });
});
afterAll(async () => {
  await storage.close();
  await database.close();
});

test('brings what each select brings alone: texts, dates, instants, JSON, nothing', async () => {
  const { db } = storage;
  const selects = {
    people: db.select().from(members),
    rows: db.select().from(deliveries),
    desk: db.select({ who: members.name }).from(members).where(eq(members.role, 'desk')),
    nobody: db.select().from(members).where(eq(members.name, '丙')),
  };
  const found = await together('all kinds', () => selects)(db, {});
  expect(found.people).toEqual(await selects.people);
  expect(found.rows).toEqual(await selects.rows);
  expect(found.rows[0]?.sendAfter).toEqual(new Date('2022-04-06T01:00:00.123Z'));
  expect(found.desk).toEqual([{ who: '甲' }]);
  expect(found.nobody).toEqual([]);
});

test('takes other values each time, and computed columns by their names, also inside a transaction', async () => {
  const byRole = together('by role', (db) => ({
    named: db
      .select({ zone: offices.zone, name: sql<string>`upper(${members.slackId})`.as('shouted') })
      .from(members)
      .innerJoin(offices, eq(offices.id, members.officeId))
      .where(eq(members.role, sql.placeholder('role'))),
  }));
  expect(await byRole(storage.db, { role: 'desk' })).toEqual({
    named: [{ zone: 'Asia/Shanghai', name: 'U1' }],
  });
  const inside = await storage.db.transaction(async (tx) => [
    await byRole(tx, { role: 'liaison' }),
    await byRole(tx, { role: 'manager' }),
    await byRole(tx, { role: 'desk' }),
  ]);
  expect(inside.map(({ named }) => named.map(({ name }) => name))).toEqual([[null], [], ['U1']]);
});

test('refuses a computed column without a name', async () => {
  const nameless = together('nameless', (db) => ({ bad: db.select({ n: sql`1` }).from(offices) }));
  await expect(nameless(storage.db, {})).rejects.toThrow('what is selected as n has no name');
});
