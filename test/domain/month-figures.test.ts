import { describe, expect, test } from 'vitest';
import { deriveDuties } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import { figuresOn } from '../../src/domain/figures-on.ts';
import { computeMonth, type MonthFigures } from '../../src/domain/month-figures.ts';
import type { ReportLine } from '../../src/domain/monthly-report.ts';
import { themeOf } from '../../src/domain/problem-themes.ts';
import { buildFacts, fact, report } from '../support/facts.ts';
import { calendar, notice, noticeWith } from '../support/rules.ts';

const EDU = '区教育局';
const FIN = '区财政局';
const TOWN = '金塘镇人民政府';

const line = (number: string, unit: string, period: string, problems: string, stage: string): ReportLine => ({
  assignmentId: `${number}@${unit}`,
  period,
  problems,
  stage,
});

/** 区教育局 is in time in June, 区财政局 late, 金塘镇 silent; in May all were in time but 区财政局. */
const office = buildFacts({
  proposals: [
    { number: '1', lead: EDU, joint: [FIN] },
    { number: '2', sole: FIN },
    { number: '3', sole: TOWN },
    { number: '12', sole: EDU },
  ],
  registrations: [
    fact('signed', '1@区教育局', '2022-04-06'),
    fact('signed', '12@区教育局', '2022-04-07'),
    fact('contacted', '12@区教育局', '2022-06-01', { text: '面商' }),
    fact('reply-delivered', '12@区教育局', '2022-06-02', { details: { category: 'A' } }),
    fact('reply-uploaded', '12@区教育局', '2022-06-02', { details: { category: 'A' } }),
    fact('reply-uploaded', '2@区财政局', '2022-05-10', { details: { category: 'C' } }),
    fact('opinion-uploaded', '1@区财政局', '2022-06-10', { details: { category: 'B' } }),
  ],
  reports: [
    report('1@区教育局', '2022-05', '2022-05-10'),
    report('12@区教育局', '2022-05', '2022-05-10'),
    report('3@金塘镇人民政府', '2022-05', '2022-05-13'),
    report('1@区教育局', '2022-06', '2022-06-14'),
    report('12@区教育局', '2022-06', '2022-06-15'),
    report('2@区财政局', '2022-06', '2022-06-16'),
  ],
});
const LINES: ReportLine[] = [
  line('1', EDU, '2022-05', '无', '办理中'),
  line('12', EDU, '2022-05', '无。', '办理中'),
  line('3', TOWN, '2022-05', '资金不足', '办理中'),
  line('1', EDU, '2022-06', '建设资金缺口较大', '办理中'),
  line('12', EDU, '2022-06', '暂无问题', '已答复'),
  line('2', FIN, '2022-06', '群众意见不一\n用地未批', '已沟通'),
];

function monthOn(
  asOf: string,
  period: string,
  reports: readonly ReportLine[] | null = LINES,
  of: Facts = office,
): MonthFigures {
  const duties = deriveDuties(notice, of, asOf);
  return computeMonth({ notice, calendar, facts: of, duties, reports, period, asOf });
}

const names = (units: readonly { name: string }[]) => units.map(({ name }) => name);
const filled = (counts: readonly { name: string; count: number; before: number | null }[]) =>
  counts.filter(({ count, before }) => count > 0 || before).map((one) => Object.values(one));

describe('D8 the month of June, on its digest day', () => {
  const month = monthOn('2022-06-17', '2022-06');

  test('who reported, by name, against the same day of May', () => {
    expect(month.since).toBe('2022-05-17');
    expect(month.tally).toMatchObject({ owed: 3, onTime: 1, late: 1, missing: 1 });
    expect(month.before).toMatchObject({ period: '2022-05', owed: 3, onTime: 2, late: 0, missing: 1 });
    expect(names(month.late)).toEqual([FIN]);
    expect(names(month.missing)).toEqual([TOWN]);
  });

  test('what units wrote is put together by words, word for word, and “无” is counted apart', () => {
    expect(month.problems?.total).toBe(2);
    expect(month.problems?.none).toBe(1);
    expect(
      month.problems?.themes.map(({ name, quotes }) => [
        name,
        quotes.map(({ proposal, unit, text }) => `${proposal.number} ${unit} ${text}`),
      ]),
    ).toEqual([
      ['资金', ['1 区教育局 建设资金缺口较大']],
      ['用地和规划', ['2 区财政局 群众意见不一\n用地未批']],
    ]);
  });

  test('categories and stages, with what they were', () => {
    expect(filled(month.replies)).toEqual([
      ['A 已解决或基本解决', 1, 0],
      ['C 因条件所限需以后解决', 1, 1],
    ]);
    expect(filled(month.opinions)).toEqual([['B 正在解决或列入计划逐步解决', 1, 0]]);
    const bare = {
      ...office,
      registrations: [...office.registrations, fact('reply-uploaded', '3@金塘镇人民政府', '2022-06-03')],
    };
    expect(filled(monthOn('2022-06-17', '2022-06', LINES, bare).replies).at(-1)).toEqual(['未标类别', 1, 0]);
    expect(filled(month.stages ?? [])).toEqual([
      ['办理中', 1, 3],
      ['已沟通', 1, 0],
      ['已答复', 1, 0],
    ]);
  });

  test('unchanged for two months: assigned before, nothing on record since, one stage', () => {
    // 2 was replied on 05-10, 12 on 06-02; 3 has nothing at all, 1 was signed on 04-06.
    expect(month.unchanged.map(({ proposal, stage, last }) => [proposal.number, stage, last?.kind])).toEqual([
      ['3', '办理中', undefined],
      ['1', '办理中', 'signed'],
    ]);
  });

  test('another stage in between, or an assignment of less than two months, is a change', () => {
    const moved = [...LINES, line('3', TOWN, '2022-06', '无', '已沟通')];
    expect(monthOn('2022-06-17', '2022-06', moved).unchanged.map((one) => one.proposal.number)).toEqual([
      '1',
    ]);
    expect(monthOn('2022-05-17', '2022-05').unchanged).toEqual([]);
  });

  test('next month’s dates, rest days said, and holidays', () => {
    expect(month.coming).toEqual({
      until: '2022-07-31',
      dates: [
        { date: '2022-06-30', titles: ['会办意见'], restDay: false },
        { date: '2022-07-15', titles: ['月报（7月）'], restDay: false },
      ],
      holidays: [],
      makeUpDays: [],
      unknownYear: null,
    });
    expect(monthOn('2022-04-19', '2022-04').coming).toMatchObject({
      dates: [
        { date: '2022-04-28', titles: ['完成改办'], restDay: false },
        { date: '2022-04-30', titles: ['改办签收'], restDay: true },
        { date: '2022-05-15', titles: ['月报（5月）'], restDay: true },
      ],
      holidays: [{ from: '2022-04-30', to: '2022-05-04' }],
      makeUpDays: ['2022-04-24', '2022-05-07'],
    });
  });
});

test('the first month has nothing to be compared with', () => {
  expect(monthOn('2022-04-19', '2022-04')).toMatchObject({ since: null, before: null });
});

test('a month that is past counts what came in since, and says no dates', () => {
  const later = {
    ...office,
    reportEntries: [...office.reportEntries, report('3@金塘镇人民政府', '2022-06', '2022-07-01')],
  };
  const month = monthOn('2022-07-20', '2022-06', LINES, later);
  expect(month.tally).toMatchObject({ onTime: 1, late: 2, missing: 0 });
  expect(month.coming).toBeNull();
});

test('without the texts of the reports nothing is said of them', () => {
  expect(monthOn('2022-06-17', '2022-06', null)).toMatchObject({ problems: null, stages: null });
});

test.each([
  ['资金缺口，用地未批', '资金'],
  ['需与多部门协调', '协调配合'],
  ['群众知晓率不高', null],
])('“%s” belongs to %s', (text, theme) => {
  expect(themeOf(notice, text)).toBe(theme);
});

test('a rule file without themes has one group, and its quotes all the same', () => {
  const bare = noticeWith((data) => {
    data.settings.problemThemes = [];
  });
  const month = computeMonth({
    notice: bare,
    calendar,
    facts: office,
    duties: deriveDuties(bare, office, '2022-06-17'),
    reports: LINES,
    period: '2022-06',
    asOf: '2022-06-17',
  });
  expect(month.problems?.themes.map(({ name, quotes }) => [name, quotes.length])).toEqual([[null, 2]]);
});

test('figures as they stood at the end of a day know nothing that happened after it', () => {
  const then = figuresOn(notice, office, calendar, '2022-06-01');
  const now = figuresOn(notice, office, calendar, '2022-06-17');
  const rule = (figures: typeof then, id: string) =>
    figures.byRule.find((one) => one.rule.id === id) ?? { owed: 0, done: 0 };
  expect(rule(then, 'reply').done).toBe(0);
  expect(rule(now, 'reply').done).toBe(1);
  // 月报 of April, of May from 区财政局, and of June not at all.
  expect(then.total.overdue).toBeLessThan(now.total.overdue);
  expect(rule(then, 'monthly').done).toBe(3);
  expect(rule(now, 'monthly').done).toBe(6);
});
