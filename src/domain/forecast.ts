import type { Act } from './act-list.ts';
import { applyAct } from './acts.ts';
import { addDays, dateIn, type IsoDate, instantAt, timeIn } from './calendar.ts';
import type { Facts } from './facts.ts';
import { type Plan, planOffice } from './plan.ts';
import {
  nextPlanning,
  nextSendings,
  type OwedReminder,
  type ReminderPolicy,
  type ToldRow,
} from './reminder.ts';

export interface ForecastStart {
  policy: ReminderPolicy;
  facts: Facts;
  told: readonly ToldRow[];
  /** Planned already and not out yet, each with the instant at which it is tried. */
  waiting: readonly Waiting[];
  /** When the office is planned next; null for never. */
  planAt: Date | null;
  /** What people will do, in order of time. */
  acts?: readonly Act[];
  /** The last day looked at. */
  until: IsoDate;
  /** Whether what is owed can be written down at all; everything can unless said otherwise. */
  mayBeOwed?: (owed: OwedReminder) => boolean;
  /** Whether a message still has something to say as it goes out, under the plan of that moment. */
  goesOut: (owed: OwedReminder, plan: Plan, at: Date) => boolean;
}

export interface Waiting {
  owed: OwedReminder;
  at: Date;
}

/** One instant at which the bot plans or sends. */
export interface ForecastStep {
  at: Date;
  /** What went out at it. */
  sent: OwedReminder[];
}

/**
 * The future of an office as the live bot would bring it about when nothing fails: it plans on every working day at
 * its planning time and after every act, and sends when a window is open. A step is short, so that whoever looks far
 * ahead can let others work in between.
 *
 * @throws MissingHolidaysError when a year that counts has no published list
 */
export function* forecast(start: ForecastStart): Generator<ForecastStep, void, void> {
  const { policy, until, mayBeOwed = () => true, goesOut } = start;
  const { notice, zone } = policy;
  const end = instantAt(zone, until, '23:59');
  const coming = (start.acts ?? []).map((act) => ({ act, at: instantAt(zone, act.date, act.time) }));
  const told: ToldRow[] = [...start.told];
  let { facts } = start;
  let waiting: readonly Waiting[] = start.waiting;
  let planAt: Date | null = start.planAt;
  let plan: Plan | null = null;

  for (;;) {
    const now = earliest([coming[0]?.at, planAt, ...waiting.map((one) => one.at)]);
    if (now === null || now > end) return;
    let isPlanDue = planAt !== null && planAt <= now;
    if (isPlanDue) planAt = followingPlan(policy, now, until);
    // One plan for all that happens in a minute, as the tick makes it.
    for (let next = coming[0]; next && next.at <= now; next = coming[0]) {
      facts = applyAct(notice, facts, next.act);
      coming.shift();
      isPlanDue = true;
    }
    if (isPlanDue) {
      plan = planOffice(policy, facts, told, now);
      waiting = plan.owed.filter(mayBeOwed).map((owed) => ({ owed, at: owed.sendAt }));
      yield { at: now, sent: [] };
    } else {
      yield { at: now, sent: send(now) };
    }
  }

  /** Every act is followed by a new plan, so that the duties of the plan are those of the sending time. */
  function send(now: Date): OwedReminder[] {
    plan ??= planOffice(policy, facts, told, now);
    const sendingOf = nextSendings(policy, now);
    const later: Waiting[] = [];
    const sent: OwedReminder[] = [];
    for (const one of waiting) {
      if (one.at > now) later.push(one);
      else if (one.owed.date < dateIn(zone, now)) planAt = new Date(now.getTime() + MINUTE_MS);
      else if (sendingOf(one.owed.kind) > now) later.push({ ...one, at: sendingOf(one.owed.kind) });
      else if (goesOut(one.owed, plan, now)) sent.push(one.owed);
    }
    waiting = later;
    told.push(...sent);
    return sent;
  }
}

const MINUTE_MS = 60_000;

/** The next planning time; null when none is left by the last day, whose following year may not be published yet. */
export function followingPlan(policy: ReminderPolicy, now: Date, until: IsoDate): Date | null {
  const { calendar, notice, zone } = policy;
  const today = dateIn(zone, now);
  const first = timeIn(zone, now) < notice.sending.planAt ? today : addDays(today, 1);
  return calendar.countBetween(first, until) === 0 ? null : nextPlanning(policy, now);
}

function earliest(instants: readonly (Date | null | undefined)[]): Date | null {
  return instants.reduce<Date | null>(
    (first, instant) => (instant && (first === null || instant < first) ? instant : first),
    null,
  );
}
