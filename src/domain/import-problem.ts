/** One thing wrong in an imported file. `found` and `expected` are Chinese, ready to be shown. */
export interface ImportProblem {
  file: string;
  /** As the spreadsheet program numbers it, from 1. */
  row: number;
  /** The column's header, as Duban calls it. */
  column: string;
  /** What the cell holds, or '' when it is empty. */
  found: string;
  /** What belongs there, ready to follow “应为”. */
  expected: string;
}

/**
 * The problems as lines for people, in the order of the rows, one line each:
 * `名册.csv 第 5 行「联络员邮箱」：填的是“abc”，应为…`.
 */
export function formatProblems(problems: readonly ImportProblem[]): string {
  return inOrder(problems)
    .map((problem) => `${problem.file} 第 ${problem.row} 行「${problem.column}」：${problemText(problem)}`)
    .join('\n');
}

/** By file, then by row; the problems of a row stay as they were found. */
export function inOrder(problems: readonly ImportProblem[]): ImportProblem[] {
  return problems
    .map((problem, index) => ({ problem, index }))
    .sort(
      (a, b) =>
        compareText(a.problem.file, b.problem.file) || a.problem.row - b.problem.row || a.index - b.index,
    )
    .map(({ problem }) => problem);
}

/** `填的是“abc”，应为…` */
export function problemText({ found, expected }: ImportProblem): string {
  const filled = found === '' ? '没有填' : `填的是“${shorten(found)}”`;
  return `${filled}，应为${/^[A-Za-z0-9]/u.test(expected) ? ' ' : ''}${expected}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function shorten(text: string): string {
  const characters = [...text.replace(/\s+/gu, ' ')];
  return characters.length > 40 ? `${characters.slice(0, 40).join('')}……` : characters.join('');
}
