import type { IsoDate } from './calendar.ts';
import { type Duty, deadline } from './duty.ts';
import type { Snooze, Urge } from './facts.ts';
import type { Ladder, Stage } from './ladder.ts';
import type { Told } from './told.ts';

/** Chases of one duty before a deadline, besides its opening notice (A2). */
const MOST_CHASES = 2;

/** What people asked for beside the ladder, by duty and person, so that each is one look-up away. */
export interface Asked {
  /** The latest urge of a duty that goes out by message and counts on a date. */
  urgeOf(dutyKey: string, date: IsoDate): IsoDate | null;
  /** The day until which a person put a duty off. */
  snoozedUntil(memberId: string, dutyKey: string): IsoDate | null;
}

export function readAsked({ snoozes, urges }: { snoozes: readonly Snooze[]; urges: readonly Urge[] }): Asked {
  const until = new Map(snoozes.map((one) => [`${one.memberId}/${one.dutyKey}`, one.until]));
  const asked = new Map<string, IsoDate[]>();
  for (const { dutyKey, on, way } of urges)
    if (way !== 'phone') asked.set(dutyKey, [...(asked.get(dutyKey) ?? []), on]);
  return {
    urgeOf: (dutyKey, date) =>
      asked
        .get(dutyKey)
        ?.filter((on) => on <= date)
        .sort()
        .at(-1) ?? null,
    snoozedUntil: (memberId, dutyKey) => until.get(`${memberId}/${dutyKey}`) ?? null,
  };
}

/** Whether one more word about a duty on a date keeps within A2; what is overdue knows no such limit, only A1. */
export function mayChase(told: Told, ladder: Ladder, memberId: string, duty: Duty, date: IsoDate): boolean {
  if (ladder.isLate(duty, date)) return true;
  const last = ladder.lastDay(duty, date);
  // The last working day's word always comes.
  const coming = last !== null && last > date ? 1 : 0;
  return told.chases(memberId, duty, deadline(duty, date)) + 1 + coming <= MOST_CHASES;
}

/** An urge brings the first chase forward: that day's own stage 1 is then said already. */
export function urgedStage(reached: Stage | null, duty: Duty): Stage | null {
  if (duty.rule.optional || duty.rule.ladder.stages.length === 0) return reached;
  return (reached ?? 0) === 0 && duty.due !== null ? 1 : reached;
}

/** What putting a duty off means on a date (A9): nothing from its last working day on. */
export function putOff(
  until: IsoDate | null,
  ladder: Ladder,
  duty: Duty,
  date: IsoDate,
): 'asleep' | 'awake' | null {
  if (until === null) return null;
  const last = ladder.lastDay(duty, date);
  if (last !== null && date >= last) return null;
  return date < until ? 'asleep' : 'awake';
}

/** The latest urge of any of the duties, by message or by telephone. */
export function lastContact(urges: readonly Urge[], dutyKeys: ReadonlySet<string>): Urge | null {
  const own = urges.filter((one) => dutyKeys.has(one.dutyKey));
  const isLater = (one: Urge, other: Urge) =>
    one.on > other.on || (one.on === other.on && one.way === 'phone' && other.way !== 'phone');
  return own.reduce<Urge | null>((last, one) => (last === null || isLater(one, last) ? one : last), null);
}

/** Why the desk cannot have a duty's line in the next reminder. */
export type UrgeRefusal =
  | 'done'
  | 'exempt'
  | 'waiting'
  | 'optional'
  /** Said in another duty's line. */
  | 'unspoken'
  /** The unit has said why it is late, or a request is being studied: the ladder stands still. */
  | 'paused'
  /** Asked for already and not gone out yet. */
  | 'asked'
  /** Nobody of the unit can be written to. */
  | 'unheard'
  /** A2 is used up. */
  | 'chased';

export function urgeRefusal(
  duty: Duty,
  told: Told,
  ladder: Ladder,
  asked: Asked,
  /** Who hears of it, and the day on which they hear next. */
  listeners: readonly { memberId: string; date: IsoDate }[],
): UrgeRefusal | null {
  const { rule, state } = duty;
  if (state !== 'open') return state;
  if (rule.optional) return 'optional';
  if (rule.ladder.stages.length === 0 || duty.unitId === null) return 'unspoken';
  if (duty.paused) return 'paused';
  if (listeners.length === 0) return 'unheard';
  const isWaiting = ({ memberId, date }: { memberId: string; date: IsoDate }) => {
    const urge = asked.urgeOf(duty.key, date);
    return urge !== null && (told.lastUrge(memberId, duty.key) ?? '') < urge;
  };
  if (listeners.some(isWaiting)) return 'asked';
  return listeners.every(({ memberId, date }) => mayChase(told, ladder, memberId, duty, date))
    ? null
    : 'chased';
}
