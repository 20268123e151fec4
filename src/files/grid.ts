import { UserError } from '../errors.ts';
import { limits } from './limits.ts';

/** A sheet as text. `rows[0]` is line 1 of the sheet, so row number = index + 1; a blank line is []. */
export interface Grid {
  /** The file's name as given. */
  file: string;
  /** The sheet that was read, for a workbook. */
  sheet?: string;
  /** The workbook's other visible sheets, which were not read. */
  otherSheets?: string[];
  rows: string[][];
}

/** Collects the cells of one sheet, holding the limits on rows, columns and cell length. Empty cells cost nothing. */
export class GridBuilder {
  readonly rows: string[][] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Sets a cell by its indexes from 0. Throws a UserError when a cell with text lies beyond the limits. */
  set(row: number, column: number, text: string): void {
    if (text.trim() === '') return;
    if (row >= limits.rows) throw this.tooManyRows();
    if (column >= limits.columns)
      throw new UserError(
        `“${this.#file}”第 ${row + 1} 行超过了 ${limits.columns} 列的上限，请删去多余的列后再导入。`,
      );
    if (text.length > limits.cellLength)
      throw new UserError(
        `“${this.#file}”第 ${row + 1} 行第 ${column + 1} 列有 ${text.length} 个字，超过了 ${limits.cellLength} 字的上限。`,
      );
    while (this.rows.length <= row) this.rows.push([]);
    const line = this.rows[row]!;
    while (line.length < column) line.push('');
    line[column] = text;
  }

  tooManyRows(): UserError {
    return new UserError(`“${this.#file}”超过了 ${limits.rows} 行的上限，请删去多余的行后再导入。`);
  }
}
