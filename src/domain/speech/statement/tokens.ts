import type { IsoDate } from '../../calendar.ts';
import type { CaseNumbers } from '../case-number.ts';
import { dateOf } from '../date-token.ts';
import { type NumberToken, numberTokens } from '../number-token.ts';
import type { Titles } from '../title.ts';
import { dayWordAt, lastYearNamed } from './day-word.ts';
import type { FactLexicon, FoundWord } from './words.ts';

/** A piece of a sentence about facts, at [start, end) of the folded text. */
export type FactToken = { start: number; end: number; text: string } & FactMeaning;

export type FactMeaning =
  | { is: 'word'; word: FoundWord }
  /** 案号. `either`: 20号 may as well be the day, and nothing says which. */
  | { is: 'case'; numbers: string[]; either?: IsoDate }
  /** `day` is null for 前几天; `monthless` for 20日. */
  | { is: 'day'; day: IsoDate | null; monthless: boolean }
  | { is: 'no-such-day' }
  /** 于12号, 12号上午, 8.20: a day, or proposals. */
  | { is: 'perhaps'; numbers: string[]; day: IsoDate | null; monthless: boolean }
  | { is: 'file' }
  | { is: 'count'; value: number }
  /** The end of a clause. */
  | { is: 'break' }
  | { is: 'nothing' }
  /** A character or number that no list knows. */
  | { is: 'unknown' };

export interface FactReader {
  cases: CaseNumbers;
  titles: Titles;
  lexicon: FactLexicon;
  today: IsoDate;
}

const BREAKS = new Set(['\n', ',', ';', '!', '。', '?']);
/** The part of 茂南教函〔2022〕12号 that begins where no word is known. */
const FILE = /[\p{Script=Han}]{1,15}?\s?[[({〔【<〖]\s?\d{4}年?\s?[\])}〕】>〗]\s?第?\s?\d{1,6}\s?号?/uy;

/** Cuts a folded text into tokens; every character belongs to one. */
export function factTokens(folded: string, reader: FactReader): FactToken[] {
  const numbers = new Map(numberTokens(folded, reader.cases).map((token) => [token.start, token]));
  const tokens: FactToken[] = [];
  for (let at = 0; at < folded.length; at = tokens.at(-1)?.end ?? folded.length) {
    const { length, ...meaning } = meaningAt(folded, at, numbers.get(at), reader);
    tokens.push({ start: at, end: at + length, text: folded.slice(at, at + length), ...meaning });
  }
  return withDays(withFileNumbers(tokens, folded), reader);
}

function meaningAt(
  folded: string,
  at: number,
  number: NumberToken | undefined,
  { titles, lexicon, today }: FactReader,
): FactMeaning & { length: number } {
  const character = folded[at] ?? '';
  // A question mark ends a clause, and makes it a question.
  if (character === '?') return { is: 'unknown', length: 1 };
  if (BREAKS.has(character)) return { is: 'break', length: 1 };
  if (/\s/u.test(character)) return { is: 'nothing', length: 1 };
  const day = dayWordAt(folded, at, today);
  if (day) return { is: 'day', day: day.day, monthless: false, length: day.length };
  if (number) return { ...meaningOf(number, folded, today), length: number.end - number.start };
  const title = titles.at(folded, at);
  if (title?.numbers.length === 1) return { is: 'case', numbers: title.numbers, length: title.end - at };
  const word = lexicon.at(folded, at);
  if (word) return { is: 'word', word, length: word.length };
  FILE.lastIndex = at;
  const file = FILE.exec(folded);
  return file ? { is: 'file', length: file[0].length } : { is: 'unknown', length: 1 };
}

function meaningOf(number: NumberToken, folded: string, today: IsoDate): FactMeaning {
  switch (number.kind) {
    case 'case':
      return { is: 'case', numbers: number.numbers };
    case 'date':
      return dayNamed(number.written, today);
    case 'time':
      return { is: 'nothing' };
    case 'address':
      // @Duban 12号征询表已寄出: whoever is called first is spoken to.
      return number.start === 0 && folded.startsWith('<@') ? { is: 'nothing' } : { is: 'unknown' };
    case 'count':
      // The three returns of one form, not three proposals.
      return /^[三3]\s?项$/u.test(folded.slice(number.start, number.end))
        ? { is: 'nothing' }
        : { is: 'count', value: number.value };
    case 'unclear': {
      const typed = folded.slice(number.start, number.end).trim();
      const [, month, date, only] = /^(?:(\d{1,2})[./](\d{1,2})|(\d{1,2})号)$/u.exec(typed) ?? [];
      const day = only === undefined ? dateOf(`${month}月${date}日`, today) : dateOf(`${only}日`, today);
      return { is: 'perhaps', numbers: number.numbers, day, monthless: only !== undefined };
    }
    default:
      return { is: 'unknown' };
  }
}

function dayNamed(written: string, today: IsoDate): FactMeaning {
  if (/[月年份]$/u.test(written)) return { is: 'day', day: null, monthless: false };
  const named = dateOf(written, today);
  if (named === null) return { is: 'no-such-day' };
  const day = /\d{2}年|\d{4}/u.test(written) ? named : lastYearNamed(named, today);
  return { is: 'day', day, monthless: /^[^月年./-]{1,3}[日号]$/u.test(written) };
}

/** 区教育局函〔2022〕5号: the name of a unit right before belongs to the number. */
function withFileNumbers(tokens: readonly FactToken[], folded: string): FactToken[] {
  const joined: FactToken[] = [];
  for (const token of tokens) {
    const before = joined.at(-1);
    const isName = before?.is === 'word' && before.word.kind === 'unit' && before.word.value !== null;
    if (token.is === 'file' && isName) {
      joined.pop();
      joined.push({ ...token, start: before.start, text: folded.slice(before.start, token.end) });
    } else joined.push(token);
  }
  return joined;
}

/** Words before which a number may as well be a day: 20号寄出. */
const ACTS = [
  'send',
  'back',
  'get',
  'gather',
  'feedback',
  'upload',
  'submit',
  'talk',
  'way',
  'written',
  'reply',
];
/** Words that may stand between a day and what was done on it. */
const BETWEEN = ['done', 'all', 'to', 'member', 'unit', 'desk', 'lead', 'system', 'filler'];

/**
 * 12号征询表20号寄出: where another number says which proposal it is, a number before a verb is a day. If the unit has
 * that proposal too, nothing says which is meant.
 */
function withDays(tokens: readonly FactToken[], reader: FactReader): FactToken[] {
  const { cases, today } = reader;
  return tokens.map((token, index): FactToken => {
    if (token.is === 'perhaps') return settledDay(token, tokens, index, reader);
    if (token.is !== 'case') return token;
    const written = /^(?:(\d{1,2})号|(\d{1,2})-(\d{1,2}))$/u.exec(token.text);
    if (!written || !isBeforeAct(tokens, index) || isListed(tokens, index)) return token;
    const [, only, month, date] = written;
    const others = besides(tokens, index);
    if (!others.some(cases.isKnown)) return token;
    const day = only === undefined ? dateOf(`${month}月${date}日`, today) : dateOf(`${only}日`, today);
    if (day === null) return token;
    const isOwn = only !== undefined && token.numbers.some(cases.isKnown);
    if (isOwn && !token.numbers.some((number) => others.includes(number))) return { ...token, either: day };
    const { start, end, text } = token;
    return { start, end, text, is: 'day', day, monthless: only !== undefined };
  });
}

/** 于5号寄出 is a day, 关于5号 is none; 5号上午 and 8.20 are one where another number is the proposal's. */
function settledDay(
  { start, end, text, ...perhaps }: FactToken & { is: 'perhaps' },
  tokens: readonly FactToken[],
  index: number,
  { cases }: FactReader,
): FactToken {
  const before = tokens
    .slice(0, index)
    .map((token) => token.text)
    .join('');
  const { numbers, day, monthless } = perhaps;
  if (/[关对]于$/u.test(before)) return { start, end, text, is: 'case', numbers };
  const isAfterOn = /[于从自]$/u.test(before) && isBeforeAct(tokens, index);
  const isOwn = numbers.length > 0 && numbers.every(cases.isKnown);
  const isDay =
    isAfterOn || besides(tokens, index).some(cases.isKnown) || (!isOwn && !/[到在至]$/u.test(before));
  return day !== null && isDay
    ? { start, end, text, is: 'day', day, monthless }
    : { start, end, text, is: 'unknown' };
}

/** The other numbers of its clause, but not those of which something has been said already (5号已寄出12号已寄出). */
function besides(tokens: readonly FactToken[], index: number): string[] {
  const before: string[] = [];
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (!token || token.is === 'break' || (token.is === 'word' && ACTS.includes(token.word.kind))) break;
    if (token.is === 'case') before.push(...token.numbers);
  }
  const rest = tokens.slice(index + 1);
  const end = rest.findIndex(({ is }) => is === 'break');
  const after = rest.slice(0, end < 0 ? rest.length : end);
  return [...before, ...after.flatMap((token) => (token.is === 'case' ? token.numbers : []))];
}

function isBeforeAct(tokens: readonly FactToken[], index: number): boolean {
  const next = tokens
    .slice(index + 1)
    .find((token) => token.is !== 'nothing' && !(token.is === 'word' && BETWEEN.includes(token.word.kind)));
  return next?.is === 'word' && ACTS.includes(next.word.kind);
}

/** 12、20号: one of a list of numbers. */
function isListed(tokens: readonly FactToken[], index: number): boolean {
  const before = tokens.slice(0, index).findLast((token) => !isListMark(token));
  const mark = tokens[index - 1];
  return before?.is === 'case' && mark !== undefined && isListMark(mark);
}

function isListMark(token: FactToken): boolean {
  return token.is === 'nothing' || /^[、和与及,\s]+$/u.test(token.text);
}
