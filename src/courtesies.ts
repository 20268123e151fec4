import { setTimeout as sleep } from 'node:timers/promises';
import { describeError } from './chat/describe-error.ts';
import type { Log } from './log.ts';

/**
 * What is done after a commit so that things are quick and look fresh, such as handing rows to the workers. Without it
 * nothing is lost, so nobody who did something waits for it for long, and nobody hears that it failed.
 */
export interface Courtesies {
  /** Begins them all at once; resolves when they have ended, and soon in any case. Never rejects. */
  pay(...works: readonly (() => Promise<void>)[]): Promise<void>;
  /** Resolves when none is under way. */
  settled(): Promise<void>;
}

/** Slack gives an act three seconds for everything. */
const PATIENCE_MS = 500;

export function createCourtesies(log: Log): Courtesies {
  const underWay = new Set<Promise<void>>();
  const begin = (work: () => Promise<void>): Promise<void> => {
    const paid = work()
      .catch((error: unknown) => log.warn({ failure: describeError(error) }, 'a courtesy was not paid'))
      .then(() => void underWay.delete(paid));
    underWay.add(paid);
    return paid;
  };
  return {
    async pay(...works) {
      const inTime = new AbortController();
      const enough = sleep(PATIENCE_MS, undefined, { signal: inTime.signal }).catch(() => undefined);
      await Promise.race([enough, Promise.all(works.map(begin))]);
      inTime.abort();
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
