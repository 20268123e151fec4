import type { Pace } from '../../src/sandbox/pace.ts';

/** Real time that passes only when it is told to, for what plays. */
export interface HandBeaten extends Pace {
  /** Lets so many milliseconds pass, and resolves when whoever played through them waits for the next beat. */
  beatFor(ms: number): Promise<void>;
}

export function handBeaten(): HandBeaten {
  let now = 0;
  let release: (() => void) | null = null;
  let waiting: (() => void) | null = null;
  const nextWait = () =>
    new Promise<void>((resolve) => {
      waiting = resolve;
    });
  return {
    now: () => now,
    beat: (signal) =>
      new Promise<void>((resolve) => {
        release = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
        waiting?.();
      }),
    async beatFor(ms) {
      now += ms;
      const waits = nextWait();
      release?.();
      await waits;
    },
  };
}
