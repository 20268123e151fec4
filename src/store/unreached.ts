import { and, desc, eq, gte, notExists, notInArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from './database.ts';
import { deliveries } from './schema.ts';

/** People whose latest message since an instant was given up, and nothing reached them after it; with the chat's reason. */
export async function unreachedPeople(
  db: Database,
  officeId: string,
  since: Date,
): Promise<{ memberId: string; code: string }[]> {
  const later = alias(deliveries, 'later');
  const rows = await db
    .selectDistinctOn([deliveries.memberId], { memberId: deliveries.memberId, code: deliveries.reason })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.officeId, officeId),
        eq(deliveries.state, 'failed'),
        gte(deliveries.createdAt, since),
        notInArray(deliveries.kind, ['answer', 'receipt', 'paper']),
        notExists(
          db
            .select({ one: sql`1` })
            .from(later)
            .where(
              and(
                eq(later.memberId, deliveries.memberId),
                eq(later.state, 'sent'),
                gte(later.sentAt, deliveries.createdAt),
              ),
            ),
        ),
      ),
    )
    .orderBy(deliveries.memberId, desc(deliveries.createdAt));
  return rows.flatMap(({ memberId, code }) => (memberId === null ? [] : [{ memberId, code: code ?? '' }]));
}
