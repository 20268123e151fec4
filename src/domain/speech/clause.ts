import type { IsoDate } from '../calendar.ts';
import type { CaseNumbers } from './case-number.ts';
import type { Lexicon, Word } from './lexicon.ts';
import { type NumberToken, numberTokens } from './number-token.ts';
import type { Titles, TitleToken } from './title.ts';

/** A piece of a sentence between commas or stops, with what was recognised in it. */
export interface Clause {
  text: string;
  tokens: Token[];
}

export type Token = { start: number; end: number; text: string } & (
  | { kind: 'word'; word: Word }
  | { kind: 'number'; number: NumberToken }
  | { kind: 'title'; title: TitleToken }
  /** A character that no list knows. */
  | { kind: 'unknown' }
);

export interface Reader {
  cases: CaseNumbers;
  titles: Titles;
  lexicon: Lexicon;
  today: IsoDate;
}

/** Cuts a folded text into clauses. A comma inside 《》 does not cut, and 12,15 stays two clauses. */
export function readClauses(folded: string, reader: Reader): Clause[] {
  const clauses: Clause[] = [];
  let clause: Clause = { text: '', tokens: [] };
  let begin = 0;
  const close = (end: number) => {
    clause.text = folded.slice(begin, end).trim();
    if (clause.text !== '') clauses.push(clause);
    clause = { text: '', tokens: [] };
    begin = end;
  };
  for (const token of tokensOf(folded, reader)) {
    const length = token.end - token.start;
    if (length === 1 && CLAUSE_ENDS.has(folded[token.start] ?? '')) {
      if (token.kind === 'unknown') clause.tokens.push(token);
      close(token.kind === 'unknown' ? token.end : token.start);
      begin = token.end;
    } else clause.tokens.push(token);
  }
  close(folded.length);
  return clauses;
}

const CLAUSE_ENDS = new Set(['\n', ',', ';', '!', '?', '。']);

function* tokensOf(folded: string, { cases, titles, lexicon }: Reader): Generator<Token> {
  const numbers = new Map(numberTokens(folded, cases).map((number) => [number.start, number]));
  const tokenAt = (start: number): Token => {
    const token = (end: number) => ({ start, end, text: folded.slice(start, end) });
    const number = numbers.get(start);
    if (number) return { kind: 'number', ...token(number.end), number };
    const character = folded[start] ?? '';
    if (CLAUSE_ENDS.has(character)) {
      return character === '?'
        ? { kind: 'unknown', ...token(start + 1) }
        : { kind: 'word', word: { kind: 'filler', length: 1 }, ...token(start + 1) };
    }
    const title = titles.at(folded, start);
    if (title) return { kind: 'title', ...token(title.end), title };
    const word = lexicon.at(folded, start);
    return word
      ? { kind: 'word', ...token(start + word.length), word }
      : { kind: 'unknown', ...token(start + 1) };
  };
  for (let at = 0; at < folded.length; ) {
    const token = tokenAt(at);
    yield token;
    at = token.end;
  }
}
