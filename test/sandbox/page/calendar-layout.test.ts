import { describe, expect, it } from 'vitest';
import {
  addDays,
  busiest,
  daysBetween,
  dueDates,
  exceptionOf,
  loadOf,
  monthsOf,
  sameDayOf,
  stepFrom,
  weekdayIndex,
} from '../../../src/sandbox/page/panels/calendar-layout.ts';
import type { CalendarDay } from '../../../src/sandbox/page-server/contract.ts';

const FIRST = '2022-03-28';
const LAST = '2023-01-01';

function day(date: string, more: Partial<CalendarDay> = {}): CalendarDay {
  const kind = weekdayIndex(date) >= 5 ? 'rest' : 'working';
  return { date, kind, dayName: '', due: [], sent: 0, planned: 0, ...more };
}

function daysFrom(first: string, last: string): CalendarDay[] {
  return Array.from({ length: daysBetween(first, last) + 1 }, (_, index) => day(addDays(first, index)));
}

describe('the layout of the calendar', () => {
  it('parts a year into months of whole weeks, each day under its weekday', () => {
    const months = monthsOf(daysFrom(FIRST, LAST));
    expect(months.map((one) => one.month)).toEqual([
      '2022-03',
      '2022-04',
      '2022-05',
      '2022-06',
      '2022-07',
      '2022-08',
      '2022-09',
      '2022-10',
      '2022-11',
      '2022-12',
      '2023-01',
    ]);
    const april = months[1]!;
    expect(april.weeks[0]!.map((one) => one?.date.slice(8) ?? null)).toEqual([
      null,
      null,
      null,
      null,
      '01',
      '02',
      '03',
    ]);
    expect(april.weeks.at(-1)!.map((one) => one?.date.slice(8) ?? null)).toEqual([
      '25',
      '26',
      '27',
      '28',
      '29',
      '30',
      null,
    ]);
    for (const { weeks } of months)
      for (const week of weeks) {
        expect(week).toHaveLength(7);
        week.forEach((one, index) => {
          if (one) expect(weekdayIndex(one.date)).toBe(index);
        });
      }
  });

  it.each([
    ['ArrowLeft', '2022-04-05'],
    ['ArrowRight', '2022-04-07'],
    ['ArrowUp', '2022-03-30'],
    ['ArrowDown', '2022-04-13'],
    ['Home', '2022-04-04'],
    ['End', '2022-04-10'],
    ['PageUp', FIRST],
    ['PageDown', '2022-05-06'],
    ['Enter', null],
  ])('lets %s lead from 6 April to %s', (key, to) => {
    expect(stepFrom('2022-04-06', key, FIRST, LAST)).toBe(to);
  });

  it('does not leave the year', () => {
    expect(stepFrom(FIRST, 'ArrowUp', FIRST, LAST)).toBe(FIRST);
    expect(stepFrom('2022-12-30', 'ArrowDown', FIRST, LAST)).toBe(LAST);
  });

  it('takes the last day where the other month is shorter', () => {
    expect(sameDayOf('2022-08-31', 1)).toBe('2022-09-30');
    expect(sameDayOf('2022-12-15', 1)).toBe('2023-01-15');
    expect(sameDayOf('2022-05-31', -3)).toBe('2022-02-28');
  });

  it('lists the due dates in order, all duties of a date together', () => {
    const sign = { title: '签收', clause: '一' };
    const report = { title: '月报', clause: '三(五)' };
    const request = { title: '退办或改办申请', clause: '一' };
    const days = [
      day('2022-04-10', { due: [sign] }),
      day('2022-04-11'),
      day('2022-04-15', { due: [request, report] }),
    ];
    expect(dueDates(days)).toEqual([
      { date: '2022-04-10', due: [sign] },
      { date: '2022-04-15', due: [request, report] },
    ]);
  });

  it('tells a holiday and a worked weekend from ordinary days', () => {
    expect(exceptionOf(day('2022-04-05', { kind: 'holiday' }))).toBe('rest');
    expect(exceptionOf(day('2022-04-02', { kind: 'working' }))).toBe('work');
    expect(exceptionOf(day('2022-04-09'))).toBeNull();
    expect(exceptionOf(day('2022-04-06'))).toBeNull();
  });

  it('measures a day by the busiest one, and keeps little visible', () => {
    const days = [day('2022-04-06', { sent: 30, planned: 20 }), day('2022-04-07', { planned: 2 })];
    expect(busiest({ days, plannedUntil: null })).toBe(50);
    expect(loadOf(50, 50)).toBe(1);
    expect(loadOf(2, 50)).toBeCloseTo(0.2);
    expect(loadOf(0, 0)).toBe(0);
  });
});
