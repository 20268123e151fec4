import { setTimeout as pause } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { dueDeliveries } from '../../src/store/deliveries.ts';
import { deliveries } from '../../src/store/schema.ts';
import type { Fleet } from '../support/fleet.ts';

export const MINUTE = 60_000;
/** When nothing happens for so long, a minute of simulated time passes. */
const QUIET_MS = 400;
/** A moment when a worker is surely idle, on the busiest of machines. */
const LONG_MS = 20_000;
/** A moment when it most likely is; if it is not, what it has to do is a minute late. */
const STUCK_MS = 2_000;

/** What the bot posts, as it comes. */
export interface Posts {
  readonly count: number;
  /** Acts as soon as there are so many, before anybody hears of the last; false when nothing comes for so long. */
  reach(wanted: number, act: () => void, quietMs: number): Promise<boolean>;
  /** Lets a few minutes pass until something happens; gives up when nothing is left to be done. */
  workComes(happened: () => boolean): Promise<void>;
  stop(): void;
}

export function postsOf(fleet: Fleet): Posts {
  let count = 0;
  const waiting = new Set<() => void>();
  const stop = fleet.sandbox.onChange(({ kind }) => {
    if (kind === 'message') count += 1;
    for (const wake of [...waiting]) wake();
  });
  const becomes = (happened: () => boolean, quietMs: number, act = () => {}): Promise<boolean> =>
    new Promise((resolve) => {
      const settle = (reached: boolean) => {
        clearTimeout(quiet);
        waiting.delete(look);
        if (reached) act();
        resolve(reached);
      };
      const look = () => {
        quiet.refresh();
        if (happened()) settle(true);
      };
      const quiet = setTimeout(() => settle(false), quietMs);
      waiting.add(look);
      look();
    });
  return {
    stop,
    get count() {
      return count;
    },
    reach: (wanted, act, quietMs) => becomes(() => count >= wanted, quietMs, act),
    async workComes(happened) {
      for (let passes = 0; passes < 4; passes += 1) {
        if (await becomes(happened, QUIET_MS)) return;
        await fleet.pass(MINUTE);
      }
    },
  };
}

/**
 * Lets a minute pass after what is due has been done, or stands still: what a worker lost with its life, or its database,
 * is asked for again by the next minute's sweep alone.
 */
export async function nextMinute(fleet: Fleet): Promise<void> {
  await settled(fleet, STUCK_MS);
  await fleet.pass(MINUTE);
  await settled(fleet);
}

/** Waits until nothing is due; gives up when for so long nothing of it is done. */
export function settled({ sandbox, storage }: Fleet, patienceMs = LONG_MS): Promise<void> {
  return runsOut(
    async () => (await dueDeliveries(storage.db, sandbox.clock.now(), Number.MAX_SAFE_INTEGER)).length,
    patienceMs,
  );
}

/** Waits until nobody has anything in hand: what was just posted is not on record yet. To be asked when the dead are forgotten. */
export function handsEmpty({ storage }: Fleet): Promise<void> {
  return runsOut(() => storage.db.$count(deliveries, eq(deliveries.state, 'sending')), LONG_MS);
}

async function runsOut(left: () => Promise<number>, patienceMs: number): Promise<void> {
  let before = Number.POSITIVE_INFINITY;
  for (let since = performance.now(); performance.now() < since + patienceMs; ) {
    const now = await left();
    if (now === 0) return;
    if (now !== before) since = performance.now();
    before = now;
    await pause(20);
  }
}
