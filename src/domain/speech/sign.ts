import { type Reader, readClauses } from './clause.ts';
import { doubtOf, unsettles } from './doubt.ts';
import {
  type SignIntent,
  type SpeechContext,
  type UnsureIntent,
  type UnsureReason,
  unsure,
} from './intent.ts';
import { withoutListMarks } from './list-mark.ts';
import type { PlainText } from './plain-text.ts';
import { joinClauses, readSignClause, type SignClause } from './sign-clause.ts';
import { type Named, resolveSign } from './sign-target.ts';

/** Nobody needs more to say what was signed; in a longer text 签收 is one word among others. */
const LONGEST = 2_000;

/**
 * Reads a message about signing; null when it is about something else.
 *
 * It is certain when every clause is made of known words only, and says that something is signed. A clause that is
 * not (31号不属于我局职责, 拟申请退办) makes the message unsure, unless it names its own proposals and none of the
 * signed ones, every signing clause names its own too, and nothing unsettles what was said (如果, 更正, 其余).
 */
export function readSign(
  { kept, folded }: PlainText,
  context: SpeechContext,
  reader: Reader,
): SignIntent | UnsureIntent | null {
  if (!/签|sign/u.test(folded)) return null;
  if (folded.length > LONGEST) return unsure('sign', 'unreadable');
  const clauses = joinClauses(
    readClauses(withoutListMarks(folded), reader).map((clause) => readSignClause(clause, reader)),
  );
  const own = (numbers: readonly string[]) => numbers.filter(reader.cases.isKnown);
  const mentioned = own(clauses.flatMap((clause) => clause.mentioned));
  const doubt = (reason: UnsureReason) => unsure('sign', reason, mentioned);

  const signing = clauses.filter((clause) => clause.says === 'signed');
  const others = clauses.filter((clause) => clause.doubt !== null);
  const firstDoubt = others.find((clause) => clause.text.includes('签'))?.doubt ?? others[0]?.doubt;
  if (signing.length === 0) return doubt(firstDoubt ?? doubtOf(folded));
  if (others.length > 0 && !areApart(signing, clauses)) return doubt(firstDoubt ?? 'unreadable');

  const target = resolveSign(named(signing), context, reader);
  if (target === null) return doubt('which-proposal');
  return { kind: 'sign', ...target, aside: asTyped(others, kept) };
}

/** Whether the clauses that say something else leave the signing clauses beyond doubt. */
function areApart(signing: readonly SignClause[], clauses: readonly SignClause[]): boolean {
  const signed = new Set(signing.flatMap((clause) => clause.numbers));
  if (signing.some((clause) => clause.numbers.length === 0 || clause.everything)) return false;
  let inOther = false;
  for (const clause of clauses) {
    if (clause.doubt === null) {
      if (clause.says === 'signed') inOther = false;
      continue;
    }
    const ownNumbers = clause.mentioned.length > 0 && clause.mentioned.every((number) => !signed.has(number));
    const continues = inOther && clause.mentioned.length === 0 && !clause.text.includes('签');
    if (unsettles(clause.text) || (!ownNumbers && !continues)) return false;
    inOther = true;
  }
  return true;
}

function named(signing: readonly SignClause[]): Named {
  return {
    numbers: [...new Set(signing.flatMap((clause) => clause.numbers))],
    ranged: signing.some((clause) => clause.ranged),
    counts: signing.flatMap((clause) => clause.counts),
    all: signing.some((clause) => clause.all),
    everything: signing.some((clause) => clause.everything),
    that: signing.some((clause) => clause.that),
    subset: signing.some((clause) => clause.subset),
  };
}

function asTyped(clauses: readonly SignClause[], kept: string): string[] {
  return clauses.map((clause) => kept.slice(clause.start, clause.end).trim()).filter((text) => text !== '');
}
