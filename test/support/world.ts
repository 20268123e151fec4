import { type App, type AppConfig, forgetJobs, startApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import type { Pace } from '../../src/sandbox/pace.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Stage } from '../../src/sandbox/stage.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import { sampleDatabase } from './sample-database.ts';

export interface World {
  /** The bot that runs now. */
  readonly app: App;
  sandbox: Sandbox;
  stage: Stage;
  storage: Storage;
  /** Moves simulated time to a wall-clock moment in Shanghai, through every tick on the way. */
  goTo(local: string): Promise<void>;
  /** Moves simulated time while the bot is down. */
  sleepUntil(local: string): void;
  stopBot(): Promise<void>;
  /** Starts the bot again on what it left, with other settings where some are given. */
  startBot(settings?: BotSettings): Promise<App>;
  /** Starts a second process beside it, which the caller stops. */
  startAnother(settings?: BotSettings): Promise<App>;
  close(): Promise<void>;
}

export type BotSettings = Partial<Pick<AppConfig, 'chat' | 'role' | 'groupChannel'>>;

export interface WorldSettings {
  redisUrl?: string | null;
  /** By what time plays. */
  pace?: Pace;
}

/**
 * The whole bot with the sample office on the simulated morning of 2022-04-06, over the wire: what `npm start` runs,
 * with a clock that stands still unless it is moved.
 */
export async function openWorld({ redisUrl = null, pace }: WorldSettings = {}): Promise<World> {
  const log = createLog('silent');
  const database = await sampleDatabase();
  const config: Omit<Config, 'chat'> = {
    database: { kind: 'url', url: database.url },
    redisUrl,
    groupChannel: null,
    dataDir: '/nowhere',
    logLevel: 'silent',
    role: 'all',
  };
  const storage = await openStorage(config, log, { exclusive: true });
  const opened = await openSandbox(
    { port: 0, dataDir: null, clockRuns: false, ...(pace && { pace }) },
    storage,
    log,
  );
  const { chat, clock, sandbox, stage, bot } = opened;
  const options = (changed: BotSettings = {}) => ({
    config: { ...config, chat, ...changed },
    storage,
    clock,
    log,
    timetable: false,
  });
  let settings: BotSettings = {};
  await opened.run({
    start: () => startApp(options(settings)),
    emptyQueue: () => forgetJobs(options(settings)),
  });
  return {
    get app() {
      return bot.app;
    },
    sandbox,
    stage,
    storage,
    goTo: (local) => sandbox.advance(shanghai(local)),
    sleepUntil: (local) => sandbox.clock.set(shanghai(local)),
    stopBot: () => bot.stop(),
    startAnother: (changed) => startApp(options(changed)),
    startBot(changed = {}) {
      settings = changed;
      return bot.start();
    },
    async close() {
      await opened.close();
      await storage.close();
      await database.close();
    },
  };
}

/** The instant of a wall-clock moment in Shanghai, such as '2022-04-08T09:05'. */
export function shanghai(local: string): Date {
  return new Date(`${local}:00+08:00`);
}
