import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../clock.ts';

/** How long after its row was made sure of a post may begin, in milliseconds: nobody takes the row over for three times as long. */
const BEGIN_WITHIN_MS = 20_000;

/** Network code of a request that was due to leave too late, and did not. */
export const TOO_LATE = 'TOO_LATE';

const deadline = new AsyncLocalStorage<Moment>();

export interface Moment {
  isPast(): boolean;
}

/**
 * The last moment at which a post may begin; ask for it before the row is made sure of. By the time that only goes
 * forward and runs while the process stands still, whatever becomes of the clock; and by the clock, which runs also while
 * the whole machine sleeps.
 */
export function lastMoment(clock: Clock): Moment {
  const steady = performance.now() + BEGIN_WITHIN_MS;
  const byClock = clock.now().getTime() + BEGIN_WITHIN_MS;
  return { isPast: () => performance.now() > steady || clock.now().getTime() > byClock };
}

/** Makes the requests of `call` leave before a moment, or not at all. Without a moment it just calls. */
export function inTime<Result>(before: Moment | undefined, call: () => Promise<Result>): Promise<Result> {
  return before === undefined ? call() : deadline.run(before, call);
}

/**
 * A fetch that looks at the clock when the body is written to a connection that stands, as its very last step: a process
 * that was stopped for a while at any point before must not say what another has said meanwhile.
 */
export function fetchInTime(fetchNow: typeof fetch): typeof fetch {
  return (input, init) => {
    const before = deadline.getStore();
    if (before === undefined || typeof init?.body !== 'string') return fetchNow(input, init);
    return fetchNow(input, { ...init, body: new TimelyBody(init.body, before) });
  };
}

/** Of known length, as a text is, and read only when it is about to be sent. */
class TimelyBody extends Blob {
  readonly #bytes: Uint8Array;
  readonly #before: Moment;

  constructor(text: string, before: Moment) {
    super([text]);
    this.#bytes = new TextEncoder().encode(text);
    this.#before = before;
  }

  override stream(): ReturnType<Blob['stream']> {
    const pull = (controller: ReadableStreamDefaultController) => {
      if (this.#before.isPast())
        throw Object.assign(new Error('it is too late to send this'), { code: TOO_LATE });
      controller.enqueue(this.#bytes);
      controller.close();
    };
    // Nothing is read ahead of being asked for.
    return new ReadableStream({ pull }, { highWaterMark: 0 });
  }
}
