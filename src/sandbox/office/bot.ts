import type { App } from '../../app.ts';

/** How the bot is started, and what it leaves beside the database. */
export interface BotCare {
  start(): Promise<App>;
  /** Takes every job out of the queue of the bot that is stopped. */
  emptyQueue(): Promise<void>;
}

/** The sandbox's one bot: it may be stopped and started again while the page stays. */
export class Bot {
  #care: BotCare | null = null;
  #app: App | null = null;
  #stopped = true;

  careFor(care: BotCare): void {
    this.#care = care;
  }

  /** The bot that was started last. @throws Error before the first start */
  get app(): App {
    if (!this.#app) throw new Error('the bot was never started');
    return this.#app;
  }

  /** Null while it is stopped. */
  get running(): App | null {
    return this.#stopped ? null : this.#app;
  }

  async start(): Promise<App> {
    this.#app = await this.#careOf().start();
    this.#stopped = false;
    return this.#app;
  }

  /** Nothing when it is stopped already. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.app.stop();
  }

  async emptyQueue(): Promise<void> {
    await this.#careOf().emptyQueue();
  }

  #careOf(): BotCare {
    if (!this.#care) throw new Error('nobody said how to start the bot');
    return this.#care;
  }
}
