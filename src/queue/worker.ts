import type { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Job as BullJob,
  Worker as BullWorker,
  DelayedError,
  type IQueueBackend,
  UnrecoverableError,
} from 'bullmq';
import { systemClock } from '../clock.ts';
import { messageOf, PermanentError, withoutValues } from '../errors.ts';
import type { Log } from '../log.ts';
import { openBackend } from './backend.ts';
import type { Job } from './job.ts';
import { LANES, type Lane, laneName } from './lane.ts';
import type { QueueSettings } from './queue.ts';

export interface WorkerSettings<Context> extends QueueSettings {
  jobs: readonly Job<unknown, Context>[];
  /** Handed to every job as it is. */
  context: Context;
  /** How many jobs of each lane run at once. */
  concurrency: Readonly<Record<Lane, number>>;
  /** Told once of each job that is given up, after its last attempt. */
  onFailed?: (failure: JobFailure) => void | Promise<void>;
  /** Told of each run of a job, also of one that is tried again. */
  onRun?: (run: JobRun) => void;
  /** Milliseconds after which a dead worker's job runs elsewhere, within twice that time. */
  lockMs?: number;
  /** For how many milliseconds a job that this version cannot read is left to the others; an hour unless said otherwise. */
  leaveMs?: number;
}

export interface JobRun {
  name: string;
  succeeded: boolean;
  seconds: number;
}

export interface JobFailure {
  name: string;
  payload: unknown;
  error: Error;
  attempts: number;
}

export interface Worker {
  /** Stops taking jobs and waits for those that run, at most so long; what is left runs again elsewhere. */
  close(deadlineMs: number): Promise<void>;
  /**
   * Resolves when no job waits or runs, delayed ones aside. What was added before the call is done by then.
   *
   * @throws Error when the worker is closed meanwhile
   */
  idle(): Promise<void>;
}

const LONGEST_WAIT_S = 10;

/** While its queue is away a worker runs into it several times a second, and says so this often. */
const TROUBLE_TOLD_MS = 10_000;

/** A job whose worker died is started again this often; the real limit belongs in the job's own rows. */
const MAX_STALLS = 10;

/**
 * Starts to work on the queue's jobs; resolves when it is taking them.
 *
 * @throws UserError when the backend cannot be reached
 */
export async function createWorker<Context>(settings: WorkerSettings<Context>): Promise<Worker> {
  const log = settings.log.child({ subsystem: 'worker' });
  const lanes: LaneWorker[] = [];
  let closing: Promise<void> | null = null;
  try {
    for (const lane of LANES) lanes.push(await openLane(settings, lane, log, () => closing !== null));
  } catch (error) {
    await Promise.all(lanes.map((lane) => lane.close(0)));
    throw error;
  }
  return {
    close: (deadlineMs) => {
      closing ??= Promise.all(lanes.map((lane) => lane.close(deadlineMs))).then(() => undefined);
      return closing;
    },
    idle: async () => {
      for (;;) {
        if (closing !== null) throw new Error('the worker is closed');
        const changes = lanes.map((lane) => lane.nextChange());
        const before = ended(lanes);
        const busy = (await Promise.all(lanes.map((lane) => lane.isBusy()))).includes(true);
        // A job that ended meanwhile may have added another to the lane that was asked first.
        const isIdle = !busy && ended(lanes) === before;
        if (busy) await Promise.race(changes.map(({ happened }) => happened));
        for (const change of changes) change.forget();
        if (isIdle) return;
      }
    },
  };
}

interface LaneWorker {
  /** How many runs of jobs have ended here. */
  ended(): number;
  close(deadlineMs: number): Promise<void>;
  /** Whether a job of the lane waits or runs, here or elsewhere. */
  isBusy(): Promise<boolean>;
  /** The next event after which the lane may be at rest. */
  nextChange(): Change;
}

const ended = (lanes: readonly LaneWorker[]) => lanes.reduce((sum, lane) => sum + lane.ended(), 0);

async function openLane<Context>(
  settings: WorkerSettings<Context>,
  lane: Lane,
  log: Log,
  isClosing: () => boolean,
): Promise<LaneWorker> {
  const lockMs = settings.lockMs ?? 30_000;
  const backend = await openBackend(settings.backend, 'worker', log);
  const running = new Map<string, string>();
  let ended = 0;
  const worker = new AbandonableWorker(
    laneName(settings.name, lane),
    async (job: BullJob, token?: string) => {
      const key = job.id ?? '';
      running.set(key, job.name);
      try {
        await perform(job, token, settings);
      } finally {
        running.delete(key);
        ended += 1;
      }
    },
    {
      ...backend.options,
      concurrency: settings.concurrency[lane],
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: MAX_STALLS,
      runRetryDelay: 1_000,
    },
    backend.factory,
  );
  let quietUntil = 0;
  worker.on('error', (error) => {
    if (isClosing() || performance.now() < quietUntil) return;
    quietUntil = performance.now() + TROUBLE_TOLD_MS;
    log.warn({ reason: messageOf(error) }, 'worker connection trouble');
  });
  worker.on('failed', (job, error) => void report(job, error, settings, log));
  await worker.waitUntilReady();

  return {
    ended: () => ended,
    async close(deadlineMs) {
      const timer = new AbortController();
      const drained = worker.close().then(() => true);
      const inTime = await Promise.race([drained, pause(deadlineMs, false, { signal: timer.signal })]);
      timer.abort();
      if (!inTime) {
        log.warn({ jobs: [...running.values()] }, 'stopped before these jobs ended; they run again');
        worker.abandon();
      }
      backend.close();
    },
    async isBusy() {
      const counts = await worker.getBackend().getCounts(['wait', 'prioritized', 'active']);
      return counts.some((count) => count > 0);
    },
    nextChange: () => nextChange(worker, () => running.size === 0),
  };
}

/**
 * BullMQ's own closing waits for the running jobs and, when Redis is just away, for a connection's end that is
 * never reported. This lets go of everything without waiting for anything.
 */
class AbandonableWorker extends BullWorker<unknown, void, string, IQueueBackend> {
  /**
   * So long it waits, in seconds, to be told of a job, and then looks. On PostgreSQL it would wait for up to an hour, on a
   * connection that may have been forgotten on the way.
   */
  override get maximumBlockTimeout(): number {
    return LONGEST_WAIT_S;
  }

  abandon(): void {
    const steps = [this.pause(true), this.lockManager.close(), this.backend.close(true)];
    // What fails here is a connection that is gone already.
    for (const step of steps) step.catch(() => {});
  }
}

async function perform<Context>(
  job: BullJob,
  token: string | undefined,
  settings: WorkerSettings<Context>,
): Promise<void> {
  const known = settings.jobs.find(({ name }) => name === job.name);
  if (known === undefined) return leave(job, token, `no job is called ${job.name}`, settings.leaveMs);
  const payload = known.payload.safeParse(job.data);
  if (!payload.success) {
    const why = `the payload of ${job.name} does not fit: ${payload.error.message}`;
    return leave(job, token, why, settings.leaveMs);
  }
  const start = performance.now();
  let succeeded = false;
  try {
    await known.run(payload.data, settings.context);
    succeeded = true;
  } catch (error) {
    if (error instanceof PermanentError)
      throw Object.assign(new UnrecoverableError(messageOf(error)), { cause: error });
    throw withoutValues(error);
  } finally {
    settings.onRun?.({ name: known.name, succeeded, seconds: (performance.now() - start) / 1_000 });
  }
}

const HOUR_MS = 3_600_000;
const FIRST_LEAVE_MS = 1_000;
const MAX_LEAVE_MS = 60_000;

/**
 * While an upgrade goes on, two versions share the queue: what one cannot read is put back for the other. Where nobody
 * takes it, the pauses grow, and after an hour it is given up.
 */
async function leave(
  job: BullJob,
  token: string | undefined,
  why: string,
  leaveMs: number = HOUR_MS,
): Promise<never> {
  const now = systemClock.now().getTime();
  const age = now - job.timestamp - (job.opts.delay ?? 0);
  if (age >= leaveMs) throw new UnrecoverableError(why);
  const pause = Math.min(Math.max(Math.round(age / 4), FIRST_LEAVE_MS), MAX_LEAVE_MS);
  await job.moveToDelayed(now + pause, token);
  throw new DelayedError();
}

/** Called after each failed attempt; `finishedOn` tells the last. */
async function report<Context>(
  job: BullJob | undefined,
  error: Error,
  settings: WorkerSettings<Context>,
  log: Log,
): Promise<void> {
  const about = { job: job?.name, id: job?.id, attempt: job?.attemptsMade, reason: messageOf(error) };
  if (job === undefined || job.finishedOn === undefined) {
    log.warn(about, 'job failed, will be tried again');
    return;
  }
  log.error(about, 'job failed for good');
  try {
    const cause = error.cause instanceof Error ? error.cause : error;
    await settings.onFailed?.({
      name: job.name,
      payload: job.data,
      error: cause,
      attempts: job.attemptsMade,
    });
  } catch (failure) {
    log.error({ job: job.name, reason: messageOf(failure) }, 'could not report a failed job');
  }
}

const LOOK_AGAIN_MS = 50;

interface Change {
  happened: Promise<void>;
  forget(): void;
}

/**
 * This worker's next event after which nothing may be left to do, that is while it runs nothing; what other workers do
 * is noticed a little later.
 */
function nextChange(worker: EventEmitter, isResting: () => boolean): Change {
  let forget = () => {};
  const happened = new Promise<void>((resolve) => {
    const done = () => {
      forget();
      resolve();
    };
    const jobOver = () => {
      if (isResting()) done();
    };
    const listeners = [
      ...(['completed', 'failed'] as const).map((event) => [event, jobOver] as const),
      ...(['stalled', 'error', 'closed'] as const).map((event) => [event, done] as const),
    ];
    const timer = setTimeout(done, LOOK_AGAIN_MS);
    forget = () => {
      clearTimeout(timer);
      for (const [event, listener] of listeners) worker.off(event, listener);
    };
    for (const [event, listener] of listeners) worker.on(event, listener);
  });
  return { happened, forget };
}
