import type { Reader } from './clause.ts';
import type { SignIntent, SpeechContext } from './intent.ts';

/** What a message names to be signed for. */
export interface Named {
  numbers: string[];
  /** Numbers came from a range: 12-15号. */
  ranged: boolean;
  /** 3件 */
  counts: number[];
  /** 都 */
  all: boolean;
  /** 所有, 全部 */
  everything: boolean;
  /** 上述, 该 */
  that: boolean;
  /** 主办件 */
  subset: boolean;
}

type Target = Pick<SignIntent, 'numbers' | 'unknown'>;

/** The proposals meant, or null when that is not certain. */
export function resolveSign(named: Named, context: SpeechContext, { cases }: Reader): Target | null {
  const unsigned = [
    ...new Set(context.proposals.filter((proposal) => !proposal.signed).map((proposal) => proposal.number)),
  ];
  return named.numbers.length > 0
    ? byNumbers(named, unsigned, cases.isKnown)
    : withoutNumbers(named, unsigned, context);
}

function byNumbers(
  named: Named,
  unsigned: readonly string[],
  isKnown: (number: string) => boolean,
): Target | null {
  const { numbers, counts } = named;
  const unknown = numbers.filter((number) => !isKnown(number));
  // A range that holds another unit's number was meant differently, or mistyped.
  if (named.ranged && unknown.length > 0) return null;
  if (
    counts.length > 0 &&
    sum(counts) !== numbers.length &&
    !counts.every((count) => count === numbers.length)
  )
    return null;
  if (named.everything && !unsigned.every((number) => numbers.includes(number))) return null;
  return { numbers: numbers.filter(isKnown), unknown };
}

/** Nothing is named: the thread settles it, or there is only one to sign. */
function withoutNumbers(
  named: Named,
  unsigned: readonly string[],
  { proposals, threadProposals = [] }: SpeechContext,
): Target | null {
  const live = [...new Set(proposals.map((proposal) => proposal.number))];
  const inThread = live.filter((number) => threadProposals.includes(number));
  const waiting = inThread.filter((number) => unsigned.includes(number));
  const only = (numbers: readonly string[]): Target => ({ numbers: [...numbers], unknown: [] });
  const all: Target = { numbers: 'all', unknown: [] };

  if (named.subset) return null;
  if (named.counts.length > 0) {
    const [count, ...more] = named.counts;
    if (more.length > 0) return null;
    if (waiting.length > 0 && count === waiting.length) return only(waiting);
    return unsigned.length > 0 && (count === unsigned.length || (named.all && count === live.length))
      ? all
      : null;
  }
  if (waiting.length > 0) return only(waiting);
  if (named.that) return unsigned.length === 1 ? only(unsigned) : null;
  if (named.all) return all;
  if (unsigned.length === 1) return only(unsigned);
  if (unsigned.length > 0) return null;
  // Everything is signed: saying it again changes nothing.
  return inThread.length > 0 ? only(inThread) : all;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
