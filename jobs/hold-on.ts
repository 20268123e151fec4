import type { Context } from '../src/context.ts';
import { type Attempt, keepClaim, prolongClaim } from '../src/store/deliveries.ts';

/**
 * A row is a worker's own for a minute, and from when it asks the chat to post for half of one: more than the client's
 * timeout of 10 s and what it tries again at once.
 */
export const LEASE_MS = 60_000;
const POSTING_LEASE_MS = 30_000;

/** Another worker has the row now: this one stood still for too long, or its clock is wrong. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';
}

/**
 * Right before something is posted: makes sure that the row is still this worker's, and keeps where the post goes.
 *
 * @throws TakenOver when it is not
 */
export async function holdOn(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  attempt: Attempt,
  place: { channel: string; fileId?: string },
): Promise<void> {
  const leaseUntil = new Date(clock.now().getTime() + POSTING_LEASE_MS);
  if (!(await keepClaim(db, attempt, place, leaseUntil))) throw new TakenOver();
}

/**
 * Before work that takes longer than a worker has a row for.
 *
 * @param forMs milliseconds that the work takes at most
 * @throws TakenOver when another worker has the row
 */
export async function takeTime(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  attempt: Attempt,
  forMs: number,
): Promise<void> {
  const leaseUntil = new Date(clock.now().getTime() + forMs);
  if (!(await prolongClaim(db, attempt, leaseUntil))) throw new TakenOver();
}
