import { describe, expect, test } from 'vitest';
import { deriveDuties } from '../../src/domain/duty.ts';
import { nextDates } from '../../src/domain/next-dates.ts';
import { buildFacts } from '../support/facts.ts';
import { notice } from '../support/rules.ts';

const EDU = '区教育局';

function datesOn(today: string, given: Parameters<typeof buildFacts>[0]) {
  const duties = deriveDuties(notice, buildFacts(given), today);
  return nextDates(notice, duties, today).map(({ opens, due, name, count }) => [opens, due, name, count]);
}

describe('what comes next for a unit', () => {
  test('the next monthly report, and what opens later', () => {
    expect(datesOn('2022-04-11', { proposals: [{ number: '1', lead: EDU }] })).toEqual([
      [null, '2022-05-15', '月报（5月）', 0],
      ['2022-10-15', '2022-11-15', '全年办理工作总结', 1],
    ]);
  });

  test('no report for a unit that only assists', () => {
    expect(datesOn('2022-04-11', { proposals: [{ number: '1', joint: [EDU] }] })).toEqual([
      ['2022-10-15', '2022-11-15', '全年办理工作总结', 1],
    ]);
  });

  test('nothing after the last month, and nothing for who holds nothing', () => {
    expect(datesOn('2022-12-20', { proposals: [{ number: '1', lead: EDU }] })).toEqual([]);
    expect(datesOn('2022-04-11', { units: [{ name: EDU }] })).toEqual([]);
  });
});
