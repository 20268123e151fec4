import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deriveDuties } from '../src/domain/duty.ts';
import type { Facts } from '../src/domain/facts.ts';
import { UserError } from '../src/errors.ts';
import { type ImportRequest, importFiles } from '../src/importing.ts';
import { createLog } from '../src/log.ts';
import { type Office, officeWithRules } from '../src/office.ts';
import { openStorage, type Storage } from '../src/storage.ts';
import { loadFacts } from '../src/store/facts.ts';
import { activeMembers, bindByEmail, memberBySlackId } from '../src/store/members.ts';
import { ensureOffice, setNextPlan } from '../src/store/offices.ts';
import { setHard } from '../src/store/proposals.ts';
import { csv, edited, noticeFile, proposalsFile, rosterFile } from './support/office.ts';
import { type TestDatabase, testDatabase } from './support/postgres.ts';
import { shanghai } from './support/world.ts';

let database: TestDatabase;
let storage: Storage;

beforeEach(async () => {
  database = await testDatabase();
  const config = { database: { kind: 'url', url: database.url } as const, dataDir: '/nowhere' };
  storage = await openStorage(config, createLog('silent'), { exclusive: true });
});
afterEach(async () => {
  await storage.close();
  await database.close();
});

const bring = (request: Partial<ImportRequest>, at = '2022-04-06T08:30') =>
  importFiles(storage.db, { dryRun: false, now: shanghai(at), ...request });

async function bringSample(): Promise<void> {
  await bring({ notice: await noticeFile(), roster: await rosterFile(), proposals: await proposalsFile() });
}

async function faultsOf(request: Partial<ImportRequest>): Promise<string[]> {
  try {
    await bring(request);
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n');
    throw error;
  }
  throw new Error('the import was accepted');
}

async function office(): Promise<Office> {
  const found = officeWithRules(await ensureOffice(storage.db));
  if (!found) throw new Error('the office has no rules');
  return found;
}

const bound = () => ({ at: shanghai('2022-04-06T09:00'), source: 'message:D1:1.1' });
const facts = async () => loadFacts(storage.db, (await office()).id);

/** Who holds a proposal, as “unit role since”, with “→ date” when it was given up. */
function holders(known: Facts, number: string): string[] {
  const proposal = known.proposals.find((one) => one.number === number);
  return known.assignments
    .filter((one) => one.proposalId === proposal?.id)
    .map((one) => {
      const unit = known.units.find(({ id }) => id === one.unitId)?.name;
      return `${unit} ${one.role} ${one.assignedOn}${one.reassigned ? ' again' : ''}${one.endedOn ? ` → ${one.endedOn}` : ''}`;
    })
    .sort();
}

/** How many rows each table holds. */
async function counts(): Promise<Record<string, number>> {
  const tables = ['units', 'members', 'proposals', 'assignments', 'audit_events'];
  const found: Record<string, number> = {};
  for (const table of tables) {
    const { rows } = await storage.db.execute(sql`select count(*)::int as n from ${sql.identifier(table)}`);
    found[table] = Number(rows[0]?.n);
  }
  return found;
}

describe('an import of the sample office', () => {
  test('brings units, people, proposals and the rules, and asks for planning', async () => {
    await bringSample();
    const known = await facts();
    expect(known.units).toHaveLength(35);
    expect(known.proposals).toHaveLength(61);
    expect((await office()).notice.number).toBe('茂南府办〔2022〕3号');
    expect((await ensureOffice(storage.db)).nextPlanAt).toBeNull();
    expect(holders(known, '12')).toEqual([
      '区城市管理和综合执法局 split 2022-03-28',
      '区市场监督管理局 split 2022-03-28',
      '区教育局 split 2022-03-28',
    ]);
  });

  test('tried out with --dry-run says the same and keeps nothing', async () => {
    const request = {
      notice: await noticeFile(),
      roster: await rosterFile(),
      proposals: await proposalsFile(),
    };
    const tried = await bring({ ...request, dryRun: true });
    expect(tried.changes).toHaveLength(35 + 53 + 61);
    expect(Object.values(await counts()).every((count) => count === 0)).toBe(true);
    expect(officeWithRules(await ensureOffice(storage.db))).toBeNull();
    expect((await bring(request)).changes).toEqual(tried.changes);
  });

  test('done again changes nothing', async () => {
    await bringSample();
    const { audit_events: _, ...before } = await counts();
    const again = await bring({ roster: await rosterFile(), proposals: await proposalsFile() });
    expect(again.changes).toEqual([]);
    expect(await counts()).toMatchObject(before);
  });

  test('leaves a trace of who changed what', async () => {
    await bringSample();
    const { rows } = await storage.db.execute(sql`select action, subject, source from audit_events`);
    expect(rows).toEqual([{ action: 'import', subject: 'maonan-2022-3', source: 'import' }]);
  });
});

describe('an import that is wrong somewhere', () => {
  test('keeps nothing of what is right', async () => {
    const proposals = await edited(proposalsFile(), [['61,关于增设新坡镇', '61,,关于增设新坡镇']]);
    const faults = await faultsOf({ notice: await noticeFile(), roster: await rosterFile(), proposals });
    expect(faults.join('\n')).toContain('proposals.csv 第 62 行');
    expect(Object.values(await counts()).every((count) => count === 0)).toBe(true);
    expect(officeWithRules(await ensureOffice(storage.db))).toBeNull();
  });

  test('names every fault of every file at once, with file, row, column, what was found and expected', async () => {
    const faults = await faultsOf({
      notice: await noticeFile(),
      roster: await edited(rosterFile(), [
        ['01swj@example.com', '01swj'],
        ['U01CZJ', 'u-財政'],
      ]),
      proposals: await edited(proposalsFile(), [
        ['7,关于加强乡村教师队伍建设的提案,提案', '6,关于加强乡村教师队伍建设的提案,建议书'],
        ['委员04,区教育局,,,区卫生健康局,2022-03-28', '委员04,区教育局,,,区卫生健康剧,2022-02-30'],
      ]),
    });
    const said = faults.join('\n');
    expect(said).toContain('roster.csv 第 12 行「联络员邮箱」：填的是“01swj”，应为邮箱地址');
    expect(said).toContain('roster.csv 第 8 行「联络员Slack ID」：填的是“u-財政”');
    expect(said).toMatch(/proposals\.csv 第 5 行「会办」：填的是“区卫生健康剧”.*区卫生健康局/);
    expect(said).toContain('proposals.csv 第 5 行「交办日期」：填的是“2022-02-30”');
    expect(said).toContain('proposals.csv 第 8 行「案号」：填的是“6”');
    expect(said).toContain('proposals.csv 第 8 行「类别」：填的是“建议书”');
    expect(faults).toHaveLength(6);
  });

  test('without a notice, and with none imported before, says which file is missing', async () => {
    const faults = await faultsOf({ roster: await rosterFile() });
    expect(faults).toEqual([expect.stringContaining('--notice')]);
  });

  test('with a broken rule file still names what is wrong in the roster', async () => {
    const said = (
      await faultsOf({
        notice: await edited(noticeFile(), [['issued: 2022-04-03', 'issued: 2022-04-33']]),
        roster: await edited(rosterFile(), [['01swj@example.com', '01swj']]),
      })
    ).join('\n');
    expect(said).toContain('issued');
    expect(said).toContain('联络员邮箱');
  });

  test('a file that is no table is refused in words', async () => {
    await bringSample();
    const [fault] = await faultsOf({ roster: csv('名册.csv', '今天天气不错') });
    expect(fault).toContain('名册.csv');
  });
});

describe('a changed roster', () => {
  beforeEach(bringSample);

  const newLiaison = () =>
    edited(rosterFile(), [['区教育局联络员,0668-0000101,,U01EDU', '区教育局联络员,0668-0000101,,U77EDU']]);

  test('gives the post to the new liaison and takes the rights of the old, though both are called by the post', async () => {
    const { id } = await office();
    const { changes } = await bring({ roster: await newLiaison() });
    expect(changes.map(({ kind, what, name }) => `${kind} ${what} ${name}`)).toEqual([
      'removed member 区教育局联络员',
      'added member 区教育局联络员',
    ]);
    expect(await memberBySlackId(storage.db, id, 'U01EDU')).toBeNull();
    expect((await memberBySlackId(storage.db, id, 'U77EDU'))?.role).toBe('liaison');
  });

  test('that names the successor by e-mail does not leave the rights with the account of the one before', async () => {
    const { id } = await office();
    await bring({
      roster: await edited(rosterFile(), [
        ['区教育局联络员,0668-0000101,,U01EDU', '区教育局联络员,0668-0000101,new@example.com,'],
      ]),
    });
    expect(await memberBySlackId(storage.db, id, 'U01EDU')).toBeNull();
    expect(await bindByEmail(storage.db, id, 'new@example.com', 'U78EDU', bound())).not.toBeNull();
  });

  test('keeps the account that was found by e-mail', async () => {
    const { id } = await office();
    await bindByEmail(storage.db, id, '01swj@example.com', 'U01SWJ', bound());
    const { changes } = await bring({
      roster: await edited(rosterFile(), [['0668-0001101,01swj', '0668-0001199,01swj']]),
    });
    expect(changes).toEqual([
      {
        kind: 'changed',
        what: 'member',
        name: '区水务局联络员',
        fields: [{ field: 'phone', from: '0668-0001101', to: '0668-0001199' }],
      },
    ]);
    expect((await memberBySlackId(storage.db, id, 'U01SWJ'))?.name).toBe('区水务局联络员');
  });

  test('may hand an e-mail from one person to another', async () => {
    const roster = (first: string, second: string) =>
      edited(rosterFile(), [
        ['区教育局联络员,0668-0000101,,U01EDU', `区教育局联络员,0668-0000101,${first},U01EDU`],
        ['区教育局副联络员,0668-0000102,,U02EDU', `区教育局副联络员,0668-0000102,${second},U02EDU`],
      ]);
    await bring({ roster: await roster('a@example.com', 'b@example.com') });
    await bring({ roster: await roster('b@example.com', 'a@example.com') });
    const { id } = await office();
    const people = await activeMembers(storage.db, id, ['liaison', 'deputy']);
    const emails = people
      .filter(({ name }) => name.startsWith('区教育局'))
      .map(({ name, email }) => [name, email]);
    expect(Object.fromEntries(emails)).toEqual({
      区教育局联络员: 'b@example.com',
      区教育局副联络员: 'a@example.com',
    });
  });

  test('says of a unit what changed, from what, to what', async () => {
    const { changes } = await bring({
      roster: await edited(rosterFile(), [['区教育局分管副局长', '新任分管副局长']]),
    });
    expect(changes).toEqual([
      {
        kind: 'changed',
        what: 'unit',
        name: '区教育局',
        fields: [{ field: 'leader', from: '区教育局分管副局长', to: '新任分管副局长' }],
      },
    ]);
  });

  test('asks for planning at once', async () => {
    const { id } = await office();
    await setNextPlan(storage.db, id, shanghai('2022-04-07T08:40'));
    await bring({ roster: await newLiaison() });
    expect((await ensureOffice(storage.db)).nextPlanAt).toBeNull();
  });

  test('without desk or managers is taken, with a warning', async () => {
    const text = new TextDecoder().decode((await rosterFile()).bytes);
    const units = text.split('\n').filter((line) => !/^(股内人员|区府办领导)/.test(line));
    const { warnings } = await bring({ roster: csv('roster.csv', ...units) });
    expect(warnings).toEqual([expect.stringContaining('股内人员'), expect.stringContaining('区府办领导')]);
  });
});

describe('a proposal given to another unit', () => {
  beforeEach(bringSample);

  const moved = () =>
    edited(proposalsFile(), [
      [
        '56,关于完善公共法律服务体系的提案,提案,委员56,,区司法局',
        '56,关于完善公共法律服务体系的提案,提案,委员56,,区民政局',
      ],
    ]);
  const signing = async (asOf: string) => {
    const known = await facts();
    const unit = known.units.find(({ name }) => name === '区民政局');
    return deriveDuties((await office()).notice, known, asOf).find(
      (duty) => duty.proposal?.number === '56' && duty.unitId === unit?.id && duty.rule.id.startsWith('sign'),
    );
  };

  test('before 04-15 is a first assignment from that day, so that nobody is late for what another unit held', async () => {
    const { changes } = await bring({ proposals: await moved() }, '2022-04-12T10:00');
    expect(changes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'added 第56号 区民政局',
      'removed 第56号 区司法局',
    ]);
    expect(holders(await facts(), '56')).toEqual([
      '区司法局 sole 2022-03-28 → 2022-04-12',
      '区民政局 sole 2022-04-12',
    ]);
    expect(await signing('2022-04-12')).toMatchObject({ rule: { id: 'sign' }, due: '2022-04-25' });
  });

  test('R12: after 04-15 is a second assignment, to be signed for by 04-30', async () => {
    await bring({ proposals: await moved() }, '2022-04-28T10:00');
    expect(holders(await facts(), '56')).toEqual([
      '区司法局 sole 2022-03-28 → 2022-04-28',
      '区民政局 sole 2022-04-28 again',
    ]);
    expect(await signing('2022-04-28')).toMatchObject({ rule: { id: 'sign-again' }, due: '2022-04-30' });
  });

  test.each(['2022-04-12', '2022-04-28'])('on %s and imported again changes nothing', async (day) => {
    await bring({ proposals: await moved() }, `${day}T10:00`);
    expect((await bring({ proposals: await moved() }, `${day}T11:00`)).changes).toEqual([]);
    expect((await bring({ proposals: await moved() }, '2022-05-20T11:00')).changes).toEqual([]);
  });

  test('on a day that the list itself gives is held from that day', async () => {
    const proposals = await edited(moved(), [
      ['委员56,,区民政局,,,2022-03-28', '委员56,,区民政局,,,2022-04-11'],
    ]);
    await bring({ proposals }, '2022-04-12T10:00');
    expect(holders(await facts(), '56')).toContain('区民政局 sole 2022-04-11');
  });

  test('that the list no longer names stays where it is', async () => {
    const text = new TextDecoder().decode((await proposalsFile()).bytes);
    const lines = text.split('\n').filter((line) => !line.startsWith('56,'));
    expect((await bring({ proposals: csv('proposals.csv', ...lines) })).changes).toEqual([]);
    expect(holders(await facts(), '56')).toEqual(['区司法局 sole 2022-03-28']);
  });
});

test('R22 what the desk marked as 复杂件 in the chat, a list that does not say so leaves marked', async () => {
  await bringSample();
  const isHard = async (number: string) =>
    (await facts()).proposals.find((one) => one.number === number)?.hard;
  const two = (await facts()).proposals.find((one) => one.number === '2');
  await setHard(storage.db, (await office()).id, two?.id ?? '', { hard: true, reason: '需多部门会商' });
  const list = await edited(proposalsFile(), [['2022-03-28,是', '2022-03-28,']]);
  await bring({ proposals: list });
  expect([await isHard('1'), await isHard('2')]).toEqual([false, true]);
});
