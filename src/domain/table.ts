import type { ImportProblem } from './import-problem.ts';
import { keyOf, tidy } from './spelling.ts';
import { type Column, checkHeader, findHeader, type Grid, type Header, noHeader } from './table-header.ts';

export type { Column, Grid } from './table-header.ts';

/** A row under the header: its number in the sheet and the cell of each column, '' where there is none. */
export interface TableRow<Name extends string> {
  row: number;
  cells: Record<Name, string>;
}

/**
 * Reads the rows of a table whose header may stand below title rows, on one line or on two (承办单位 over 主办, 会办).
 * Blank rows, repeated headers, totals and the notes below a table are left out. A missing required column, a column
 * given twice, a header that looks like a misspelt one and a cell with a spreadsheet error (#N/A) are problems.
 * A row with such a cell is left out: its other cells cannot be trusted. Without a required column no row is read.
 */
export function readRows<Name extends string>(
  grid: Grid,
  columns: readonly Column<Name>[],
): { rows: TableRow<Name>[]; problems: ImportProblem[] } {
  const found = findHeader(grid, columns);
  if (found === null) return { rows: [], problems: [noHeader(grid, columns)] };
  const { header, problems } = checkHeader(grid, columns, found);
  if (columns.some(({ name, required }) => required && !header.names.includes(name)))
    return { rows: [], problems };

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
