import { dateIn, instantAt } from './domain/calendar.ts';
import { type Plan, planOffice } from './domain/plan.ts';
import { nextPlanning, type OwedReminder } from './domain/reminder.ts';
import type { Office } from './office.ts';
import type { Database } from './store/database.ts';
import { loadFacts } from './store/facts.ts';
import { toldRows } from './store/planned.ts';

export type { Plan } from './domain/plan.ts';

/** What is owed at the next sending time and not told yet. */
export async function loadPlan(db: Database, office: Office, now: Date): Promise<Plan> {
  const plan = planOffice(office, await loadFacts(db, office.id), await toldRows(db, office.id), now);
  return { ...plan, owed: plan.owed.filter((one) => isWritten(office, one)) };
}

/**
 * What the office would have planned from an instant until the end of yesterday, had nobody done anything since and had
 * every message gone out.
 */
export async function plansSince(
  db: Database,
  office: Office,
  from: Date,
  now: Date,
): Promise<{ owed: OwedReminder; at: Date }[]> {
  const facts = await loadFacts(db, office.id);
  const told = await toldRows(db, office.id);
  const today = dateIn(office.zone, now);
  const plans: { owed: OwedReminder; at: Date }[] = [];
  for (let at = from; dateIn(office.zone, at) < today; at = nextPlanning(office, at)) {
    const { owed } = planOffice(office, facts, told, at);
    for (const one of owed) {
      if (one.date >= today || !isWritten(office, one)) continue;
      plans.push({ owed: one, at });
      told.push(one);
    }
  }
  return plans;
}

function isWritten({ groupChannel }: Office, { kind }: OwedReminder): boolean {
  return kind !== 'group' || groupChannel !== null;
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
