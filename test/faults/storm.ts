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

/** Lets a minute pass after what is due has been done; gives up waiting when nothing happens for very long. */
export async function nextMinute(fleet: Fleet): Promise<void> {
  await settled(fleet);
  await fleet.pass(MINUTE);
  await settled(fleet);
}

/** Waits until nothing is due. */
export function settled({ sandbox, storage }: Fleet): Promise<void> {
  return becomesTrue(async () => (await dueDeliveries(storage.db, sandbox.clock.now(), 1)).length === 0);
}

/** Waits until nobody has anything in hand: what was just posted is not on record yet. To be asked when the dead are forgotten. */
export function handsEmpty({ storage }: Fleet): Promise<void> {
  return becomesTrue(
    async () => (await storage.db.$count(deliveries, eq(deliveries.state, 'sending'))) === 0,
  );
}

/** Gives up after very long. */
async function becomesTrue(isDone: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + LONG_MS; performance.now() < deadline; ) {
    if (await isDone()) return;
    await pause(20);
  }
}
