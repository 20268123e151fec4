import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Board } from '../queue/board.ts';
import type { Queue } from '../queue/queue.ts';
import type { OpenDatabase } from '../store/database.ts';
import { deliveryFigures } from '../store/delivery-figures.ts';
import { boardPage } from './board-page.ts';
import { createHeartbeat } from './heartbeat.ts';
import { type Meters, NO_METERS } from './meters.ts';
import { type Check, readinessOf } from './readiness.ts';
import { type Pages, say, serve } from './server.ts';

/** Where those who run the bot look. */
export interface OpsSettings {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Null: the queue's jobs are not shown. */
  boardPassword: string | null;
}

export interface OpsParts {
  /** Null: nothing is served. */
  settings: OpsSettings | null;
  /** Null: nobody is told that the bot lives. */
  heartbeatUrl: string | null;
  database: Pick<OpenDatabase, 'db' | 'ping' | 'schemaState'>;
  queue: Pick<Queue, 'ping' | 'counts'>;
  openBoard(path: string): Promise<Board>;
  /** Whether people can be heard; null where another process hears them. */
  chatConnected: (() => boolean) | null;
  /** Slack's word for why it does not let the bot in; null while it does. */
  chatRefusal: () => string | null;
  /** Whether the timetable runs in this process. */
  ticks: boolean;
  clock: Clock;
  log: Log;
}

export type Phase = 'starting' | 'running' | 'stopping';

export interface Ops {
  /** The port of `/healthz` and the others; null when nothing is served. */
  port: number | null;
  meters: Meters;
  /** The process is ready while it is 'running' and all else is well. `why` is why it is not, in a few words. */
  enter(phase: Phase, why?: string): void;
  /** A turn of the timetable succeeded. */
  ticked(): void;
  close(): Promise<void>;
}

const BOARD = '/queues';

/** Opens what those who run the bot look at, as far as it is wanted. @throws UserError when its port cannot be had */
export async function openOps(parts: OpsParts): Promise<Ops> {
  const log = parts.log.child({ subsystem: 'ops' });
  let phase: Phase = 'starting';
  let whyNotReady: string | null = null;
  const heartbeat = parts.heartbeatUrl === null ? null : createHeartbeat({ url: parts.heartbeatUrl, log });
  const stand = () => {
    if (phase !== 'running') throw new Error(whyNotReady ?? phase);
    return phase;
  };
  const served = parts.settings && (await servePages(parts.settings, parts, stand, log));
  const meters = served?.meters ?? NO_METERS;
  return {
    port: served?.port ?? null,
    meters,
    enter(next, why) {
      phase = next;
      whyNotReady = why === undefined ? null : `${next}: ${why}`;
    },
    ticked() {
      meters.ticked();
      heartbeat?.beat();
    },
    async close() {
      await Promise.all([heartbeat?.stop(), served?.close()]);
    },
  };
}

async function servePages(settings: OpsSettings, parts: OpsParts, stand: Check, log: Log) {
  // Loaded where it is wanted: it takes memory, and watches the process from then on.
  const { createMetrics } = await import('./metrics.ts');
  const { database, queue, clock, chatConnected, ticks } = parts;
  const metrics = createMetrics({
    deliveries: () => deliveryFigures(database.db, clock.now()),
    queue: async () => ({ ...(await queue.counts()) }),
    chatConnected,
    ticks,
    now: () => clock.now(),
  });
  const readiness = readinessOf(checksOf(parts, stand));
  const board =
    settings.boardPassword === null
      ? null
      : boardPage(() => parts.openBoard(BOARD), settings.boardPassword, log);
  const pages: Pages = {
    '/healthz': (_request, response) => say(response, 200, 'ok\n'),
    '/readyz': async (_request, response) => {
      const found = await readiness();
      say(response, found.ready ? 200 : 503, `${JSON.stringify(found, null, 2)}\n`, 'application/json');
    },
    '/metrics': async (_request, response) => say(response, 200, await metrics.text(), metrics.contentType),
    ...(board && { [`${BOARD}/`]: board.serve }),
  };
  const server = await serve(pages, settings);
  log.info(
    { host: settings.host, port: server.port, board: board !== null },
    'health and metrics are served',
  );
  return {
    port: server.port,
    meters: metrics.meters,
    async close() {
      await server.close();
      await board?.close();
    },
  };
}

function checksOf(
  { database, queue, chatConnected, chatRefusal }: OpsParts,
  bot: Check,
): Record<string, Check> {
  return {
    bot,
    database: async () => {
      await database.ping();
      return 'answers';
    },
    migrations: async () => {
      const { steps, pending, newer } = await database.schemaState();
      if (pending > 0) throw new Error(`${pending} of ${steps} are not applied`);
      return newer ? 'applied, and some of a later version' : 'applied';
    },
    queue: async () => {
      await queue.ping();
      return 'answers';
    },
    chat: () => {
      const refusal = chatRefusal();
      if (refusal !== null) throw new Error(`Slack does not let the bot in: ${refusal}`);
      if (chatConnected === null) return 'heard by other processes';
      if (!chatConnected()) throw new Error('not connected');
      return 'connected';
    },
  };
}
