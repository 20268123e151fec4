import { describe, expect, test } from 'vitest';
import { deriveDuties } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import {
  changesBetween,
  checkEntry,
  currentReport,
  EMPTY_ENTRY,
  FIELD_LIMIT,
  FORM_TICKS,
  isLateReport,
  periodNamed,
  readReportWords,
  reportNumber,
  reportOf,
  tallyReports,
} from '../../src/domain/monthly-report.ts';
import { buildFacts, report } from '../support/facts.ts';
import { notice } from '../support/rules.ts';

const EDU = '区教育局';
const FIN = '区财政局';
const whole = { ...EMPTY_ENTRY, progress: '已到实地调研', problems: '无', plan: '起草答复' };

describe('R40 the three parts of an entry', () => {
  test('are enough', () => {
    expect(checkEntry(whole, null)).toEqual({});
  });

  test.each([
    ['progress', '请填写进展情况'],
    ['problems', '请填写存在问题，没有的填“无”'],
    ['plan', '请填写下一步工作计划'],
  ] as const)('%s may not be left out, nor be blank', (field, fault) => {
    expect(checkEntry({ ...whole, [field]: '' }, null)).toEqual({ [field]: fault });
    expect(checkEntry({ ...whole, [field]: ' \n　' }, null)).toEqual({ [field]: fault });
  });

  test('all three are named at once', () => {
    expect(Object.keys(checkEntry(EMPTY_ENTRY, null))).toEqual(['progress', 'problems', 'plan']);
  });

  test('have a limit, counted in characters and not in halves of them', () => {
    expect(checkEntry({ ...whole, plan: '𠮷'.repeat(FIELD_LIMIT) }, null)).toEqual({});
    expect(checkEntry({ ...whole, plan: '好'.repeat(FIELD_LIMIT + 1) }, null)).toEqual({
      plan: '最多2000字，现有2001字，请删减',
    });
  });

  test.each([
    ['word for word', '起草答复，征求委员意见', true],
    ['with other marks and spaces', '起草答复、 征求委员意见。', true],
    ['with a word changed', '已起草答复，征求委员意见', false],
  ])('last month’s plan may not come back as progress %s', (_how, progress, refused) => {
    const faults = checkEntry({ ...whole, progress }, '起草答复，征求委员意见');
    expect(faults).toEqual(refused ? { progress: '这是上月的下一步计划，请改写为本月的实际进展' } : {});
  });
});

describe('which month a unit reports', () => {
  const all = (given: Parameters<typeof buildFacts>[0] = {}) =>
    buildFacts({
      proposals: [
        { number: '1', lead: EDU, joint: [FIN] },
        { number: '2', sole: EDU },
      ],
      ...given,
    });
  const both = (month: string, on: string) =>
    ['1', '2'].map((number) => report(`${number}@区教育局`, `2022-${month}`, on));
  const current = (of: Facts, today: string, unit = EDU) => {
    const task = currentReport(deriveDuties(notice, of, today), unit, today);
    return (
      task && {
        period: task.period,
        due: task.due,
        late: task.late,
        numbers: task.duties.map((duty) => duty.proposal?.number),
      }
    );
  };

  test('the one that is open', () => {
    expect(current(all(), '2022-04-06')).toEqual({
      period: '2022-04',
      due: '2022-04-15',
      late: false,
      numbers: ['1', '2'],
    });
  });

  test('none before the month opens', () => {
    expect(current(all(), '2022-03-30')).toBeNull();
  });

  test('the oldest still owed, and it is late', () => {
    expect(current(all(), '2022-05-06')).toEqual({
      period: '2022-04',
      due: '2022-04-15',
      late: true,
      numbers: ['1', '2'],
    });
  });

  test.each([
    ['2022-04-15', false],
    ['2022-04-16', true],
  ])('on %s April’s is late: %s', (today, late) => {
    expect(current(all(), today)?.late).toBe(late);
  });

  test('D5 the one already reported, until the end of its due day', () => {
    const reported = all({ reports: both('04', '2022-04-12') });
    expect(current(reported, '2022-04-15')).toMatchObject({ period: '2022-04', late: false });
    expect(current(reported, '2022-04-16')).toBeNull();
  });

  test('the half reported month is still owed, with both its proposals', () => {
    const half = all({ reports: both('04', '2022-04-12').slice(0, 1) });
    expect(current(half, '2022-04-20')).toEqual({
      period: '2022-04',
      due: '2022-04-15',
      late: true,
      numbers: ['1', '2'],
    });
  });

  test('the month owed comes before the one that can be corrected', () => {
    const early = all({ reports: [...both('05', '2022-05-05')] });
    expect(current(early, '2022-05-06')?.period).toBe('2022-04');
  });

  test('R40 会办 has none', () => {
    expect(current(all(), '2022-04-06', FIN)).toBeNull();
  });

  test('a month that nobody owes is no report', () => {
    expect(reportOf(deriveDuties(notice, all(), '2022-04-06'), '2022-09', '2022-04-06')).toBeNull();
  });
});

test('D5 a report has a number to quote', () => {
  expect(reportNumber('2022-05', '区教育局', 3)).toBe('2022-05-区教育局-03');
});

test('A8 what the form offers to tick are facts that the notice knows', () => {
  for (const kind of FORM_TICKS) expect(Object.keys(notice.registrations)).toContain(kind);
});

describe('R40 迟报', () => {
  const all = buildFacts({
    proposals: [
      { number: '1', lead: EDU, joint: [FIN] },
      { number: '2', sole: EDU },
      { number: '3', sole: FIN },
      { number: '4', sole: '区民政局' },
    ],
    reports: [
      report('1@区教育局', '2022-04', '2022-04-15'),
      report('2@区教育局', '2022-04', '2022-04-16'),
      report('3@区财政局', '2022-04', '2022-04-15'),
    ],
  });
  const tally = (asOf: string) => tallyReports(deriveDuties(notice, all, asOf), asOf);

  test('R40 the date itself is in time, the day after is late', () => {
    const late = deriveDuties(notice, all, '2022-04-18').filter(isLateReport);
    expect(late.map(({ assignment }) => assignment?.id)).toEqual(['2@区教育局']);
  });

  test('R40 is counted in units: one late part makes the unit’s report late, one missing part leaves it out', () => {
    const due = { period: '2022-04', due: '2022-04-15' };
    expect(tally('2022-04-18')).toEqual({ ...due, owed: 3, onTime: 1, late: 1, missing: 1 });
    expect(tally('2022-05-02')).toEqual({
      period: '2022-05',
      due: '2022-05-15',
      owed: 3,
      onTime: 0,
      late: 0,
      missing: 3,
    });
    expect(tally('2022-03-01')).toBeNull();
  });
});

describe('R40 what a version changed', () => {
  test.each([
    ['nothing', whole, whole, []],
    ['one field', whole, { ...whole, plan: '改' }, [{ assignmentId: 'a', fields: ['plan'] }]],
    ['a stage alone is no text', whole, { ...whole, stage: '已答复' }, []],
  ])('%s', (_what, before, after, changes) => {
    expect(changesBetween({ a: before }, { a: after })).toEqual(changes);
  });

  test('a proposal that came anew changed in every field', () => {
    expect(changesBetween({}, { a: whole })).toEqual([
      { assignmentId: 'a', fields: ['progress', 'problems', 'plan'] },
    ]);
  });
});

describe('what is said after 月报', () => {
  const said = { records: false, revision: null, month: null, unit: '' };
  test.each([
    ['', said],
    ['2022-05', { ...said, month: '2022-05' }],
    ['４月', { ...said, month: '-04' }],
    ['2022年10月份', { ...said, month: '2022-10' }],
    ['记录 4月', { ...said, records: true, month: '-04' }],
    ['记录4月第2版', { ...said, records: true, month: '-04', revision: 2 }],
    ['区教育局 记录', { ...said, records: true, unit: '区教育局' }],
    ['区教育局 2022-04', { ...said, month: '2022-04', unit: '区教育局' }],
    // A number alone is no month, and neither is a thirteenth.
    ['12', { ...said, unit: '12' }],
    ['2022-13', { ...said, unit: '2022-13' }],
  ])('“%s”', (text, expected) => {
    expect(readReportWords(text)).toEqual(expected);
  });

  test.each([
    ['-04', ['2022-04', '2022-05'], '2022-04'],
    ['-04', ['2021-04', '2022-04'], '2022-04'],
    ['-12', ['2022-04'], '2022-12'],
    ['2021-04', ['2022-04'], '2021-04'],
  ])('the month %s among %s is %s', (month, periods, expected) => {
    expect(periodNamed(month, periods, '2022-06-01')).toBe(expected);
  });
});
