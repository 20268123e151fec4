import { type App, startApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type OpenSandbox, openSandbox } from '../../src/sandbox/open.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import { testDatabase } from './postgres.ts';

export interface World {
  app: App;
  sandbox: Sandbox;
  storage: Storage;
  /** Moves simulated time to a wall-clock moment in Shanghai, through every tick on the way. */
  goTo(local: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * The whole bot with the sample office on the simulated morning of 2022-04-06, over the wire: what `npm start` runs,
 * with a clock that stands still unless it is moved.
 */
export async function openWorld(settings: { redisUrl?: string } = {}): Promise<World> {
  const log = createLog('silent');
  const database = await testDatabase();
  const config: Omit<Config, 'chat'> = {
    database: { kind: 'url', url: database.url },
    redisUrl: settings.redisUrl ?? null,
    groupChannel: null,
    dataDir: '/nowhere',
    logLevel: 'silent',
    role: 'all',
  };
  const storage = await openStorage(config, log, { exclusive: true });
  const opened: OpenSandbox = await openSandbox({ port: 0, dataDir: null, clockRuns: false }, storage, log);
  const { chat, clock, sandbox } = opened;
  const app = await startApp({ config: { ...config, chat }, storage, clock, log });
  opened.travelWith(app);
  return {
    app,
    sandbox,
    storage,
    goTo: (local) => sandbox.advance(new Date(`${local}:00+08:00`)),
    async close() {
      await app.stop();
      await opened.close();
      await storage.close();
      await database.close();
    },
  };
}
