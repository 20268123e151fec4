import { describe, expect, test } from 'vitest';
import {
  addDays,
  createCalendar,
  dateIn,
  daysBetween,
  instantAt,
  isoWeek,
  MissingHolidaysError,
  timeIn,
  weekday,
} from '../../src/domain/calendar.ts';
import { holidayList } from '../../src/holidays.ts';
import { calendar, zone } from '../support/rules.ts';

describe('the due dates of 2022 against the published holidays', () => {
  test.each([
    // due, weekday (0 is Sunday), working day, last working day on or before
    ['R03 2022-04-10', 0, false, '2022-04-08'],
    ['R70 2022-04-13', 3, true, '2022-04-13'],
    ['R05 2022-04-15', 5, true, '2022-04-15'],
    ['R10 2022-04-28', 4, true, '2022-04-28'],
    ['R12 2022-04-30', 6, false, '2022-04-29'],
    ['R40 2022-05-15', 0, false, '2022-05-13'],
    ['R40 2022-06-15', 3, true, '2022-06-15'],
    ['R40 2022-07-15', 5, true, '2022-07-15'],
    ['R40 2022-08-15', 1, true, '2022-08-15'],
    ['R40 2022-09-15', 4, true, '2022-09-15'],
    ['R40 2022-10-15', 6, false, '2022-10-14'],
    ['R21 2022-06-30', 4, true, '2022-06-30'],
    ['R20 2022-08-30', 2, true, '2022-08-30'],
    ['R52 2022-09-30', 5, true, '2022-09-30'],
    ['R22 2022-10-30', 0, false, '2022-10-28'],
    ['R60 2022-11-15', 2, true, '2022-11-15'],
  ])('%s', (due, day, working, last) => {
    const date = due.slice(4);
    expect(weekday(date)).toBe(day);
    expect(calendar.isWorkingDay(date)).toBe(working);
    expect(calendar.onOrBefore(date)).toBe(last);
  });

  test.each([
    '2022-01-29',
    '2022-01-30',
    '2022-04-02',
    '2022-04-24',
    '2022-05-07',
    '2022-10-08',
    '2022-10-09',
  ])('people work on the make-up day %s, a Saturday or Sunday', (date) => {
    expect([0, 6]).toContain(weekday(date));
    expect(calendar.isWorkingDay(date)).toBe(true);
  });

  test.each([
    ['清明', '2022-04-03', '2022-04-05', '2022-04-06'],
    ['五一', '2022-04-30', '2022-05-04', '2022-05-05'],
    ['端午', '2022-06-03', '2022-06-05', '2022-06-06'],
    ['中秋', '2022-09-10', '2022-09-12', '2022-09-13'],
    ['国庆', '2022-10-01', '2022-10-07', '2022-10-08'],
  ])('%s is off from %s to %s, and work begins on %s', (_name, first, last, back) => {
    expect(calendar.countBetween(first, last)).toBe(0);
    expect(calendar.onOrAfter(first)).toBe(back);
  });

  test('after 清明 only three working days remain before the signing date', () => {
    expect(calendar.countBetween('2022-04-03', '2022-04-10')).toBe(3);
    expect(calendar.before('2022-04-10', 3)).toBe('2022-04-06');
  });
});

describe('counting working days', () => {
  test.each([
    ['2022-08-30', 7, '2022-08-19'],
    ['2022-10-15', 5, '2022-10-10'],
    ['2022-10-30', 7, '2022-10-20'],
    ['2022-05-15', 5, '2022-05-09'],
    ['2022-10-10', 1, '2022-10-09'],
  ])('%s − %i working days is %s', (date, count, expected) => {
    expect(calendar.before(date, count)).toBe(expected);
  });

  test.each([
    ['2022-04-10', 1, '2022-04-11'],
    ['2022-04-30', 1, '2022-05-05'],
    ['2022-09-30', 1, '2022-10-08'],
    ['2022-09-30', 3, '2022-10-10'],
    ['2022-08-30', 3, '2022-09-02'],
  ])('%s + %i working days is %s', (date, count, expected) => {
    expect(calendar.after(date, count)).toBe(expected);
  });

  test('the same question asked again, and the opposite one, are not mixed up', () => {
    expect(calendar.after('2022-08-30', 7)).toBe('2022-09-08');
    expect(calendar.before('2022-08-30', 7)).toBe('2022-08-19');
    expect(calendar.after('2022-08-30', 7)).toBe('2022-09-08');
  });

  test.each([
    ['2022-08-30', '2022-08-30', 1],
    ['2022-08-30', '2022-09-01', 3],
    ['2022-04-30', '2022-05-04', 0],
    ['2022-05-07', '2022-05-07', 1],
    ['2022-09-01', '2022-08-30', 0],
    ['2021-12-31', '2022-01-04', 2],
    ['2020-12-31', '2023-01-03', 501],
  ])('from %s to %s there are %i, both ends included', (first, last, count) => {
    expect(calendar.countBetween(first, last)).toBe(count);
    let naive = 0;
    for (let day = first; day <= last; day = addDays(day, 1)) if (calendar.isWorkingDay(day)) naive += 1;
    expect(naive).toBe(count);
  });
});

describe('a year whose list is not published', () => {
  test('is never read as a year without holidays', () => {
    expect(calendar.knows(2099)).toBe(false);
    const questions = [
      () => calendar.isWorkingDay('2099-01-05'),
      () => calendar.onOrBefore('2099-01-05'),
      () => calendar.onOrAfter('2099-01-05'),
      () => calendar.before('2099-01-05', 1),
      () => calendar.after('2099-01-05', 1),
      () => calendar.countBetween('2099-01-05', '2099-01-06'),
    ];
    for (const ask of questions) expect(ask).toThrow(MissingHolidaysError);
  });

  test('is named, with the way to mend it', () => {
    expect(() => calendar.isWorkingDay('2099-01-05')).toThrow(
      /2099年的节假日安排尚未收录.*chinese-days.*holidays/,
    );
    expect(() => calendar.isWorkingDay('2099-01-05')).toThrow(expect.objectContaining({ year: 2099 }));
  });

  test('stops a walk that runs into it from the year before', () => {
    const alone = createCalendar({ rest: new Set(['2022-10-01']), work: new Set() });
    expect(alone.isWorkingDay('2022-12-30')).toBe(true);
    expect(() => alone.after('2022-12-30', 1)).toThrow(/2023年/);
    expect(() => alone.countBetween('2022-12-30', '2023-01-03')).toThrow(/2023年/);
  });

  test('is not made known by the days that the neighbouring lists put into it', () => {
    const turn = createCalendar({
      rest: new Set(['2022-10-01', '2023-01-01', '2021-12-31']),
      work: new Set(),
    });
    expect([2021, 2022, 2023].map(turn.knows)).toEqual([false, true, false]);
  });

  test('is not made known by a day that an office adds on its own', () => {
    const local = createCalendar(holidayList({ rest: ['2099-03-08'], work: [] }));
    expect(local.knows(2099)).toBe(false);
  });

  test('is known once the rule file brings its list', () => {
    const added = createCalendar(holidayList({ rest: ['2099-10-01', '2099-10-02'], work: ['2099-10-10'] }));
    expect(added.knows(2099)).toBe(true);
    expect(added.isWorkingDay('2099-10-02')).toBe(false);
    expect(weekday('2099-10-10')).toBe(6);
    expect(added.isWorkingDay('2099-10-10')).toBe(true);
    expect(added.isWorkingDay('2099-10-12')).toBe(true);
  });

  test('is no year that the package carries', () => {
    for (let year = 2004; year <= 2026; year += 1) expect(calendar.knows(year)).toBe(true);
  });
});

test('New Year’s holiday that begins in December belongs to the next year’s list and is off all the same', () => {
  const rest = holidayList().rest;
  expect(rest.has('2022-12-31')).toBe(true);
  expect(calendar.isWorkingDay('2022-12-31')).toBe(false);
  expect(calendar.after('2022-12-30', 1)).toBe('2023-01-03');
});

test('a rest day that the rule file adds in a published year is off', () => {
  const local = createCalendar(holidayList({ rest: ['2022-06-20'], work: [] }));
  expect(local.isWorkingDay('2022-06-20')).toBe(false);
  expect(calendar.isWorkingDay('2022-06-20')).toBe(true);
});

describe('instants and the office’s wall clock', () => {
  test.each([
    ['2022-04-15T15:59:59.999Z', '2022-04-15', '23:59'],
    ['2022-04-15T16:00:00.000Z', '2022-04-16', '00:00'],
    ['2021-12-31T15:59:00.000Z', '2021-12-31', '23:59'],
    ['2021-12-31T16:00:00.000Z', '2022-01-01', '00:00'],
    ['2022-04-06T00:30:00.000Z', '2022-04-06', '08:30'],
  ])('%s is %s %s in Shanghai', (instant, date, time) => {
    expect(dateIn(zone, new Date(instant))).toBe(date);
    expect(timeIn(zone, new Date(instant))).toBe(time);
    expect(instantAt(zone, date, time).toISOString().slice(0, 16)).toBe(instant.slice(0, 16));
  });

  test('another zone has another date at the same instant', () => {
    const instant = new Date('2022-04-15T16:00:00Z');
    expect(dateIn('America/New_York', instant)).toBe('2022-04-15');
    expect(dateIn('UTC', instant)).toBe('2022-04-15');
  });

  test('what is no date or no time is refused', () => {
    expect(() => dateIn(zone, new Date(Number.NaN))).toThrow(RangeError);
    expect(() => instantAt(zone, '2022-02-30', '09:00')).toThrow(RangeError);
    expect(() => instantAt(zone, '2022-04-06', '25:00')).toThrow(RangeError);
  });
});

test.each([
  ['2021-01-03', '2020-W53'],
  ['2021-01-04', '2021-W01'],
  ['2021-12-31', '2021-W52'],
  ['2022-01-01', '2021-W52'],
  ['2022-01-03', '2022-W01'],
  ['2022-05-07', '2022-W18'],
  ['2022-05-08', '2022-W18'],
  ['2022-05-09', '2022-W19'],
  ['2024-12-30', '2025-W01'],
  ['2026-12-31', '2026-W53'],
])('%s lies in the ISO week %s', (date, week) => {
  expect(isoWeek(date)).toBe(week);
});

test.each([
  ['2022-02-28', 1, '2022-03-01'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2022-12-31', 1, '2023-01-01'],
  ['2022-03-01', -1, '2022-02-28'],
  ['2022-08-30', 20, '2022-09-19'],
  ['2022-10-30', -20, '2022-10-10'],
])('%s and %i days is %s', (from, days, to) => {
  expect(addDays(from, days)).toBe(to);
  expect(daysBetween(from, to)).toBe(days);
});

describe('a day as people speak of it', () => {
  test.each([
    ['2022-04-06', 'working', ''],
    ['2022-04-05', 'holiday', '清明节'],
    ['2022-04-09', 'rest', '周六'],
    ['2022-04-10', 'rest', '周日'],
    ['2022-04-30', 'holiday', '劳动节'],
    ['2022-05-07', 'working', '调休上班'],
    ['2022-06-03', 'holiday', '端午节'],
    ['2022-09-12', 'holiday', '中秋节'],
    ['2022-10-03', 'holiday', '国庆节'],
    ['2023-01-01', 'holiday', '元旦'],
  ])('%s is %s %s', (date, kind, name) => {
    expect(calendar.day(date)).toEqual({ kind, name });
  });

  test('a day off that only the office knows has no name of its own', () => {
    const own = createCalendar(holidayList({ rest: ['2022-07-01'], work: ['2022-07-02'] }));
    expect(own.day('2022-07-01')).toEqual({ kind: 'holiday', name: '放假' });
    expect(own.day('2022-07-02')).toEqual({ kind: 'working', name: '调休上班' });
  });

  test('nobody guesses in a year that is not published', () => {
    expect(() => calendar.day('2090-01-01')).toThrow(MissingHolidaysError);
  });
});
