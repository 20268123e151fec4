import type { IsoDate } from '../../calendar.ts';
import { CONTACT_PHASES } from '../../facts.ts';
import type { ReplyHalf } from '../../reply.ts';
import { doubtOf } from '../doubt.ts';
import { lastDayNamed } from './day-word.ts';
import { formSteps } from './form-steps.ts';
import { kindsIn, type Segment, valuesOf } from './segment.ts';
import { NOTHING_TOLD, type Statement, type StatementDoubt, type StatementVerb } from './statement.ts';
import type { FactMeaning, FactToken } from './tokens.ts';
import type { FactWord } from './words.ts';

/** What one segment tells. */
export interface Part {
  segment: Segment;
  /** Null where it only adds to another part: 茂南府办函〔2022〕15号, A类. */
  verb: StatementVerb | null;
  statement: Statement;
  /** Other ways of reading the same words. */
  others: Statement[];
  /** Whether it is said to have happened: 已, 了, a day that has been, 寄回. */
  isDone: boolean;
  /** 收到, 好的: says nothing. */
  isCourtesy: boolean;
  counts: number[];
  doubt: StatementDoubt | null;
}

export interface PartContext {
  today: IsoDate;
  isDesk: boolean;
  /** What the part before is about, or the thread. */
  before: StatementVerb | null;
  isJoint: (number: string) => boolean;
}

export function partOf(segment: Segment, context: PartContext): Part[] {
  const { tokens } = segment;
  const kinds = kindsIn(tokens);
  const verbs = verbsIn(kinds, tokens, context);
  const made = verbs.map((verb) => partAbout(verb, segment, kinds, context));
  return made.length > 0 ? made : [partAbout(null, segment, kinds, context)];
}

/** 答复函和征询表已一并寄出 is about two things. */
function verbsIn(
  kinds: readonly FactWord[],
  tokens: readonly FactToken[],
  { before, isJoint }: PartContext,
): StatementVerb[] {
  const has = (...some: FactWord[]) => some.some((kind) => kinds.includes(kind));
  const verbs: StatementVerb[] = [];
  if (has('opinion')) verbs.push('opinion');
  else if (has('reply', 'letter', 'written')) verbs.push('reply');
  if (has('form') && isForm(tokens, kinds)) verbs.push('form');
  if (verbs.length > 0) return verbs;
  if (has('gather') && /[三3]\s?项/u.test(textOf(tokens))) return ['form'];
  if (has('feedback') && has('system') && has('member')) return ['form'];
  if (before === 'contact' && has('way') && !has('talk', 'member', 'done') && !tokens.some(isNumber))
    return [];
  if (has('talk') || (has('way') && !has('send', 'back', 'get', 'upload', 'submit'))) return ['contact'];
  if (!has('send', 'back', 'get', 'gather', 'feedback', 'upload', 'submit')) return [];
  if (has('get') && isSigning(tokens)) return ['sign'];
  // 已收到 under a reminder is a courtesy, whatever the reminder is about (A6).
  const isOnlyGot = !has('send', 'back', 'gather', 'feedback', 'upload', 'submit', 'member');
  if (isOnlyGot && !tokens.some(isNumber)) return [];
  if (has('upload') && before !== 'reply' && before !== 'opinion') {
    const numbers = tokens.flatMap((token) => (token.is === 'case' ? token.numbers : []));
    if (numbers.length > 0) return [numbers.every(isJoint) ? 'opinion' : 'reply'];
  }
  return before !== null && before !== 'sign' && before !== 'contact' ? [before] : [];
}

/** A bare 表 is the form only where everything around it is known: 报表怎么填 is not about one. */
function isForm(tokens: readonly FactToken[], kinds: readonly FactWord[]): boolean {
  const names = tokens.filter((token) => token.is === 'word' && token.word.kind === 'form');
  const isNamed = names.some(({ text }) => text.length > 1);
  const isActed = ['send', 'back', 'get', 'gather', 'feedback', 'submit'].some((kind) =>
    kinds.some((one) => one === kind),
  );
  return isNamed || (isActed && tokens.every((token) => token.is !== 'unknown'));
}

function textOf(tokens: readonly FactToken[]): string {
  return tokens.map(({ text }) => text).join('');
}

function isSigning(tokens: readonly FactToken[]): boolean {
  return tokens.some(({ text }) => text === '签收') && !kindsIn(tokens).includes('member');
}

function partAbout(
  verb: StatementVerb | null,
  segment: Segment,
  kinds: readonly FactWord[],
  context: PartContext,
): Part {
  const { tokens } = segment;
  const has = (...some: FactWord[]) => some.some((kind) => kinds.includes(kind));
  const day = dayIn(tokens, kinds, context.today);
  const base: Statement = {
    ...NOTHING_TOLD,
    verb: verb ?? context.before ?? 'form',
    numbers: [...new Set(tokens.flatMap((token) => (token.is === 'case' ? token.numbers : [])))],
    all: has('all') && !tokens.some((token) => token.is === 'case'),
    day: day.day,
    grade: valuesOf(tokens, 'grade')[0] ?? null,
    unit: context.isDesk ? (valuesOf(tokens, 'unit')[0] ?? null) : null,
    way: valuesOf(tokens, 'way')[0] ?? null,
    phase: CONTACT_PHASES.find((phase) => phase === (valuesOf(tokens, 'phase')[0] ?? null)) ?? null,
    category: valuesOf(tokens, 'category')[0] ?? null,
    fileNumber: tokens.find((token) => token.is === 'file')?.text ?? null,
  };
  const told = detailsOf(verb, base, tokens, kinds, context.isDesk);
  const either = tokens.find((token) => token.is === 'case' && token.either !== undefined);
  const asDay =
    either?.is === 'case' && either.either !== undefined
      ? told.statements.map((one) => ({
          ...one,
          numbers: one.numbers.filter((number) => !either.numbers.includes(number)),
          day: either.either ?? null,
        }))
      : [];
  const [statement = base, ...others] = [...told.statements, ...asDay];
  const isPast = day.day !== null && day.day < context.today;
  const isDone =
    has('done') || isPast || (day.day === null && (has('back', 'get', 'grade') || isSentOut(tokens)));
  const isCourtesy =
    verb === null &&
    base.numbers.length === 0 &&
    day.day === null &&
    (kinds.length > 0
      ? kinds.every((kind) => ['polite', 'get', 'done', 'filler', 'unit'].includes(kind))
      : true) &&
    tokens.every((token) => token.is === 'word' || token.is === 'nothing');
  return {
    segment,
    verb,
    statement,
    others,
    isDone,
    isCourtesy,
    counts: tokens.flatMap((token) => (token.is === 'count' ? [token.value] : [])),
    doubt: doubtIn(tokens) ?? day.doubt ?? (told.isWhole || isCourtesy ? null : 'unreadable'),
  };
}

/** 寄出 tells of something that has happened; 寄 may be a plan. */
function isSentOut(tokens: readonly FactToken[]): boolean {
  return tokens.some(({ text }) => /^(?:邮寄|寄|送|发)出|^送达|^收齐/u.test(text));
}

/** What is particular to a form, a reply, an opinion or a contact; `isWhole` where the words make one of them. */
function detailsOf(
  verb: StatementVerb | null,
  base: Statement,
  tokens: readonly FactToken[],
  kinds: readonly FactWord[],
  isDesk: boolean,
): { statements: Statement[]; isWhole: boolean } {
  const has = (...some: FactWord[]) => some.some((kind) => kinds.includes(kind));
  const whole = (statement: Statement, isWhole = true) => ({ statements: [statement], isWhole });
  const only = (kind: FactWord) => valuesOf(tokens, kind).length < 2;
  const isInPassing = tokens.every(
    ({ text, ...token }) => !isWay(token) || /^(?:当面|面对面|上门|书面)$/u.test(text),
  );
  if (verb !== null && verb !== 'contact' && !isInPassing) return whole(base, false);
  if (!only('way') || !only('category') || !only('grade') || !only('phase')) return whole(base, false);
  const isMisplaced =
    (base.grade !== null && verb !== 'form' && verb !== null) ||
    ((base.category !== null || base.fileNumber !== null) && (verb === 'form' || verb === 'contact'));
  if (isMisplaced) return whole(base, false);
  switch (verb) {
    case 'form': {
      const steps = formSteps(tokens, isDesk);
      if (has('talk')) return whole(base, false);
      if (steps === null) return whole(base, base.grade !== null && !has('send', 'get', 'upload', 'submit'));
      if ('sure' in steps) return whole({ ...base, kinds: steps.sure });
      return { statements: steps.oneOf.map((kind) => ({ ...base, kinds: [kind] })), isWhole: true };
    }
    case 'reply': {
      const isSpoken = base.way === '面商' && !has('send');
      const isOther = has('desk', 'lead') || has('talk', 'back', 'gather', 'feedback', 'get');
      return whole({ ...base, halves: halvesIn(kinds) }, !isSpoken && !isOther);
    }
    case 'opinion':
      return whole(
        { ...base, uploaded: has('upload') || (has('submit', 'send') && has('system')) },
        !has('talk', 'back', 'gather', 'get'),
      );
    case 'contact':
      return whole(base, !has('unit', 'desk', 'lead') || has('member'));
    case 'sign':
      return whole(base);
    case null:
      return whole(
        base,
        !has('send', 'back', 'get', 'gather', 'feedback', 'upload', 'submit', 'desk', 'lead'),
      );
  }
}

function isNumber(token: FactMeaning): boolean {
  return token.is === 'case';
}

function isWay(token: FactMeaning): boolean {
  return token.is === 'word' && token.word.kind === 'way';
}

function halvesIn(kinds: readonly FactWord[]): ReplyHalf[] {
  const has = (...some: FactWord[]) => some.some((kind) => kinds.includes(kind));
  const isUploaded = has('upload') || (has('submit', 'send') && has('system'));
  const isDelivered = has('written') || (has('reply') && has('member')) || (has('send') && !has('system'));
  return [
    ...(isDelivered ? (['reply-delivered'] as const) : []),
    ...(isUploaded ? (['reply-uploaded'] as const) : []),
  ];
}

function dayIn(
  tokens: readonly FactToken[],
  kinds: readonly FactWord[],
  today: IsoDate,
): { day: IsoDate | null; doubt: StatementDoubt | null } {
  if (tokens.some((token) => token.is === 'no-such-day')) return { day: null, doubt: 'no-such-day' };
  const isDone = ['done', 'back', 'get'].some((kind) => kinds.some((one) => one === kind));
  const days = new Set(
    tokens.flatMap((token) => {
      if (token.is !== 'day') return [];
      if (token.day === null || !token.monthless || !isDone) return [token.day];
      return [lastDayNamed(token.day, today)];
    }),
  );
  if (days.size > 1) return { day: null, doubt: 'two-dates' };
  const [day] = days;
  return day === null ? { day: null, doubt: 'which-day' } : { day: day ?? null, doubt: null };
}

/** Words that no list foresees, and why they leave a doubt; what is known beside them must not colour it (会办意见, 不满意). */
function doubtIn(tokens: readonly FactToken[]): StatementDoubt | null {
  if (!tokens.some((token) => token.is === 'unknown')) return null;
  const text = tokens.map((token) => {
    const isColour = token.is === 'word' && token.word.kind !== 'done' && token.word.kind !== 'filler';
    return isColour || token.is === 'file' ? '…' : token.text;
  });
  return doubtOf(text.join(''));
}
