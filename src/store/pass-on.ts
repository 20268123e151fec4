import type { Database } from './database.ts';
import { cancelDelivery, type Delivery, MAYBE_POSTED } from './deliveries.ts';
import { deliveryId } from './delivery-id.ts';
import { deliveries, type FixedMessage } from './schema.ts';

/**
 * A message for somebody who no longer serves becomes a debt to each who does: under the key that it would have had, so
 * whoever is told of the same anyway is not told twice. It is looked for before anybody posts it, as a ledger that was
 * restored may have passed it on before. Gives the ids of what is owed now; none when another worker has taken the row
 * over. Call inside a transaction.
 */
export async function passOn(
  tx: Database,
  delivery: Delivery & { memberId: string; message: FixedMessage },
  heirs: readonly { id: string }[],
  now: Date,
): Promise<string[]> {
  if (!(await cancelDelivery(tx, delivery, 'rerouted'))) return [];
  const { officeId, kind, memberId, message, createdAt } = delivery;
  const rows = await tx
    .insert(deliveries)
    .values(
      heirs.map(({ id }) => {
        const key = delivery.key.replace(memberId, id);
        return {
          ...{ id: deliveryId(officeId, key), officeId, key, kind, memberId: id, message },
          ...{ state: 'sending' as const, reason: MAYBE_POSTED, leaseUntil: now },
          ...{ sendAfter: now, createdAt: now, firstAttemptAt: createdAt },
        };
      }),
    )
    .onConflictDoNothing()
    .returning({ id: deliveries.id });
  return rows.map((row) => row.id);
}
