import type { CaseNumbers } from './case-number.ts';
import { NUMERAL, readNumeral } from './numeral.ts';

/** Something with a number in it, at [start, end) of the folded text. */
export type NumberToken = { start: number; end: number } & NumberMeaning;

export type NumberMeaning =
  /** 案号. `marked`: said to be one (第12号, #12), where a bare 12 is one only in the right surroundings. */
  | { kind: 'case'; numbers: string[]; marked: boolean; range: boolean }
  /** Perhaps 案号, perhaps not: 12/15, 于12号. */
  | { kind: 'unclear'; numbers: string[] }
  /** A day, a month or a year, as written. */
  | { kind: 'date'; written: string }
  /** 3件 */
  | { kind: 'count'; value: number }
  /** Times, telephone numbers, 文号, links, mentions, 12% and other numbers that are no 案号. */
  | { kind: 'time' | 'phone' | 'address' | 'other' };

/** A range that would name more proposals than this is not believed. */
const WIDEST_RANGE = 200;

/** Every number of a folded text, left to right. Takes time linear in the length of the text. */
export function numberTokens(folded: string, cases: CaseNumbers): NumberToken[] {
  const tokens: NumberToken[] = [];
  for (const match of folded.matchAll(patternFor(cases))) {
    const start = match.index;
    const end = start + match[0].length;
    tokens.push({ start, end, ...meaningOf(match.groups ?? {}, folded.slice(end, end + 2), cases) });
  }
  return tokens;
}

type Groups = Record<string, string | undefined>;

function meaningOf(groups: Groups, after: string, cases: CaseNumbers): NumberMeaning {
  if (groups.own !== undefined) return caseOf([groups.own], cases, { marked: true });
  if (groups.address !== undefined) return { kind: 'address' };
  if (groups.phone !== undefined) return { kind: 'phone' };
  if (groups.time !== undefined) return { kind: 'time' };
  if (groups.date !== undefined) return { kind: 'date', written: groups.date };
  if (groups.from !== undefined) return rangeOf(groups, after, cases);
  if (groups.perhaps !== undefined) return perhaps(groups.perhaps.match(/\d+/gu) ?? [], cases);
  const day = groups.maybeDay ?? groups.dayPart;
  if (day !== undefined) return perhaps([day], cases);
  if (groups.count !== undefined) return { kind: 'count', value: readNumeral(groups.count) ?? 0 };
  const marked = groups.marked ?? groups.named ?? groups.hash ?? groups.first;
  if (marked !== undefined) return caseOf([marked], cases, { marked: true });
  if (groups.paragraph !== undefined) return perhaps([groups.paragraph], cases);
  if (groups.ordinal !== undefined) return { kind: 'unclear', numbers: [] };
  const bare = groups.bare ?? groups.bareHan;
  if (bare !== undefined) return caseOf([bare], cases, { marked: false });
  return { kind: 'other' };
}

function caseOf(
  typed: readonly string[],
  cases: CaseNumbers,
  { marked }: { marked: boolean },
): NumberMeaning {
  const numbers = typed.map((one) => cases.resolve(one));
  const sure = numbers.filter((number) => number !== null);
  if (sure.length < numbers.length) return { kind: 'unclear', numbers: sure };
  return { kind: 'case', numbers: sure, marked, range: false };
}

function perhaps(typed: readonly string[], cases: CaseNumbers): NumberMeaning {
  return { kind: 'unclear', numbers: typed.flatMap((one) => cases.resolve(one) ?? []) };
}

function rangeOf(groups: Groups, after: string, cases: CaseNumbers): NumberMeaning {
  const { whole = '', from = '', to = '' } = groups;
  const marked = /[第号#]/u.test(whole);
  const inDigits = /^\d+$/u.test(from + to);
  if ((!marked && !inDigits) || (!whole.endsWith('号') && new RegExp(`^\\s?[${MEASURE}]`, 'u').test(after))) {
    return { kind: 'other' };
  }
  const first = readNumeral(from);
  const last = readNumeral(to);
  if (first === null || last === null || first >= last || last - first > WIDEST_RANGE) {
    return perhaps([from, to], cases);
  }
  const typed = Array.from({ length: last - first + 1 }, (_, step) => String(first + step));
  const meaning = caseOf(typed, cases, { marked });
  return meaning.kind === 'case' ? { ...meaning, range: true } : meaning;
}

/** First characters of what is counted or measured: a number before one of them is no 案号. */
const MEASURE =
  '件份个宗项条名人位次天日周月年万亿元米吨户家所座处台套期批场轮遍页张只点分秒岁层栋幢间亩公平里多余几倍类种级届股楼线%‰';

const N = `(?:\\d{1,6}|[${NUMERAL}]{1,8})`;
const MONTH = `(?:\\d{1,2}|[${NUMERAL}]{1,3})`;
/** 12号楼, 12号文 and the like are no proposals. */
const NOT_A_CASE = '(?![楼线文令院路门房召称码])';

const PATTERNS = [
  '(?<address>https?:\\/\\/[!-~]+|<[@#!][^>\\s]{1,60}>|[\\[〔【(]\\d{4}[\\])〕】]\\s?(?:第\\s?)?\\d{1,5}\\s?号?)',
  // 一、 and 1、12号 at the start of a line may number a paragraph.
  '(?<=(?:^|\\n)\\s{0,9})(?<paragraph>[一二三四五六七八九十](?=[、.])|1(?=、\\s?(?:第\\s?)?\\d{1,6}\\s?号))',
  '(?<phone>(?<!\\d)1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}(?!\\d)|(?<!\\d)0\\d{2,3}[- ]?\\d{7,8}(?!\\d)|\\d{7,})',
  `(?<date>(?<!\\d)(?:\\d{4}|\\d{2})年(?:${MONTH}月(?:份|${MONTH}[日号]|\\d{1,2}(?!\\d))?)?` +
    `|(?<!\\d)\\d{4}(?<dash>[-/.])\\d{1,2}\\k<dash>\\d{1,2}(?!\\d)[日号]?` +
    `|(?<!\\d)${MONTH}月(?:份|${MONTH}[日号]|\\d{1,2}(?!\\d))?` +
    `|(?<=[本当上下这]个?月)\\s?${MONTH}[日号]` +
    `|(?<!\\d)${MONTH}日)`,
  '(?<time>(?<!\\d)\\d{1,2}:\\d{2}(?!\\d)(?::\\d{2})?|(?<!\\d)\\d{1,2}[点时](?:\\d{1,2}分?|半)?)',
  `(?<whole>(?:第\\s?)?(?<from>${N})\\s?号?(?:提案)?\\s?(?:-+|~+|至|到)\\s?(?:第\\s?)?(?<to>${N})(?:\\s?号|(?![\\d${NUMERAL}.])))`,
  // 于12号签收 and 12号上午签收 may speak of a day.
  `(?:(?<=[于在自从至]|(?<!收)到)\\s?(?<maybeDay>${MONTH})号${NOT_A_CASE}|(?<![\\d第])(?<dayPart>\\d{1,2})号(?=之?前|以前|上午|下午|当天|当日|那天|晚上|早上|中午))`,
  `第\\s?(?<ordinal>${N})\\s?[件个项宗份条]`,
  `(?:第\\s?)?(?<marked>${N})\\s?号${NOT_A_CASE}`,
  `第\\s?(?<first>${N})(?=\\s?[、,和及与]\\s?(?:第\\s?)?[\\d${NUMERAL}])`,
  `(?:#|(?<![a-z])no\\.?)\\s?(?<hash>\\d{1,6})(?![\\da-z])\\s?号?`,
  `(?:案号|编号|(?:政协)?(?:委员)?提案(?:编?号)?|信函)\\s?:?\\s?(?:第\\s?)?(?<named>\\d{1,6})(?![\\da-z.%:])(?!\\s?[${MEASURE}])`,
  '(?<code>[a-z]{1,20}[-_.]?\\d[a-z\\d_.-]{0,40}|\\d{1,6}[a-z][a-z\\d_.-]{0,40})',
  `(?<count>\\d{1,4}|[${NUMERAL}]{1,4})\\s?[件份个宗项](?!月)`,
  `(?<measured>\\d{1,6}(?:\\.\\d{1,6})?\\s?[${MEASURE}])`,
  '(?<perhaps>\\d{1,6}[./]\\d{1,6}(?!\\d))',
  '(?<decimal>\\d{1,6}\\.\\d{1,20})',
  '(?<bare>\\d{1,6}(?!\\d))',
  `(?<=^|[\\s、,;:收])(?<bareHan>[${NUMERAL}]{1,8})(?=$|[\\s、,;。!])`,
];

function patternFor(cases: CaseNumbers): RegExp {
  const own = cases.pattern === null ? [] : [`(?:第\\s?)?(?<own>${cases.pattern})\\s?号?`];
  return new RegExp([...own, ...PATTERNS].join('|'), 'gu');
}
