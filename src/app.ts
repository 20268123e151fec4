import { setTimeout as sleep } from 'node:timers/promises';
import { createDispatch } from '../commands/dispatch.ts';
import { SLASH_COMMANDS } from '../commands/index.ts';
import { jobs } from '../jobs/index.ts';
import { jobGivenUp } from '../jobs/job-given-up.ts';
import { schedule } from '../jobs/schedule.ts';
import { nextTickWithWork, tick } from '../jobs/tick.ts';
import { createGate } from './chat/gate.ts';
import { createListener, type Listener } from './chat/listener.ts';
import { createPlaces } from './chat/places.ts';
import { createSlack } from './chat/slack.ts';
import { createStanding } from './chat/standing.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Context } from './context.ts';
import { createCourtesies } from './courtesies.ts';
import { messageOf } from './errors.ts';
import { createPainter, type Painter } from './files/painter.ts';
import type { Log } from './log.ts';
import { type Ops, openOps } from './ops/ops.ts';
import { type Patience, patiently } from './patience.ts';
import { backendAt } from './queue/backend.ts';
import { openBoard } from './queue/board.ts';
import { createCron } from './queue/cron.ts';
import { createQueue, emptyQueue, type Queue, type QueueSettings } from './queue/queue.ts';
import { createWorker } from './queue/worker.ts';
import type { Storage } from './storage.ts';
import { meetWorkspace, readGroup } from './workspace.ts';

/** What people can type, for whoever offers it to them. */
export { type ListedCommand, listCommands } from '../commands/list.ts';

/** How long a stop waits for what is in hand, in milliseconds; below the 30 s that process managers give. */
const STOP_DEADLINE_MS = 25_000;
/** A connection that is cut at the deadline is closed a moment later. */
const CLOSE_GRACE_MS = 1_000;
const QUEUE_CLOSE_MS = 2_000;
/**
 * Jobs that run at once. How many of the sends ask Slack at the same time is the business of the places; the rest is for
 * those that hang, each until the client gives it up after ten seconds.
 */
const CONCURRENCY = { prompt: 32, bulk: 200 };

/** A configuration that names a real chat; the sandbox has become one by the time the app is built. */
export type AppConfig = Omit<Config, 'chat'> & { chat: Exclude<Config['chat'], { kind: 'sandbox' }> };

export interface App {
  context: Context;
  /** The port people's acts arrive at, in HTTP mode. */
  port: number | null;
  /** The port of health and metrics, where they are served. */
  opsPort: number | null;
  /** One turn of the timetable, now, and everything that follows from it. */
  turn(): Promise<void>;
  /** Nothing waits in the queue and nothing runs. */
  idle(): Promise<void>;
  /** The earliest instant at which a turn finds something to do. */
  nextTurn(): Promise<Date | null>;
  /** Takes nothing new, finishes what is in hand, closes in order. */
  stop(): Promise<void>;
}

export interface AppOptions {
  config: AppConfig;
  storage: Storage;
  clock: Clock;
  log: Log;
  /** False where the clock stands unless it is moved: turns then happen only when `turn` is called. */
  timetable?: boolean;
  /** Draws the digests' pictures; closed with the app. */
  painter?: Painter;
  /** Unless it is given, what is away ends the start. */
  patience?: Patience;
  /** Milliseconds after which what a dead process had in hand is done by another, within twice that time. */
  lockMs?: number;
}

/**
 * Builds and starts the bot: everything is opened here, once, and handed on as the context. With patience it waits for
 * what is away, and throws its signal's reason when it is told to stop meanwhile.
 */
export async function startApp({
  config,
  storage,
  clock,
  log,
  timetable = true,
  painter = createPainter(),
  patience,
  lockMs,
}: AppOptions): Promise<App> {
  const { chat } = config;
  const apiUrl = chat.apiUrl === null ? {} : { apiUrl: chat.apiUrl };
  const queueSettings = queueSettingsOf({ config, storage, log });
  const hears = config.role !== 'worker';
  const works = config.role !== 'chat';
  let listener: Listener | null = null;
  let queue: Queue | null = null;
  const standing = createStanding(log.child({ subsystem: 'chat' }));
  const ops = await openOps({
    settings: config.ops,
    heartbeatUrl: config.heartbeatUrl,
    database: storage,
    queue: { ping: async () => there(queue).ping(), counts: async () => there(queue).counts() },
    openBoard: (path) => openBoard(queueSettings, path),
    chatConnected: hears ? () => listener?.isConnected() ?? false : null,
    chatRefusal: standing.refusal,
    ticks: works,
    clock,
    log,
  });
  const { meters } = ops;
  const stopping = new AbortController();
  const places = createPlaces();
  const atWork: (() => Promise<void>)[] = [];
  let closing: Promise<void> | null = null;
  const closeAll = () => {
    ops.enter('stopping');
    stopping.abort();
    places.close();
    closing ??= stopTogether(atWork, log)
      .then(() => within(QUEUE_CLOSE_MS, Promise.all([ops.close(), queue?.close(), painter.close()])))
      .then(() => undefined);
    return closing;
  };
  const bear = bearWith(patience, ops);

  try {
    queue = await bear(() => createQueue(queueSettings));
    const slack = createSlack({
      token: chat.botToken,
      ...apiUrl,
      log: log.child({ subsystem: 'chat' }),
      onAnswer(method, outcome, code) {
        meters.slackAnswered(method, outcome);
        standing.heard(method, outcome, code);
      },
    });
    const gate = createGate();
    const courtesies = createCourtesies(log);
    const context: Context = {
      ...{ config, clock, log, db: storage.db, queue, slack, gate, places, courtesies, painter, meters },
    };
    await bear(() => meetWorkspace(context));
    await readGroup(context, AbortSignal.any([stopping.signal, ...(patience ? [patience.stopping] : [])]));
    const worker = works
      ? await bear(() =>
          createWorker({
            ...queueSettings,
            jobs,
            context,
            concurrency: CONCURRENCY,
            onFailed: (failure) => jobGivenUp(context, failure),
            onRun: meters.jobRan,
            ...(lockMs !== undefined && { lockMs }),
          }),
        )
      : null;
    if (worker) atWork.push(() => worker.close(STOP_DEADLINE_MS));
    const tickAndTell = async () => {
      await tick(context);
      ops.ticked();
    };
    const cron = works && timetable ? createCron(schedule(tickAndTell), { clock, log }) : null;
    // What is owed goes out also while nobody can be heard.
    cron?.start();
    if (cron) atWork.push(() => cron.stop());
    const heard = hears
      ? createListener({
          mode:
            chat.kind === 'http'
              ? { kind: 'http', signingSecret: chat.signingSecret, port: chat.port }
              : { kind: 'socket', appToken: chat.appToken },
          token: chat.botToken,
          ...apiUrl,
          slack,
          commands: Object.keys(SLASH_COMMANDS),
          handle: createDispatch(context),
          log: log.child({ subsystem: 'chat' }),
          onAck: meters.acked,
        })
      : null;
    listener = heard;
    if (heard) atWork.push(() => heard.stop(STOP_DEADLINE_MS));
    const port = heard ? ((await bear(() => heard.start())).port ?? null) : null;

    const idle = async () => {
      await courtesies.settled();
      await worker?.idle();
    };
    const turn = async () => {
      await tickAndTell();
      await idle();
    };
    const nextTurn = () => nextTickWithWork(context);
    ops.enter('running');
    return { context, port, opsPort: ops.port, turn, idle, nextTurn, stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Does what needs something that may be away; while it waits, it says so where those who run the bot look. */
function bearWith(patience: Patience | undefined, ops: Ops) {
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (!patience) return work();
    const result = await patiently(
      {
        ...patience,
        onAway(away, againMs) {
          ops.enter('starting', `waits for ${away.what} (${away.code})`);
          patience.onAway(away, againMs);
        },
      },
      work,
    );
    ops.enter('starting');
    return result;
  };
}

function there(queue: Queue | null): Queue {
  if (queue === null) throw new Error('not reached yet');
  return queue;
}

/** All at once, so that one deadline is enough for what each of them has in hand. */
async function stopTogether(stops: readonly (() => Promise<void>)[], log: Log): Promise<void> {
  const ended = Promise.allSettled(stops.map((stop) => stop()));
  const results = await within(STOP_DEADLINE_MS + CLOSE_GRACE_MS, ended);
  for (const result of results ?? [])
    if (result.status === 'rejected') log.warn({ reason: messageOf(result.reason) }, 'a part did not stop');
}

/** Undefined when the work has not ended by then: what is left ends with the process, and is done again by the next. */
async function within<Result>(ms: number, work: Promise<Result>): Promise<Result | undefined> {
  const inTime = new AbortController();
  const tooLate = sleep(ms, undefined, { signal: inTime.signal }).catch(() => undefined);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    inTime.abort();
  }
}

/** Takes every job out of the queue of the bot that these options start, while it is stopped. */
export function forgetJobs(options: Pick<AppOptions, 'config' | 'storage' | 'log'>): Promise<void> {
  return emptyQueue(queueSettingsOf(options));
}

function queueSettingsOf({
  config,
  storage,
  log,
}: Pick<AppOptions, 'config' | 'storage' | 'log'>): QueueSettings {
  return {
    backend: backendAt(config.redisUrl, storage.url),
    name: 'duban',
    log,
  };
}
