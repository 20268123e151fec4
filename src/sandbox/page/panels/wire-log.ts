import type { WireEntry } from '../../page-server/contract.ts';

/** As many as a reader scrolls through; the sandbox keeps no more. */
const KEPT = 500;

/**
 * The number to ask after: before the oldest that was still open, so that its answer is seen, and otherwise before the
 * newest, so that a sandbox that started anew and counts from one again is noticed.
 */
export function askAfter(known: readonly WireEntry[]): number {
  const open = known.find((entry) => entry.result === 'pending') ?? known.at(-1);
  return open ? open.seq - 1 : 0;
}

/** What is known after an answer; null when the sandbox counts anew and has to be asked from the beginning. */
export function withAnswer(
  known: readonly WireEntry[],
  after: number,
  answer: readonly WireEntry[],
): WireEntry[] | null {
  if (known.length === 0) return answer.slice(-KEPT);
  const first = answer[0];
  if (!first) return null;
  const same = known.find((entry) => entry.seq === first.seq);
  if (same && (same.at !== first.at || same.name !== first.name)) return null;
  return [...known.filter((entry) => entry.seq <= after && entry.seq < first.seq), ...answer].slice(-KEPT);
}

export interface WireFilter {
  way: WireEntry['way'] | 'both';
  /** Part of a name. */
  name: string;
  result: 'all' | 'well' | 'failed' | 'pending' | 'fault';
}

export const EVERYTHING: WireFilter = { way: 'both', name: '', result: 'all' };

/** How it ended. */
export function outcomeOf({ result }: WireEntry): 'well' | 'failed' | 'pending' {
  if (result === 'pending') return 'pending';
  return result === 'ok' || result === 'ack' || result === 'sent' || /^HTTP 2\d\d$/.test(result)
    ? 'well'
    : 'failed';
}

export function passes(entry: WireEntry, { way, name, result }: WireFilter): boolean {
  return (
    (way === 'both' || entry.way === way) &&
    entry.name.toLowerCase().includes(name.trim().toLowerCase()) &&
    (result === 'all' || (result === 'fault' ? entry.fault !== null : outcomeOf(entry) === result))
  );
}
