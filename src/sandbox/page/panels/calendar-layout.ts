import type { CalendarDay, CalendarView } from '../../page-server/contract.ts';

/** A month as it is printed: whole weeks from Monday, null where another month's days would stand. */
export interface Month {
  /** `2022-04` */
  month: string;
  weeks: (CalendarDay | null)[][];
}

const DAY_MS = 86_400_000;

/** `2022-04-06` and so many days on. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Monday. */
export function weekdayIndex(date: string): number {
  return (new Date(date).getUTCDay() + 6) % 7;
}

/** Days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** The calendar's months, in order. */
export function monthsOf(days: readonly CalendarDay[]): Month[] {
  const months = [...new Set(days.map((day) => monthOf(day.date)))];
  return months.map((month) => ({
    month,
    weeks: weeksOf(days.filter((day) => monthOf(day.date) === month)),
  }));
}

/** `2022-04` */
export function monthOf(date: string): string {
  return date.slice(0, 7);
}

function weeksOf(days: readonly CalendarDay[]): (CalendarDay | null)[][] {
  const first = days[0];
  if (!first) return [];
  const cells = [...Array<null>(weekdayIndex(first.date)).fill(null), ...days];
  const missing = (7 - (cells.length % 7)) % 7;
  cells.push(...Array<null>(missing).fill(null));
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Where an arrow key leads from a day; null when the key is none of the calendar's. */
export function stepFrom(date: string, key: string, first: string, last: string): string | null {
  const target = targetOf(date, key);
  if (target === null) return null;
  if (target < first) return first;
  return target > last ? last : target;
}

function targetOf(date: string, key: string): string | null {
  switch (key) {
    case 'ArrowLeft':
      return addDays(date, -1);
    case 'ArrowRight':
      return addDays(date, 1);
    case 'ArrowUp':
      return addDays(date, -7);
    case 'ArrowDown':
      return addDays(date, 7);
    case 'Home':
      return addDays(date, -weekdayIndex(date));
    case 'End':
      return addDays(date, 6 - weekdayIndex(date));
    case 'PageUp':
      return sameDayOf(date, -1);
    case 'PageDown':
      return sameDayOf(date, 1);
    default:
      return null;
  }
}

/** The same day some months away, or the last one where that month is shorter. */
export function sameDayOf(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

export interface DueDate {
  date: string;
  due: CalendarDay['due'];
}

/** Every date on which something falls due, in order. */
export function dueDates(days: readonly CalendarDay[]): DueDate[] {
  return days.filter((day) => day.due.length > 0).map(({ date, due }) => ({ date, due }));
}

/** Why a day is not what its weekday says: a rest day of a holiday, or a Saturday or Sunday that is worked. */
export function exceptionOf(day: CalendarDay): 'rest' | 'work' | null {
  if (day.kind === 'holiday') return 'rest';
  return day.kind === 'working' && weekdayIndex(day.date) >= 5 ? 'work' : null;
}

/** How full a day is, from 0 to 1, by the root: the few messages of an ordinary day stay visible beside the many of a full one. */
export function loadOf(count: number, most: number): number {
  return most > 0 ? Math.sqrt(count / most) : 0;
}

/** The most that one day of the year sends. */
export function busiest({ days }: CalendarView): number {
  return Math.max(0, ...days.map((day) => day.sent + day.planned));
}
