import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { type NewRegistration, register, revoke, standing } from '../../src/store/registrations.ts';
import { assignments, members, proposals, registrations, units } from '../../src/store/schema.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { shanghai } from '../support/world.ts';

let database: TestDatabase;
let storage: Storage;
let about: Omit<NewRegistration, 'kind'>;

beforeAll(async () => {
  database = await testDatabase();
  storage = await openStorage(
    { database: { kind: 'url', url: database.url }, dataDir: '/nowhere' },
    createLog('silent'),
    { exclusive: true },
  );
  const { db } = storage;
  const officeId = (await ensureOffice(db)).id;
  const [unit] = await db.insert(units).values({ officeId, name: '区教育局' }).returning();
  const [proposal] = await db
    .insert(proposals)
    .values({ officeId, number: '12', title: '办学', kind: 'proposal' })
    .returning();
  if (!unit || !proposal) throw new Error('nothing was written');
  const [assignment] = await db
    .insert(assignments)
    .values({ officeId, proposalId: proposal.id, unitId: unit.id, role: 'sole', assignedOn: '2022-03-28' })
    .returning();
  const [person] = await db
    .insert(members)
    .values({ officeId, role: 'liaison', name: '联络员', unitId: unit.id })
    .returning();
  if (!assignment || !person) throw new Error('nothing was written');
  about = {
    officeId,
    assignmentId: assignment.id,
    unitId: unit.id,
    on: '2022-05-16',
    memberId: person.id,
    createdAt: shanghai('2022-05-16T10:00'),
  };
});
afterAll(async () => {
  await storage.close();
  await database.close();
});
beforeEach(async () => {
  await storage.db.delete(registrations);
});

const kindsOf = (rows: readonly NewRegistration[]) => rows.map((row) => row.dutyKey ?? row.kind);

test('a fact is recorded once, however many people record it, and the second is told so', async () => {
  const fact = { ...about, kind: 'reply-delivered' };
  const [one, other] = await Promise.all([register(storage.db, [fact]), register(storage.db, [fact])]);
  expect([...one, ...other]).toHaveLength(1);
  expect(kindsOf(await register(storage.db, [fact, { ...about, kind: 'reply-uploaded' }]))).toEqual([
    'reply-uploaded',
  ]);
});

test.each(['contacted', 'reply-phased'])('%s happens more than once', async (kind) => {
  expect(await register(storage.db, [{ ...about, kind, on: '2022-05-16' }])).toHaveLength(1);
  expect(await register(storage.db, [{ ...about, kind, on: '2022-08-16' }])).toHaveLength(1);
});

test('every duty of an assignment can be explained, each once', async () => {
  const why = (dutyKey: string) => ({ ...about, kind: 'explained', dutyKey, text: '正在会商' });
  const keys = ['monthly/a/2022-04', 'monthly/a/2022-05', 'sign/a'];
  expect(kindsOf(await register(storage.db, keys.slice(0, 2).map(why)))).toEqual(keys.slice(0, 2));
  expect(kindsOf(await register(storage.db, keys.map(why)))).toEqual(keys.slice(2));
  const { registrations: known } = await loadFacts(storage.db, about.officeId);
  expect(known.map((one) => one.dutyKey).sort()).toEqual(keys);
});

test('what is taken back closes nothing, stays on record with who and why, and can be recorded anew', async () => {
  const { db } = storage;
  const fact = { ...about, kind: 'reply-uploaded' };
  await register(db, [fact, { ...about, kind: 'reply-delivered' }]);
  const [row] = await standing(db, about.officeId, { kinds: ['reply-uploaded'] });
  const back = { memberId: about.memberId, at: shanghai('2022-05-17T10:00'), why: '格式不符' };
  expect((await revoke(db, about.officeId, [row?.id ?? ''], back)).map(({ kind }) => kind)).toEqual([
    'reply-uploaded',
  ]);

  const { registrations: known } = await loadFacts(db, about.officeId);
  expect(known.map(({ kind }) => kind)).toEqual(['reply-delivered']);
  const kept = await db.select().from(registrations);
  expect(kept.find(({ kind }) => kind === 'reply-uploaded')).toMatchObject({
    revokedBy: about.memberId,
    revokedAt: back.at,
    revokedWhy: '格式不符',
  });
  expect(await register(db, [fact])).toHaveLength(1);
});

test('two people who take the same fact back at once do it once; another office’s facts stay', async () => {
  const { db } = storage;
  await register(db, [{ ...about, kind: 'opinion-uploaded' }]);
  const ids = (await standing(db, about.officeId, { assignmentIds: [about.assignmentId ?? ''] })).map(
    ({ id }) => id,
  );
  const back = { memberId: about.memberId, at: shanghai('2022-05-17T10:00'), why: '未标类别' };
  expect(await revoke(db, '00000000-0000-4000-8000-000000000000', ids, back)).toEqual([]);
  const both = await Promise.all([1, 2].map(() => revoke(db, about.officeId, ids, back)));
  expect(both.map((rows) => rows.length).sort()).toEqual([0, 1]);
});

test('what stands is found by proposal, unit and kind, the latest first', async () => {
  const { db } = storage;
  await register(db, [{ ...about, kind: 'contacted', on: '2022-05-02' }]);
  await register(db, [
    { ...about, kind: 'contacted', on: '2022-04-20', createdAt: shanghai('2022-05-18T10:00') },
    { ...about, kind: 'signed' },
  ]);
  const contacts = await standing(db, about.officeId, { unitId: about.unitId ?? '', kinds: ['contacted'] });
  expect(contacts.map(({ on }) => on)).toEqual(['2022-04-20', '2022-05-02']);
  expect(await standing(db, about.officeId, { assignmentIds: [] })).toEqual([]);
});
