import { mkdir, realpath } from 'node:fs/promises';
import { messageOf, UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import { chooseAccount } from './embedded-account.ts';
import { locateBinaries } from './embedded-binaries.ts';
import { clusterHome, prepareCluster } from './embedded-cluster.ts';
import { keepPlace } from './embedded-healing.ts';
import { urlOf } from './embedded-keeper.ts';
import { takePlace } from './embedded-place.ts';
import type { ServerSettings } from './embedded-server.ts';

export interface EmbeddedOptions {
  /** The bot's data folder, made if missing. The database lives in its subfolder `postgres`. */
  dataDir: string;
  /** True for the bot, of which there is one per data folder; false for tools that come and go beside it. */
  exclusive: boolean;
  log: Log;
  /** Called once if the server is lost and cannot be had back. */
  onLost?: (problem: Error) => void;
  /** Milliseconds within which the server has to be ready, at first and after a loss; five minutes unless said otherwise. */
  patienceMs?: number;
  /** PostgreSQL settings over the defaults, by PostgreSQL's names. Only the one who starts the server sets them. */
  settings?: ServerSettings;
}

export interface EmbeddedDatabase {
  /** Connection string with the password; never log it. */
  url: string;
  /** Leaves the server and, as the last one there, stops it. Calling it again does nothing; it never throws. */
  stop(): Promise<void>;
}

/**
 * Opens the PostgreSQL of a data folder: initialises it the first time, joins the server that runs on it (one
 * left by a killed bot, or the bot's own when called by a tool), or starts one. A server that is lost later is
 * found or started again at the same address, so that whoever uses the URL need not know.
 *
 * @throws UserError when another bot owns the folder, or PostgreSQL cannot run on it; the text says what to do
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { exclusive, log, onLost, patienceMs = 300_000, settings = {} } = options;
  const binaries = await locateBinaries();
  const dataDir = await makeDataDir(options.dataDir);
  const account = await chooseAccount(dataDir, clusterHome(dataDir), binaries, log);
  const cluster = await prepareCluster(dataDir, binaries, account, log);
  const means = { dataDir, cluster, binaries, account, settings };
  const place = await takePlace(means, { exclusive, port: null, withinMs: patienceMs });
  log.info({ dataDir, port: place.server.port, pid: place.server.pid }, 'embedded database ready');
  return {
    url: urlOf(place.server, cluster),
    stop: keepPlace(place, means, { exclusive, log, patienceMs, ...(onLost && { onLost }) }),
  };
}

async function makeDataDir(dataDir: string): Promise<string> {
  try {
    // Root's PostgreSQL runs as another user, who has to pass through but need not look around.
    await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    return await realpath(dataDir);
  } catch (error) {
    throw new UserError(`无法建立或打开数据文件夹 ${dataDir}：${messageOf(error)}`);
  }
}
