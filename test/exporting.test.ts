import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportLedger } from '../src/exporting.ts';
import { readXlsx } from '../src/files/xlsx.ts';
import { kindsOfFile } from '../src/import-files.ts';
import { importFiles } from '../src/importing.ts';
import { createLog } from '../src/log.ts';
import { type Office, officeWithRules } from '../src/office.ts';
import { openStorage, type Storage } from '../src/storage.ts';
import { addAssignment } from '../src/store/assign.ts';
import { ensureOffice } from '../src/store/offices.ts';
import { setHard } from '../src/store/proposals.ts';
import { assignments, members, proposals, units } from '../src/store/schema.ts';
import { noticeFile, proposalsFile, rosterFile } from './support/office.ts';
import { type TestDatabase, testDatabase } from './support/postgres.ts';
import { sheetIn, sheetsIn } from './support/workbook.ts';
import { shanghai } from './support/world.ts';

/** An office in which everything has happened that a list cannot quite say. */

let database: TestDatabase;
let storage: Storage;
let office: Office;
const now = shanghai('2022-06-15T09:05');
const db = () => storage.db;

beforeAll(async () => {
  database = await testDatabase();
  const config = { database: { kind: 'url', url: database.url } as const, dataDir: '/nowhere' };
  storage = await openStorage(config, createLog('silent'), { exclusive: true });
  await importFiles(db(), {
    notice: await noticeFile(),
    roster: await rosterFile(),
    proposals: await proposalsFile(),
    dryRun: false,
    now: shanghai('2022-04-06T08:30'),
  });
  const found = officeWithRules(await ensureOffice(db()));
  if (!found) throw new Error('the office has no rules');
  office = found;
});
afterAll(async () => {
  await storage.close();
  await database.close();
});

const made = async (contacts = true, month: string | null = null) =>
  (await exportLedger(db(), office, { month, contacts, now })).content;

const unitNamed = async (name: string) =>
  (await db().select().from(units).where(eq(units.name, name)))[0]?.id ?? '';
const numbered = async (number: string) =>
  (await db().select().from(proposals).where(eq(proposals.number, number)))[0]?.id ?? '';

async function give(
  number: string,
  unit: string,
  role: 'split' | 'joint' | 'sole',
  on: string,
  again = false,
) {
  const id = await addAssignment(db(), {
    officeId: office.id,
    proposalId: await numbered(number),
    unitId: await unitNamed(unit),
    role,
    assignedOn: on,
    reassigned: again,
  });
  if (id === null) throw new Error(`第${number}号 was not given to ${unit}`);
}

const end = async (number: string, on: string) =>
  db()
    .update(assignments)
    .set({ endedOn: on })
    .where(and(eq(assignments.proposalId, await numbered(number)), sql`${assignments.endedOn} is null`));

/** Every row that an import could change. */
async function rows() {
  const { id: _, ...columns } = getTableColumns(members);
  return {
    units: await db().select().from(units).orderBy(units.name),
    members: await db().select(columns).from(members).orderBy(members.name, members.slackId),
    proposals: await db().select().from(proposals).orderBy(proposals.number),
    assignments: await db().select().from(assignments).orderBy(assignments.id),
  };
}

async function changesOf(bytes: Uint8Array) {
  const file = { name: '台账.xlsx', bytes };
  const report = await importFiles(db(), { roster: file, proposals: file, dryRun: false, now });
  return { changes: report.changes, read: report.read };
}

describe('an import of the ledger changes nothing', () => {
  test('as the office was read', async () => {
    const before = await rows();
    expect(await changesOf(await made())).toEqual({
      changes: [],
      read: { roster: { units: 35, members: 53 }, proposals: 61 },
    });
    expect(await rows()).toEqual(before);
  });

  test('after a year of acts that lists cannot quite say', async () => {
    const edu = await unitNamed('区教育局');
    // Given back and assigned again; given back and not assigned yet, with a 会办 unit still there and without.
    await end('6', '2022-04-27');
    await give('6', '区民政局', 'sole', '2022-04-28', true);
    await end('7', '2022-04-27');
    const lead = and(eq(assignments.proposalId, await numbered('1')), eq(assignments.role, 'lead'));
    await db().update(assignments).set({ endedOn: '2022-04-27' }).where(lead);
    // A unit that came later, and one that holds a second time what it had given up.
    await give('9', '区民政局', 'split', '2022-05-10');
    await end('8', '2022-04-20');
    await give('8', '区教育局', 'sole', '2022-05-03');
    // Marked in the chat; a title as somebody typed it; a unit's profile in several lines; a number with a year.
    await setHard(db(), office.id, await numbered('2'), { hard: true, reason: '涉及面广' });
    await db()
      .update(proposals)
      .set({ title: '=HYPERLINK("x")  关于 学位\u0007 的提案' })
      .where(eq(proposals.number, '3'));
    await db().update(proposals).set({ number: '2022-012' }).where(eq(proposals.number, '12'));
    await db().update(units).set({ functions: '统筹\n全区教育　工作', phone: '' }).where(eq(units.id, edu));
    // Two more liaisons, a leader with an account, somebody bound by e-mail, and somebody who has left.
    const person = { officeId: office.id, unitId: edu, joinedGroup: true };
    await db()
      .insert(members)
      .values([
        {
          ...person,
          role: 'liaison',
          name: '甲',
          email: 'a@example.com',
          slackId: 'U77A',
          since: '2022-05-01',
        },
        { ...person, role: 'liaison', name: '乙', email: 'b@example.com' },
        { ...person, role: 'leader', name: '张局长', slackId: 'U77LEAD', phone: '13800000000' },
        { ...person, role: 'deputy', name: '丙', slackId: 'U77OLD', active: false },
      ]);
    // A unit that nobody serves: a roster cannot name it.
    await db().insert(units).values({ officeId: office.id, name: '区档案馆', address: '某路1号' });
    const bytes = await made();

    const before = await rows();
    expect((await changesOf(bytes)).changes).toEqual([]);
    expect(await rows()).toEqual(before);
    const titles = (name: string) => sheetIn(bytes, name);
    expect(titles('提案').find((row) => row.案号 === '1')).toMatchObject({ 主办: '待定', 办理情况: '待定' });
    expect(titles('提案').find((row) => row.案号 === '2022-012')?.交办日期).toBe('2022-03-28');
    expect(
      titles('名册')
        .filter((row) => row.单位 === '区教育局')
        .map((row) => row.联络员),
    ).toHaveLength(4);
    expect(titles('说明').find((row) => row.项目 === '未列入名册')?.内容).toContain('区档案馆');
  });

  test('and what somebody changes in it is all that changes', async () => {
    const [titles = [], ...lines] = readXlsx('台账.xlsx', await made(), (head) => head.sheet === '名册').rows;
    const quoted = (cells: string[]) =>
      titles.map((_, column) => `"${(cells[column] ?? '').replaceAll('"', '""')}"`).join(',');
    const table = [titles, ...lines].map(quoted).join('\n').replace('0668-0000201', '0668-7654321');
    const roster = { name: '名册.csv', bytes: Buffer.from(table) };
    const report = await importFiles(db(), { roster, dryRun: true, now });
    expect(report.changes).toEqual([
      {
        kind: 'changed',
        what: 'member',
        name: '区卫生健康局联络员',
        fields: [{ field: 'phone', from: '0668-0000201', to: '0668-7654321' }],
      },
    ]);
  });
});

describe('the managers’ ledger', () => {
  let bytes: Buffer;
  let desks: Buffer;
  beforeAll(async () => {
    bytes = await made(false);
    desks = await made();
  });

  test('says how to reach nobody', () => {
    expect(sheetsIn(bytes)).toEqual(sheetsIn(desks));
    const all = sheetsIn(bytes).flatMap((name) => (isEmpty(bytes, name) ? [] : sheetIn(bytes, name)));
    const words = JSON.stringify(all);
    for (const secret of [
      '0668-0000101',
      '0668-0000100',
      '13800000000',
      'a@example.com',
      'U01EDU',
      'U77LEAD',
    ])
      expect(words).not.toContain(secret);
    expect(sheetIn(bytes, '名册').find((row) => row.单位名称 === '区教育局')).toMatchObject({
      联络人员: expect.stringContaining('区教育局联络员'),
      分管领导: expect.stringContaining('张局长'),
    });
  });

  test('is no roster, so that an import takes no telephone number away', async () => {
    const file = { name: '台账.xlsx', bytes };
    await expect(importFiles(db(), { roster: file, dryRun: false, now })).rejects.toThrow(
      '至少要有“单位”、“联络员”等列',
    );
    expect(await kindsOfFile(file)).toEqual(['proposals']);
    expect(await kindsOfFile({ ...file, bytes: desks })).toEqual(['proposals', 'roster']);
  });
});

function isEmpty(bytes: Uint8Array, name: string): boolean {
  return readXlsx('台账.xlsx', bytes, (head) => head.sheet === name).sheet !== name;
}
