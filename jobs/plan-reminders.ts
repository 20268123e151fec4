import { z } from 'zod';
import type { Context } from '../src/context.ts';
import { dateIn, MissingHolidaysError } from '../src/domain/calendar.ts';
import { nextPlanning } from '../src/domain/reminder.ts';
import { officeWithRules } from '../src/office.ts';
import { loadPlan } from '../src/planning.ts';
import { defineJob } from '../src/queue/job.ts';
import { lockOffice, setNextPlan, setRestoredFrom } from '../src/store/offices.ts';
import { writeMaybePosted, writePlanned } from '../src/store/planned.ts';
import { catchUp } from './catch-up.ts';
import { sendInTurn } from './deliver.ts';
import { oweDesk } from './tell-desk.ts';

/** How often the desk hears that a holiday list is missing: planning is tried again this often. */
const RETRY_MS = 24 * 60 * 60 * 1000;

/**
 * Works out what one office owes its people at the next sending time and writes it down. Late, twice or on two
 * machines at once, it writes the same rows. A year without a published holiday list stops planning, and the desk
 * is told so every day: to plan on guessed working days would be worse.
 */
export const planReminders = defineJob<{ officeId: string }, Context>({
  name: 'plan-reminders',
  payload: z.object({ officeId: z.uuid() }),
  async run({ officeId }, context) {
    const now = context.clock.now();
    const ids = await context.db.transaction(async (tx) => {
      const row = await lockOffice(tx, officeId);
      const office = row && officeWithRules(row);
      if (!row || !office) return [];
      try {
        const { restoredFrom } = row;
        const caughtUp = restoredFrom && (await catchUp(tx, office, restoredFrom, now));
        if (caughtUp && !caughtUp.done) return caughtUp.deliver; // the next minute asks again
        const plan = await loadPlan(tx, office, now);
        const planned = restoredFrom
          ? await writeMaybePosted(tx, officeId, plan.owed, restoredFrom, now)
          : await writePlanned(tx, officeId, plan.owed, now);
        if (restoredFrom) await setRestoredFrom(tx, officeId, null);
        await setNextPlan(tx, officeId, nextPlanning(office, now));
        // What is for later is the business of the tick at its time.
        const isNow = plan.owed.some(({ sendAt }) => sendAt <= now);
        return [...(caughtUp?.deliver ?? []), ...(isNow ? planned : [])];
      } catch (error) {
        if (!(error instanceof MissingHolidaysError)) throw error;
        context.log.error(
          { office: officeId, year: error.year },
          'no holiday list for this year: reminders stand still',
        );
        await setNextPlan(tx, officeId, new Date(now.getTime() + RETRY_MS));
        const today = dateIn(office.zone, now);
        const keyOf = (memberId: string) => `alarm/holidays/${memberId}/${today}`;
        const text = `【重要】提醒已暂停：${error.message}`;
        return oweDesk(tx, officeId, { kind: 'alarm', keyOf, text }, now);
      }
    });
    await sendInTurn(context, ids);
  },
});
