import { Queue as BullQueue, type IQueueBackend, type JobsOptions } from 'bullmq';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { type BackendSettings, openBackend } from './backend.ts';
import type { JobSpec } from './job.ts';
import { LANES, type Lane, laneName } from './lane.ts';
import { toJobId, toWire } from './wire.ts';

export interface QueueSettings {
  backend: BackendSettings;
  /** The same for producers and workers of one queue; without ":". */
  name: string;
  log: Log;
}

export interface AddOptions {
  /** While a job of that name and id waits or runs, adding it again changes nothing. Afterwards it is new. */
  id?: string;
  /** Milliseconds to wait before it may run. */
  delayMs?: number;
}

export interface QueueCounts {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

/** The producer's side. Everything rejects soon, and says so, when the backend is away. */
export interface Queue {
  /** @throws ZodError when the payload does not fit the job */
  add<Payload>(job: JobSpec<Payload>, payload: NoInfer<Payload>, options?: AddOptions): Promise<void>;
  /** Adds all or, when one payload does not fit, none. */
  addMany<Payload>(
    job: JobSpec<Payload>,
    entries: ({ payload: NoInfer<Payload> } & AddOptions)[],
  ): Promise<void>;
  counts(): Promise<QueueCounts>;
  /** Resolves when the backend answers. */
  ping(): Promise<void>;
  /** True when nothing waits or runs; jobs that wait for their time do not count. */
  isIdle(): Promise<boolean>;
  close(): Promise<void>;
}

const CHUNK = 1_000;

/** Failed jobs stay for a look, but not for ever. */
const KEEP_FAILED = { count: 500, age: 7 * 24 * 60 * 60 };

/** @throws UserError when the backend cannot be reached */
export async function createQueue(settings: QueueSettings): Promise<Queue> {
  const lanes = await openLanes(settings, settings.log.child({ subsystem: 'queue' }));

  const addMany: Queue['addMany'] = async (job, entries) => {
    const { queue } = lanes[job.lane ?? 'prompt'];
    const prepared = entries.map(({ payload, id, delayMs }) => ({
      name: job.name,
      data: toWire(job, payload),
      opts: optionsOf(job, { id, delayMs }),
    }));
    await reachable(async () => {
      for (let start = 0; start < prepared.length; start += CHUNK) {
        const chunk = prepared.slice(start, start + CHUNK);
        const ids = chunk.flatMap(({ opts }) => opts.jobId ?? []);
        await forgetFailed(queue, ids);
        // On PostgreSQL a batch of one costs 10 ms, a single job less than one.
        const [only, ...others] = chunk;
        if (only !== undefined && others.length === 0) await queue.add(only.name, only.data, only.opts);
        else await queue.addBulk(chunk);
      }
    });
  };

  const counts = () =>
    reachable(async () => {
      const found = await Promise.all(
        Object.values(lanes).map(({ queue }) =>
          queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
        ),
      );
      const of = (state: string) => found.reduce((sum, counted) => sum + (counted[state] ?? 0), 0);
      return {
        waiting: of('waiting') + of('prioritized'),
        active: of('active'),
        delayed: of('delayed'),
        failed: of('failed'),
      };
    });

  return {
    add: (job, payload, options) => addMany(job, [{ ...options, payload }]),
    addMany,
    counts,
    ping: async () => {
      await counts();
    },
    isIdle: async () => {
      const { waiting, active } = await counts();
      return waiting + active === 0;
    },
    close: async () => {
      await Promise.all(Object.values(lanes).map((lane) => lane.close()));
    },
  };
}

/** Takes every job out of a queue that nobody works on. @throws UserError when the backend cannot be reached */
export async function emptyQueue(settings: QueueSettings): Promise<void> {
  const lanes = Object.values(await openLanes(settings, null));
  try {
    for (const { queue } of lanes) await queue.obliterate({ force: true });
  } finally {
    for (const lane of lanes) await lane.close();
  }
}

/** A lane's queue, for its producer. */
export interface OpenLane {
  queue: BullQueue<unknown, unknown, string, unknown, unknown, string, IQueueBackend>;
  close(): Promise<void>;
}

/** @param log told of what goes wrong with the connections; without it, only the calls say so. */
export async function openLanes(settings: QueueSettings, log: Log | null): Promise<Record<Lane, OpenLane>> {
  const opened = new Map<Lane, OpenLane>();
  try {
    for (const lane of LANES) opened.set(lane, await openLane(settings, lane, log));
  } catch (error) {
    for (const lane of opened.values()) await lane.close();
    throw error;
  }
  return Object.fromEntries(opened) as Record<Lane, OpenLane>;
}

async function openLane(settings: QueueSettings, lane: Lane, log: Log | null): Promise<OpenLane> {
  const backend = await openBackend(settings.backend, 'producer', log ?? settings.log);
  const queue = new BullQueue(laneName(settings.name, lane), backend.options, backend.factory);
  // Unheard, it would end the process.
  queue.on('error', (error) => log?.warn({ reason: messageOf(error) }, 'queue connection trouble'));
  await queue.waitUntilReady();
  return {
    queue,
    close: async () => {
      await queue.close();
      backend.close();
    },
  };
}

function optionsOf(job: JobSpec<unknown>, { id, delayMs }: AddOptions): JobsOptions {
  return {
    ...(id === undefined ? {} : { jobId: toJobId(job.name, id) }),
    delay: delayMs ?? 0,
    attempts: job.attempts ?? 5,
    backoff: { type: 'exponential', delay: job.backoffMs ?? 2_000, jitter: 0.2 },
    removeOnComplete: true,
    removeOnFail: KEEP_FAILED,
  };
}

/** A failed job that is kept would hold its id, and the same debt could never be queued again. */
async function forgetFailed(queue: FailedJobs, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const wanted = new Set(ids);
  const failed = (await queue.getBackend().getRanges(['failed'])).flat();
  for (const id of failed) if (wanted.has(id)) await queue.remove(id);
}

interface FailedJobs {
  getBackend(): Pick<IQueueBackend, 'getRanges'>;
  remove(id: string): Promise<number>;
}

async function reachable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`the queue cannot be reached: ${messageOf(error)}`, { cause: error });
  }
}
