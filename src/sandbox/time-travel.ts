import { messageOf } from '../errors.ts';
import { ClientError } from './client/client-error.ts';
import type { SandboxClock } from './clock.ts';
import type { Pace } from './pace.ts';
import type { PlaySpeed } from './page-server/contract.ts';
import type { Troubles } from './troubles.ts';
import type { Workspace } from './workspace.ts';

interface Surroundings {
  clock: SandboxClock;
  workspace: Workspace;
  troubles: Troubles;
  /** Resolves when the bot has acknowledged all it was given; null when that is so already. */
  actsInHand: () => Promise<void> | null;
  pace: Pace;
  /** Keeps the instant reached. */
  save: () => void;
}

/** What happens by itself in simulated time. */
export interface Happenings {
  /** The first thing that happens after `now`; null when nothing is to come. */
  next(now: Date): Promise<Happening | null>;
  /** Whatever is due at this instant, whenever it became so. */
  turn(): Promise<void>;
  /** Resolves when what people did has had its consequences. */
  settle(): Promise<void>;
}

export interface Happening {
  at: Date;
  /** Resolves when it is over, with everything that follows from it at this instant. */
  run(): Promise<void>;
}

export interface Move {
  from: Date;
  to: Date;
  at: Date;
}

const INTO_THE_PAST = '时间只能往前走，不能回到过去';

const NOTHING: Happenings = { next: async () => null, turn: async () => {}, settle: async () => {} };

/** Simulated milliseconds for each real one. */
const SPEED: { [speed in PlaySpeed]: number } = { hour: 3600, day: 86_400 };

/** A day at most for each look at the clock: after a pause of the machine, time does not rush. */
const LONGEST_BEAT_MS = 1_000;

/** Moves the simulated clock forward: in one go, or as a film plays. One of the two at a time. */
export class TimeTravel {
  readonly #context: Surroundings;
  #happenings: Happenings = NOTHING;
  #move: (Move & { stop: AbortController; ended: Promise<void> }) | null = null;
  #play: { speed: PlaySpeed; until: Date | null; stop: AbortController; ended: Promise<void> } | null = null;
  #stands = false;

  constructor(context: Surroundings) {
    this.#context = context;
  }

  use(happenings: Happenings): void {
    this.#happenings = happenings;
  }

  /** The move under way, or null. */
  progress(): Move | null {
    if (!this.#move) return null;
    const { from, to, at } = this.#move;
    return { from, to, at };
  }

  playing(): PlaySpeed | null {
    return this.#play?.speed ?? null;
  }

  /**
   * Goes to `to` through everything that happens on the way, and resolves when it is there or was cancelled. What
   * plays is paused first.
   *
   * @throws ClientError when the target is not in the future, or another move is under way
   */
  async advance(to: Date): Promise<void> {
    const { clock, troubles } = this.#context;
    if (Number.isNaN(to.getTime())) throw new ClientError('请给出一个有效的日期和时间');
    if (to < clock.now()) throw new ClientError(INTO_THE_PAST);
    this.#refuseWhileBusy();

    const stop = new AbortController();
    const from = clock.now();
    const work = async () => {
      await this.pause();
      if (to < clock.now()) throw new ClientError(INTO_THE_PAST);
      await this.#held(async () => {
        await this.#happenings.turn();
        await this.#go(to, stop.signal);
        if (!stop.signal.aborted) await this.#happenings.turn();
      });
    };
    const done = work();
    const ended = done
      .catch((error: unknown) => {
        // Cut short by a bot that stops, it has done what was wanted.
        if (!stop.signal.aborted)
          troubles.add(`Going forward to ${to.toISOString()} stopped: ${messageOf(error)}`);
      })
      .finally(() => {
        this.#move = null;
        this.#announce();
      });
    this.#move = { from, to, at: from, stop, ended };
    this.#announce();
    await ended;
    await done;
  }

  /** Stops the move after what is in hand; the clock stays at the instant reached. */
  async cancel(): Promise<void> {
    this.#move?.stop.abort();
    await this.#move?.ended;
  }

  /**
   * Plays on from now, at the speed, through everything that happens; pauses by itself at `until`.
   *
   * @throws ClientError while a move is under way
   */
  play(speed: PlaySpeed, until: Date | null = null): void {
    this.#refuseWhileBusy();
    if (this.#play) {
      this.#play.speed = speed;
      this.#announce();
      return;
    }
    const stop = new AbortController();
    const play = { speed, until, stop, ended: Promise.resolve() };
    this.#play = play;
    play.ended = this.#held(() => this.#film(play))
      .catch((error: unknown) => this.#context.troubles.add(`Playing stopped: ${messageOf(error)}`))
      .finally(() => {
        this.#play = null;
        this.#announce();
      });
    this.#announce();
  }

  /** Stops playing after what is in hand. */
  async pause(): Promise<void> {
    this.#play?.stop.abort();
    await this.#play?.ended;
  }

  /**
   * Ends whatever moves, and lets nothing move while `work` runs.
   *
   * @throws ClientError when something else has made time stand still
   */
  async standStill<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#stands) throw new ClientError('正在重新开始，请稍等');
    this.#stands = true;
    try {
      await this.cancel();
      await this.pause();
      return await work();
    } finally {
      this.#stands = false;
      this.#announce();
    }
  }

  #refuseWhileBusy(): void {
    if (this.#stands) throw new ClientError('正在重新开始，请稍等');
    if (this.#move) throw new ClientError('时间正在推进，请等它走完');
  }

  /** The clock stands at each instant until everything there has happened. */
  async #held(work: () => Promise<void>): Promise<void> {
    const { clock, save } = this.#context;
    clock.hold();
    try {
      await work();
    } finally {
      clock.release();
      save();
    }
  }

  async #film(play: { speed: PlaySpeed; until: Date | null; stop: AbortController }): Promise<void> {
    const { clock, pace } = this.#context;
    const { signal } = play.stop;
    for (let last = pace.now(); ; ) {
      await pace.beat(signal);
      if (signal.aborted) return;
      const now = pace.now();
      const passed = Math.min(now - last, LONGEST_BEAT_MS) * SPEED[play.speed];
      last = now;
      const from = clock.now();
      const to = new Date(from.getTime() + passed);
      const until = play.until && play.until > from && play.until <= to ? play.until : null;
      await this.#go(until ?? to, signal);
      if (until) return;
    }
  }

  /** From one thing that happens to the next, and at last to `to`. */
  async #go(to: Date, signal: AbortSignal): Promise<void> {
    const { clock } = this.#context;
    while (!signal.aborted) {
      const next = await this.#happenings.next(clock.now());
      const happening = next && next.at <= to ? next : null;
      await this.#settle();
      if (signal.aborted) return;
      clock.set(happening?.at ?? to);
      await happening?.run();
      if (this.#move) this.#move.at = clock.now();
      this.#announce();
      if (!happening) return;
    }
  }

  /** What a person did at this instant is handled at this instant, before the clock goes on. */
  async #settle(): Promise<void> {
    for (let acts = this.#context.actsInHand(); acts; acts = this.#context.actsInHand()) {
      await acts;
      await this.#happenings.settle();
    }
  }

  #announce(): void {
    this.#context.workspace.announce({ kind: 'clock' });
  }
}
