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

/** A row under the header: its number in the sheet and the cell of each column, '' where there is none. */
export interface TableRow<Name extends string> {
  row: number;
  cells: Record<Name, string>;
}

interface Header<Name extends string> {
  /** Index in grid.rows of the header's last line. */
  index: number;
  /** The text of each header cell, by position. */
  texts: string[];
  /** What each position means; null where the header is not known. */
  names: (Name | null)[];
}

/** The header is looked for among this many rows: titles and notes stand above it. */
const headerRows = 15;

/**
 * Reads the rows of a table whose header may stand below title rows, on one line or on two (承办单位 over 主办, 会办).
 * Blank rows, repeated headers, totals and the notes below a table are left out. A missing required column, a column
 * given twice, a header that looks like a misspelt one and a cell with a spreadsheet error (#N/A) are problems.
 * A row with such a cell is left out: its other cells cannot be trusted.
 */
export function readRows<Name extends string>(
  grid: Grid,
  columns: readonly Column<Name>[],
): { rows: TableRow<Name>[]; problems: ImportProblem[] } {
  const header = findHeader(grid, columns);
  if (header === null) return { rows: [], problems: [noHeader(grid, columns)] };
  const problems = headerProblems(grid, columns, header);
  if (problems.length > 0) return { rows: [], problems };

  const rows: TableRow<Name>[] = [];
  for (const index of bodyLines(grid, header)) {
    const row = { row: index + 1, cells: cellsOf(grid.rows[index]!, header, columns) };
    const broken = columns.filter(({ name }) => spreadsheetError.test(row.cells[name].trim()));
    for (const { name } of broken) {
      const expected = '内容：这一格的公式出错了，请改成文字';
      problems.push({ file: grid.file, row: row.row, column: name, found: row.cells[name], expected });
    }
    if (broken.length === 0) rows.push(row);
  }
  return { rows, problems };
}

const spreadsheetError = /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!)$/iu;

function findHeader<Name extends string>(grid: Grid, columns: readonly Column<Name>[]): Header<Name> | null {
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
    const known = columns.filter(({ name, synonyms }) =>
      [name, ...synonyms].some((word) => keyOf(word) === wanted),
    );
    if (known.length > 0) return known;
  }
  return [];
}

function noHeader(grid: Grid, columns: readonly Column<string>[]): ImportProblem {
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

function headerProblems<Name extends string>(
  grid: Grid,
  columns: readonly Column<Name>[],
  header: Header<Name>,
): ImportProblem[] {
  const at = { file: grid.file, row: header.index + 1 };
  const problems: ImportProblem[] = [];
  const missing = columns.filter(({ name }) => !header.names.includes(name));
  for (const [position, name] of header.names.entries()) {
    const text = tidy(header.texts[position] ?? '');
    if (name !== null && header.names.indexOf(name) < position)
      problems.push({
        ...at,
        column: name,
        found: text,
        expected: `只出现一次的列名（第 ${header.names.indexOf(name) + 1} 列已经是“${name}”）`,
      });
    if (name !== null || text === '') continue;
    const near = nearest(
      text,
      missing.map((column) => column.name),
    );
    if (near !== null && isMisspelling(text, near))
      problems.push({ ...at, column: text, found: text, expected: `认识的列名，您是不是要写：${near}` });
  }
  for (const column of missing)
    if (column.required)
      problems.push({ ...at, column: column.name, found: '', expected: `表里要有“${column.name}”这一列` });
  return problems;
}

/** Only a near miss counts: a list may have columns of its own, such as 办理期限 or 主办单位意见. */
function isMisspelling(text: string, name: string): boolean {
  return Math.abs([...keyOf(text)].length - [...keyOf(name)].length) <= 1;
}

function cellsOf<Name extends string>(
  line: string[],
  header: Header<Name>,
  columns: readonly Column<Name>[],
): Record<Name, string> {
  const pairs = columns.map(({ name }) => {
    const position = header.names.indexOf(name);
    return [name, position === -1 ? '' : (line[position] ?? '')];
  });
  return Object.fromEntries(pairs) as Record<Name, string>;
}

/** The indexes of the lines under the header that hold data. */
function bodyLines(grid: Grid, header: Header<string>): number[] {
  const body: number[] = [];
  // Notes below the table run on in lines of one cell: 填表说明：… 1. … 2. …
  const trailing: number[] = [];
  let inNotes = false;
  for (const [index, line] of grid.rows.entries()) {
    const filled = line.filter((cell) => tidy(cell) !== '');
    if (index <= header.index || filled.length === 0 || isHeaderAgain(line, header) || isTotal(filled))
      continue;
    if (isNote(filled)) inNotes = true;
    else if (inNotes && filled.length === 1) trailing.push(index);
    else {
      // The table goes on, so the note stood inside it and the lines after it were rows.
      body.push(...trailing.splice(0), index);
      inNotes = false;
    }
  }
  return body;
}

/** Printed lists repeat the header on every page, and a header merged over two lines comes twice. */
function isHeaderAgain(line: string[], header: Header<string>): boolean {
  const filled = [...line.entries()].filter(([, cell]) => tidy(cell) !== '');
  return (
    filled.length > 1 &&
    filled.every(([position, cell]) => keyOf(cell) === keyOf(header.texts[position] ?? ''))
  );
}

function isTotal(filled: string[]): boolean {
  return /^(合计|总计|小计|共计)[:\d]*[件个家条]?$/u.test(keyOf(filled[0]!));
}

const noteStart =
  /^(备注|注|说明|填表说明|填报说明|填写说明|填表人|填报人|填报单位|填表日期|填报日期|制表人?|审核人?|经办人|联系人|负责人|单位负责人|日期|电话)(\d*[:.]|$)/u;

/** 备注：… below a table, or a line of signatures: 填表人：… 审核人：… */
function isNote(filled: string[]): boolean {
  return (
    noteStart.test(keyOf(filled[0]!)) &&
    (filled.length <= 2 || filled.every((cell) => noteStart.test(keyOf(cell))))
  );
}
