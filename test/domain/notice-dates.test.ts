import { describe, expect, test } from 'vitest';
import { deriveDuties } from '../../src/domain/duty.ts';
import { allDates, noticeDates } from '../../src/domain/notice-dates.ts';
import { buildFacts, fact } from '../support/facts.ts';
import { notice, noticeWith } from '../support/rules.ts';

describe('the dates of 茂南府办〔2022〕3号', () => {
  /** The rule table, R by R. */
  const RULES: [string, string, string, string][] = [
    ['R03', '2022-04-10', '签收', '一'],
    ['R70', '2022-04-13', '加入工作群', '三(八)'],
    ['R05', '2022-04-15', '退办或改办申请', '一'],
    ['R40', '2022-04-15', '月报（4月）', '三(五)'],
    ['R10', '2022-04-28', '完成改办', '一'],
    ['R12', '2022-04-30', '改办签收', '一'],
    ['R40', '2022-05-15', '月报（5月）', '三(五)'],
    ['R40', '2022-06-15', '月报（6月）', '三(五)'],
    ['R21', '2022-06-30', '会办意见', '二'],
    ['R40', '2022-07-15', '月报（7月）', '三(五)'],
    ['R40', '2022-08-15', '月报（8月）', '三(五)'],
    ['R20', '2022-08-30', '答复委员', '二'],
    ['R40', '2022-09-15', '月报（9月）', '三(五)'],
    ['R52', '2022-09-30', '收回征询意见表', '三(六)'],
    ['R40', '2022-10-15', '月报（10月）', '三(五)'],
    ['R22', '2022-10-30', '答复委员（复杂件）', '二'],
    ['R53', '2022-10-30', '收回征询意见表（最迟）', '三(六)'],
    ['R60', '2022-11-15', '全年办理工作总结', '三(七)'],
    ['R40', '2022-11-15', '月报（11月）', '三(五)'],
    ['R40', '2022-12-15', '月报（12月）', '三(五)'],
  ];
  const dates = noticeDates(notice);

  test.each(RULES)('%s falls on %s: %s', (rule, date, title, clause) => {
    const found = dates.find((one) => one.date === date && one.title === title);
    expect(found?.rule.rules).toContain(rule);
    expect(found?.rule.clause).toBe(clause);
  });

  test('are these and no others, in order', () => {
    const titles = (list: readonly { date: string; title: string }[]) =>
      list.map((one) => `${one.date} ${one.title}`).sort();
    expect(titles(dates)).toEqual(RULES.map(([, date, title]) => `${date} ${title}`).sort());
    expect(dates.map((one) => one.date)).toEqual(dates.map((one) => one.date).sort());
  });
});

test('the first monthly report waits until a proposal has been held for long enough', () => {
  const late = noticeWith((data) => {
    data.assigned = '2022-04-09';
  });
  expect(noticeDates(late).find((one) => one.rule.id === 'monthly')?.date).toBe('2022-05-15');
});

test('what has been promised, and what was assigned late, has dates of its own', () => {
  const facts = buildFacts({
    proposals: [
      { number: '1', lead: '区教育局' },
      { number: '2', lead: '区民政局', on: '2022-05-10' },
    ],
    registrations: [fact('reply-phased', '1@区教育局', '2022-08-20', { promisedOn: '2022-09-20' })],
  });
  const added = allDates(notice, deriveDuties(notice, facts, '2022-08-21')).filter(
    (one) => !noticeDates(notice).some((known) => known.date === one.date && known.title === one.title),
  );
  expect(added.map(({ date, title }) => `${date} ${title}`)).toEqual([
    '2022-05-23 签收',
    '2022-09-20 下一阶段答复',
  ]);
});
