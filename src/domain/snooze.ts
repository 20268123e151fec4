import { DateTime } from 'luxon';
import { addDays, type Calendar, type IsoDate } from './calendar.ts';
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

/** 明天, 后天 (working days: nothing goes out on others), 下周一 or a date; null for anything else. The day may have passed. */
export function readWish(text: string, calendar: Calendar, today: IsoDate, year: number): IsoDate | null {
  const wish = text.replace(/再?(提醒|说)?我?$/u, '');
  switch (wish) {
    case '明天':
    case '明日':
      return calendar.after(today, 1);
    case '后天':
    case '后日':
      return calendar.after(today, 2);
    case '大后天':
      return calendar.after(today, 3);
    default:
      return (
        weekdayMeant(wish, today) ??
        readDate(/^\d{1,2}[日号]$/u.test(wish) ? monthOf(wish, today) : wish, year)
      );
  }
}

/** 下周一, and 周五: the next one there is. */
function weekdayMeant(text: string, today: IsoDate): IsoDate | null {
  const [, which = '', name = ''] =
    /^(下个?|本|这个?)?(?:周|星期|礼拜)([一二三四五六日天])$/u.exec(text) ?? [];
  if (name === '') return null;
  const weekday = name === '天' ? 7 : '一二三四五六日'.indexOf(name) + 1;
  const ofThisWeek = addDays(today, weekday - DateTime.fromISO(today, { zone: 'utc' }).weekday);
  if (which.startsWith('下')) return addDays(ofThisWeek, 7);
  return which === '' && ofThisWeek <= today ? addDays(ofThisWeek, 7) : ofThisWeek;
}

/** 8号 of this month. */
function monthOf(day: string, today: IsoDate): string {
  return `${Number(today.slice(5, 7))}月${day}`;
}
