import { DateTime } from 'luxon';
import { plannedMessage, stillOpen } from '../templates/planned.ts';
import { plainText } from './chat/message.ts';
import type { Act } from './domain/act-list.ts';
import { applyAct } from './domain/acts.ts';
import { addDays, dateIn, type IsoDate, instantAt, timeIn } from './domain/calendar.ts';
import type { Duty } from './domain/duty.ts';
import type { Facts, MemberRole, Role } from './domain/facts.ts';
import { ruleOf } from './domain/notice.ts';
import { type Plan, planOffice } from './domain/plan.ts';
import {
  nextPlanning,
  type OwedReminder,
  type ReminderKind,
  type ReminderPolicy,
  type Stage,
  type ToldRow,
} from './domain/reminder.ts';

export interface RehearsalOptions {
  policy: ReminderPolicy;
  /** As on the day of assignment, before anybody acted. */
  facts: Facts;
  /** Telephone numbers by member id, for the desk's list. */
  phones: ReadonlyMap<string, string>;
  /** In order of time, and possible: see checkActs. */
  acts: readonly Act[];
  /** First and last day shown. The rehearsal itself begins on the day of assignment: what was told before counts. */
  from: IsoDate;
  to: IsoDate;
}

/** One message that would go out, with names in place of ids. */
export interface RehearsedMessage {
  /** ISO 8601 with the office's offset. */
  at: string;
  /** Member and unit are null for the work group; the desk and managers have no unit. */
  to: { member: string | null; unit: string | null; role: MemberRole | 'group' };
  channel: 'dm' | 'group';
  kind: ReminderKind;
  items: RehearsedItem[];
  /** The complete plain text, without buttons. */
  text: string;
}

/** One duty in a message; in a line for the group, one rule with one date. */
export interface RehearsedItem {
  /** The rule's id in the rule file, such as `monthly`. */
  duty: string;
  /** 案号 */
  proposal: string | null;
  unit: string | null;
  /** How the unit holds the proposal. */
  role: Role | null;
  /** The date that the message is about. */
  due: IsoDate | null;
  stage: Stage;
  clause: string;
}

/**
 * Everything that would be sent from the day of assignment on, if exactly these acts happened. The office is planned
 * each working day at its planning time and after every act, and each message is worded when it goes out, as the live
 * bot does it; only the ledger is in memory, and nothing ever fails. Everybody bound is reached and the work group is
 * set.
 *
 * @throws MissingHolidaysError when a year that counts has no published list
 */
export function rehearse({ policy, facts, phones, acts, from, to }: RehearsalOptions): RehearsedMessage[] {
  const { notice, calendar, zone } = policy;
  const end = instantAt(zone, to, '23:59');
  const coming = acts.map((act) => ({ act, at: instantAt(zone, act.date, act.time) }));
  const messages: RehearsedMessage[] = [];
  const told: ToldRow[] = [];
  const sentAt: number[] = [];
  let current = facts;
  let plan: Plan = { facts, owed: [], duties: [] };
  let planAt = followingPlan(policy, instantAt(zone, notice.assigned, '00:00'), to);

  for (;;) {
    const [next] = coming;
    const sendAt = plan.owed[0]?.sendAt;
    const now = earliest([next?.at, sendAt, planAt]);
    if (now === null || now > end) return messages;
    if (next && next.at <= now) {
      // One plan for all that happens in a minute, as the tick makes it.
      for (let one = coming[0]; one && one.at <= now; one = coming[0]) {
        current = applyAct(notice, current, one.act);
        coming.shift();
      }
      plan = planOffice(policy, current, told, now);
    } else if (sendAt && sendAt <= now) {
      send(plan, now);
      plan = { ...plan, owed: [] };
    } else {
      plan = planOffice(policy, current, told, now);
      planAt = followingPlan(policy, now, to);
    }
  }

  /** Every act is followed by a new plan, so that the duties of the plan are those of the sending time. */
  function send({ owed, duties }: Plan, now: Date): void {
    const today = dateIn(zone, now);
    const weekAgo = now.getTime() - WEEK_MS;
    const sending = { sent: sentAt.filter((at) => at >= weekAgo).length, failed: 0 };
    const at = DateTime.fromJSDate(now, { zone }).toISO({ suppressMilliseconds: true }) ?? '';
    const time = timeIn(zone, now);
    for (const one of owed) {
      const message = plannedMessage({
        owed: one,
        notice,
        calendar,
        facts: current,
        duties,
        today,
        time,
        sending,
        phones,
      });
      if (!message) continue;
      told.push(one);
      sentAt.push(now.getTime());
      if (today < from) continue;
      messages.push({
        at,
        ...addressee(one, current),
        kind: one.kind,
        items: itemsOf(one, duties, policy, current),
        text: plainText({ text: message.text, blocks: [] }),
      });
    }
  }
}

const WEEK_MS = 7 * 86_400_000;

/** The next planning time; null when none is left by the last day, whose following year may not be published yet. */
function followingPlan(policy: ReminderPolicy, now: Date, to: IsoDate): Date | null {
  const { calendar, notice, zone } = policy;
  const today = dateIn(zone, now);
  const first = timeIn(zone, now) < notice.sending.planAt ? today : addDays(today, 1);
  return calendar.countBetween(first, to) === 0 ? null : nextPlanning(policy, now);
}

function earliest(instants: readonly (Date | null | undefined)[]): Date | null {
  return instants.reduce<Date | null>(
    (first, instant) => (instant && (first === null || instant < first) ? instant : first),
    null,
  );
}

function addressee({ kind, memberId }: OwedReminder, facts: Facts): Pick<RehearsedMessage, 'to' | 'channel'> {
  const member = facts.members.find((one) => one.id === memberId);
  if (kind === 'group' || !member)
    return { to: { member: null, unit: null, role: 'group' }, channel: 'group' };
  const unit = facts.units.find((one) => one.id === member.unitId)?.name ?? null;
  return { to: { member: member.name, unit, role: member.role }, channel: 'dm' };
}

/** What the message is about: of what was planned, what is still owed as it goes out. */
function itemsOf(
  { kind, items }: OwedReminder,
  duties: readonly Duty[],
  { notice }: ReminderPolicy,
  facts: Facts,
): RehearsedItem[] {
  if (kind === 'group') {
    return items.map(({ duty, deadline, stage }) => ({
      duty,
      proposal: null,
      unit: null,
      role: null,
      due: deadline,
      stage,
      clause: ruleOf(notice, duty).clause,
    }));
  }
  return stillOpen(items, duties).map(({ duty, item }) => ({
    duty: duty.rule.id,
    proposal: duty.proposal?.number ?? null,
    unit: facts.units.find((unit) => unit.id === duty.unitId)?.name ?? null,
    role: duty.role,
    due: item.deadline,
    stage: item.stage,
    clause: duty.rule.clause,
  }));
}
