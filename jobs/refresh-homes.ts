import { z } from 'zod';
import type { Context } from '../src/context.ts';
import { decodeQuery } from '../src/domain/board-query.ts';
import { messageOf } from '../src/errors.ts';
import { officeWithRules } from '../src/office.ts';
import { defineJob } from '../src/queue/job.ts';
import { homeOf, homesToRefresh } from '../src/store/homes.ts';
import { memberBySlackId } from '../src/store/members.ts';
import { officeById } from '../src/store/offices.ts';
import { showHome } from './show-home.ts';

/** After an act: a Home tab that shows what is no longer so. A courtesy; it is made anew whenever it is opened. */
export const refreshHome = defineJob<{ officeId: string; slackId: string }, Context>({
  name: 'refresh-home',
  payload: z.object({ officeId: z.uuid(), slackId: z.string() }),
  attempts: 2,
  async run({ officeId, slackId }, context) {
    const row = await officeById(context.db, officeId);
    const office = row && officeWithRules(row);
    const home = await homeOf(context.db, officeId, slackId);
    if (!office || !home) return;
    const member = await memberBySlackId(context.db, officeId, slackId);
    const query = decodeQuery(home.state);
    await showHome(context, office, { slackId, member, query, done: null, hash: home.hash });
  },
});

/** Whoever looked at the tab longer ago has it made anew on coming back. */
const LOOKED_AT_MS = 12 * 3_600_000;

/** Queued after the commit: the tabs of who acted and of the units concerned, and of people who lost or changed their part. */
export async function refreshHomesOf(
  { db, queue, clock, log }: Pick<Context, 'db' | 'queue' | 'clock' | 'log'>,
  officeId: string,
  concerned: { memberId: string; unitIds: readonly string[] },
): Promise<void> {
  const since = new Date(clock.now().getTime() - LOOKED_AT_MS);
  const accounts = await homesToRefresh(db, officeId, { ...concerned, since });
  try {
    await queue.addMany(
      refreshHome,
      accounts.map((slackId) => ({ payload: { officeId, slackId }, id: slackId })),
    );
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'the queue took no home page to refresh');
  }
}
