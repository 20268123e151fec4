import { setTimeout as wait } from 'node:timers/promises';

/** Real time, by which simulated time plays. */
export interface Pace {
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
  /** Waits a moment, less when the signal is given. */
  beat(signal: AbortSignal): Promise<void>;
}

/** Ten looks a second: a day per second shows every two hours. */
const BEAT_MS = 100;

export const realPace: Pace = {
  now: () => performance.now(),
  beat: (signal) => wait(BEAT_MS, undefined, { signal }).catch(() => undefined),
};
