import { AsyncLocalStorage } from 'node:async_hooks';

/** How long after its row was made sure of a post may begin, in milliseconds: nobody takes the row over for three times as long. */
const BEGIN_WITHIN_MS = 20_000;

/** Network code of a request that was due to leave too late, and did not. */
export const TOO_LATE = 'TOO_LATE';

const deadline = new AsyncLocalStorage<number>();

/**
 * The last moment at which a post may begin, by the clock that only goes forward and also runs while the process stands
 * still. Ask for it before the row is made sure of.
 */
export const lastMoment = (): number => performance.now() + BEGIN_WITHIN_MS;

/** Makes the requests of `call` leave before a moment, or not at all. Without a moment it just calls. */
export function inTime<Result>(before: number | undefined, call: () => Promise<Result>): Promise<Result> {
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
  readonly #before: number;

  constructor(text: string, before: number) {
    super([text]);
    this.#bytes = new TextEncoder().encode(text);
    this.#before = before;
  }

  override stream(): ReturnType<Blob['stream']> {
    const pull = (controller: ReadableStreamDefaultController) => {
      if (performance.now() > this.#before)
        throw Object.assign(new Error('it is too late to send this'), { code: TOO_LATE });
      controller.enqueue(this.#bytes);
      controller.close();
    };
    // Nothing is read ahead of being asked for.
    return new ReadableStream({ pull }, { highWaterMark: 0 });
  }
}
