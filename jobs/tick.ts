import type { Context } from '../src/context.ts';
import { dueDeliveries, nextDeliveryTime } from '../src/store/deliveries.ts';
import { nextPlanningTime, officesToPlan } from '../src/store/offices.ts';
import { minuteOf } from './deliver.ts';
import { planReminders } from './plan-reminders.ts';
import { sweepDeliveries } from './sweep-deliveries.ts';

/**
 * The minute's questions: which offices are due for planning? One job each. Is anything due to be sent? One sweep, which
 * also comes every hour to clear up. While nobody may post, none is asked for. The minute is part of their ids: processes that tick together ask once, and a job
 * of an earlier minute, whose worker died and which the queue takes for running for a while, holds up nothing.
 */
export async function tick(context: Context): Promise<void> {
  const now = context.clock.now();
  const minute = minuteOf(now);
  const isShut = context.gate.closedUntil(now) !== null;
  const [offices, due] = await Promise.all([
    officesToPlan(context.db, now),
    isShut ? [] : dueDeliveries(context.db, now, 1),
  ]);
  await context.queue.addMany(
    planReminders,
    offices.map((officeId) => ({ payload: { officeId }, id: `${officeId}.${minute}` })),
  );
  if (due.length > 0 || now.getUTCMinutes() === 0)
    await context.queue.add(sweepDeliveries, {}, { id: `${minute}` });
}

/** The earliest instant at which a tick finds something to do; null when it has nothing to wait for. */
export async function nextTickWithWork(context: Context): Promise<Date | null> {
  // Asked together: whoever goes through a year asks at every step of it.
  const [planning, delivery] = await Promise.all([
    nextPlanningTime(context.db),
    nextDeliveryTime(context.db),
  ]);
  const opens = context.gate.closedUntil(context.clock.now());
  const posting = delivery && opens && opens > delivery ? opens : delivery;
  const known = [planning, posting].filter((time) => time !== null).map((time) => time.getTime());
  return known.length === 0 ? null : new Date(Math.min(...known));
}
