import { addDays, type IsoDate } from './calendar.ts';
import type { Duty } from './duty.ts';
import type { DutyRule, Notice } from './notice.ts';

/** A date on which the notice wants something done. */
export interface NoticeDate {
  date: IsoDate;
  rule: DutyRule;
  /** The rule's name, with what sets this date apart: 答复委员（复杂件）, 月报（4月）. */
  title: string;
}

/**
 * The dates that stand in the rule file itself, in order, whatever anybody has done. Rules of one family share a date;
 * what is due with another duty is said in that duty's own line.
 */
export function noticeDates(notice: Notice): NoticeDate[] {
  return once(notice.duties.flatMap((rule) => datesOf(notice, rule)));
}

/** The notice's dates, and those that facts have added: promised replies, proposals assigned late. */
export function allDates(notice: Notice, duties: readonly Duty[]): NoticeDate[] {
  const added = duties.flatMap(({ rule, due, state }): NoticeDate[] => {
    if (due === null || state === 'exempt' || !(rule.due.at === 'promise' || isLater(rule, due))) return [];
    return [{ date: due, rule, title: nameOf(rule) }];
  });
  return once([...noticeDates(notice), ...added]);
}

function isLater({ due }: DutyRule, date: IsoDate): boolean {
  return due.at === 'date' && ![due.date, due.hardDate, due.latest].includes(date);
}

function datesOf(notice: Notice, rule: DutyRule): NoticeDate[] {
  const { due } = rule;
  const name = nameOf(rule);
  switch (due.at) {
    case 'date':
      return [
        { date: due.date, rule, title: name },
        ...(due.hardDate === undefined ? [] : [{ date: due.hardDate, rule, title: `${name}（复杂件）` }]),
        ...(due.latest === undefined ? [] : [{ date: due.latest, rule, title: `${name}（最迟）` }]),
      ];
    case 'month-day':
      return monthDays(notice, due.day, due.firstAfterDays).map((date) => ({
        date,
        rule,
        title: `${name}（${Number(date.slice(5, 7))}月）`,
      }));
    case 'duty':
    case 'opening':
    case 'promise':
    case 'none':
      return [];
  }
}

function monthDays({ assigned, closes }: Notice, day: number, firstAfterDays: number): IsoDate[] {
  const dates: IsoDate[] = [];
  for (let date = addDays(assigned, firstAfterDays); date <= closes; date = addDays(date, 1))
    if (Number(date.slice(8)) === day) dates.push(date);
  return dates;
}

function nameOf(rule: DutyRule): string {
  return rule.family ?? rule.name;
}

/** In order of date, each title once a day. */
function once(dates: readonly NoticeDate[]): NoticeDate[] {
  const seen = new Set<string>();
  const isFirst = ({ date, title }: NoticeDate) => {
    const key = `${date} ${title}`;
    return !seen.has(key) && seen.add(key);
  };
  return dates
    .filter(isFirst)
    .sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));
}
