import { NUMERAL } from './numeral.ts';

/** What stands before a word: the start of a line, the end of a sentence, a comma or space, or other words. */
export type Boundary = 'line' | 'sentence' | 'soft' | 'none';

/** More brackets, spaces or digits than these are not looked through, so that a hostile text costs no more time. */
const REACH = 24;

const OPENING = /[【[(《“"'‘*_#`]{1,4}$/u;
const LIST_MARK = new RegExp(
  `(?:[①-⑳⑴-⒇㈠-㈩]|\\(?(?:\\d{1,2}|[${NUMERAL}]{1,3})[.、)]|[-•·●○■◆▪*]|第?[${NUMERAL}]{1,2}是)[ \\t]{0,6}$`,
  'u',
);

/** The boundary before a word, and where its brackets and its list mark (1. 一、 ①) begin. `fresh` count as begun lines. */
export function boundaryBefore(
  folded: string,
  word: number,
  fresh: ReadonlySet<number> = new Set(),
): { start: number; boundary: Boundary } {
  let start = word;
  const before = () => folded.slice(Math.max(0, start - REACH), start);
  const skip = (pattern: RegExp) => {
    const length = pattern.exec(before())?.[0].length ?? 0;
    start -= length;
    return length > 0;
  };
  if (fresh.has(start)) return { start, boundary: 'line' };
  const bracket = skip(OPENING);
  const spaced = skip(/[ \t]{1,10}$/u);
  if (fresh.has(start)) return { start, boundary: 'line' };
  const listed = skip(LIST_MARK);
  skip(OPENING);
  const moreSpace = skip(/[ \t]{1,10}$/u);
  const character = folded[start - 1];
  if (character === undefined || character === '\n' || fresh.has(start)) return { start, boundary: 'line' };
  if (/[。;!?]/u.test(character)) return { start, boundary: 'sentence' };
  if (spaced || moreSpace || listed || bracket || /[,、:.)\]】》…]/u.test(character))
    return { start, boundary: 'soft' };
  return { start, boundary: 'none' };
}
