import type { Context } from '../src/context.ts';
import { type Attempt, keepClaim } from '../src/store/deliveries.ts';

/** A post takes at most the client's 10 s timeout; after this another worker may look whether it arrived. */
export const LEASE_MS = 60_000;

/** Another worker has the row now: this one stood still for too long, or its clock is wrong. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';
}

/**
 * Right before something is posted, or takes long: makes sure that the row is still this worker's, for a whole lease
 * from now.
 *
 * @throws TakenOver when it is not
 */
export async function holdOn(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  attempt: Attempt,
  place: { channel: string; fileId?: string },
  leaseMs: number = LEASE_MS,
): Promise<void> {
  const leaseUntil = new Date(clock.now().getTime() + leaseMs);
  if (!(await keepClaim(db, attempt, place, leaseUntil))) throw new TakenOver();
}
