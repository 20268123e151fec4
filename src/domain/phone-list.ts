import type { IsoDate } from './calendar.ts';
import { type Duty, deadline } from './duty.ts';
import type { Facts, Unit } from './facts.ts';
import { groupBy } from './group-by.ts';
import { createLadder } from './ladder.ts';
import { routeOn } from './recipients.ts';
import type { ReminderPolicy } from './reminder.ts';

/** Why the desk would telephone a unit. */
export type PhoneReason =
  /** Duties at the ladder's telephone stage. */
  | { kind: 'overdue'; duties: Duty[] }
  /** Messages to these people were given up. */
  | { kind: 'failed'; people: Unreached[] }
  | { kind: 'no-liaison' }
  /** No account was found for these people. */
  | { kind: 'unbound'; memberIds: string[] }
  /** Everybody is on leave. */
  | { kind: 'away'; until: IsoDate }
  /** Liaisons who have not joined the work group (R70). */
  | { kind: 'outside'; memberIds: string[]; due: IsoDate | null };

/** A person whom no message reaches, and why in words. */
export interface Unreached {
  memberId: string;
  reason: string;
}

export interface PhoneEntry {
  unit: Unit;
  reasons: PhoneReason[];
}

/** What the facts do not hold. */
export interface Reached {
  /** People whose account is not known. */
  unbound: ReadonlySet<string>;
  /** People whose last message was given up. */
  failed: readonly Unreached[];
}

/** 电话单: every unit once, whoever must be telephoned most urgently first. */
export function phoneList(
  { notice, calendar }: ReminderPolicy,
  facts: Facts,
  duties: readonly Duty[],
  { unbound, failed }: Reached,
  today: IsoDate,
): PhoneEntry[] {
  const ladder = createLadder(notice, calendar);
  const open = duties.filter((duty) => duty.state === 'open');
  const late = groupBy(
    open.filter((duty) => !duty.paused && !duty.rule.optional && (ladder.reached(duty, today) ?? 0) >= 4),
    (duty) => duty.unitId,
  );
  const outside = groupBy(
    open.filter(({ rule }) => 'joinedGroup' in rule.doneWhen),
    (duty) => duty.unitId,
  );
  const people = groupBy(
    facts.members.filter(({ role }) => role === 'liaison' || role === 'deputy'),
    (member) => member.unitId,
  );
  const routing = routeOn(
    today,
    facts.members.filter((one) => one.bound),
    facts.absences,
  );

  function reasonsOf(unit: Unit): PhoneReason[] {
    const own = people.get(unit.id) ?? [];
    const reasons: PhoneReason[] = [];
    const owed = late.get(unit.id);
    if (owed) reasons.push({ kind: 'overdue', duties: owed });
    const missed = failed.filter(({ memberId }) => own.some(({ id }) => id === memberId));
    if (missed.length > 0) reasons.push({ kind: 'failed', people: missed });
    if (!own.some((one) => one.role === 'liaison')) reasons.push({ kind: 'no-liaison' });
    const unknown = own.filter(({ id }) => unbound.has(id));
    if (unknown.length > 0) reasons.push({ kind: 'unbound', memberIds: unknown.map(({ id }) => id) });
    const away = facts.absences.filter(
      ({ memberId, from, until }) =>
        from <= today && today <= until && own.some((one) => one.id === memberId),
    );
    if (away.length > 0 && routing.speaksFor(unit.id).length === 0)
      reasons.push({ kind: 'away', until: away.map(({ until }) => until).sort()[0] ?? today });
    const absent = outside.get(unit.id);
    if (absent?.[0])
      reasons.push({
        kind: 'outside',
        memberIds: absent.flatMap(({ memberId }) => memberId ?? []),
        due: deadline(absent[0], today),
      });
    return reasons;
  }

  return facts.units
    .map((unit) => ({ unit, reasons: reasonsOf(unit) }))
    .filter(({ reasons }) => reasons.length > 0)
    .sort(
      (one, other) =>
        urgency(one) - urgency(other) ||
        other.reasons.length - one.reasons.length ||
        one.unit.name.localeCompare(other.unit.name, 'zh'),
    );
}

const ORDER: readonly PhoneReason['kind'][] = [
  'overdue',
  'failed',
  'no-liaison',
  'away',
  'unbound',
  'outside',
];

function urgency({ reasons }: PhoneEntry): number {
  return Math.min(...reasons.map(({ kind }) => ORDER.indexOf(kind)));
}
