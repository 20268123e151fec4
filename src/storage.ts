import { join } from 'node:path';
import type { Config } from './config.ts';
import { messageOf, UserError } from './errors.ts';
import type { Log } from './log.ts';
import { type OpenDatabase, openDatabase } from './store/database.ts';
import { openEmbedded } from './store/embedded.ts';

export interface Storage extends OpenDatabase {
  /** Where the queue can live when there is no Redis. */
  url: string;
}

/**
 * Opens the database that the configuration names, the embedded one if none, and brings it up to date, unless
 * `migrate` is false. `exclusive` is for the bot itself: one bot per data folder. Throws a UserError that says what to
 * do.
 */
export async function openStorage(
  config: Pick<Config, 'database' | 'dataDir'>,
  log: Log,
  { exclusive, onLost, migrate = true }: { exclusive: boolean; onLost?: () => void; migrate?: boolean },
): Promise<Storage> {
  const embedded =
    config.database.kind === 'embedded'
      ? await openEmbedded({ dataDir: config.dataDir, exclusive, log, ...(onLost && { onLost }) })
      : null;
  const url = config.database.kind === 'url' ? config.database.url : (embedded?.url ?? '');
  const database = openDatabase(url, log);
  const close = async () => {
    await database.close();
    await embedded?.stop();
  };
  try {
    await (migrate ? database.migrate() : database.ping());
  } catch (error) {
    await close();
    throw new UserError(
      `数据库打不开：${messageOf(error).replaceAll(url, '…')}。请检查 DATABASE_URL 和数据库是否启动。`,
    );
  }
  return { ...database, url, close };
}

/** Where the sandbox keeps its workspace. */
export function sandboxDir(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'sandbox');
}
