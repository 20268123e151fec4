/**
 * Whether it makes sense to post at all. Slack does not say whether “too many” is about one channel or about the whole
 * workspace; when several in a row are turned away and nobody gets through, it is about all of them, and asking for
 * each of two thousand would be hammering. The same holds for a bot that is not let in.
 */
export interface Gate {
  /** Until when nobody should ask; null when somebody may. Afterwards whoever asks first finds out for all. */
  closedUntil(now: Date): Date | null;
  /** What is meant for `whom` was not taken, and may be tried `again` at that instant. */
  turnedAway(whom: string, again: Date): void;
  /** Several in a row were turned away, and nobody has got through since. */
  isEverybodys(): boolean;
  /** Something was taken. True when that is news: the first time ever, or after somebody was turned away. */
  letIn(): boolean;
}

/** So many in a row are no accident. */
const SEVERAL = 3;

export function createGate(): Gate {
  const away = new Set<string>();
  let until: Date | null = null;
  let isNews = true;
  const isEverybodys = () => away.size >= SEVERAL;
  return {
    closedUntil: (now) => (isEverybodys() && until !== null && until > now ? until : null),
    turnedAway(whom, again) {
      away.add(whom);
      until = again;
      isNews = true;
    },
    isEverybodys,
    letIn() {
      const wasNews = isNews;
      away.clear();
      isNews = false;
      return wasNews;
    },
  };
}
