import type { Workbook } from './sheet.ts';
import { writeApart } from './writer-process.ts';

export type { Cell, Sheet, SheetColumn, Workbook } from './sheet.ts';

/** Writes a workbook (.xlsx). @throws when its process ends without one */
export function writeXlsx(workbook: Workbook): Promise<Buffer> {
  return writeApart(new URL('./xlsx-process.ts', import.meta.url), workbook, 'workbooks');
}
