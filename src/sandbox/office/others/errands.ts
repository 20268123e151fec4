import type { IsoDate } from '../../../domain/calendar.ts';
import { type Duty, groupBy } from '../../../domain/duty.ts';
import type { Facts, Member, Unit } from '../../../domain/facts.ts';
import { type Chances, chancesOf } from '../../chances.ts';
import { appointmentOf, type Habits, isSigning, type Part } from './appointment.ts';
import type { Errand, Task } from './errand.ts';
import { type Manner, mannerOf } from './manner.ts';
import { explainTask, registerTask, reportTasks, type Scope, signTasks } from './tasks.ts';

/** What is known on the morning of a day. */
export interface Morning {
  facts: Facts;
  /** Of all units, as of the day. */
  duties: readonly Duty[];
  /** Members somebody acts as: they, and the units whose liaison they are, are left alone. */
  leftAlone: ReadonlySet<string>;
}

/**
 * Everything that the people of all units do on a day, in order of time: what they have their minds set on for it, and
 * some of what they missed before. Whom the bot cannot reach does nothing. Pure: the same morning has the same errands.
 */
export function errandsOn(date: IsoDate, habits: Habits, { facts, duties, leftAlone }: Morning): Errand[] {
  const owed = groupBy(
    duties.filter((duty) => duty.state === 'open' && !duty.rule.optional && duty.opens <= date),
    (duty) => duty.unitId,
  );
  const errands = facts.units.flatMap((unit) => {
    const people = peopleOf(unit, facts, leftAlone);
    const own = owed.get(unit.id);
    if (!people || !own) return [];
    const manner = mannerOf(habits.seed, unit.name);
    return errandsOf({ date, habits, facts, unit, manner, duties: own }, people);
  });
  return errands.sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
}

function orderOf({ time, unit, task }: Errand): string {
  return `${time} ${unit} ${task.do}`;
}

interface People {
  liaison: Member;
  deputy: Member | null;
  /** Who has joined the work group, or not, by id. */
  byId: ReadonlyMap<string, Member>;
}

/** Null where nobody of the unit acts by themselves. */
function peopleOf(unit: Unit, facts: Facts, leftAlone: ReadonlySet<string>): People | null {
  const people = facts.members.filter((one) => one.unitId === unit.id);
  const of = (role: Member['role']) =>
    people
      .filter((one) => one.role === role && one.bound)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  const liaisons = of('liaison');
  const [liaison] = liaisons;
  if (!liaison || liaisons.some((one) => leftAlone.has(one.id))) return null;
  const deputy = of('deputy').find((one) => !leftAlone.has(one.id)) ?? null;
  return { liaison, deputy, byId: new Map(people.map((one) => [one.id, one])) };
}

function errandsOf(scope: Scope, people: People): Errand[] {
  const { date, unit, habits, manner, duties } = scope;
  const due = duties.flatMap(partsOf).filter((part) => isTime(scope, part));
  const errands: Errand[] = [];
  const add = (name: string, tasks: (chances: Chances) => Task[], member?: Member) => {
    const chances = chancesOf(habits.seed, 'errand', unit.name, name, date);
    const who = member ?? whoGoes(people, manner, chances);
    let time = timeOf(scope, chances);
    for (const task of tasks(chances)) {
      errands.push({ date, time: clock(time), unit: unit.name, member: who, task });
      time += chances.between(6, 25);
    }
  };

  const signing = due.filter(({ duty }) => isSigning(duty));
  if (signing.length > 0) add('sign', (chances) => signTasks(scope, signing, chances));
  const reporting = due.filter(({ duty }) => duty.period !== null);
  for (const [period, same] of groupBy(reporting, ({ duty }) => duty.period ?? ''))
    add(`report ${period}`, (chances) => reportTasks(scope, period, same, chances));
  const facts = due.filter(hasKind).filter(({ duty }) => !isSigning(duty));
  if (facts.length > 0) add('register', (chances) => [registerTask(scope, facts, chances)]);
  for (const { duty } of due) {
    const member = people.byId.get(duty.memberId ?? '');
    if (member?.bound) add(`join ${member.name}`, () => [{ do: 'join' }], member);
  }
  const explanation = isSilent(habits, unit.name, date) ? null : explainTask(scope, due);
  if (explanation) add('explain', () => [explanation]);
  return errands;
}

/** What is missing of a duty: a part for each fact, or one without a kind where no fact on record closes it. */
function partsOf(duty: Duty): Part[] {
  const { doneWhen } = duty.rule;
  if ('reported' in doneWhen || 'joinedGroup' in doneWhen) return [{ duty, kind: null }];
  return duty.missing.map((kind) => ({ duty, kind }));
}

function hasKind(part: Part): part is Part & { kind: string } {
  return part.kind !== null;
}

/** Of what was missed, this much is remembered every working day. */
const REMEMBERED = 0.4;

function isTime({ date, habits, unit }: Scope, part: Part): boolean {
  const appointment = appointmentOf(habits, unit.name, part);
  if (appointment === null || appointment > date) return false;
  if (appointment === date) return true;
  if (!habits.calendar.isWorkingDay(date) || isSilent(habits, unit.name, date)) return false;
  const { rule, period, proposal } = part.duty;
  const matter = period ?? (isSigning(part.duty) ? '' : (proposal?.number ?? ''));
  return chancesOf(habits.seed, 'missed', unit.name, rule.id, matter, date).happens(REMEMBERED);
}

function isSilent({ silences }: Habits, unit: string, date: IsoDate): boolean {
  return silences.some((one) => one.unit === unit && one.from <= date && date <= one.to);
}

function whoGoes({ liaison, deputy }: People, { deputised }: Manner, chances: Chances): Member {
  return chances.happens(deputised) && deputy ? deputy : liaison;
}

/** In minutes of the day: office hours; on a rest day whenever somebody finds the time. */
function timeOf({ date, habits }: Scope, chances: Chances): number {
  if (!habits.calendar.isWorkingDay(date)) return chances.between(9 * 60 + 30, 20 * 60);
  return chances.happens(0.55)
    ? chances.between(9 * 60 + 5, 11 * 60 + 5)
    : chances.between(14 * 60 + 35, 17 * 60);
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
