import type { IsoDate } from './calendar.ts';
import type { Duty } from './duty.ts';
import { groupBy } from './group-by.ts';
import type { Notice } from './notice.ts';
import { noticeDates } from './notice-dates.ts';

/** Something that a unit will owe and need not do yet. */
export interface NextDate {
  /** From when it can be done; null where only the end matters. */
  opens: IsoDate | null;
  due: IsoDate | null;
  name: string;
  /** How many duties it stands for; 0 where they do not exist yet. */
  count: number;
}

/** Duties that wait for their day, and the next date of monthly ones that go on; the earliest first. */
export function nextDates(notice: Notice, duties: readonly Duty[], today: IsoDate): NextDate[] {
  const waiting = duties.filter((duty) => duty.state === 'waiting' && !duty.rule.optional);
  const groups = groupBy(waiting, ({ rule, opens, due, period }) =>
    [rule.family ?? rule.id, opens, due, period].join('|'),
  );
  const opening = [...groups.values()].flatMap((group): NextDate[] => {
    const [first] = group;
    if (!first) return [];
    const { rule, opens, due } = first;
    return [{ opens, due, name: rule.family ?? rule.name, count: group.length }];
  });
  const month = today.slice(0, 7);
  const goingOn = new Set(
    duties.filter(({ period, state }) => period === month && state !== 'exempt').map(({ rule }) => rule),
  );
  const coming = [...goingOn].flatMap((rule): NextDate[] => {
    const next = noticeDates(notice).find((one) => one.rule === rule && one.date.slice(0, 7) > month);
    return next ? [{ opens: null, due: next.date, name: next.title, count: 0 }] : [];
  });
  return [...opening, ...coming].sort((one, other) => dayOf(one).localeCompare(dayOf(other)));
}

function dayOf({ opens, due }: NextDate): IsoDate {
  return opens ?? due ?? '9999';
}
