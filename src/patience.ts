import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwayError } from './errors.ts';

/** How a start bears that something is away. */
export interface Patience {
  /** Aborted when the process is to end: nothing is waited for any longer. */
  stopping: AbortSignal;
  /** Told after each attempt that failed, with the milliseconds until the next. */
  onAway(away: AwayError, againMs: number): void;
  /** Resolves after so many milliseconds, or rejects when it is aborted. */
  pause?: (ms: number, stopping: AbortSignal) => Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

/**
 * Does what needs something that may be away, again and again with pauses that grow to half a minute, for as long as it
 * takes. Whatever no waiting mends is thrown.
 *
 * @throws the signal's reason at once when the process is to end
 */
export async function patiently<Result>(
  { stopping, onAway, pause = pauseFor }: Patience,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let failures = 0; ; failures += 1) {
    try {
      stopping.throwIfAborted();
      return await unlessStopped(stopping, work());
    } catch (error) {
      if (!(error instanceof AwayError)) throw error;
      const againMs = Math.max(Math.min(FIRST_PAUSE_MS * 2 ** failures, MAX_PAUSE_MS), error.waitMs);
      onAway(error, againMs);
      await unlessStopped(stopping, pause(againMs, stopping));
    }
  }
}

/** @throws the signal's reason when it is aborted before the work has ended, which is then left to itself */
export async function unlessStopped<Result>(stopping: AbortSignal, work: Promise<Result>): Promise<Result> {
  if (stopping.aborted) {
    work.catch(() => {});
    throw stopping.reason;
  }
  const over = new AbortController();
  const stopped = once(stopping, 'abort', { signal: over.signal }).then(() => {
    throw stopping.reason;
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    over.abort();
  }
}

const pauseFor = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal });
