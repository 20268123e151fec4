import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { createQueue } from '../../src/queue/queue.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { bindTeam, ensureOffice } from '../../src/store/offices.ts';
import { offices } from '../../src/store/schema.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const log = createLog('silent');
let empty: TestDatabase;
let processes: OpenDatabase[];

beforeAll(async () => {
  empty = await testDatabase();
  processes = Array.from({ length: 6 }, () => openDatabase(empty.url, log));
  // Every one has its connection before any of them does anything.
  await Promise.all(processes.map(({ ping }) => ping()));
});
afterAll(async () => {
  await Promise.all(processes.map((database) => database.close()));
  await empty.close();
});

test('processes that start at once on an empty database make one office of one workspace', async () => {
  const backend = { kind: 'postgres', url: empty.url } as const;
  const starts = processes.map(async ({ db, migrate }) => {
    await migrate();
    const queue = await createQueue({ backend, name: 'duban', log });
    await queue.close();
    const { id } = await ensureOffice(db);
    return [id, await bindTeam(db, id, 'T1')];
  });
  const found = await Promise.all(starts);
  const rows = await processes[0]!.db.select().from(offices);
  expect(rows).toHaveLength(1);
  expect(found).toEqual(processes.map(() => [rows[0]?.id, 'T1']));
});

test('a process of another workspace that saw the office unbound does not take it from the one that was first', async () => {
  const [one, another] = processes.map(({ db }) => db);
  const { id } = await ensureOffice(one!);
  await one!.update(offices).set({ teamId: null });
  expect(await bindTeam(one!, id, 'T1')).toBe('T1');
  expect(await bindTeam(another!, id, 'T2')).toBe('T1');
  expect((await ensureOffice(another!)).teamId).toBe('T1');
});
