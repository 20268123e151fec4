import { caseNumbers } from './speech/case-number.ts';
import type { Reader } from './speech/clause.ts';
import { readClauses } from './speech/clause.ts';
import { isCourtesy } from './speech/courtesy.ts';
import { doubtOf } from './speech/doubt.ts';
import { type Intent, type SpeechContext, unsure } from './speech/intent.ts';
import { lexiconOf } from './speech/lexicon.ts';
import { numberTokens } from './speech/number-token.ts';
import { plainText } from './speech/plain-text.ts';
import { readReport } from './speech/report.ts';
import { shortQuestion } from './speech/short-question.ts';
import { readSign } from './speech/sign.ts';
import { titlesOf } from './speech/title.ts';

export type {
  Intent,
  ReportIntent,
  SignIntent,
  SpeechContext,
  SpokenEntry,
  UnsureIntent,
  UnsureReason,
} from './speech/intent.ts';
export { nearestVerb } from './speech/nearest-verb.ts';

/**
 * Reads a plain message of a liaison, in Chinese as offices write it. It prefers asking back to guessing: whatever is
 * not certain comes back as 'unsure' and must change nothing. Never throws; the time is linear in the text's length.
 */
export function understand(text: string, context: SpeechContext): Intent {
  const plain = plainText(text);
  const reader: Reader = {
    cases: caseNumbers(context.proposals.map((proposal) => proposal.number)),
    titles: titlesOf(context.proposals),
    lexicon: lexiconOf(context.unitNames ?? []),
    today: context.today,
  };
  const report = readReport(plain, context, reader);
  // What was cut off might have changed the meaning.
  if (plain.cut) return unsure(report ? 'report' : null, 'unreadable');
  if (report) return report;
  const question = shortQuestion(plain.folded);
  if (question) return { kind: question };
  const sign = readSign(plain, context, reader);
  if (sign) return sign;
  if (plain.folded.length <= 200 && isCourtesy(plain.folded, reader)) return { kind: 'thanks' };
  const aboutReport = /月报|进展|汇报/u.test(plain.folded);
  const reason = doubtOf(plain.folded) === 'question' ? 'question' : 'unreadable';
  return unsure(aboutReport ? 'report' : null, reason, mentioned(plain.folded, reader));
}

/** Whether a message is about giving a proposal up. It only leads to an offer, so it need not be certain. */
export function speaksOfReturn(text: string): boolean {
  const { folded } = plainText(text);
  return /退办|改办|拒收|不(?:属于|是)[^,;!?。\n]{0,20}(?:职责|职能|业务|管辖)/u.test(folded.slice(0, 2_000));
}

/**
 * The proposals that a command's argument names, in its order: “12、15”, “第十二号”, “12-15”, “2022-012”. Leading zeros
 * and full width do not matter; a known number comes back as it is known, an unknown one in its normal form.
 */
export function readNumbers(text: string, known: readonly string[] = []): string[] {
  const { folded } = plainText(text);
  const tokens = numberTokens(folded.slice(0, 2_000), caseNumbers(known));
  const numbers = tokens.flatMap((token) =>
    token.kind === 'case' || token.kind === 'unclear' ? token.numbers : [],
  );
  return [...new Set(numbers)];
}

function mentioned(folded: string, reader: Reader): string[] {
  const tokens = readClauses(folded.slice(0, 2_000), reader).flatMap((clause) => clause.tokens);
  const numbers = tokens.flatMap((token) => {
    if (token.kind === 'title') return token.title.numbers;
    return token.kind === 'number' && (token.number.kind === 'case' || token.number.kind === 'unclear')
      ? token.number.numbers
      : [];
  });
  return numbers.filter(reader.cases.isKnown);
}
