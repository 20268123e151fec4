import { readNumeral } from './numeral.ts';
import { escapeRegExp, fold } from './plain-text.ts';

/** 案号: the numbers a reader knows, in all the ways people write them. */
export interface CaseNumbers {
  known: readonly string[];
  /**
   * The number meant: 012 → 12, and 12 → 2022-012 where one known number ends in it. An unknown one comes back in
   * its normal form; null when several known numbers end in it.
   */
  resolve(typed: string): string | null;
  isKnown(number: string): boolean;
  /** Source of a pattern for known numbers that hold more than digits (2022-012, B12); null without any. */
  pattern: string | null;
}

export function caseNumbers(known: readonly string[]): CaseNumbers {
  const own = new Set(known);
  const byKey = new Map(known.map((number) => [keyOf(number), number]));
  const byTail = new Map<string, string[]>();
  for (const number of own) {
    const tail = tailOf(number);
    if (tail) byTail.set(tail, [...(byTail.get(tail) ?? []), number]);
  }
  return {
    known,
    resolve(typed) {
      const exact = byKey.get(keyOf(typed));
      if (exact !== undefined) return exact;
      const value = readNumeral(fold(typed));
      if (value === null) return keyOf(typed).toUpperCase();
      const number = String(value);
      const alike = byTail.get(number) ?? [];
      return byKey.get(number) ?? (alike.length > 1 ? null : (alike[0] ?? number));
    },
    isKnown: (number) => own.has(number),
    pattern: patternOf(known.filter((number) => !/^\d+$/u.test(number))),
  };
}

/** 2022-012 and ２０２２-１２ are one number to a reader. */
function keyOf(number: string): string {
  return fold(number)
    .replace(/\s/gu, '')
    .replace(/(?<!\d)0+(?=\d)/gu, '');
}

/** The last group of digits of a number that holds more than digits: 2022-012 → 12. */
function tailOf(number: string): string | null {
  const tail = /\D0*(\d{1,6})\D{0,3}$/u.exec(keyOf(number));
  return tail?.[1] ?? null;
}

function patternOf(numbers: readonly string[]): string | null {
  if (numbers.length === 0) return null;
  const sources = numbers
    .map((number) => keyOf(number))
    .sort((one, other) => other.length - one.length)
    .map((key) => escapeRegExp(key).replace(/(?<!\d)(?=\d)/gu, '0*'));
  return `(?<![\\da-z])(?:${sources.join('|')})(?![\\da-z])(?!-\\d)`;
}
