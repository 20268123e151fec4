/** How the ledger's tables are put together: a column says what stands in it for a row. */

import type { Cell, Sheet, SheetColumn } from '../../src/files/sheet.ts';

export interface Field<Row> extends SheetColumn {
  of(row: Row): Cell;
}

export function tableOf<Row>(
  name: string,
  rows: readonly Row[],
  fields: readonly Field<Row>[],
  frozenColumns = 0,
): Sheet {
  return {
    name,
    columns: fields.map(({ of: _, ...column }) => column),
    rows: rows.map((row) => fields.map((field) => field.of(row))),
    frozenColumns,
  };
}

/** A column of text. */
export function text<Row>(title: string, width: number, of: (row: Row) => Cell): Field<Row> {
  return { title, width, of };
}

/** A narrow column whose words are all short. */
export function word<Row>(title: string, width: number, of: (row: Row) => Cell): Field<Row> {
  return { title, width, align: 'center', of };
}

/** A column of dates 'YYYY-MM-DD'; other words stay words. */
export function day<Row>(title: string, of: (row: Row) => Cell | undefined): Field<Row> {
  return { title, width: 11, kind: 'date', align: 'center', of: (row) => of(row) ?? null };
}

/** A column of moments 'YYYY-MM-DD HH:mm'. */
export function moment<Row>(title: string, of: (row: Row) => Cell): Field<Row> {
  return { title, width: 17, kind: 'moment', align: 'center', of };
}

/** Numbers sort as numbers: 案号 12 stands before 100. One with letters, or too long for a number, stays text. */
export function numberCell(number: string): Cell {
  return /^(0|[1-9]\d{0,14})$/.test(number) ? Number(number) : number;
}

/** Words of which some may be missing. */
export function joined(words: readonly (string | null | undefined | false)[], by = '、'): string {
  return words.filter(Boolean).join(by);
}
