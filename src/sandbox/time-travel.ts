import { messageOf } from '../errors.ts';
import { ClientError } from './client/client-error.ts';
import type { SandboxClock } from './clock.ts';
import type { Troubles } from './troubles.ts';
import type { Workspace } from './workspace.ts';

interface Surroundings {
  clock: SandboxClock;
  workspace: Workspace;
  troubles: Troubles;
}

/** Takes the bot from now to `to`: for each tick it sets the clock, does what is due, and reports the instant reached. */
export type AdvanceHandler = (to: Date, report: (at: Date) => void) => Promise<void>;

/** Moves the simulated clock forward, one move at a time. */
export class TimeTravel {
  readonly #context: Surroundings;
  readonly #save: () => void;
  #handler: AdvanceHandler = async () => {};
  #underway: { from: Date; to: Date; at: Date } | null = null;

  constructor(context: Surroundings, save: () => void) {
    this.#context = context;
    this.#save = save;
  }

  use(handler: AdvanceHandler): void {
    this.#handler = handler;
  }

  /** The move under way, or null. */
  progress(): { from: Date; to: Date; at: Date } | null {
    return this.#underway;
  }

  /** @throws ClientError when the target is not in the future, or another move is under way */
  async advance(to: Date): Promise<void> {
    const { clock, workspace, troubles } = this.#context;
    const from = clock.now();
    if (Number.isNaN(to.getTime())) throw new ClientError('请给出一个有效的日期和时间');
    if (to < from) throw new ClientError('时间只能往前走，不能回到过去');
    if (this.#underway) throw new ClientError('时间正在推进，请等它走完');

    this.#underway = { from, to, at: from };
    clock.hold();
    workspace.announce({ kind: 'clock' });
    try {
      await this.#handler(to, (at) => {
        this.#underway = { from, to, at };
        workspace.announce({ kind: 'clock' });
      });
      if (clock.now() < to) clock.set(to);
    } catch (error) {
      troubles.add(`Going forward to ${to.toISOString()} stopped: ${messageOf(error)}`);
      throw error;
    } finally {
      this.#underway = null;
      clock.release();
      this.#save();
      workspace.announce({ kind: 'clock' });
    }
  }
}
