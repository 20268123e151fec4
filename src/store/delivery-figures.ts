import { and, inArray, isNotNull, lte, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { type DeliveryState, deliveries } from './schema.ts';

export interface DeliveryFigures {
  byState: Record<DeliveryState, number>;
  /** Since when the message that waits longest should have been out; null when nothing is owed at this moment. */
  owedSince: Date | null;
}

/**
 * The ledger of all offices, read from its indexes: a year of a large office is counted in a tenth of a second.
 *
 * A row is owed from its sending time on. A failed attempt moves that time to the next one (and leaves its reason), so
 * such a row counts from its first attempt: otherwise a chat that is away for a day would look like one of minutes.
 */
export async function deliveryFigures(db: Database, now: Date): Promise<DeliveryFigures> {
  const { state, sendAfter, firstAttemptAt, reason } = deliveries;
  const since = sql`case when ${reason} is null then ${sendAfter} else least(${firstAttemptAt}, ${sendAfter}) end`;
  const counted = await db
    .select({ state, count: sql<number>`count(*)::int` })
    .from(deliveries)
    .groupBy(state);
  const [oldest] = await db
    .select({ since: sql<Date | string | null>`min(${since})` })
    .from(deliveries)
    .where(and(inArray(state, ['pending', 'sending']), or(lte(sendAfter, now), isNotNull(reason))));
  const byState: DeliveryFigures['byState'] = {
    pending: 0,
    sending: 0,
    sent: 0,
    held: 0,
    cancelled: 0,
    failed: 0,
  };
  for (const row of counted) byState[row.state] = row.count;
  return { byState, owedSince: oldest?.since ? new Date(oldest.since) : null };
}
