import { type App, type AppConfig, listCommands } from '../app.ts';
import type { Log } from '../log.ts';
import type { Storage } from '../storage.ts';
import { ensureOffice } from '../store/offices.ts';
import type { Backstage } from './office/backstage.ts';
import { beginningIn, START } from './office/beginning.ts';
import { Bot, type BotCare } from './office/bot.ts';
import { commandViews } from './office/commands.ts';
import { furnish } from './office/furnish.ts';
import { happeningsOf } from './office/happenings.ts';
import { populationOf } from './office/people.ts';
import { stageOf } from './office/stage.ts';
import { StartAgain } from './office/start-again.ts';
import type { SandboxOptions } from './options.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';
import type { Stage } from './stage.ts';

/** `clockRuns`: whether simulated time runs on with real time; true unless said otherwise. */
export type SandboxSettings = Pick<SandboxOptions, 'port' | 'dataDir' | 'clockRuns' | 'pace'>;

export interface OpenSandbox {
  url: string;
  sandbox: Sandbox;
  stage: Stage;
  chat: AppConfig['chat'];
  clock: { now(): Date };
  /** The bot, once it runs. */
  bot: Bot;
  /** Starts the bot; from now on the page may have it stopped and started again. */
  run(care: BotCare): Promise<App>;
  /** Stops the bot, then the workspace. */
  close(): Promise<void>;
}

/** Starts the local workspace for the office in the database; an empty database gets the sample office. */
export async function openSandbox(
  settings: SandboxSettings,
  storage: Pick<Storage, 'db'>,
  log: Log,
): Promise<OpenSandbox> {
  const office = await ensureOffice(storage.db);
  if (office.noticeText === null) await furnish(storage.db, undefined, START);
  const sandbox = await startSandbox({
    ...settings,
    ...(await populationOf(storage.db, office.id)),
    startAt: START,
    log: log.child({ subsystem: 'sandbox' }),
    commands: commandViews(listCommands()),
  });

  const bot = new Bot();
  const again = new StartAgain(sandbox, { bot, storage }, beginningIn(settings.dataDir));
  const backstage: Backstage = {
    sandbox,
    storage,
    bot,
    log: log.child({ subsystem: 'stage' }),
    dataDir: settings.dataDir,
    startAgain: (beginning) => again.begin(beginning),
  };
  const stage = stageOf(backstage);
  sandbox.setStage(stage);
  sandbox.setHappenings(happeningsOf(bot, stage));
  return {
    url: sandbox.url,
    sandbox,
    stage,
    chat: { kind: 'socket', botToken: sandbox.botToken, appToken: sandbox.appToken, apiUrl: sandbox.apiUrl },
    clock: sandbox.clock,
    bot,
    async run(care) {
      bot.careFor(care);
      await again.finish();
      return bot.start();
    },
    async close() {
      // What the bot has in hand ends with it, even where it waits for a queue that is away.
      const stopped = sandbox.stopTime();
      await bot.stop();
      await stopped;
      await sandbox.close();
    },
  };
}
