import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { createQueue } from '../../src/queue/queue.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { bindTeam, ensureOffice } from '../../src/store/offices.ts';
import { offices } from '../../src/store/schema.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const log = createLog('silent');
let empty: TestDatabase;
let processes: OpenDatabase[];

beforeEach(async () => {
  empty = await testDatabase();
  processes = Array.from({ length: 6 }, () => openDatabase(empty.url, log));
  // Every one has its connection before any of them does anything.
  await Promise.all(processes.map(({ ping }) => ping()));
});
afterEach(async () => {
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

test('processes of different workspaces: one has the office, and all of them read whose it is', async () => {
  await processes[0]!.migrate();
  const { id } = await ensureOffice(processes[0]!.db);
  // Both have seen an office without a workspace before either binds it.
  const [ours, theirs] = await Promise.all([
    bindTeam(processes[1]!.db, id, 'T1'),
    bindTeam(processes[2]!.db, id, 'T2'),
  ]);
  const { rows } = await processes[0]!.db.execute(sql`select team_id from offices`);
  expect([ours, theirs]).toEqual([rows[0]?.team_id, rows[0]?.team_id]);
});
