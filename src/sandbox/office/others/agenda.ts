import { addDays, dateIn, type IsoDate, instantAt, timeIn } from '../../../domain/calendar.ts';
import { deriveDuties } from '../../../domain/duty.ts';
import type { Facts } from '../../../domain/facts.ts';
import { type Office, officeWithRules } from '../../../office.ts';
import type { Database } from '../../../store/database.ts';
import { loadFacts } from '../../../store/facts.ts';
import { activeMembers } from '../../../store/members.ts';
import { ensureOffice } from '../../../store/offices.ts';
import { personIdOf } from '../people.ts';
import type { Names } from './carry-out.ts';
import type { Errand } from './errand.ts';
import { errandsOn } from './errands.ts';
import { silencesOf } from './manner.ts';

/** An errand at its instant. */
export interface Intention {
  at: Date;
  errand: Errand;
  /** Whose account it is done from. */
  account: string;
  /** The accounts of the unit's liaisons, for whom it is done. */
  liaisons: readonly string[];
}

/** What is meant to be done from the morning of a working day to that of the next. */
export interface Agenda {
  /** In order of time; what is done is taken out. */
  intentions: Intention[];
  names: Names;
  from: Date;
  /** Null when the notice's year is over. */
  until: Date | null;
}

/** When people see what is on: with the day's first messages. */
const MORNING = '09:00';

/**
 * What everybody means to do from `now` until the next working morning.
 *
 * @throws MissingHolidaysError when nobody knows which days are working days
 */
export async function agendaAt(
  db: Database,
  { seed, actedAs, now }: { seed: number; actedAs: ReadonlySet<string>; now: Date },
): Promise<Agenda> {
  const office = officeWithRules(await ensureOffice(db));
  if (!office) throw new Error('the office has no rules yet');
  const { notice, calendar, zone } = office;
  const facts = await loadFacts(db, office.id);
  const people = await activeMembers(db, office.id);
  const accounts = new Map(people.map((member) => [member.id, personIdOf(member)]));
  const leftAlone = new Set(
    people.filter((member) => actedAs.has(personIdOf(member))).map((member) => member.id),
  );

  const day = workingDayAt(office, now);
  const next = calendar.after(day, 1);
  const habits = { seed, notice, calendar, silences: silencesOf(seed, notice, facts) };
  const duties = deriveDuties(notice, facts, day);
  const intentions = datesFrom(day, next)
    .flatMap((date) => errandsOn(date, habits, { facts, duties, leftAlone }))
    .map((errand) => ({
      at: instantAt(zone, errand.date, errand.time),
      errand,
      account: accounts.get(errand.member.id) ?? '',
      liaisons: liaisonsOf(facts, errand.member.unitId).flatMap((id) => accounts.get(id) ?? []),
    }));
  return {
    intentions: intentions.filter(({ at }) => at > now),
    names: { registrations: notice.registrations, group: office.groupChannel },
    from: now,
    until: next > notice.closes ? null : instantAt(zone, next, MORNING),
  };
}

/** The working day whose morning was the last. */
function workingDayAt({ calendar, zone }: Office, now: Date): IsoDate {
  const date = dateIn(zone, now);
  return calendar.isWorkingDay(date) && timeIn(zone, now) >= MORNING ? date : calendar.before(date, 1);
}

function datesFrom(first: IsoDate, before: IsoDate): IsoDate[] {
  const dates: IsoDate[] = [];
  for (let date = first; date < before; date = addDays(date, 1)) dates.push(date);
  return dates;
}

function liaisonsOf({ members }: Facts, unitId: string | null): string[] {
  return members.filter((one) => one.role === 'liaison' && one.unitId === unitId).map((one) => one.id);
}
