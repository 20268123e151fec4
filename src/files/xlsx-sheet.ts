import { UserError } from '../errors.ts';
import { GridBuilder } from './grid.ts';
import { limits } from './limits.ts';
import { numberText, unescapeXlsx } from './xlsx-value.ts';
import { parseXml } from './xml.ts';

interface Cell {
  row: number;
  column: number;
  type: string;
  style: number;
  hasFormula: boolean;
  /** The content of <v>; null when there is none. */
  value: string | null;
  inline: string;
}

export interface SheetContext {
  strings: readonly string[];
  dateStyles: ReadonlySet<number>;
  from1904: boolean;
}

/**
 * Reads the cells of a sheet as text, of its first `lines` lines where they are given. A cell merged over several lines
 * counts for each of them, in its first column. Throws a UserError beyond the limits and for a formula that was saved
 * without its result.
 */
export function readSheet(
  file: string,
  xml: Uint8Array,
  context: SheetContext,
  lines: number = Number.POSITIVE_INFINITY,
): string[][] {
  const grid = new GridBuilder(file);
  const merges: string[] = [];
  let row = -1;
  let column = -1;
  let cell: Cell | null = null;
  let inside: 'value' | 'inline' | null = null;
  let inPhonetic = false;
  parseXml(xml, {
    open(element, attributes, stop) {
      if (element === 'row') {
        row = attributes().r === undefined ? row + 1 : Number(attributes().r) - 1;
        column = -1;
        if (row >= lines) stop();
      } else if (element === 'c') {
        const { r, t = 'n', s = '0' } = attributes();
        const place = r === undefined ? { row, column: column + 1 } : placeOf(r);
        column = place.column;
        cell = { ...place, type: t, style: Number(s), hasFormula: false, value: null, inline: '' };
      } else if (element === 'mergeCell') merges.push(attributes().ref ?? '');
      else if (element === 'rPh') inPhonetic = true;
      else if (cell !== null) {
        if (element === 'f') cell.hasFormula = true;
        if (element === 'v') {
          cell.value = '';
          inside = 'value';
        }
        if (element === 't' && !inPhonetic) inside = 'inline';
      }
    },
    text(text) {
      if (cell === null) return;
      if (inside === 'value') cell.value += text;
      if (inside === 'inline') cell.inline += text;
    },
    close(element) {
      if (element === 'v' || element === 't') inside = null;
      if (element === 'rPh') inPhonetic = false;
      if (element !== 'c' || cell === null) return;
      grid.set(cell.row, cell.column, cellText(file, cell, context));
      cell = null;
    },
  });
  fillMerged(file, grid, merges);
  return grid.rows;
}

function cellText(file: string, cell: Cell, { strings, dateStyles, from1904 }: SheetContext): string {
  const { type, value } = cell;
  if (type === 'inlineStr') return unescapeXlsx(cell.inline);
  if (value === null && cell.hasFormula)
    throw new UserError(
      `“${file}”第 ${cell.row + 1} 行第 ${cell.column + 1} 列是还没有算出结果的公式，请用 Excel 或 WPS 打开并保存一次，再导入。`,
    );
  if (value === null || value === '') return '';
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'str') return unescapeXlsx(value);
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type === 'n') return numberText(value, dateStyles.has(cell.style), from1904);
  return value;
}

/** A place such as B12 as indexes from 0. Throws on anything else. */
function placeOf(reference: string): { row: number; column: number } {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/u.exec(reference);
  if (!match) throw new Error(`no cell: ${reference}`);
  const column = [...match[1]!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(match[2]) - 1, column };
}

function fillMerged(file: string, grid: GridBuilder, merges: readonly string[]): void {
  const tall = merges.map((reference) => {
    const [from = '', to = from] = reference.split(':');
    return { ...placeOf(from), lastRow: Math.min(placeOf(to).row, grid.rows.length - 1) };
  });
  // Overlapping merges do not occur in sheets that people made.
  const lines = tall.reduce((sum, { row, lastRow }) => sum + Math.max(0, lastRow - row), 0);
  if (lines > limits.rows * limits.columns) throw new UserError(`“${file}”的合并单元格太多，没有读取。`);
  for (const { row, column, lastRow } of tall) {
    const text = grid.rows[row]?.[column] ?? '';
    for (let line = row + 1; line <= lastRow; line += 1) grid.set(line, column, text);
  }
}
