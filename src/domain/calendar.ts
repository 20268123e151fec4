import { DateTime } from 'luxon';
import { UserError } from '../errors.ts';

/** A calendar date 'YYYY-MM-DD' in the office's zone. Compares with < and > as text. */
export type IsoDate = string;

/** The rest days and make-up working days (调休) that the State Council has published, by date. */
export interface HolidayList {
  /** Days off, weekends inside a holiday included. */
  rest: ReadonlySet<IsoDate>;
  /** Saturdays and Sundays on which people work. */
  work: ReadonlySet<IsoDate>;
  /** What the days off are called, such as 清明节, where it is known. */
  names?: ReadonlyMap<IsoDate, string>;
}

/** A day as people speak of it. */
export interface CalendarDay {
  /** A holiday is a day off that a list names; `rest` is an ordinary Saturday or Sunday. */
  kind: 'working' | 'rest' | 'holiday';
  /** 清明节, 周六, 调休上班; empty on an ordinary working day. */
  name: string;
}

/** Asked about a year whose holiday list is not published yet: an answer would be a guess. */
export class MissingHolidaysError extends UserError {
  readonly year: number;

  constructor(year: number) {
    super(
      `${year}年的节假日安排尚未收录，无法推算工作日。请更新 chinese-days 软件包，或在规则文件的 holidays 中填写${year}年的放假和调休日期。`,
    );
    this.year = year;
  }
}

export interface Calendar {
  /** Whether the year's list is in; every other question about a missing year throws MissingHolidaysError. */
  knows(year: number): boolean;
  isWorkingDay(date: IsoDate): boolean;
  day(date: IsoDate): CalendarDay;
  /** The last working day on or before the date: where a reminder for a date on a rest day goes (A4). */
  onOrBefore(date: IsoDate): IsoDate;
  /** The first working day on or after the date. */
  onOrAfter(date: IsoDate): IsoDate;
  /** The count-th working day strictly before the date (T−n), count ≥ 1. */
  before(date: IsoDate, count: number): IsoDate;
  /** The count-th working day strictly after the date (T+n), count ≥ 1. */
  after(date: IsoDate, count: number): IsoDate;
  /** Working days from the first date to the last, both included; 0 when the last is earlier. */
  countBetween(first: IsoDate, last: IsoDate): number;
}

/**
 * A Chinese working-day calendar over published lists. A year counts as published when its National Day is in:
 * no list lacks it, while entries at the turn of the year belong to the neighbouring year's list, and a day that
 * an office adds on its own makes no list.
 */
export function createCalendar(holidays: HolidayList): Calendar {
  const years = new Set<number>();
  for (const date of holidays.rest) if (date.endsWith(NATIONAL_DAY)) years.add(yearOf(date));
  const known = new Map<IsoDate, boolean>();

  function isWorkingDay(date: IsoDate): boolean {
    let answer = known.get(date);
    if (answer === undefined) {
      if (!years.has(yearOf(date))) throw new MissingHolidaysError(yearOf(date));
      answer = holidays.work.has(date) || (!isWeekend(date) && !holidays.rest.has(date));
      known.set(date, answer);
    }
    return answer;
  }

  function day(date: IsoDate): CalendarDay {
    if (isWorkingDay(date)) return { kind: 'working', name: isWeekend(date) ? '调休上班' : '' };
    if (holidays.rest.has(date)) return { kind: 'holiday', name: holidays.names?.get(date) ?? '放假' };
    return { kind: 'rest', name: weekday(date) === 6 ? '周六' : '周日' };
  }

  /** How many working days of its year have come by each date, the date included. */
  const counts = new Map<number, ReadonlyMap<IsoDate, number>>();

  function countInYear(date: IsoDate): number {
    const year = yearOf(date);
    let ofYear = counts.get(year);
    if (!ofYear) {
      const made = new Map<IsoDate, number>();
      let count = 0;
      for (let day = `${year}-01-01`; yearOf(day) === year; day = addDays(day, 1)) {
        if (isWorkingDay(day)) count += 1;
        made.set(day, count);
      }
      ofYear = made;
      counts.set(year, ofYear);
    }
    return ofYear.get(date) ?? 0;
  }

  const walks = new Map<string, IsoDate>();

  function walk(date: IsoDate, step: 1 | -1, count: number): IsoDate {
    const key = `${date}${step * count}`;
    let day = walks.get(key);
    if (day === undefined) {
      day = date;
      for (let left = count; left > 0; ) {
        day = addDays(day, step);
        if (isWorkingDay(day)) left -= 1;
      }
      walks.set(key, day);
    }
    return day;
  }

  return {
    knows: (year) => years.has(year),
    isWorkingDay,
    day,
    onOrBefore: (date) => (isWorkingDay(date) ? date : walk(date, -1, 1)),
    onOrAfter: (date) => (isWorkingDay(date) ? date : walk(date, 1, 1)),
    before: (date, count) => walk(date, -1, count),
    after: (date, count) => walk(date, 1, count),
    countBetween(first, last) {
      if (first > last) return 0;
      let count = countInYear(last) - countInYear(first) + (isWorkingDay(first) ? 1 : 0);
      for (let year = yearOf(first); year < yearOf(last); year += 1) count += countInYear(`${year}-12-31`);
      return count;
    },
  };
}

const NATIONAL_DAY = '-10-01';

export function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4));
}

const DAY_MS = 86_400_000;

/** Plain dates have no zone, so UTC arithmetic is exact for them. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Calendar days from one date to the other; negative when the other is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** The date on the wall calendar of the zone at an instant. */
export function dateIn(zone: string, instant: Date): IsoDate {
  const date = DateTime.fromJSDate(instant, { zone }).toISODate();
  if (date === null) throw new RangeError(`no date for ${String(instant)} in zone ${zone}`);
  return date;
}

/** The wall-clock time 'HH:mm' of the zone at an instant. */
export function timeIn(zone: string, instant: Date): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat('HH:mm');
}

/** The instant at which the zone's wall clock shows the date and 'HH:mm'. */
export function instantAt(zone: string, date: IsoDate, time: string): Date {
  const at = DateTime.fromISO(`${date}T${time}`, { zone });
  if (!at.isValid) throw new RangeError(`no instant ${date} ${time} in zone ${zone}`);
  return at.toJSDate();
}

/** ISO week of a date, 'YYYY-Www': the unit of the group's posting limit (A7) and of the weekly digest. */
export function isoWeek(date: IsoDate): string {
  return DateTime.fromISO(date).toFormat("kkkk-'W'WW");
}

/** 0 = Sunday … 6 = Saturday. */
export function weekday(date: IsoDate): number {
  return new Date(Date.parse(date)).getUTCDay();
}

function isWeekend(date: IsoDate): boolean {
  return weekday(date) === 0 || weekday(date) === 6;
}
