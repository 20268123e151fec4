import { inject } from 'vitest';
import { type App, type AppConfig, forgetJobs, startApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import type { Painter } from '../../src/files/painter.ts';
import { createLog, type Log } from '../../src/log.ts';
import { type BackendSettings, backendAt } from '../../src/queue/backend.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import type { Pace } from '../../src/sandbox/pace.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Stage } from '../../src/sandbox/stage.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import { asOne } from './manner.ts';
import { testRedis } from './redis.ts';
import { sampleDatabase } from './sample-database.ts';

export interface World {
  /** The bot that runs now. */
  readonly app: App;
  readonly sandbox: Sandbox;
  readonly stage: Stage;
  readonly storage: Storage;
  /** Where the bot's queue lives. */
  readonly queue: BackendSettings;
  /** Moves simulated time to a wall-clock moment in Shanghai, through every tick on the way. */
  goTo(local: string): Promise<void>;
  /** Moves simulated time while the bot is down. */
  sleepUntil(local: string): void;
  stopBot(): Promise<void>;
  /** Starts the bot again on what it left, with other settings where some are given. */
  startBot(settings?: BotSettings): Promise<App>;
  /** Starts a second process beside it, which the caller stops. */
  startAnother(settings?: BotSettings): Promise<App>;
  /** Ends bot and sandbox, as a process that is stopped does. */
  closeSandbox(): Promise<void>;
  /** Opens both again on what they left, at the same address; on another database where one is given. */
  reopenSandbox(databaseUrl?: string): Promise<void>;
  close(): Promise<void>;
}

export type BotSettings = Partial<Pick<AppConfig, 'chat' | 'role' | 'groupChannel' | 'ops' | 'heartbeatUrl'>>;

export interface WorldSettings {
  /** Where the queue lives; null is in the database. As the run's manner says unless it is given. */
  redisUrl?: string | null;
  /** Where the sandbox keeps what it is to find again; null is nowhere. */
  dataDir?: string | null;
  /** By what time plays. */
  pace?: Pace;
  /** Draws pictures; unless given, digests come without: a process of its own for each world would hold up them all. */
  painter?: Painter;
  /** Nothing is logged unless one is given. */
  log?: Log;
}

/**
 * The whole bot with the sample office on the simulated morning of 2022-04-06, over the wire: what `npm start` runs,
 * with a clock that stands still unless it is moved.
 */
export async function openWorld({
  redisUrl,
  dataDir = null,
  pace,
  painter = NO_PICTURES,
  log = createLog('silent'),
}: WorldSettings = {}): Promise<World> {
  const manner = inject('manner');
  const database = await sampleDatabase();
  const redis = redisUrl === undefined && manner.redis ? await testRedis() : null;
  const config: Omit<Config, 'chat'> = {
    database: { kind: 'url', url: database.url },
    redisUrl: redis?.url ?? redisUrl ?? null,
    groupChannel: null,
    dataDir: '/nowhere',
    logLevel: 'silent',
    role: 'all',
    ops: null,
    heartbeatUrl: null,
  };
  let storage = await openStorage(config, log, { exclusive: true });
  let settings: BotSettings = {};
  const open = async (port: number) => {
    const opened = await openSandbox(
      { port, dataDir, clockRuns: false, ...(pace && { pace }) },
      storage,
      log,
    );
    const { chat, clock } = opened;
    const options = (changed: BotSettings = {}) => ({
      config: { ...config, chat, ...changed },
      storage,
      clock,
      log,
      timetable: false,
      painter,
    });
    await opened.run({
      start: async () =>
        asOne(await Promise.all(Array.from({ length: manner.processes }, () => startApp(options(settings))))),
      emptyQueue: () => forgetJobs(options(settings)),
    });
    return { ...opened, options };
  };
  let opened = await open(0);
  return {
    get app() {
      return opened.bot.app;
    },
    get sandbox() {
      return opened.sandbox;
    },
    get stage() {
      return opened.stage;
    },
    get storage() {
      return storage;
    },
    get queue() {
      return backendAt(config.redisUrl, storage.url);
    },
    goTo: (local) => opened.sandbox.advance(shanghai(local)),
    sleepUntil: (local) => opened.sandbox.clock.set(shanghai(local)),
    stopBot: () => opened.bot.stop(),
    startAnother: (changed) => startApp(opened.options(changed)),
    startBot(changed = {}) {
      settings = changed;
      return opened.bot.start();
    },
    closeSandbox: () => opened.close(),
    async reopenSandbox(databaseUrl) {
      if (databaseUrl !== undefined) {
        await storage.close();
        storage = await openStorage({ ...config, database: { kind: 'url', url: databaseUrl } }, log, {
          exclusive: true,
        });
      }
      opened = await open(Number(new URL(opened.url).port));
    },
    async close() {
      await opened.close();
      await storage.close();
      await database.close();
      await redis?.close();
    },
  };
}

const NO_PICTURES: Painter = {
  draw: () => Promise.reject(new Error('nobody draws in this world')),
  close() {},
};

/** The instant of a wall-clock moment in Shanghai, such as '2022-04-08T09:05'. */
export function shanghai(local: string): Date {
  return new Date(`${local}:00+08:00`);
}
