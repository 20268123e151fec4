/** A table that goes into a workbook: plain values, no markup, no formulas. Knows no library. */

/** Text stays text, whatever it begins with. A toned one is also set off by its background. */
export type Cell = string | number | null | { value: string | number; tone: 'warn' | 'bad' };

export interface SheetColumn {
  title: string;
  /** In digits; a Chinese character takes two. */
  width: number;
  /**
   * `date` takes '2022-04-08', `moment` '2022-04-08 09:05', both as the office's wall clock has it, and make real dates
   * of them; any other text in such a column stays text. Left out: text and numbers as they are.
   */
  kind?: 'date' | 'moment';
  align?: 'center';
}

export interface Sheet {
  /** At most 31 characters, none of []/\:*? */
  name: string;
  columns: readonly SheetColumn[];
  rows: readonly (readonly Cell[])[];
  /** So many columns stay in sight to the left, and on every page of a wide print. */
  frozenColumns?: number;
}

export interface Workbook {
  sheets: readonly Sheet[];
  /** Printed at the top of every page, beside the sheet's name. */
  heading: string;
}
