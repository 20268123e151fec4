import { dateIn, instantAt } from './domain/calendar.ts';
import { type Duty, deriveDuties } from './domain/duty.ts';
import type { Facts } from './domain/facts.ts';
import { nextPlanning, nextSending, type OwedReminder, planReminders } from './domain/reminder.ts';
import type { Office } from './office.ts';
import type { Database } from './store/database.ts';
import { toldRows } from './store/deliveries.ts';
import { loadFacts } from './store/facts.ts';

export interface Plan {
  owed: OwedReminder[];
  facts: Facts;
  /** As of the day on which the messages go out. */
  duties: Duty[];
}

/** What is owed at the next sending time and not told yet. */
export async function loadPlan(db: Database, office: Office, now: Date): Promise<Plan> {
  const facts = await loadFacts(db, office.id);
  const duties = deriveDuties(office.notice, facts, dateIn(office.zone, nextSending(office, now)));
  const reachable = facts.members.filter((member) => member.bound);
  const owed = planReminders(duties, reachable, await toldRows(db, office.id), office, now);
  return {
    owed: office.groupChannel === null ? owed.filter((one) => one.kind !== 'group') : owed,
    facts,
    duties,
  };
}

/** The plan that comes next: the current one, or the next working day's when today's is out. */
export async function upcomingPlan(db: Database, office: Office, now: Date): Promise<Plan> {
  const plan = await loadPlan(db, office, now);
  if (plan.owed.length > 0) return plan;
  const morning = instantAt(
    office.zone,
    dateIn(office.zone, nextPlanning(office, now)),
    office.notice.sending.planAt,
  );
  return loadPlan(db, office, morning);
}
