import type { Calendar, IsoDate } from './calendar.ts';
import { deriveDuties } from './duty.ts';
import type { Facts } from './facts.ts';
import { factsOn } from './facts-on.ts';
import { computeFigures, type Figures } from './figures.ts';
import type { Notice } from './notice.ts';

/** The figures as they stood at the end of a day, as far as what is on record tells: what a digest compares with. */
export function figuresOn(notice: Notice, facts: Facts, calendar: Calendar, date: IsoDate): Figures {
  const then = factsOn(facts, date);
  return computeFigures(notice, then, deriveDuties(notice, then, date), calendar, date);
}
