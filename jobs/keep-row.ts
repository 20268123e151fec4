import type { Context } from '../src/context.ts';
import type { Attempt } from '../src/store/deliveries.ts';
import { LEASE_MS, takeTime } from './hold-on.ts';

/** The ledger of a large office, on a machine that is busy with other things, is not made in a minute. */
const LONGEST_MS = 10 * 60_000;

/**
 * Does what takes longer than a worker has a row for, and keeps the row meanwhile, a minute at a time: a worker that dies
 * over it is replaced as soon as one that dies over a message.
 *
 * @throws TakenOver when another worker has the row before it begins
 */
export async function keepingRow<Result>(
  context: Context,
  attempt: Attempt,
  work: () => Promise<Result>,
  { everyMs = LEASE_MS / 3, longestMs = LONGEST_MS }: { everyMs?: number; longestMs?: number } = {},
): Promise<Result> {
  const keep = () => takeTime(context, attempt, LEASE_MS);
  await keep();
  // What cannot be kept is noticed before the result is posted.
  const keeping = setInterval(() => void keep().catch(() => undefined), everyMs);
  const tooLong = setTimeout(() => clearInterval(keeping), longestMs);
  try {
    return await work();
  } finally {
    clearInterval(keeping);
    clearTimeout(tooLong);
  }
}
