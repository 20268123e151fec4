import type { Part } from './part.ts';
import type { Statement, StatementDoubt, StatementVerb } from './statement.ts';

/** A statement with the parts that make it. */
export interface Joined {
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
export function joinParts(
  parts: readonly Part[],
  doubtOfWhole: (one: Joined) => StatementDoubt | null,
): Joined[] | null {
  const joined: Joined[] = [];
  let waiting: Part[] = [];
  for (const part of parts) {
    if (part.isCourtesy) continue;
    const last = joined.at(-1);
    if (part.verb === null) {
      if (last && addTo(last, part)) continue;
      if (last) last.doubt ??= part.doubt ?? 'unreadable';
      else waiting.push(part);
      continue;
    }
    const one = startOf(part, part.verb);
    for (const before of waiting) {
      if (!addTo(one, before)) one.doubt ??= before.doubt ?? 'unreadable';
      one.start = Math.min(one.start, startAt(before));
    }
    waiting = [];
    // One letter has two halves, in whichever clause they stand; two steps of a form have each their day.
    const isSame =
      last?.verb === one.verb &&
      one.statement.numbers.length === 0 &&
      (part.segment.isJoined || one.verb !== 'form');
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
  for (const one of joined) one.doubt ??= doubtOfWhole(one);
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
