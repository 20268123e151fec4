import { z } from 'zod';
import { ChatFailure } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { addDays, dateIn } from '../src/domain/calendar.ts';
import { deriveDuties } from '../src/domain/duty.ts';
import { messageOf } from '../src/errors.ts';
import { officeWithRules } from '../src/office.ts';
import { defineJob } from '../src/queue/job.ts';
import { groupPosts } from '../src/store/deliveries.ts';
import { loadFacts } from '../src/store/facts.ts';
import { officeById } from '../src/store/offices.ts';
import { groupCard, groupLines } from '../templates/group-line.ts';

/** Older posts have scrolled away; with two posts a week (A7) there are few. */
const DAYS_SHOWN = 7;

/** After acts of units: the counts in the work group's latest posts follow, without another post (D5). A courtesy. */
export const refreshGroup = defineJob<{ officeId: string }, Context>({
  name: 'refresh-group',
  payload: z.object({ officeId: z.uuid() }),
  attempts: 2,
  async run({ officeId }, { db, slack, clock, log }) {
    const row = await officeById(db, officeId);
    const office = row && officeWithRules(row);
    if (!office) return;
    const today = dateIn(office.zone, clock.now());
    const posts = await groupPosts(db, officeId, addDays(today, -DAYS_SHOWN));
    if (posts.length === 0) return;
    const duties = deriveDuties(office.notice, await loadFacts(db, officeId), today);
    for (const { id, sentChannel, ts, items } of posts) {
      const message = groupCard(office.notice, groupLines(items, duties, today));
      if (!message || sentChannel === null || ts === null) continue;
      try {
        await slack.update({ channel: sentChannel, ts, message });
      } catch (error) {
        if (!(error instanceof ChatFailure)) throw error;
        log.warn({ delivery: id, code: error.code }, 'a group post was not brought up to date');
      }
    }
  },
});

/** Queued after the commit, once for however many acts; when the queue is away the post stays as it is. */
export async function refreshGroupOf(
  context: Pick<Context, 'queue' | 'log'>,
  officeId: string,
): Promise<void> {
  try {
    await context.queue.add(refreshGroup, { officeId }, { id: officeId });
  } catch (error) {
    context.log.warn({ reason: messageOf(error) }, 'the queue took no group post to refresh');
  }
}
