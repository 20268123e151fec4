import { addDays, type Calendar, type IsoDate, yearOf } from './calendar.ts';
import { monthsAfter } from './digest-month.ts';
import type { Duty } from './duty.ts';
import type { Notice } from './notice.ts';
import { allDates } from './notice-dates.ts';

/** What comes after a day, to the end of the month that follows. */
export interface ComingDates {
  until: IsoDate;
  /** Dates of the notice and promised ones; `restDay` when nobody works on it. */
  dates: { date: IsoDate; titles: string[]; restDay: boolean }[];
  /** 五一: the days off of one name that follow on each other, and the make-up working days beside them. */
  holidays: { name: string; from: IsoDate; to: IsoDate }[];
  makeUpDays: IsoDate[];
  /** A year whose list is not published: nothing is said of its holidays. */
  unknownYear: number | null;
}

export function comingDates(
  notice: Notice,
  calendar: Calendar,
  duties: readonly Duty[],
  after: IsoDate,
): ComingDates {
  const until = addDays(`${monthsAfter(after, 2)}-01`, -1);
  const first = addDays(after, 1);
  const titles = new Map<IsoDate, string[]>();
  for (const { date, title } of allDates(notice, duties))
    if (date >= first && date <= until) titles.set(date, [...(titles.get(date) ?? []), title]);
  const isKnown = (date: IsoDate) => calendar.knows(yearOf(date));
  return {
    until,
    dates: [...titles].map(([date, of]) => ({
      date,
      titles: of,
      restDay: isKnown(date) && !calendar.isWorkingDay(date),
    })),
    ...holidaysBetween(calendar, first, until),
    unknownYear: isKnown(until) ? null : yearOf(until),
  };
}

function holidaysBetween(
  calendar: Calendar,
  first: IsoDate,
  until: IsoDate,
): Pick<ComingDates, 'holidays' | 'makeUpDays'> {
  const holidays: ComingDates['holidays'] = [];
  const makeUpDays: IsoDate[] = [];
  for (let date = first; date <= until && calendar.knows(yearOf(date)); date = addDays(date, 1)) {
    const { kind, name } = calendar.day(date);
    const last = holidays.at(-1);
    if (kind === 'working' && name !== '') makeUpDays.push(date);
    if (kind !== 'holiday') continue;
    if (last?.name === name && addDays(last.to, 1) === date) last.to = date;
    else holidays.push({ name, from: date, to: date });
  }
  return { holidays, makeUpDays };
}
