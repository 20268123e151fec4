import type { Calendar, IsoDate } from './calendar.ts';
import { readDate } from './date-text.ts';
import type { Duty } from './duty.ts';
import type { Ladder } from './ladder.ts';

/** Whether a person may put a duty off today: not what is optional, late, or at its last working day (A9). */
export function maySnooze(duty: Duty, ladder: Ladder, today: IsoDate): boolean {
  if (duty.state !== 'open' || duty.paused || duty.rule.optional) return false;
  if (duty.rule.ladder.stages.length === 0 || ladder.isLate(duty, today)) return false;
  const last = ladder.lastDay(duty, today);
  return last === null || today < last;
}

/** The day on which people mean to be reminded: on a rest day nothing goes out, so it is the working day before (A4). */
export function wakeDay(wish: IsoDate, calendar: Calendar, today: IsoDate): IsoDate {
  const before = calendar.onOrBefore(wish);
  return before > today ? before : calendar.after(today, 1);
}

/** 明天, 后天 (working days: nothing goes out on others) or a date; null for anything else. The day may have passed. */
export function readWish(text: string, calendar: Calendar, today: IsoDate, year: number): IsoDate | null {
  switch (text.replace(/再?(提醒|说)?我?$/u, '')) {
    case '明天':
    case '明日':
      return calendar.after(today, 1);
    case '后天':
    case '后日':
      return calendar.after(today, 2);
    case '大后天':
      return calendar.after(today, 3);
    default:
      return readDate(text, year);
  }
}
