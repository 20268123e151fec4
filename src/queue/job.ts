import type { z } from 'zod';
import type { Lane } from './lane.ts';

/** What a producer has to know of a job. */
export interface JobSpec<Payload> {
  /** Unique among the jobs; lower case words with hyphens, as the file is called. */
  name: string;
  /** The payload as it travels: plain JSON, and ids only, because the queue's storage is clear text. */
  payload: z.ZodType<Payload>;
  /** How often to run it before giving up; 5 unless said otherwise. A `PermanentError` gives up at once. */
  attempts?: number;
  /** Milliseconds before the second attempt, doubled for each further one; 2000 unless said otherwise. */
  backoffMs?: number;
  /** Where it stands in line; 'prompt' unless said otherwise. */
  lane?: Lane;
}

/**
 * A piece of work that happens by itself. It may run twice (a worker died, a queue was emptied and filled
 * again), so the database decides whether there is still something to do.
 */
export interface Job<Payload, Context> extends JobSpec<Payload> {
  run(payload: Payload, context: Context): Promise<void>;
}

/** @throws Error when the name could not serve as part of a job id */
export function defineJob<Payload, Context>(job: Job<Payload, Context>): Job<Payload, Context> {
  if (!/^[a-z][a-z0-9-]*$/.test(job.name))
    throw new Error(`"${job.name}" is not a job name: lower case words with hyphens`);
  return job;
}
