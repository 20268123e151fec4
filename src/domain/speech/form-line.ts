import { addDays, type IsoDate } from '../calendar.ts';
import { FORM_BACK, type FormKind } from '../feedback-form.ts';
import { caseNumbers } from './case-number.ts';
import { dateOf } from './date-token.ts';
import { doubtOf } from './doubt.ts';
import type { UnsureReason } from './intent.ts';
import { numberTokens } from './number-token.ts';
import { plainText } from './plain-text.ts';

/** What a line after “征询表” says: “12 已寄 5月10日”, “12、15 寄回 满意”. */
export interface FormLine {
  /** 案号, as known or in their normal form. */
  numbers: string[];
  kinds: FormKind[];
  /** The day written; null where none is. */
  on: IsoDate | null;
  grade: string | null;
  /** The unit named, as in `unitNames`. */
  unit: string | null;
  /** Why nothing may be recorded; null when all of it was understood. */
  doubt: UnsureReason | 'two-dates' | 'no-such-day' | null;
}

export interface FormLineContext {
  known: readonly string[];
  grades: readonly string[];
  unitNames: readonly string[];
  today: IsoDate;
}

/** A longer text is no command line. */
const LONGEST = 500;

/** In the order in which they are looked for: the longer way of saying it first. */
const KINDS: readonly (readonly [RegExp, readonly FormKind[]])[] = [
  [/(?:三项|三份|全部|都|均)?(?:已经|已)?(?:收齐|寄齐|齐全|齐)/u, FORM_BACK],
  [
    /(?:已经|已)?(?:寄回|寄到|寄至|寄给|寄|送回|送到|交回|交到|收回|回)?了?[到至]?(?:区政府办公室|区府办)?(?:建议提案股|提案股|股内|股里|股)(?:已经|已)?(?:收到|收)?/u,
    ['form-back-desk'],
  ],
  [
    /(?:已经|已)?在?(?:网上|线上|系统)(?:已经|已)?(?:作出|进行)?(?:反馈|填写|填报)?|(?:已经|已)反馈/u,
    ['form-back-online'],
  ],
  [
    /(?:已经|已)?(?:寄回|交回|送回|收回|返回|回收)了?[到至]?(?:(?:主办|承办|本|我)单位|我局|本局|单位)?/u,
    ['form-back-unit'],
  ],
  [/(?:领衔)?(?:委员)?(?:已经|已)?(?:收到|收悉|签收|收表)/u, ['form-received']],
  [/(?:已经|已)?(?:寄出|寄送|寄发|邮寄|送出|发出|寄)(?:给(?:领衔)?委员)?/u, ['form-sent']],
];

const RELATIVE: readonly (readonly [RegExp, number])[] = [
  [/今[天日]/u, 0],
  [/昨[天日]/u, 1],
  [/前天/u, 2],
];
/** 5.10 and 5-10 are days after the verb, where no number of a proposal stands. */
const BARE_DAY = /(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})(?!\d)/u;
const FILLER =
  /征询意见表|征询表|提案|三项|三份|全部|[第号的了已经均都于在是为由件表和及与、,。.!;:()"“”\s]/gu;

/** Reads one line. It records nothing that it has not understood to the last word: what is left over is a doubt. */
export function readFormLine(text: string, { known, grades, unitNames, today }: FormLineContext): FormLine {
  const { folded } = plainText(text.slice(0, LONGEST));
  let rest = folded;
  const take = (pattern: RegExp): string | null => {
    const found = pattern.exec(rest);
    if (found === null || found[0] === '') return null;
    blank(found.index, found.index + found[0].length);
    return found[0];
  };
  const blank = (start: number, end: number) => {
    rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
  };
  const takeText = (choices: readonly string[]): string | null => {
    const found = [...choices]
      .sort((one, other) => other.length - one.length)
      .find((choice) => choice !== '' && rest.includes(choice));
    if (found === undefined) return null;
    blank(rest.indexOf(found), rest.indexOf(found) + found.length);
    return found;
  };

  const unit = takeText(unitNames);
  const grade = takeText(grades);
  const dates = new Set<IsoDate | null>();
  for (const [pattern, back] of RELATIVE) if (take(pattern)) dates.add(addDays(today, -back));
  for (const token of numberTokens(rest, caseNumbers(known))) {
    if (token.kind !== 'date') continue;
    dates.add(dateOf(token.written, today));
    blank(token.start, token.end);
  }

  const kinds: FormKind[] = [];
  let verb = rest.length;
  for (const [pattern, meant] of KINDS) {
    const at = pattern.exec(rest)?.index;
    if (at === undefined || take(pattern) === null) continue;
    verb = Math.min(verb, at);
    kinds.push(...meant);
  }
  const numbers = takeNumbers(0, verb);
  if (numbers.length > 0 && dates.size === 0) {
    const day = take(BARE_DAY);
    const [month = '', date = ''] = day?.match(/\d+/gu) ?? [];
    if (day) dates.add(dateOf(`${month}月${date}日`, today));
  }
  if (numbers.length === 0) numbers.push(...takeNumbers(verb, rest.length));

  const left = rest.replace(FILLER, '');
  const [on = null] = dates;
  return {
    numbers: [...new Set(numbers)],
    kinds: [...new Set(kinds)],
    on,
    grade,
    unit,
    doubt: doubt(),
  };

  function doubt(): FormLine['doubt'] {
    if (dates.has(null)) return 'no-such-day';
    if (dates.size > 1) return 'two-dates';
    return left !== '' || text.length > LONGEST ? doubtOf(left) : null;
  }

  function takeNumbers(from: number, to: number): string[] {
    const found: string[] = [];
    for (const token of numberTokens(rest.slice(from, to), caseNumbers(known))) {
      if (token.kind !== 'case') continue;
      found.push(...token.numbers);
      blank(from + token.start, from + token.end);
    }
    return found;
  }
}
