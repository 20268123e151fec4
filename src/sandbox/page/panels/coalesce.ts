/**
 * Runs something again and again without hurry: at once when it is asked for after a pause, at most every `gapMs`
 * otherwise, never twice at a time, and always once more after the last request.
 */
export function coalesce(run: () => Promise<void>, gapMs: number): { ask(): void; stop(): void } {
  let state: 'idle' | 'resting' | 'asked' | 'stopped' = 'idle';

  const go = async () => {
    state = 'resting';
    const rest = new Promise((resolve) => setTimeout(resolve, gapMs));
    await Promise.all([run().catch(() => undefined), rest]);
    if (is('asked')) void go();
    else if (is('resting')) state = 'idle';
  };
  // A function, because the state changes while `go` waits.
  const is = (wanted: typeof state) => state === wanted;

  return {
    ask() {
      if (state === 'idle') void go();
      else if (state === 'resting') state = 'asked';
    },
    stop() {
      state = 'stopped';
    },
  };
}
