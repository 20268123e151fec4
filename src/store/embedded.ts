import { mkdir, realpath } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf, UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Account, chooseAccount } from './embedded-account.ts';
import { type Binaries, locateBinaries } from './embedded-binaries.ts';
import { type Cluster, clusterHome, prepareCluster } from './embedded-cluster.ts';
import { type Keeper, takeSeat, urlOf } from './embedded-keeper.ts';
import { findServer, type Server, type ServerSettings, startServer, stopServer } from './embedded-server.ts';

export interface EmbeddedOptions {
  /** The bot's data folder, made if missing. The database lives in its subfolder `postgres`. */
  dataDir: string;
  /** True for the bot, of which there is one per data folder; false for tools that come and go beside it. */
  exclusive: boolean;
  log: Log;
  /** Called once if the connection that holds our place is cut: another bot may then start on the folder. */
  onLost?: (reason: string) => void;
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
 * left by a killed bot, or the bot's own when called by a tool), or starts one.
 *
 * @throws UserError when another bot owns the folder, or PostgreSQL cannot run on it; the text says what to do
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { log, settings = {} } = options;
  const binaries = await locateBinaries();
  const dataDir = await makeDataDir(options.dataDir);
  const account = await chooseAccount(dataDir, clusterHome(dataDir), binaries, log);
  const cluster = await prepareCluster(dataDir, binaries, account, log);
  const { server, keeper } = await enter(cluster, binaries, account, settings);
  if (options.exclusive && !(await claim(keeper))) {
    await keeper.leave();
    throw new UserError(
      `另一个 Duban 正在使用数据文件夹 ${dataDir}。请先停止它，或用 DATA_DIR 指定另一个文件夹。`,
    );
  }
  keeper.onLost((reason) => {
    log.error({ reason }, 'lost the embedded database');
    options.onLost?.(reason);
  });
  log.info({ dataDir, port: server.port, pid: server.pid }, 'embedded database ready');
  let stopped: Promise<void> | null = null;
  return {
    url: urlOf(server, cluster),
    stop: () => {
      stopped ??= leave(cluster, server, keeper, log);
      return stopped;
    },
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

const ENTER_TIMEOUT_MS = 300_000;

/** Others start and stop the same server at any moment, so every step may fail and the whole is tried again. */
async function enter(
  cluster: Cluster,
  binaries: Binaries,
  account: Account,
  settings: ServerSettings,
): Promise<{ server: Server; keeper: Keeper }> {
  for (const deadline = performance.now() + ENTER_TIMEOUT_MS; performance.now() < deadline; await pause(20)) {
    const server = (await findServer(cluster)) ?? (await startServer(cluster, binaries, account, settings));
    const keeper = server && (await takeSeat(server, cluster));
    if (server && keeper) return { server, keeper };
  }
  throw new UserError(`数据库五分钟内没有准备好（${cluster.dir}）。请查看日志 ${cluster.logFile}。`);
}

/** A killed bot's lock goes when the server notices that its connection closed, a moment after the kill. */
async function claim(keeper: Keeper): Promise<boolean> {
  for (const deadline = performance.now() + 2_000; performance.now() < deadline; await pause(50)) {
    if (await keeper.claimBot()) return true;
  }
  return false;
}

async function leave(cluster: Cluster, server: Server, keeper: Keeper, log: Log): Promise<void> {
  try {
    // A server that dropped its connections after a crash may be up again, and would be left behind.
    const seat = keeper.isAlive() ? keeper : await takeSeat(server, cluster);
    if (seat === null) {
      log.info('embedded database is already gone');
      return;
    }
    if (await seat.isLast()) {
      await stopServer(cluster, server);
      log.info('embedded database stopped');
    } else {
      log.info('embedded database left running for others');
    }
    await seat.leave();
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'could not stop the embedded database');
  }
}
