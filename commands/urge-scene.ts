import { type AgendaLine, buildAgenda } from '../src/domain/agenda.ts';
import { lastContact, readAsked, type UrgeRefusal, urgeRefusal } from '../src/domain/asked.ts';
import { dateIn, type IsoDate } from '../src/domain/calendar.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Facts, Unit } from '../src/domain/facts.ts';
import { createLadder } from '../src/domain/ladder.ts';
import { routeOn } from '../src/domain/recipients.ts';
import { nextSending } from '../src/domain/reminder.ts';
import { readTold } from '../src/domain/told.ts';
import { activeMembers } from '../src/store/members.ts';
import { toldRows } from '../src/store/planned.ts';
import type { UrgeLine } from '../templates/urge.ts';
import type { Call } from './call.ts';
import { officeOf } from './subject.ts';

/** One unit, or all units of a proposal. */
export interface Scope {
  unitId?: string;
  number?: string;
}

/** What everything is decided on, loaded once. */
export interface Scene {
  facts: Facts;
  duties: Duty[];
  told: ReturnType<typeof readTold>;
  asked: ReturnType<typeof readAsked>;
  ladder: ReturnType<typeof createLadder>;
  phones: ReadonlyMap<string, string>;
  routing: ReturnType<typeof routeOn>;
  /** The day of the next sending. */
  date: IsoDate;
}

export async function sceneOf(call: Call): Promise<Scene> {
  const { tx, office, now } = call;
  const { facts, duties } = await officeOf(call);
  const ladder = createLadder(office.notice, office.calendar);
  const people = await activeMembers(tx, office.id, ['liaison', 'deputy']);
  const date = dateIn(office.zone, nextSending(office, now));
  return {
    facts,
    duties,
    ladder,
    told: readTold(await toldRows(tx, office.id), ladder),
    asked: readAsked(facts),
    phones: new Map(people.flatMap((one) => (one.phone ? [[one.id, one.phone] as const] : []))),
    routing: routeOn(
      date,
      facts.members.filter((one) => one.bound),
      facts.absences,
    ),
    date,
  };
}

export function readScope(text: string): Scope {
  const [kind, value = ''] = text.split(':');
  return kind === 'p' ? { number: value } : kind === 'u' ? { unitId: value } : {};
}

export function scopeText({ unitId, number }: Scope): string {
  return number !== undefined ? `p:${number}` : `u:${unitId ?? ''}`;
}

export function linesOf(call: Call, scene: Scene, unit: Unit, scope: Scope): UrgeLine[] {
  const { notice, calendar } = call.office;
  return buildAgenda(openOf(scene, unit, scope), notice, calendar, call.today).map((line) => ({
    line,
    refusal: lineRefusal(call, scene, line),
    lastDay: comingLastDay(call, scene, line),
    contact: lastContact(scene.facts.urges, new Set(line.duties.map((duty) => duty.key))),
    value: `${scopeText(scope)}|${unit.id}|${line.duties[0]?.key ?? ''}`,
  }));
}

/** What a unit owes now, of one proposal where one is meant; rights and what is said in other lines are no debts. */
export function openOf({ duties }: Scene, unit: Unit, { number }: Scope): Duty[] {
  return duties.filter(
    (duty) =>
      duty.unitId === unit.id &&
      duty.state === 'open' &&
      !duty.rule.optional &&
      duty.rule.ladder.stages.length > 0 &&
      (number === undefined || number === '' || duty.proposal?.number === number),
  );
}

export function refusalOf(call: Call, scene: Scene, duty: Duty): UrgeRefusal | null {
  const { told, ladder, asked, routing, date } = scene;
  const listeners = routing.to(duty, 1).map(({ id }) => ({
    memberId: id,
    // Today's message is out: the line comes with the next one (A1).
    date: told.keys.has(`reminder/${id}/${date}`) ? call.office.calendar.after(date, 1) : date,
  }));
  return urgeRefusal(duty, told, ladder, asked, listeners);
}

/** A line can be urged as soon as one of its duties can. */
function lineRefusal(call: Call, scene: Scene, line: AgendaLine): UrgeRefusal | null {
  const refusals = line.duties.map((duty) => refusalOf(call, scene, duty));
  return refusals.includes(null) ? null : (refusals[0] ?? null);
}

function comingLastDay(call: Call, { ladder }: Scene, { duties }: AgendaLine): IsoDate | null {
  const last = duties[0] ? ladder.lastDay(duties[0], call.today) : null;
  return last !== null && last >= call.today ? last : null;
}

/** The day on which the unit's people hear next. */
export function goesOn(call: Call, { routing, told, date }: Scene, unit: Unit): IsoDate {
  const isOut = routing.speaksFor(unit.id).some(({ id }) => told.keys.has(`reminder/${id}/${date}`));
  return isOut ? call.office.calendar.after(date, 1) : date;
}

export function personOf({ routing, phones }: Scene, unit: Unit): string {
  const [person] = routing.speaksFor(unit.id);
  const phone = person && phones.get(person.id);
  return [person ? person.name : '没有联络员', phone ?? unit.phone ?? ''].filter(Boolean).join(' ');
}

/** Units that owe something, the overdue first, with the duties that a call is about. */
export function phonable(
  call: Call,
  scene: Scene,
  number: string,
): { unit: Unit; late: number; duties: Duty[] }[] {
  const { ladder, facts } = scene;
  return facts.units
    .map((unit) => {
      const open = openOf(scene, unit, { number });
      const late = open.filter((duty) => ladder.isLate(duty, call.today));
      return { unit, late: late.length, duties: late.length > 0 ? late : open };
    })
    .filter(({ duties }) => duties.length > 0)
    .sort((one, other) => other.late - one.late || one.unit.name.localeCompare(other.unit.name, 'zh'));
}
