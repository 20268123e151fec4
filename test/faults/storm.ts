import { setTimeout as pause } from 'node:timers/promises';
import { dueDeliveries } from '../../src/store/deliveries.ts';
import type { Fleet, Member } from '../support/fleet.ts';
import type { Chances } from '../support/random.ts';

export const MINUTE = 60_000;
const POST = 'chat.postMessage';
/** When nothing is posted for so long, a minute of simulated time passes. */
const QUIET_MS = 400;
/** A moment when a worker is surely idle, on the busiest of machines. */
const LONG_MS = 20_000;

/** The moments at which a process is killed. */
type Moment = 'as-it-posts' | 'before-the-answer' | 'with-the-post-in-hand' | 'whenever';
const MOMENTS: readonly Moment[] = ['as-it-posts', 'before-the-answer', 'with-the-post-in-hand', 'whenever'];

/** Counts what the bot posts, and wakes whoever waits for more. */
export function postsOf({ sandbox }: Fleet) {
  let posts = 0;
  const waiting = new Set<() => void>();
  const stop = sandbox.onChange(({ kind }) => {
    if (kind !== 'message') return;
    posts += 1;
    for (const wake of [...waiting]) wake();
  });
  return {
    stop,
    get count() {
      return posts;
    },
    /** Calls `act` as soon as there are so many, before anybody hears of the last; false when nothing comes for a while. */
    reach(wanted: number, act: () => void, quietMs: number): Promise<boolean> {
      return new Promise((resolve) => {
        const settle = (reached: boolean) => {
          clearTimeout(quiet);
          waiting.delete(look);
          if (reached) act();
          resolve(reached);
        };
        const look = () => {
          quiet.refresh();
          if (posts >= wanted) settle(true);
        };
        const quiet = setTimeout(() => settle(false), quietMs);
        waiting.add(look);
        look();
      });
    },
  };
}

/**
 * Kills processes while reminders go out: each time after some more posts, at one of the moments that matter. Where a
 * death has left nothing to do but to wait, time passes.
 */
export async function killWhilePosting(
  fleet: Fleet,
  kills: number,
  upTo: number,
  chance: Chances,
): Promise<void> {
  const posts = postsOf(fleet);
  const replaced: Promise<void>[] = [];
  try {
    for (let done = 0; done < kills; done += 1) {
      const victim = chance.pick(fleet.members());
      const moment = chance.pick(MOMENTS);
      const wanted = posts.count + chance.between(1, upTo);
      const reached = async (act: () => void) => {
        for (let passes = 0; passes < 4; passes += 1) {
          if (await posts.reach(wanted, act, QUIET_MS)) return;
          await fleet.pass(MINUTE);
        }
        act();
      };
      replaced.push(...(await killAt(fleet, victim, moment, reached, chance)));
      // Those that are left go on meanwhile.
      if (fleet.members().length === 0) await Promise.all(replaced);
    }
  } finally {
    posts.stop();
    await Promise.all(replaced);
  }
}

/** Gives the promise of the one that takes its place. */
async function killAt(
  fleet: Fleet,
  victim: Member,
  moment: Moment,
  reached: (act: () => void) => Promise<void>,
  chance: Chances,
): Promise<Promise<void>[]> {
  const { faults } = fleet.sandbox;
  const replaced: Promise<void>[] = [];
  const kill = () => void replaced.push(fleet.kill(victim));
  switch (moment) {
    case 'as-it-posts':
      await reached(kill);
      break;
    case 'whenever':
      await reached(() => {});
      await pause(chance.between(0, 30));
      kill();
      break;
    default: {
      await reached(() => {});
      const fault =
        moment === 'before-the-answer'
          ? faults.add({ kind: 'hang', method: POST, takesEffect: chance.happens(0.5) })
          : faults.add({ kind: 'drop-after-accept', method: POST, times: chance.between(1, 3) });
      await fleet.sandbox.until('a post in hand', () => fault.struck > 0, QUIET_MS).catch(() => {});
      kill();
      fault.end();
    }
  }
  return replaced;
}

/** Lets a minute pass after what is due has been done; gives up waiting when nothing happens for very long. */
export async function nextMinute(fleet: Fleet): Promise<void> {
  await settled(fleet);
  await fleet.pass(MINUTE);
  await settled(fleet);
}

/** Waits until nothing is due. */
async function settled({ sandbox, storage }: Fleet): Promise<void> {
  const isDone = async () => (await dueDeliveries(storage.db, sandbox.clock.now(), 1)).length === 0;
  for (const deadline = performance.now() + LONG_MS; performance.now() < deadline; ) {
    if (await isDone()) return;
    await pause(20);
  }
}
