import { emptyDatabase } from '../../store/empty.ts';
import { ensureOffice } from '../../store/offices.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Beginning } from '../stage.ts';
import type { Backstage } from './backstage.ts';
import { type BeginningUnderway, START, START_DATE } from './beginning.ts';
import { furnish } from './furnish.ts';
import { liveThrough } from './others/live-through.ts';
import { populationOf } from './people.ts';

/**
 * Starting again: the bot stops, its records, its queue and the workspace are made new, and the bot starts. Each step
 * can be repeated, and the beginning is kept from before the first until after the last.
 */
export class StartAgain {
  readonly #sandbox: Sandbox;
  readonly #backstage: Pick<Backstage, 'bot' | 'storage'>;
  readonly #underway: BeginningUnderway;

  constructor(sandbox: Sandbox, backstage: Pick<Backstage, 'bot' | 'storage'>, underway: BeginningUnderway) {
    this.#sandbox = sandbox;
    this.#backstage = backstage;
    this.#underway = underway;
  }

  /**
   * @throws ClientError when it is under way already
   * @throws UserError when the files cannot be imported; everything is as before then
   */
  async begin(beginning: Beginning): Promise<void> {
    await this.#sandbox.standStill(async () => {
      const { bot } = this.#backstage;
      this.#underway.write(beginning);
      await bot.stop();
      try {
        await this.#make(beginning);
      } finally {
        await bot.start();
      }
    });
  }

  /** Carries out what a killed process had begun; the bot must not run yet. */
  async finish(): Promise<void> {
    const beginning = this.#underway.read();
    if (beginning) await this.#make(beginning);
  }

  async #make({ from = START, files, livedBy }: Beginning): Promise<void> {
    const { bot, storage } = this.#backstage;
    const office = await storage.db
      .transaction(async (tx) => {
        await emptyDatabase(tx);
        await furnish(tx, files, from);
        if (livedBy !== undefined) await liveThrough(tx, START_DATE, from, livedBy);
        return ensureOffice(tx);
      })
      .catch((error: unknown) => {
        // The records are as they were, so there is nothing to carry out any more.
        this.#underway.remove();
        throw error;
      });
    await bot.emptyQueue();
    this.#sandbox.startAgain({ startAt: from, ...(await populationOf(storage.db, office.id)) });
    this.#underway.remove();
  }
}
