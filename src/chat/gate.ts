/**
 * Whether it makes sense to post at all. Slack does not say whether “too many” is about one channel or about the whole
 * workspace; when several in a row are turned away and nobody gets through, it is about all of them, and asking for
 * each of two thousand would be hammering. The same holds for a bot that is not let in.
 *
 * As it may be an accident all the same, one of those who wait tries after a while: after 10 s, then after ever more,
 * at least once a minute.
 */
export interface Gate {
  /** Until when nobody should ask; null when somebody may. */
  closedUntil(now: Date): Date | null;
  /** Whether this one may ask now. While all are turned away, one at a time finds out for the others. */
  admits(now: Date): boolean;
  /** What is meant for `whom` was not taken, and may be tried `again` at that instant. */
  turnedAway(whom: string, now: Date, again: Date): void;
  /** Several in a row were turned away, and nobody has got through since. */
  isEverybodys(): boolean;
  /** Something was taken: `opened` when others have been waiting for that. */
  letIn(): { opened: boolean };
  /** That the chat takes messages is news: nothing was taken before, or somebody has been turned away since it was told. */
  isNews(): boolean;
  /** The news was passed on. */
  told(): void;
}

/** So many in a row are no accident. */
const SEVERAL = 3;
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;
/** Whoever finds out for the others may turn out to have nothing to post: so long after it the next one tries. */
const PROBE_MS = 2_000;

export function createGate(): Gate {
  const away = new Set<string>();
  let until: Date | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  let probing = false;
  let news = true;
  const isEverybodys = () => away.size >= SEVERAL;
  const closedUntil = (now: Date) => {
    if (!isEverybodys() || until === null || until <= now) return null;
    // A clock that was set back would keep it closed for as long.
    return until.getTime() - now.getTime() <= LONGEST_PAUSE_MS ? until : null;
  };
  const close = (now: Date, forMs: number) => {
    until = new Date(now.getTime() + forMs);
  };
  return {
    closedUntil,
    admits(now) {
      if (!isEverybodys()) return true;
      if (closedUntil(now) !== null) return false;
      probing = true;
      close(now, PROBE_MS);
      return true;
    },
    turnedAway(whom, now, again) {
      news = true;
      away.add(whom);
      // Those that were on their way when it closed say nothing new.
      if (!isEverybodys() || (until !== null && !probing)) return;
      if (probing) pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      probing = false;
      close(now, Math.min(pauseMs, again.getTime() - now.getTime()));
    },
    isEverybodys,
    letIn() {
      const opened = isEverybodys();
      away.clear();
      until = null;
      pauseMs = FIRST_PAUSE_MS;
      probing = false;
      return { opened };
    },
    isNews: () => news,
    told() {
      news = false;
    },
  };
}
