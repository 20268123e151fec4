import { join } from 'node:path';
import type { Config } from './config.ts';
import { AwayError, messageOf, UserError } from './errors.ts';
import type { Log } from './log.ts';
import { whyAway } from './store/away.ts';
import { type OpenDatabase, openDatabase } from './store/database.ts';
import { openEmbedded } from './store/embedded.ts';

export interface Storage extends OpenDatabase {
  /** Where the queue can live when there is no Redis. */
  url: string;
}

/**
 * Opens the database that the configuration names, the embedded one if none, and brings it up to date, unless
 * `migrate` is false. `exclusive` is for the bot itself: one bot per data folder. `migrations` is another folder of the
 * schema's steps. Throws a UserError that says what to do, an AwayError where waiting is enough.
 */
export async function openStorage(
  config: Pick<Config, 'database' | 'dataDir'>,
  log: Log,
  {
    exclusive,
    onLost,
    migrate = true,
    migrations,
  }: { exclusive: boolean; onLost?: (problem: Error) => void; migrate?: boolean; migrations?: string },
): Promise<Storage> {
  const embedded =
    config.database.kind === 'embedded'
      ? await openEmbedded({ dataDir: config.dataDir, exclusive, log, ...(onLost && { onLost }) })
      : null;
  const url = config.database.kind === 'url' ? config.database.url : (embedded?.url ?? '');
  const database = openDatabase(url, log, migrations);
  const close = async () => {
    await database.close();
    await embedded?.stop();
  };
  try {
    await (migrate ? database.migrate() : database.ping());
    if (migrate && (await database.schemaState()).newer)
      log.warn(
        'a later version has changed the schema: this version is meant to work on it until it is replaced',
      );
  } catch (error) {
    await close();
    const code = whyAway(error);
    const why = messageOf(error).replaceAll(url, '…') || code;
    const message = `数据库打不开：${why}。请检查 DATABASE_URL 和数据库是否启动。`;
    throw code === null ? new UserError(message) : new AwayError(message, { what: 'PostgreSQL', code });
  }
  return { ...database, url, close };
}

/** Where the sandbox keeps its workspace. */
export function sandboxDir(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'sandbox');
}
