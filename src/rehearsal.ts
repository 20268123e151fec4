import { DateTime } from 'luxon';
import { plannedMessage, stillOpen } from '../templates/planned.ts';
import { plainText } from './chat/message.ts';
import type { Act } from './domain/act-list.ts';
import { dateIn, type IsoDate, instantAt, timeIn } from './domain/calendar.ts';
import { type DeskDay, newsBetween, type PeopleNews } from './domain/desk-day.ts';
import type { Duty } from './domain/duty.ts';
import type { Facts, MemberRole, Role } from './domain/facts.ts';
import { followingPlan, forecast } from './domain/forecast.ts';
import { ruleOf } from './domain/notice.ts';
import type { Plan } from './domain/plan.ts';
import type { OwedReminder, ReminderKind, ReminderPolicy, Stage } from './domain/reminder.ts';

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
  const messages: RehearsedMessage[] = [];
  const sentAt: number[] = [];
  /** What each of the desk knows of the people. */
  const lastHeard = new Map<string, Facts>();
  const steps = forecast({
    policy,
    facts,
    acts,
    told: [],
    waiting: [],
    planAt: followingPlan(policy, instantAt(zone, notice.assigned, '00:00'), to),
    until: to,
    goesOut: send,
  });
  for (const _step of steps);
  return messages;

  function send(owed: OwedReminder, { owed: all, facts: current, duties }: Plan, now: Date): boolean {
    const weekAgo = now.getTime() - WEEK_MS;
    const today = dateIn(zone, now);
    const message = plannedMessage({
      owed,
      notice,
      calendar,
      facts: current,
      duties,
      today,
      time: timeIn(zone, now),
      sending: { sent: sentAt.filter((at) => at >= weekAgo && at < now.getTime()).length, failed: 0 },
      phones,
      reports: null,
      day: dayOf(all, current, newsBetween(lastHeard.get(owed.memberId ?? '') ?? facts, current)),
    });
    if (!message) return false;
    sentAt.push(now.getTime());
    if (owed.memberId !== null && (owed.kind === 'desk' || owed.kind === 'heartbeat'))
      lastHeard.set(owed.memberId, current);
    if (today >= from)
      messages.push({
        at: DateTime.fromJSDate(now, { zone }).toISO({ suppressMilliseconds: true }) ?? '',
        ...addressee(owed, current),
        kind: owed.kind,
        items: itemsOf(owed, duties, policy, current),
        text: plainText({ text: message.text, blocks: [] }),
      });
    return true;
  }
}

const WEEK_MS = 7 * 86_400_000;

/** What goes out this day, as the ledger has it in the morning. */
function dayOf(owed: readonly OwedReminder[], { members }: Facts, news: PeopleNews): DeskDay {
  const reminders = owed.filter(({ kind }) => kind === 'reminder' || kind === 'urgent');
  const unitOf = new Map(members.map((member) => [member.id, member.unitId]));
  return {
    reminders: reminders.length,
    units: new Set(reminders.map(({ memberId }) => unitOf.get(memberId ?? ''))).size,
    failed: 0,
    unreached: [],
    unbound: new Set(members.filter(({ bound, unitId }) => !bound && unitId !== null).map(({ id }) => id)),
    news,
  };
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
