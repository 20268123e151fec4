import { z } from 'zod';
import type { Context } from '../src/context.ts';
import { defineJob } from '../src/queue/job.ts';
import { forgetInbound } from '../src/store/audit.ts';
import { forgetAnswers } from '../src/store/deliveries.ts';
import { sendDue } from './deliver.ts';

/** More than a few minutes' worth at Slack's pace. */
const ENOUGH = 2_000;
const DAY_MS = 86_400_000;

/** Brings back every row that is due and that the queue may have forgotten, and clears what has served its time. */
export const sweepDeliveries = defineJob<Record<string, never>, Context>({
  name: 'sweep-deliveries',
  payload: z.object({}).strict(),
  async run(_payload, context) {
    const now = context.clock.now();
    await sendDue(context, ENOUGH);
    await forgetInbound(context.db, new Date(now.getTime() - 7 * DAY_MS));
    await forgetAnswers(context.db, new Date(now.getTime() - 30 * DAY_MS));
  },
});
