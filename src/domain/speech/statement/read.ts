import { caseNumbers } from '../case-number.ts';
import { unsettles } from '../doubt.ts';
import { lexiconOf } from '../lexicon.ts';
import { withoutListMarks } from '../list-mark.ts';
import { plainText } from '../plain-text.ts';
import { titlesOf } from '../title.ts';
import { type Part, partOf } from './part.ts';
import { segmentsOf } from './segment.ts';
import type {
  Statement,
  StatementContext,
  StatementDoubt,
  StatementReading,
  StatementVerb,
} from './statement.ts';
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
  const joined = joinParts(parts, context);
  if (joined === null || joined.every(({ verb }) => verb === 'sign')) return null;
  return settled(joined, kept);
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

/** A statement with the parts that make it. */
interface Joined {
  verb: StatementVerb;
  statement: Statement;
  others: Statement[];
  isDone: boolean;
  doubt: StatementDoubt | null;
  /** It names its proposals itself. */
  isNamed: boolean;
  verbFirst: boolean;
  counts: number[];
  start: number;
  end: number;
}

/** Gives what only adds to something (a number, a day, A类) to what it is said of. Null where nothing tells a fact. */
function joinParts(parts: readonly Part[], context: StatementContext): Joined[] | null {
  const joined: Joined[] = [];
  let waiting: Part | null = null;
  for (const part of parts) {
    if (part.isCourtesy) continue;
    const last = joined.at(-1);
    if (part.verb === null) {
      if (last && addTo(last, part)) continue;
      if (last) last.doubt ??= part.doubt ?? 'unreadable';
      else if (waiting && !addToPart(waiting, part)) return null;
      else waiting ??= part;
      continue;
    }
    const one = startOf(part, part.verb);
    if (waiting) {
      if (!addTo(one, waiting)) one.doubt ??= waiting.doubt ?? 'unreadable';
      one.start = Math.min(one.start, startAt(waiting));
      waiting = null;
    }
    const isSame = last?.verb === one.verb && one.statement.numbers.length === 0 && part.segment.isJoined;
    if (last && isSame && merge(last, one)) continue;
    if (last && one.statement.numbers.length === 0 && one.verb !== 'sign') {
      one.statement = { ...one.statement, numbers: last.statement.numbers, all: last.statement.all };
      one.others = one.others.map((other) => ({ ...other, numbers: last.statement.numbers }));
      if (part.segment.isJoined && one.statement.day === null && last.statement.day !== null) {
        one.statement = { ...one.statement, day: last.statement.day };
        one.isDone ||= last.isDone;
      }
    }
    if (!joined.some((other) => sayAgain(other, one))) joined.push(one);
  }
  for (const one of joined) one.doubt ??= doubtOfWhole(one, context);
  return joined.length > 0 ? joined : null;
}

function startOf(part: Part, verb: StatementVerb): Joined {
  const { tokens } = part.segment;
  const firstNumber = tokens.findIndex((token) => token.is === 'case');
  const firstWord = tokens.findIndex((token) => token.is === 'word' && token.word.kind !== 'filler');
  return {
    verb,
    statement: part.statement,
    others: part.others,
    isDone: part.isDone,
    doubt: part.doubt,
    isNamed: part.statement.numbers.length > 0,
    verbFirst: firstNumber < 0 || (firstWord >= 0 && firstWord < firstNumber),
    counts: part.counts,
    start: startAt(part),
    end: tokens.at(-1)?.end ?? 0,
  };
}

function startAt({ segment }: Part): number {
  return segment.tokens[0]?.start ?? 0;
}

/** Numbers, a day, a file number, a category, a grade or a way that was not said yet. */
function addTo(one: Joined, part: Part): boolean {
  if (part.doubt !== null || part.others.length > 0) return false;
  const { statement } = one;
  const more = part.statement;
  if (more.numbers.length > 0 && one.isNamed && !one.verbFirst && startAt(part) > one.start) return false;
  for (const field of ['day', 'fileNumber', 'category', 'grade', 'way', 'phase', 'unit'] as const)
    if (more[field] !== null && statement[field] !== null) return false;
  const isReply = one.verb === 'reply' || one.verb === 'opinion';
  if ((more.fileNumber !== null || more.category !== null) && !isReply) return false;
  if (more.grade !== null && one.verb !== 'form') return false;
  if ((more.way !== null || more.phase !== null) && one.verb !== 'contact') return false;
  const isBefore = startAt(part) < one.start;
  const add = (to: Statement): Statement => ({
    ...to,
    numbers: [...new Set(isBefore ? [...more.numbers, ...to.numbers] : [...to.numbers, ...more.numbers])],
    all: to.all || more.all,
    day: to.day ?? more.day,
    fileNumber: to.fileNumber ?? more.fileNumber,
    category: to.category ?? more.category,
    grade: to.grade ?? more.grade,
    way: to.way ?? more.way,
    phase: to.phase ?? more.phase,
    unit: to.unit ?? more.unit,
  });
  one.statement = add(statement);
  one.others = one.others.map(add);
  one.isNamed ||= more.numbers.length > 0;
  one.isDone ||= part.isDone;
  one.counts = [...one.counts, ...part.counts];
  one.end = Math.max(one.end, part.segment.tokens.at(-1)?.end ?? 0);
  return true;
}

/** 8月20日，12号，征询表已寄出: what waits for its verb gathers. */
function addToPart(waiting: Part, part: Part): boolean {
  const one = startOf(waiting, waiting.statement.verb);
  const isFit = part.statement.fileNumber === null && part.statement.category === null;
  if (waiting.doubt !== null || !isFit || !addTo({ ...one, isNamed: false }, part)) return false;
  waiting.statement = {
    ...waiting.statement,
    numbers: [...new Set([...waiting.statement.numbers, ...part.statement.numbers])],
    day: waiting.statement.day ?? part.statement.day,
  };
  return true;
}

/** 书面答复委员并上传系统: two halves of one reply. */
function merge(last: Joined, one: Joined): boolean {
  const { statement: was } = last;
  const { statement: now } = one;
  if (last.doubt !== null || one.doubt !== null || last.others.length + one.others.length > 0) return false;
  if (now.day !== null && was.day !== null && now.day !== was.day) return false;
  for (const field of ['fileNumber', 'category', 'grade', 'way'] as const)
    if (now[field] !== null && was[field] !== null && now[field] !== was[field]) return false;
  last.statement = {
    ...was,
    kinds: [...new Set([...was.kinds, ...now.kinds])],
    halves: [...new Set([...was.halves, ...now.halves])],
    uploaded: was.uploaded || now.uploaded,
    day: was.day ?? now.day,
    fileNumber: was.fileNumber ?? now.fileNumber,
    category: was.category ?? now.category,
    grade: was.grade ?? now.grade,
    way: was.way ?? now.way,
  };
  last.isDone ||= one.isDone;
  last.end = one.end;
  return true;
}

/** 已把12号表寄给委员了，9月1号寄的: one fact, said twice. */
function sayAgain(was: Joined, now: Joined): boolean {
  const { statement: one } = was;
  const { statement: other } = now;
  const isSame =
    one.verb === 'form' &&
    one.kinds.length > 0 &&
    one.kinds.join() === other.kinds.join() &&
    one.numbers.join() === other.numbers.join() &&
    was.doubt === null &&
    now.doubt === null &&
    was.others.length + now.others.length === 0;
  if (!isSame) return false;
  if (one.day !== null && other.day !== null && one.day !== other.day) was.doubt = 'two-dates';
  was.statement = { ...one, day: one.day ?? other.day, grade: one.grade ?? other.grade };
  was.isDone ||= now.isDone;
  return true;
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
