import { setTimeout as pause } from 'node:timers/promises';
import { messageOf, UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import { FolderTaken, leavePlace, type Place, takePlace } from './embedded-place.ts';
import { type Means, PortTaken } from './embedded-server.ts';

export interface Keeping {
  exclusive: boolean;
  log: Log;
  /** How long to try to get back a lost place, in milliseconds. */
  patienceMs: number;
  /** Called once if it cannot be had back. */
  onLost?: (problem: Error) => void;
}

/** Another program that holds the port may let go of it soon: connections take theirs from the same range. */
const PORT_PATIENCE_MS = 30_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** Whoever leaves while a server is coming up waits so long for it, to stop it in order. */
const STOP_PATIENCE_MS = 3_000;

/**
 * Keeps a place. When its server dies, restarts or drops its connections, the server is found or started again at
 * the same port, and the seat and the claim are taken again. All that others notice is connections that fail
 * meanwhile.
 *
 * @returns how to leave it, see `leavePlace`; also while it is being got back. Calling it again does nothing.
 */
export function keepPlace(first: Place, means: Means, keeping: Keeping): () => Promise<void> {
  const { log, onLost } = keeping;
  const { port } = first.server;
  const leaving = new AbortController();
  let place = first;
  let healing: Promise<void> | null = null;
  let left: Promise<void> | null = null;

  const heal = async (reason: string) => {
    log.warn({ reason }, 'lost the embedded database, going back to it');
    const begun = performance.now();
    try {
      place = await goBack(means, port, keeping, leaving.signal);
    } catch (error) {
      if (leaving.signal.aborted) return;
      log.error({ reason: messageOf(error) }, 'the embedded database cannot be had back');
      onLost?.(error instanceof Error ? error : new Error(messageOf(error)));
      return;
    }
    const ms = Math.round(performance.now() - begun);
    log.info({ port, pid: place.server.pid, ms }, 'the embedded database is back');
    watch();
  };
  const watch = () =>
    place.keeper.onLost((reason) => {
      if (!leaving.signal.aborted) healing = heal(reason);
    });
  const leave = async () => {
    leaving.abort();
    await Promise.race([healing, pause(STOP_PATIENCE_MS, undefined, { ref: false })]);
    await leavePlace(means, place, log);
  };

  watch();
  return () => {
    left ??= leave();
    return left;
  };
}

/** @throws whatever was in the way when patience ended or the signal was given */
async function goBack(
  means: Means,
  port: number,
  { exclusive, log, patienceMs }: Keeping,
  signal: AbortSignal,
): Promise<Place> {
  const begun = performance.now();
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const passed = performance.now() - begun;
    try {
      const withinMs = Math.max(patienceMs - passed, LONGEST_PAUSE_MS);
      const place = await takePlace(means, { exclusive, port, withinMs, signal });
      if (!signal.aborted && place.server.port === port) return place;
      await leavePlace(means, place, log);
      // Tools are soon done; the last one stops it.
      throw new UserError(`内置数据库已由别的程序在端口 ${place.server.port} 上启动。`);
    } catch (error) {
      if (signal.aborted || passed >= patienceWith(error, patienceMs)) throw error;
      log.warn({ reason: messageOf(error) }, 'not back in the embedded database yet');
    }
    await pause(pauseMs, undefined, { signal });
  }
}

function patienceWith(problem: unknown, patienceMs: number): number {
  if (problem instanceof FolderTaken) return 0;
  return problem instanceof PortTaken ? Math.min(PORT_PATIENCE_MS, patienceMs) : patienceMs;
}
