import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, FaultInput } from '../../src/sandbox/faults/fault.ts';
import type { Fleet, Member } from '../support/fleet.ts';
import type { Chances } from '../support/random.ts';
import type { Barriers, Place } from './barriers.ts';
import { MINUTE, type Posts, settled } from './storm.ts';

/** Where processes are killed. */
export interface Scene {
  fleet: Fleet;
  barriers: Barriers;
  posts: Posts;
  chance: Chances;
  /** Takes everything out of the queue, while it works. */
  emptyQueue(): Promise<void>;
}

/** A moment that is waited for. */
export interface Ambush {
  /** Strikes as soon as somebody is caught, of whom it may not be known who it is; false when nobody came for so long. */
  comes(ms: number, strike: (caught: readonly Member[]) => void): Promise<boolean>;
  /** Lets go of what it held. */
  lift(): Promise<void>;
}

export interface Moment {
  name: string;
  /** What has to happen for it: the morning's plan, the stroke of nine, or anything. */
  when: 'planning' | 'nine' | 'always';
  lie(scene: Scene): Promise<Ambush>;
}

const POST = 'chat.postMessage';

export const MOMENTS: readonly Moment[] = [
  atBarrier('planning', 'planning'),
  atFault('sending pictures', 'nine', ({ happens }) => ({
    kind: 'hang',
    method: 'files.completeUploadExternal',
    takesEffect: happens(0.5),
  })),
  atFault('looking for an account', 'nine', ({ happens }) => ({
    kind: 'hang',
    method: 'users.lookupByEmail',
    takesEffect: happens(0.5),
  })),
  atBarrier('claiming'),
  atBarrier('posting'),
  atBarrier('noting'),
  atBarrier('acting'),
  { name: 'having saved an act', when: 'always', lie: anActIsSaved },
  atFault('before the answer', 'always', ({ happens }) => ({
    kind: 'hang',
    method: POST,
    takesEffect: happens(0.5),
  })),
  atFault('the answer is lost', 'always', ({ between }) => ({
    kind: 'drop-after-accept',
    method: POST,
    times: between(1, 3),
  })),
  atFault('Slack is down', 'always', ({ between, happens }) => ({
    kind: 'server-error',
    method: POST,
    takesEffect: happens(0.5),
    times: between(2, 4),
  })),
  { name: 'looking whether it was posted', when: 'always', lie: itLooks },
  { name: 'as it posts', when: 'always', lie: itPosts },
  { name: 'as the clock strikes', when: 'always', lie: theClockStrikes },
  { name: 'as the queue is emptied', when: 'always', lie: theQueueIsEmptied },
  { name: 'whenever', when: 'always', lie: whenever },
];

function atBarrier(place: Place, when: Moment['when'] = 'always'): Moment {
  return {
    name: place,
    when,
    async lie({ fleet, barriers }) {
      const barrier = await barriers.close(place);
      return {
        comes: async (ms, strike) => struck(named(fleet, await barrier.reached(ms)), strike),
        lift: barrier.open,
      };
    },
  };
}

function atFault(name: string, when: Moment['when'], order: (chance: Chances) => FaultInput): Moment {
  return {
    name,
    when,
    async lie({ fleet, chance }) {
      const fault = fleet.sandbox.faults.add(order(chance));
      return {
        comes: async (ms, strike) => struck((await strikes(fleet, fault, ms)) ? fleet.members() : [], strike),
        lift: async () => fault.end(),
      };
    },
  };
}

function named(fleet: Fleet, names: readonly string[]): Member[] {
  return fleet.members().filter(({ name }) => names.includes(name));
}

function struck(caught: readonly Member[], strike: (caught: readonly Member[]) => void): boolean {
  if (caught.length > 0) strike(caught);
  return caught.length > 0;
}

function strikes({ sandbox }: Fleet, fault: Fault, ms: number): Promise<boolean> {
  return sandbox.until('the fault strikes', () => fault.struck > 0, ms).catch(() => false);
}

async function anActIsSaved({ fleet, barriers }: Scene): Promise<Ambush> {
  return {
    comes: async (ms, strike) => struck(named(fleet, await barriers.saved(ms)), strike),
    lift: async () => {},
  };
}

/** Somebody was killed with posts in hand; those who come after look for them, and are killed over that. */
async function itLooks(scene: Scene): Promise<Ambush> {
  const { fleet, posts } = scene;
  const lost = fleet.sandbox.faults.add({ kind: 'hang', method: POST, takesEffect: true });
  await posts.workComes(() => lost.struck > 0);
  const killed = fleet.kill(...fleet.members());
  lost.end();
  await killed;
  const looking = fleet.sandbox.faults.add({ kind: 'hang', method: 'conversations.history' });
  return {
    async comes(ms, strike) {
      await fleet.pass(2 * MINUTE);
      return struck((await strikes(fleet, looking, ms)) ? fleet.members() : [], strike);
    },
    lift: async () => looking.end(),
  };
}

/** For longer than its claims last: others post what it had in hand, and then it goes on where it stood. Nobody dies. */
export const STANDING_STILL: Moment = {
  name: 'standing still',
  when: 'always',
  async lie({ fleet, chance }) {
    const slow = fleet.sandbox.faults.add({
      kind: 'hang',
      method: POST,
      takesEffect: chance.happens(0.5),
      times: chance.between(1, 3),
    });
    return {
      async comes(ms) {
        if (!(await strikes(fleet, slow, ms))) return false;
        const member = chance.pick(fleet.members());
        member.standStill();
        slow.end();
        await fleet.pass(2 * MINUTE);
        await settled(fleet);
        member.goOn();
        return true;
      },
      lift: async () => slow.end(),
    };
  },
};

async function itPosts({ fleet, posts, chance }: Scene): Promise<Ambush> {
  const wanted = posts.count + chance.between(1, 6);
  return {
    comes: (ms, strike) => posts.reach(wanted, () => strike(fleet.members()), ms),
    lift: async () => {},
  };
}

/** With the minute's tick and its sweep under way. */
async function theClockStrikes({ fleet, chance }: Scene): Promise<Ambush> {
  let passed: Promise<void> = Promise.resolve();
  return {
    async comes(_ms, strike) {
      passed = fleet.pass(MINUTE);
      await pause(chance.between(0, 20));
      return struck(fleet.members(), strike);
    },
    lift: () => passed,
  };
}

async function theQueueIsEmptied({ fleet, posts, emptyQueue }: Scene): Promise<Ambush> {
  return {
    async comes(ms, strike) {
      await posts.reach(posts.count + 1, () => {}, ms);
      await emptyQueue();
      return struck(fleet.members(), strike);
    },
    lift: async () => {},
  };
}

async function whenever({ fleet, chance }: Scene): Promise<Ambush> {
  return {
    async comes(_ms, strike) {
      await pause(chance.between(0, 30));
      return struck(fleet.members(), strike);
    },
    lift: async () => {},
  };
}
