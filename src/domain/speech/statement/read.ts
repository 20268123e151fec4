import { caseNumbers } from '../case-number.ts';
import { unsettles } from '../doubt.ts';
import { lexiconOf } from '../lexicon.ts';
import { withoutListMarks } from '../list-mark.ts';
import { plainText } from '../plain-text.ts';
import { titlesOf } from '../title.ts';
import { type Joined, joinParts } from './join.ts';
import { type Part, partOf } from './part.ts';
import { kindsIn, segmentsOf } from './segment.ts';
import type { StatementContext, StatementDoubt, StatementReading, StatementVerb } from './statement.ts';
import { factTokens } from './tokens.ts';
import { factLexicon } from './words.ts';

/** Nobody needs more to tell a fact or two; a longer text tells more than facts. */
const LONGEST = 300;

/**
 * Reads a plain message that tells facts: 12、31号表4月20日寄给委员. Null for a message about something else. It is
 * certain when it is made of known words only, and says that something has happened; everything else is a doubt, and a
 * doubt must change nothing. Never throws; the time is linear in the text's length.
 */
export function readStatements(text: string, context: StatementContext): StatementReading | null {
  if (text.length > LONGEST * 4) return null;
  const { kept, folded } = plainText(text);
  if (folded.length > LONGEST || /\d{7}|联系(?:电话|人|方式)|电话(?:号码|簿|单)/u.test(folded)) return null;
  const tokens = factTokens(withoutListMarks(folded), {
    cases: caseNumbers(context.proposals.map(({ number }) => number)),
    titles: titlesOf(context.proposals),
    lexicon: factLexicon(context, lexiconOf(context.unitNames)),
    today: context.today,
  });
  const parts = partsOf(segmentsOf(tokens), context);
  const joined = joinParts(parts, (one) => doubtOfWhole(one, context));
  if (joined === null || joined.every(({ verb }) => verb === 'sign')) return null;
  const reading = settled(joined, kept);
  const isSmallTalk =
    reading.kind === 'doubt' &&
    reading.statement.verb === 'contact' &&
    reading.statement.numbers.length === 0 &&
    !kindsIn(tokens).includes('member');
  // 电话是多少: nobody is said to have been contacted.
  return isSmallTalk && !context.threadProposals?.length ? null : reading;
}

function partsOf(segments: ReturnType<typeof segmentsOf>, context: StatementContext): Part[] {
  const joint = new Set(context.proposals.flatMap(({ number, joint: is }) => (is ? [number] : [])));
  const parts: Part[] = [];
  let before: StatementVerb | null = context.threadVerb ?? null;
  for (const segment of segments) {
    const made = partOf(segment, {
      today: context.today,
      isDesk: context.isDesk,
      before,
      isJoint: (number) => joint.has(number),
    });
    parts.push(...made);
    before = made.at(-1)?.verb ?? before;
  }
  return parts;
}

function doubtOfWhole(
  { statement, isDone, counts }: Joined,
  { today }: StatementContext,
): StatementDoubt | null {
  const { numbers, day } = statement;
  if (counts.length > 0 && !counts.every((count) => count === numbers.length)) return 'which-proposal';
  if (day !== null && day > today && !isDone) return 'future';
  return isDone ? null : 'future';
}

function settled(joined: readonly Joined[], kept: string): StatementReading {
  const sure = joined.filter((one) => one.doubt === null);
  const unsure = joined.filter((one) => one.doubt !== null);
  const [first] = unsure;
  if (first && (sure.length === 0 || !areApart(sure, unsure, kept)))
    return { kind: 'doubt', reason: first.doubt ?? 'unreadable', statement: first.statement };
  // One letter, one upload, one talk: two days of one of them are for the form.
  const again = sure.find(
    (one, index) => one.verb !== 'form' && sure.some((other, at) => at < index && isSame(one, other)),
  );
  if (again) return { kind: 'doubt', reason: 'two-dates', statement: again.statement };
  const open = sure.filter((one) => one.others.length > 0);
  const [only] = open;
  if (only && joined.length > 1) return { kind: 'doubt', reason: 'unreadable', statement: only.statement };
  if (only) return { kind: 'choice', statements: [only.statement, ...only.others] };
  if (sure.some((one) => one.verb === 'sign' && !one.isNamed) && sure[0])
    return { kind: 'doubt', reason: 'which-proposal', statement: sure[0].statement };
  return {
    kind: 'certain',
    statements: sure.map(({ statement }) => statement),
    aside: unsure.map(({ start, end }) => kept.slice(start, end).trim()),
  };
}

function isSame({ statement: one }: Joined, { statement: other }: Joined): boolean {
  return one.verb === other.verb && one.numbers.some((number) => other.numbers.includes(number));
}

/** 12号征询表已寄出，31号还没寄: what is doubtful is said of other proposals, and takes nothing back. */
function areApart(sure: readonly Joined[], unsure: readonly Joined[], kept: string): boolean {
  const told = new Set(sure.flatMap(({ statement }) => statement.numbers));
  return (
    sure.every((one) => one.isNamed) &&
    unsure.every(
      (one) =>
        one.isNamed &&
        one.statement.numbers.every((number) => !told.has(number)) &&
        !unsettles(kept.slice(one.start, one.end)),
    )
  );
}
