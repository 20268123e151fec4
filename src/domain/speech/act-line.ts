import { addDays, type IsoDate } from '../calendar.ts';
import type { ContactPhase } from '../facts.ts';
import type { Notice } from '../notice.ts';
import type { ReplyHalf } from '../reply.ts';
import { caseNumbers } from './case-number.ts';
import { dateOf } from './date-token.ts';
import { doubtOf } from './doubt.ts';
import { numberTokens } from './number-token.ts';
import { escapeRegExp, plainText } from './plain-text.ts';

/** What a line after “沟通”, “会办意见” or “答复” says: “12 电话 5月10日”, “31 A”, “12 茂南教函〔2022〕12号 B”. */
export interface ActLine {
  /** 案号, as known or in their normal form. */
  numbers: string[];
  /** The days written; null for one that does not exist. */
  days: (IsoDate | null)[];
  /** One of the rule file's contact ways. */
  way: string | null;
  phase: ContactPhase | null;
  /** The code of one of the rule file's reply categories. */
  category: string | null;
  /** 文号 as typed. */
  fileNumber: string | null;
  /** What is done of a reply: 书面答复委员, 上传办理系统. */
  halves: ReplyHalf[];
  /** The words that are left, as typed. */
  rest: string;
  /** Whether what is left says nothing that takes the rest back: no question, condition, negation or plan. */
  certain: boolean;
}

/** A longer text is no command line. */
const LONGEST = 500;

const FILE_NUMBER = /[^\s\d,;、。，；:([{〔【]+\s?[[({〔【]\s?\d{4}年?\s?[\])}〕】]\s?第?\s?\d{1,6}\s?号?/u;
const PHASES: readonly (readonly [RegExp, ContactPhase])[] = [
  [/办前/u, 'before'],
  [/办中/u, 'during'],
  [/办后/u, 'after'],
];
const HALVES: readonly (readonly [RegExp, ReplyHalf])[] = [
  [/书面答复(?:领衔)?(?:委员)?/u, 'reply-delivered'],
  [/上传(?:到|至)?(?:办理系统|系统)?/u, 'reply-uploaded'],
];
/** What people also call the usual ways; it counts where the rule file has the way. */
const ALSO: readonly (readonly [RegExp, string])[] = [
  [/面谈|当面|见面|面对面|上门|走访/u, '面商'],
  [/致电|通话|打电话/u, '电话'],
  [/来函|发函|去函|书信|信函/u, '书面'],
];
const RELATIVE: readonly (readonly [RegExp, number])[] = [
  [/今[天日]/u, 0],
  [/昨[天日]/u, 1],
  [/前天/u, 2],
];
const WHOLE_DAY = /(?<!\d)\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)/u;
/** 5.10 and 5/10 are days where a number of a proposal stands already; 5-10 are six proposals. */
const BARE_DAY = /(?<!\d)(\d{1,2})\s?[./]\s?(\d{1,2})(?!\d)/u;
/** Words that name what is recorded anyway. */
const FILLER =
  /(?:已经?|与|和|跟|向|领衔)*委员(?:进行了?|做了?)?沟通了?|沟通|类别|(?<=^|\s)(?:[号类]|已经?)(?=\s|$)/gu;

/** Reads one line, each thing that it knows once; what it does not know stays in `rest`. */
export function readActLine(
  text: string,
  { known, settings, today }: { known: readonly string[]; settings: Notice['settings']; today: IsoDate },
): ActLine {
  const { kept, folded } = plainText(text.slice(0, LONGEST));
  let left = folded;
  let shown = kept;
  const blank = (start: number, end: number) => {
    const gap = ' '.repeat(end - start);
    left = left.slice(0, start) + gap + left.slice(end);
    shown = shown.slice(0, start) + gap + shown.slice(end);
  };
  /** What the pattern finds, as typed. */
  const take = (pattern: RegExp): string | null => {
    const found = pattern.exec(left);
    if (found === null || found[0] === '') return null;
    const typed = shown.slice(found.index, found.index + found[0].length);
    blank(found.index, found.index + found[0].length);
    return typed;
  };
  const takeOne = <Meaning>(choices: readonly (readonly [RegExp, Meaning])[]): Meaning | null =>
    choices.find(([pattern]) => take(pattern) !== null)?.[1] ?? null;

  const fileNumber = take(FILE_NUMBER);
  const phase = takeOne(PHASES);
  const halves = HALVES.flatMap(([pattern, half]) => (take(pattern) === null ? [] : [half]));
  const way = takeOne([
    ...settings.contactWays.map((one) => [wordOf(one), one] as const),
    ...ALSO.filter(([, one]) => settings.contactWays.includes(one)),
  ]);
  const category = takeOne([
    ...settings.replyCategories.map(({ code, name }) => [wordOf(name), code] as const),
    ...settings.replyCategories.map(({ code }) => [codeOf(code), code] as const),
  ]);

  const days: (IsoDate | null)[] = [];
  for (let whole = take(WHOLE_DAY); whole !== null; whole = take(WHOLE_DAY)) days.push(dateOf(whole, today));
  for (const [pattern, back] of RELATIVE) if (take(pattern) !== null) days.push(addDays(today, -back));
  const numbers: string[] = [];
  for (const token of numberTokens(left, caseNumbers(known))) {
    if (token.kind === 'date') days.push(dateOf(token.written, today));
    else if (token.kind === 'case') numbers.push(...token.numbers);
    else continue;
    blank(token.start, token.end);
  }
  const bare = numbers.length > 0 && days.length === 0 ? take(BARE_DAY) : null;
  const [month, day] = bare?.match(/\d+/gu) ?? [];
  if (month && day) days.push(dateOf(`${month}月${day}日`, today));

  const rest = shown
    .replace(FILLER, ' ')
    .replace(/[\s,，;；、。:：]+/gu, ' ')
    .trim();
  return {
    numbers: [...new Set(numbers)],
    days: [...new Set(days)],
    way,
    phase,
    category,
    fileNumber,
    halves,
    rest,
    certain: text.length <= LONGEST && (rest === '' || doubtOf(rest) === 'unreadable'),
  };
}

/** The word as it stands in a folded text. */
function wordOf(word: string): RegExp {
  return new RegExp(escapeRegExp(plainText(word).folded), 'u');
}

/** A, A类: a code that is no part of another word. */
function codeOf(code: string): RegExp {
  return new RegExp(`(?<![a-z0-9])${escapeRegExp(plainText(code).folded)}类?(?![a-z0-9])`, 'u');
}
