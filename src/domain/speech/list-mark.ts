import { NUMERAL, readNumeral } from './numeral.ts';

const MARK = new RegExp(
  `^\\s{0,20}(?:(?<digits>\\d{1,2})(?:[.)](?!\\d)|、)|\\((?<inner>\\d{1,2}|[${NUMERAL}]{1,3})\\)|(?<circle>[①-⑳])|(?<han>[${NUMERAL}]{1,3})[、.]|[-*•·●])\\s{0,20}`,
  'u',
);

/**
 * The text with the marks of a list (1. 一、 ① •) blanked, so that they are not read as proposals. A mark that could
 * be a 案号 (1、12号) is blanked only where the lines count up from one.
 */
export function withoutListMarks(folded: string): string {
  const lines = folded.split('\n');
  const marks = lines.map((line) => MARK.exec(line));
  const values = marks.flatMap((mark) => {
    const value = markValue(mark);
    return value === null ? [] : [value];
  });
  const counted = values.length >= 2 && values.every((value, index) => value === index + 1);
  return lines.map((line, index) => blanked(line, marks[index] ?? null, counted)).join('\n');
}

function blanked(line: string, mark: RegExpExecArray | null, counted: boolean): string {
  if (!mark) return line;
  const rest = line.slice(mark[0].length);
  const couldBeNumber = mark[0].trimEnd().endsWith('、') || mark.groups?.circle !== undefined;
  // ①已签收 speaks of the first line of the reminder, not of every proposal: the mark must stay to be seen.
  if ((couldBeNumber && !counted && !mark.groups?.circle) || !/[\d《]|号/u.test(rest)) return line;
  return ' '.repeat(mark[0].length) + rest;
}

function markValue(mark: RegExpExecArray | null): number | null {
  const { digits, inner, circle, han } = mark?.groups ?? {};
  if (circle !== undefined) return circle.charCodeAt(0) - '①'.charCodeAt(0) + 1;
  return readNumeral(digits ?? inner ?? han ?? '');
}
