import type { JobSpec } from './job.ts';

/**
 * A payload in the form in which it is stored, checked against the job's schema in that very form, so that
 * what a producer may add is what the worker can read.
 *
 * @throws ZodError when it does not fit
 */
export function toWire<Payload>(job: JobSpec<Payload>, payload: Payload): unknown {
  const wire = cleaned(JSON.parse(JSON.stringify(payload)) as unknown);
  job.payload.parse(wire);
  return wire;
}

/**
 * BullMQ takes an empty id for none, reserves ":" and refuses numbers. Ids of different jobs are kept apart.
 *
 * @throws Error when the id is empty
 */
export function toJobId(name: string, id: string): string {
  if (id === '') throw new Error(`an id of job ${name} is empty`);
  return `${name}.${encodeURIComponent(cleanedText(id))}`;
}

/** jsonb takes neither NUL nor half a surrogate pair, and one such job fails the whole batch it is added with. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanedText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanedText(key), cleaned(inner)]));
}

function cleanedText(text: string): string {
  return text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}
