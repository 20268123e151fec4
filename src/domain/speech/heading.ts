import { boundaryBefore } from './boundary.ts';
import type { NumberToken } from './number-token.ts';
import type { Titles, TitleToken } from './title.ts';

/** 第12号、第15号提案： or 《关于…的提案》 where it can open the part of a report that is about these proposals. */
export interface Heading {
  start: number;
  /** Where the text under it begins. */
  end: number;
  numbers: string[];
  /** The numbers come from a title. */
  titled: boolean;
  /** Closed by a colon, a bracket or the end of its line; otherwise only a label that follows makes it a heading. */
  closed: boolean;
  /** A number and a title beside each other mean different proposals, or two numbers have one text between them. */
  disputed: boolean;
  /** A number with nothing that says it is one: 12： */
  bare: boolean;
}

interface Subject {
  start: number;
  end: number;
  numbers: string[];
  titled: boolean;
  bare: boolean;
}

/** Every place of a folded text that may be a heading, left to right. */
export function headingsOf(folded: string, tokens: readonly NumberToken[], titles: Titles): Heading[] {
  const subjects = [...numberGroups(folded, tokens), ...titleLines(folded, titles)].sort(
    (one, other) => one.start - other.start,
  );
  const headings: Heading[] = [];
  for (const subject of subjects) {
    const { start, boundary } = boundaryBefore(folded, subject.start);
    const last = headings.at(-1);
    const numbersParagraph = subject.bare && folded[subject.end] === ')';
    if (boundary === 'none' || numbersParagraph || (last && start < last.end)) continue;
    const { end, closed, title } = tailOf(folded, subject, titles);
    // Inside a line only a marked and closed one opens a new part (…计划：走访。15号：…); 1 进展 is the number of a paragraph.
    const needsLabel = subject.bare ? !closed || boundary !== 'line' : !closed && boundary !== 'line';
    if (needsLabel && (!startsLabel(folded, end) || (subject.bare && subject.numbers[0] === '1'))) continue;
    const { numbers, titled, bare } = subject;
    const heading = {
      start,
      end,
      numbers,
      titled,
      closed,
      bare,
      disputed: title !== null && !agree(numbers, title.numbers),
    };
    if (last && folded.slice(last.end, start).trim() === '')
      headings[headings.length - 1] = merged(last, heading);
    else headings.push(heading);
  }
  return headings;
}

/** 案号：12 above 案由：《…》: one heading, if both mean the same. */
function merged(first: Heading, second: Heading): Heading {
  const disputed =
    first.disputed ||
    second.disputed ||
    first.titled === second.titled ||
    !agree(first.numbers, second.numbers);
  return {
    ...second,
    start: first.start,
    numbers: first.titled ? second.numbers : first.numbers,
    titled: false,
    bare: first.bare && second.bare,
    disputed,
  };
}

function agree(some: readonly string[], others: readonly string[]): boolean {
  return others.length === 0 || others.some((number) => some.includes(number));
}

/** 12、15号 and 第12号和第15号 are one subject each. */
function numberGroups(folded: string, tokens: readonly NumberToken[]): Subject[] {
  const groups: Subject[] = [];
  for (const token of tokens) {
    if (token.kind !== 'case') continue;
    const last = groups.at(-1);
    const gap = last ? folded.slice(last.end, Math.min(token.start, last.end + 8)) : '';
    if (last && token.start - last.end <= 6 && /^(?:提案)?[ \t]*(?:[、,和及与/ \t]|以及)[ \t]*$/u.test(gap)) {
      last.end = token.end;
      last.numbers.push(...token.numbers);
      last.bare &&= !token.marked;
    } else
      groups.push({
        start: token.start,
        end: token.end,
        numbers: [...token.numbers],
        titled: false,
        bare: !token.marked,
      });
  }
  return groups;
}

/** Titles at the start of a line: 一、关于加强…的提案, 案由：《关于…》 */
function titleLines(folded: string, titles: Titles): Subject[] {
  const subjects: Subject[] = [];
  for (const match of folded.matchAll(TITLE_LINE)) {
    const start = match.index + match[0].length;
    const title = titles.at(folded, start);
    if (title?.numbers.length !== 1 || (title.quoted === null && title.end - start < 6)) continue;
    subjects.push({
      start: match.index + (match.groups?.lead?.length ?? 0),
      end: title.end,
      numbers: title.numbers,
      titled: true,
      bare: false,
    });
  }
  return subjects;
}

const TITLE_LINE =
  /(?<=^|\n)(?<lead>[ \t]{0,9}(?:[①-⑳]|[(]?[一二三四五六七八九十\d]{1,3}[.、)]|[-*•])?[ \t【*]{0,4})(?:(?:案由|提案名称|提案标题|标题|题目|案名)[: \t]{1,3})?(?=《|关于|[^\s《])(?:关于)?/gu;

const AFTER_NUMBER = /(?:提案|建议|信函|案件|件|案)?[ \t]{0,5}/uy;
const CLOSE =
  /(?:的?(?:提案|建议|议案))?[ \t*_》”"]{0,5}(?::[ \t]{0,5}[*_]{0,3}|[\])】]{1,2}[: \t*]{0,5}|-{1,3}(?=[^-\d])|\n|$)/uy;
const LOOSE = /(?:的?(?:提案|建议|议案))?[ \t*_》”"]{0,5}(?:,[ \t]{0,5})?的?/uy;

function tailOf(
  folded: string,
  { end, titled }: Subject,
  titles: Titles,
): { end: number; closed: boolean; title: TitleToken | null } {
  const afterNumber = titled ? end : end + lengthAt(AFTER_NUMBER, folded, end);
  const title = titled ? null : titles.at(folded, afterNumber + lengthAt(/关于/uy, folded, afterNumber));
  // A title that no proposal has is passed over as well: 第12号 关于…的提案
  const afterTitle =
    title?.end ??
    (titled
      ? end
      : afterNumber + lengthAt(/关于[^\n。;:]{2,80}?的(?:提案|建议|议案)/uy, folded, afterNumber));
  const close = lengthAt(CLOSE, folded, afterTitle);
  if (close > 0 || afterTitle === folded.length) return { end: afterTitle + close, closed: true, title };
  return { end: afterTitle + lengthAt(LOOSE, folded, afterTitle), closed: false, title };
}

function startsLabel(folded: string, position: number): boolean {
  return /^[【[(*]{0,3}(?:工作|办理|目前|存在|主要)?(?:进展|进度|问题|困难)|^下一?步/u.test(
    folded.slice(position, position + 12),
  );
}

function lengthAt(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0].length ?? 0;
}
