import type { Log } from '../../log.ts';
import type { Storage } from '../../storage.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Beginning } from '../stage.ts';
import type { Bot } from './bot.ts';

/** What every part of the stage is made from. */
export interface Backstage {
  sandbox: Sandbox;
  storage: Pick<Storage, 'db'>;
  bot: Bot;
  log: Log;
  /** Null keeps nothing beyond the process. */
  dataDir: string | null;
  startAgain(beginning: Beginning): Promise<void>;
}
