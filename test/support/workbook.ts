import { readXlsx } from '../../src/files/xlsx.ts';

/** The rows of one sheet, each by the titles of its columns; an empty cell is ''. */
export function sheetIn(bytes: Uint8Array, name: string): Record<string, string>[] {
  const grid = readXlsx('台账.xlsx', bytes, (head) => head.sheet === name);
  if (grid.sheet !== name) throw new Error(`the workbook has no filled sheet ${name}`);
  const [titles = [], ...rows] = grid.rows;
  return rows.map((row) => Object.fromEntries(titles.map((title, column) => [title, row[column] ?? ''])));
}

/** The names of the sheets, in the order of their tabs. */
export function sheetsIn(bytes: Uint8Array): string[] {
  const { sheet = '', otherSheets = [] } = readXlsx('台账.xlsx', bytes);
  return [sheet, ...otherSheets];
}
