import { addDays, type IsoDate } from '../../../domain/calendar.ts';
import { deriveDuties } from '../../../domain/duty.ts';
import type { Facts, Registration, ReportEntry } from '../../../domain/facts.ts';
import type { Habits } from './appointment.ts';
import type { Errand } from './errand.ts';
import { errandsOn } from './errands.ts';

/** What an errand puts on record when the bot has taken it. */
export interface Effect {
  registrations: Registration[];
  reports: ReportEntry[];
  /** The member who joins the work group. */
  joins: string | null;
}

export function effectOf({ date, member, task }: Errand): Effect {
  const effect: Effect = { registrations: [], reports: [], joins: null };
  const record = (
    about: { assignmentId: string | null; unitId: string | null },
    more: Partial<Registration>,
  ) =>
    effect.registrations.push({
      ...about,
      kind: '',
      on: date,
      dutyKey: null,
      promisedOn: null,
      text: null,
      ...more,
    });
  switch (task.do) {
    case 'sign':
      for (const { assignment, unitId } of task.duties)
        record({ assignmentId: assignment?.id ?? null, unitId }, { kind: 'signed' });
      break;
    case 'report':
      for (const { assignment, proposal, unitId } of task.duties) {
        if (!assignment) continue;
        effect.reports.push({ assignmentId: assignment.id, period: task.period, submittedOn: date });
        const way = task.entries.get(proposal?.number ?? '')?.way ?? null;
        if (way !== null)
          record({ assignmentId: assignment.id, unitId }, { kind: 'contacted', text: way, details: { way } });
      }
      break;
    case 'register':
      for (const { duty, kind } of task.parts)
        record({ assignmentId: duty.assignment?.id ?? null, unitId: duty.unitId }, { kind, on: task.on });
      break;
    case 'explain':
      for (const { assignment, unitId, key } of task.duties)
        record(
          { assignmentId: assignment?.id ?? null, unitId },
          { kind: 'explained', dutyKey: key, text: task.why },
        );
      break;
    case 'join':
      effect.joins = member.id;
      break;
    case 'say':
      break;
  }
  return effect;
}

export interface History {
  /** As they are when everything was done. */
  facts: Facts;
  /** In order of time. */
  errands: Errand[];
}

/** The days from `from` to before `until`, as they go when nobody is acted as. */
export function historyOf(habits: Habits, facts: Facts, from: IsoDate, until: IsoDate): History {
  const errands: Errand[] = [];
  let current = facts;
  for (let date = from; date < until; date = addDays(date, 1)) {
    const duties = deriveDuties(habits.notice, current, date);
    const today = errandsOn(date, habits, { facts: current, duties, leftAlone: new Set() });
    errands.push(...today);
    current = recorded(current, today);
  }
  return { facts: current, errands };
}

/** The facts with what the errands put on record. */
export function recorded(facts: Facts, errands: readonly Errand[]): Facts {
  if (errands.length === 0) return facts;
  const effects = errands.map(effectOf);
  const joined = new Set(effects.map((effect) => effect.joins));
  return {
    ...facts,
    members: facts.members.map((one) => (joined.has(one.id) ? { ...one, joinedGroup: true } : one)),
    registrations: [...facts.registrations, ...effects.flatMap((effect) => effect.registrations)],
    reportEntries: [...facts.reportEntries, ...effects.flatMap((effect) => effect.reports)],
  };
}
