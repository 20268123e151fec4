import { z } from 'zod';
import { ChatFailure } from '../src/chat/slack.ts';
import type { Context } from '../src/context.ts';
import { messageOf } from '../src/errors.ts';
import { officeWithRules } from '../src/office.ts';
import { defineJob } from '../src/queue/job.ts';
import { lastReminders } from '../src/store/deliveries.ts';
import { loadFacts } from '../src/store/facts.ts';
import { officeById } from '../src/store/offices.ts';
import { settledCard } from '../templates/card.ts';
import { wordingFrom } from './wording-of.ts';

/** After an act of a unit: its people's latest reminders show what is left (A5). A courtesy, so it is tried and not owed. */
export const refreshCards = defineJob<{ officeId: string; unitId: string }, Context>({
  name: 'refresh-cards',
  payload: z.object({ officeId: z.uuid(), unitId: z.uuid() }),
  attempts: 2,
  async run({ officeId, unitId }, context) {
    const row = await officeById(context.db, officeId);
    const office = row && officeWithRules(row);
    if (!office) return;
    const cards = await lastReminders(context.db, officeId, unitId);
    if (cards.length === 0) return;
    const facts = await loadFacts(context.db, officeId, { unitId });
    for (const delivery of cards) {
      if (delivery.sentChannel === null || delivery.ts === null) continue;
      const message = settledCard(wordingFrom(office, delivery, facts, context.clock.now()));
      if (!message) continue;
      try {
        await context.slack.update({ channel: delivery.sentChannel, ts: delivery.ts, message });
      } catch (error) {
        if (!(error instanceof ChatFailure)) throw error;
        context.log.warn({ delivery: delivery.id, code: error.code }, 'a card was not brought up to date');
      }
    }
  },
});

/** Queued after the commit; when the queue is away the cards simply stay as they are. */
export async function refreshCardsOf(
  context: Pick<Context, 'queue' | 'log'>,
  officeId: string,
  unitId: string,
): Promise<void> {
  try {
    await context.queue.add(refreshCards, { officeId, unitId }, { id: unitId });
  } catch (error) {
    context.log.warn({ reason: messageOf(error) }, 'the queue took no card to refresh');
  }
}
