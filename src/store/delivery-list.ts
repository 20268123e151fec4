import { and, count, desc, eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { Delivery } from './deliveries.ts';
import { type DeliveryState, deliveries, members } from './schema.ts';

export interface ListedDelivery {
  delivery: Delivery;
  /** The member's name; null when it goes to a conversation. */
  recipient: string | null;
}

/** A page of the ledger, the rows written last first. @param state null lists every state */
export async function listDeliveries(
  db: Database,
  officeId: string,
  { state, offset, limit }: { state: string | null; offset: number; limit: number },
): Promise<ListedDelivery[]> {
  return db
    .select({ delivery: deliveries, recipient: members.name })
    .from(deliveries)
    .leftJoin(members, eq(members.id, deliveries.memberId))
    .where(
      and(
        eq(deliveries.officeId, officeId),
        state === null ? undefined : eq(deliveries.state, state as DeliveryState),
      ),
    )
    .orderBy(desc(deliveries.createdAt), desc(deliveries.key))
    .offset(offset)
    .limit(limit);
}

/** How many rows of the ledger are in each state; a state without rows is left out. */
export async function countByState(db: Database, officeId: string): Promise<{ [state: string]: number }> {
  const rows = await db
    .select({ state: deliveries.state, count: count() })
    .from(deliveries)
    .where(eq(deliveries.officeId, officeId))
    .groupBy(deliveries.state);
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}
