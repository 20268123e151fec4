import { UserError } from '../errors.ts';
import { readCsv } from './csv.ts';
import { refuseUnreadable } from './file-kind.ts';
import type { Grid } from './grid.ts';
import { limits } from './limits.ts';
import { decodeText } from './text-encoding.ts';
import { readXlsx } from './xlsx.ts';
import { isZip } from './zip.ts';

export type { Grid } from './grid.ts';

/**
 * Reads a table out of a .xlsx or .csv file. The content decides which it is, not the name's ending.
 * Text may be UTF-8 (with or without a byte order mark), GB18030 or UTF-16 with a mark, and parted by comma, semicolon
 * or tab. Of a workbook the first visible sheet that is wanted by its first lines is read, the first that holds
 * something when none is; formulas give their saved results. Throws a UserError that names the file when it is no such
 * table or goes beyond the limits.
 */
export async function readTable(
  { name, bytes }: { name: string; bytes: Uint8Array },
  isWanted?: (head: Grid) => boolean,
): Promise<Grid> {
  if (bytes.length === 0) throw new UserError(`“${name}”是空文件。`);
  if (bytes.length > limits.fileBytes)
    throw new UserError(
      `“${name}”有 ${(bytes.length / 1024 / 1024).toFixed(1)} MB，超过了 ${limits.fileBytes / 1024 / 1024} MB 的上限，请删去图片和多余的内容后再导入。`,
    );
  if (isZip(bytes)) return readXlsx(name, bytes, isWanted);
  refuseUnreadable(name, bytes);
  return readCsv(name, decodeText(name, bytes));
}
