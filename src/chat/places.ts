/**
 * How many ask Slack at the same time. Of two thousand that fall due together a few begin, and one more for each that
 * gets through, so that people who use the bot meanwhile find room in it. Where Slack takes no more there are half as
 * many, who become more slowly, as on a line that many share: so few are turned away, and whom somebody waits for seldom
 * is. Who hangs does not keep its place, so that it holds up nobody else.
 */
export interface Places {
  /** Waits for a place; null when the bot stops. Whom somebody waits for has one at once, and beside the others. */
  take(options: { awaited: boolean }): Promise<Place | null>;
  /** Slack took something. */
  more(): void;
  /** Slack turned somebody away. */
  fewer(): void;
  /** Slack takes nothing at all: one at a time, until it does. */
  one(): void;
  /** For good: who waits for a place gets none. */
  close(): void;
}

export interface Place {
  leave(): void;
}

const FIRST = 8;
/** More would use up the machine, not send sooner. */
const MOST = 24;
/** Who has had no answer for so long, in milliseconds, hangs. */
const HANGS_MS = 1_000;
/** Those who are under way together are turned away together: their number is halved once in so many milliseconds. */
const TOGETHER_MS = 1_000;

export function createPlaces(): Places {
  let places = FIRST;
  let halvedAt: number | null = null;
  let taken = 0;
  let closed = false;
  let waiting: (() => void)[] = [];

  const wake = () => {
    const all = waiting;
    waiting = [];
    for (const look of all) look();
  };
  const occupy = (): Place => {
    taken += 1;
    let isHeld = true;
    const leave = () => {
      clearTimeout(hanging);
      if (!isHeld) return;
      isHeld = false;
      taken -= 1;
      wake();
    };
    const hanging = setTimeout(leave, HANGS_MS);
    return { leave };
  };

  return {
    async take({ awaited }) {
      while (!closed && !awaited && taken >= Math.floor(places))
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      return closed ? null : occupy();
    },
    more() {
      places = Math.min(places + (halvedAt === null ? 1 : 1 / places), MOST);
      wake();
    },
    fewer() {
      const now = performance.now();
      if (halvedAt !== null && now - halvedAt < TOGETHER_MS) return;
      halvedAt = now;
      places = Math.max(places / 2, 1);
    },
    one() {
      places = 1;
    },
    close() {
      closed = true;
      wake();
    },
  };
}
