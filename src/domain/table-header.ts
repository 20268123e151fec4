import type { ImportProblem } from './import-problem.ts';
import { keyOf, nearest, tidy } from './spelling.ts';

/** A sheet as text. `rows[0]` is line 1 of the sheet, so row number = index + 1; a blank line is []. */
export interface Grid {
  file: string;
  sheet?: string;
  rows: string[][];
}

/** A column of a table that Duban reads. */
export interface Column<Name extends string> {
  name: Name;
  /** Other headers that mean this column. A synonym may be shared by several columns, if each has a `person`. */
  synonyms: readonly string[];
  /** The column that must stand to the left for a shared synonym to mean this one: 副联络员 | 手机. */
  person?: Name;
  /** The table cannot be read without this column. */
  required?: boolean;
}

/** Where a table's header stands and what its columns mean. */
export interface Header<Name extends string> {
  /** Index in grid.rows of the header's last line. */
  index: number;
  /** The text of each header cell, by position. */
  texts: string[];
  /** What each position means; null where the header is not known. */
  names: (Name | null)[];
}

/** The header is looked for among this many rows: titles and notes stand above it. */
const headerRows = 15;

/** Finds the header, on one line or on two: the one that names the most columns. Null when none names two. */
export function findHeader<Name extends string>(
  grid: Grid,
  columns: readonly Column<Name>[],
): Header<Name> | null {
  let best: Header<Name> | null = null;
  let bestScore = 1;
  const consider = (header: Header<Name>) => {
    const score = new Set(header.names.filter((name) => name !== null)).size;
    if (score <= bestScore) return;
    best = header;
    bestScore = score;
  };
  const lines = grid.rows.slice(0, headerRows);
  for (const [index, line] of lines.entries()) consider(headerOf(index, line, columns));
  for (const [index, lower] of lines.entries())
    if (index > 0) consider(headerOf(index, stacked(lines[index - 1]!, lower, columns), columns));
  return best;
}

/** One line of headers out of two. A group's name stands over its first column only and counts for those to the right. */
function stacked(upper: string[], lower: string[], columns: readonly Column<string>[]): string[] {
  let group = '';
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, position) => {
    const above = upper[position] ?? '';
    const below = lower[position] ?? '';
    if (tidy(above) !== '') group = above;
    if (tidy(below) === '') return above;
    return candidatesFor(group + below, columns).length > 0 ? group + below : below;
  });
}

function headerOf<Name extends string>(
  index: number,
  texts: string[],
  columns: readonly Column<Name>[],
): Header<Name> {
  const names: (Name | null)[] = [];
  let person: Name | null = null;
  for (const text of texts) {
    const candidates: Column<Name>[] = candidatesFor(text, columns);
    const free = candidates.filter((candidate) => !names.includes(candidate.name));
    const column: Column<Name> | undefined =
      free.find((candidate) => keyOf(candidate.name) === keyOf(text)) ??
      free.find((candidate) => candidate.person !== undefined && candidate.person === person) ??
      free[0] ??
      candidates[0];
    names.push(column?.name ?? null);
    if (column && columns.some((other) => other.person === column.name)) person = column.name;
  }
  return { index, texts, names };
}

function candidatesFor<Name extends string>(text: string, columns: readonly Column<Name>[]): Column<Name>[] {
  const key = keyOf(text).replace(/^\*+|[*:]+$/gu, '');
  const plain = key.replace(/[*:]*[([【].*$/u, '');
  for (const wanted of [key, plain]) {
    if (wanted === '') continue;
    const words = wordsOf(columns);
    const known = columns.filter((_, index) => words[index]?.has(wanted));
    if (known.length > 0) return known;
  }
  return [];
}

/** What each column is called, as headers are compared: reckoned once, for a workbook has many cells to compare. */
function wordsOf(columns: readonly Column<string>[]): readonly ReadonlySet<string>[] {
  let words = reckoned.get(columns);
  if (!words) {
    words = columns.map(({ name, synonyms }) => new Set([name, ...synonyms].map(keyOf)));
    reckoned.set(columns, words);
  }
  return words;
}

const reckoned = new WeakMap<readonly Column<string>[], readonly ReadonlySet<string>[]>();

export function noHeader(grid: Grid, columns: readonly Column<string>[]): ImportProblem {
  const first = grid.rows.findIndex((line) => line.some((cell) => tidy(cell) !== ''));
  const found = first === -1 ? '' : grid.rows[first]!.map(tidy).filter(Boolean).join('、');
  const names = columns.filter(({ required }) => required).map(({ name }) => `“${name}”`);
  return {
    file: grid.file,
    row: Math.max(first, 0) + 1,
    column: '表头',
    found,
    expected: `一行列名，至少要有${names.join('、')}等列（在前 ${headerRows} 行里没有找到）`,
  };
}

/**
 * What is wrong with a header. A header that looks like a misspelt one is reported and then read as the right one,
 * so that neither its column is lost nor every row reported for it.
 */
export function checkHeader<Name extends string>(
  grid: Grid,
  columns: readonly Column<Name>[],
  header: Header<Name>,
): { header: Header<Name>; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const report = (column: string, found: string, expected: string) => {
    problems.push({ file: grid.file, row: header.index + 1, column, found, expected });
  };
  const names = [...header.names];
  for (const [position, name] of header.names.entries()) {
    const text = tidy(header.texts[position] ?? '');
    const first = name === null ? -1 : header.names.indexOf(name);
    if (name !== null && first < position)
      report(name, text, `只出现一次的列名（第 ${first + 1} 列已经是“${name}”）`);
    const meant = name === null ? misspelt(text, columns, names) : null;
    if (meant === null) continue;
    report(text, text, `认识的列名，您是不是要写：${meant}`);
    names[position] = meant;
  }
  for (const { name, required } of columns)
    if (required && !names.includes(name)) report(name, '', `表里要有“${name}”这一列`);
  return { header: { ...header, names }, problems };
}

/** Headers of an office's own columns that are a character away from one that Duban reads. */
const ownHeaders = ['序号', '备注', '督办', '交办', '承办', '密级'];

/** The column that is not there yet and that a header of about the same length most likely means. */
function misspelt<Name extends string>(
  text: string,
  columns: readonly Column<Name>[],
  taken: readonly (Name | null)[],
): Name | null {
  if (text === '' || ownHeaders.includes(keyOf(text))) return null;
  const missing = columns.map(({ name }) => name).filter((name) => !taken.includes(name));
  const near = nearest(text, missing);
  const name = missing.find((candidate) => candidate === near) ?? null;
  return name !== null && Math.abs([...keyOf(text)].length - [...keyOf(name)].length) <= 1 ? name : null;
}
