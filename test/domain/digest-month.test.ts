import { describe, expect, test } from 'vitest';
import { digestDay, digestMonthOn, monthsAfter } from '../../src/domain/digest-month.ts';
import type { OwedReminder } from '../../src/domain/reminder.ts';
import { owedAt, playDays } from '../support/days.ts';
import { buildFacts } from '../support/facts.ts';
import { policy } from '../support/rules.ts';

describe('D8 the day of the monthly digest', () => {
  test.each([
    ['2022-04', '2022-04-19'],
    // The 15th is a Sunday.
    ['2022-05', '2022-05-17'],
    ['2022-06', '2022-06-17'],
    // Friday, then Monday: the day of a weekly one, too.
    ['2022-09', '2022-09-19'],
    // The 15th is a Saturday.
    ['2022-10', '2022-10-18'],
    ['2022-12', '2022-12-19'],
  ])('of %s is the second working day after the 15th, %s', (period, day) => {
    expect(digestDay(policy, period)).toBe(day);
  });

  test.each([
    ['2022-03-31', null],
    ['2022-04-18', null],
    ['2022-04-19', '2022-04'],
    ['2022-04-30', '2022-04'],
    ['2022-05-16', null],
    ['2022-12-31', '2022-12'],
    ['2023-01-31', null],
  ])('on %s the digest that is due is of %s', (date, period) => {
    expect(digestMonthOn(policy, date)).toBe(period);
  });

  test.each([
    ['2022-01', -1, '2021-12'],
    ['2022-12', 1, '2023-01'],
    ['2022-05', 14, '2023-07'],
  ])('%s and %i months are %s', (period, months, expected) => {
    expect(monthsAfter(period, months)).toBe(expected);
  });
});

describe('A12 the monthly digest', () => {
  const quiet = buildFacts({ office: true });
  const digests = (sent: readonly OwedReminder[], who: string) =>
    sent
      .filter((message) => message.memberId === who && message.digestMonth !== null)
      .map(({ date, digestMonth, digestWeek }) => `${date} ${digestMonth} ${digestWeek ?? ''}`.trim());

  test('goes to the manager and the desk every month, also when nothing is wrong, in one message with the weekly one', () => {
    const sent = playDays({ from: '2022-03-28', to: '2022-12-31', facts: quiet });
    const expected = [
      '2022-04-19 2022-04',
      '2022-05-17 2022-05',
      '2022-06-17 2022-06',
      '2022-07-19 2022-07',
      '2022-08-17 2022-08',
      '2022-09-19 2022-09 2022-W38',
      '2022-10-18 2022-10',
      '2022-11-17 2022-11',
      '2022-12-19 2022-12 2022-W51',
    ];
    expect(digests(sent, 'manager')).toEqual(expected);
    expect(digests(sent, 'desk')).toEqual(expected);
    // A1: at most one private message a day.
    const days = sent.filter(({ memberId }) => memberId === 'manager').map(({ date }) => date);
    expect(new Set(days).size).toBe(days.length);
  });

  test('is made up for later in the month, once', () => {
    const down = ['2022-05-17', '2022-05-18', '2022-05-19'];
    const sent = playDays({
      from: '2022-05-16',
      to: '2022-05-31',
      facts: quiet,
      down,
      times: ['08:40', '15:00'],
    });
    expect(digests(sent, 'manager')).toEqual(['2022-05-20 2022-05']);
    expect(digests(sent, 'desk')).toEqual(['2022-05-20 2022-05']);
  });

  test('never goes to a unit', () => {
    const facts = buildFacts({ office: true, proposals: [{ number: '1', sole: '区教育局' }] });
    const told = owedAt('2022-04-19T08:40', facts).filter(({ digestMonth }) => digestMonth !== null);
    expect(told.map(({ memberId }) => memberId).sort()).toEqual(['desk', 'manager']);
  });
});
