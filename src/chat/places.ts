/**
 * How many ask Slack at the same time. Of two thousand that fall due together a few begin, and one more for each that
 * gets through: so it is a few that are turned away where Slack takes no more, and people who use the bot meanwhile find
 * room in it. Who hangs does not keep its place, so that it holds up nobody else.
 */
export interface Places {
  /** Waits for a place; null when the bot stops. Whom somebody waits for has one at once, and beside the others. */
  take(options: { awaited: boolean }): Promise<Place | null>;
  /** Slack took something. */
  more(): void;
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

export function createPlaces(): Places {
  let places = FIRST;
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
      while (!closed && !awaited && taken >= places)
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      return closed ? null : occupy();
    },
    more() {
      places = Math.min(places + 1, MOST);
      wake();
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
