/** Who may try a password, and when: whoever has tried wrong ones waits, longer each time; all others do not. */
export interface Tries {
  /** For how many milliseconds no password from this address is looked at; 0 when one is. */
  waitMs(address: string): number;
  /** A wrong one came from this address. Gives for how many milliseconds no other is looked at. */
  wrong(address: string): number;
  /** The right one came from this address. */
  right(address: string): void;
}

/** A browser that remembers an old password sends it with each part of a page. */
const FREE = 10;
/** Where so many wrong ones came within an hour from all addresses together, an address has one try and waits. */
const MANY = 100;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Addresses that are remembered, the latest. */
const REMEMBERED = 1_000;

interface Known {
  wrong: number;
  last: number;
  until: number;
}

/** @param elapsed milliseconds since any moment, by a clock that is never set */
export function createTries(elapsed: () => number = () => performance.now()): Tries {
  const known = new Map<string, Known>();
  let overall = 0;
  let counted = elapsed();

  const knownAt = (address: string, now: number): Known | undefined => {
    const found = known.get(networkOf(address));
    return found && now - found.last < HOUR_MS ? found : undefined;
  };

  return {
    waitMs(address) {
      const now = elapsed();
      return Math.max(0, (knownAt(address, now)?.until ?? now) - now);
    },
    wrong(address) {
      const now = elapsed();
      overall = Math.max(0, overall - ((now - counted) / HOUR_MS) * MANY) + 1;
      counted = now;
      const wrong = (knownAt(address, now)?.wrong ?? 0) + 1;
      const over = wrong - (overall > MANY ? 1 : FREE);
      const wait = over < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** over);
      const network = networkOf(address);
      known.delete(network);
      known.set(network, { wrong, last: now, until: now + wait });
      const [oldest] = known.keys();
      if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
      return wait;
    },
    right(address) {
      known.delete(networkOf(address));
    },
  };
}

/** Of IPv6, whoever has one address has the 2^64 beside it, too. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const gap = tail === undefined ? [] : Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return [...head, ...gap, ...(tail ?? [])].slice(0, 4).join(':');
}
