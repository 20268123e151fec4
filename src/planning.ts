import { dateIn, instantAt } from './domain/calendar.ts';
import { type Plan, planOffice } from './domain/plan.ts';
import { nextPlanning } from './domain/reminder.ts';
import type { Office } from './office.ts';
import type { Database } from './store/database.ts';
import { loadFacts } from './store/facts.ts';
import { toldRows } from './store/planned.ts';

export type { Plan } from './domain/plan.ts';

/** What is owed at the next sending time and not told yet. */
export async function loadPlan(db: Database, office: Office, now: Date): Promise<Plan> {
  const plan = planOffice(office, await loadFacts(db, office.id), await toldRows(db, office.id), now);
  return office.groupChannel === null
    ? { ...plan, owed: plan.owed.filter((one) => one.kind !== 'group') }
    : plan;
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
