import { setTimeout as pause } from 'node:timers/promises';
import { messageOf, UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Keeper, takeSeat } from './embedded-keeper.ts';
import { findServer, type Means, type Server, startServer, stopServer } from './embedded-server.ts';

/** Where we are: a running server, and our seat at it. */
export interface Place {
  server: Server;
  keeper: Keeper;
}

/** Another bot owns the data folder. */
export class FolderTaken extends UserError {}

/** What a place has to be like. */
export interface Wish {
  /** The bot alone on its data folder; tools share it. */
  exclusive: boolean;
  /** Where a server is started, when none runs; null for any free port. */
  port: number | null;
  /** How long to try, in milliseconds. */
  withinMs: number;
  /** Given when it is not wanted any more. */
  signal?: AbortSignal;
}

/**
 * Joins the server that runs on the cluster, at whatever port, or starts one.
 *
 * @throws FolderTaken when another bot is there
 * @throws UserError when PostgreSQL does not start, or not in time
 */
export async function takePlace(means: Means, wish: Wish): Promise<Place> {
  const place = await enter(means, wish);
  if (wish.exclusive && !(await claim(place.keeper))) {
    await place.keeper.leave();
    throw new FolderTaken(
      `另一个 Duban 正在使用数据文件夹 ${means.dataDir}。请先停止它，或用 DATA_DIR 指定另一个文件夹。`,
    );
  }
  return place;
}

/** Leaves the server and, as the last one there, stops it. Never throws. */
export async function leavePlace({ cluster }: Means, place: Place, log: Log): Promise<void> {
  try {
    // A server that dropped its connections after a crash may be up again, and would be left behind.
    const isThere = place.keeper.isAlive();
    const server = isThere ? place.server : await findServer(cluster);
    if (server === null) {
      log.info('embedded database is already gone');
      return;
    }
    const keeper = isThere ? place.keeper : await takeSeat(server, cluster);
    // At one that is still coming up nobody else sits either.
    if (keeper === null || (await keeper.isLast())) {
      await stopServer(cluster, server);
      log.info('embedded database stopped');
    } else {
      log.info('embedded database left running for others');
    }
    await keeper?.leave();
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'could not stop the embedded database');
  }
}

/** Others start and stop the same server at any moment, so every step may fail and the whole is tried again. */
async function enter(means: Means, { port, withinMs, signal }: Wish): Promise<Place> {
  const { cluster } = means;
  for (const deadline = performance.now() + withinMs; performance.now() < deadline; await pause(20)) {
    signal?.throwIfAborted();
    const server = (await findServer(cluster)) ?? (await startServer(means, port));
    const keeper = server && (await takeSeat(server, cluster));
    if (server && keeper) return { server, keeper };
  }
  throw new UserError(
    `数据库 ${Math.ceil(withinMs / 1_000)} 秒内没有准备好（${cluster.dir}）。请查看日志 ${cluster.logFile}。`,
  );
}

/** A killed bot's lock goes when the server notices that its connection closed, a moment after the kill. */
async function claim(keeper: Keeper): Promise<boolean> {
  for (const deadline = performance.now() + 2_000; performance.now() < deadline; await pause(50)) {
    if (await keeper.claimBot()) return true;
  }
  return false;
}
