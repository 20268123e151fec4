import { UserError } from '../errors.ts';
import { unreadable } from './file-kind.ts';
import type { Grid } from './grid.ts';
import { readSheet } from './xlsx-sheet.ts';
import { readDateStyles, readSharedStrings, readWorkbook } from './xlsx-workbook.ts';
import { openZip, type Zip } from './zip.ts';

/** The lines of a sheet by which it is chosen. */
const HEAD = 20;

/**
 * Reads the first visible sheet of a workbook that is wanted by its first lines; the first that holds something when
 * none is. Nothing in it is evaluated: formulas give the results that were saved with them. Throws a UserError that
 * names the file when it is no workbook of this kind.
 */
export function readXlsx(
  name: string,
  bytes: Uint8Array,
  isWanted: (head: Grid) => boolean = () => true,
): Grid {
  const zip = openZip(name, bytes);
  refuseOtherArchives(name, zip);
  try {
    return readChosenSheet(name, zip, isWanted);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`“${name}”的内容不完整，读不出来。请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。`);
  }
}

function readChosenSheet(name: string, zip: Zip, isWanted: (head: Grid) => boolean): Grid {
  const workbook = readWorkbook(zip);
  const visible = workbook.sheets.filter((sheet) => !sheet.hidden);
  // No program puts one sheet under two tabs: what is inflated is read once.
  const places = new Set(visible.map((sheet) => sheet.path));
  if (places.size < visible.length) throw new RangeError('one sheet under two tabs');
  const strings = readSharedStrings(zip, workbook.stringsPath);
  const dateStyles = readDateStyles(zip, workbook.stylesPath);
  const context = { strings, dateStyles, from1904: workbook.from1904 };
  const gridOf = (sheet: string, xml: Uint8Array, lines?: number): Grid => ({
    file: name,
    sheet,
    otherSheets: visible.map((other) => other.name).filter((other) => other !== sheet),
    rows: readSheet(name, xml, context, lines),
  });
  let first: Grid | null = null;
  for (const sheet of visible) {
    const xml = zip.read(sheet.path);
    if (xml === null) throw new UserError(`“${name}”已损坏：缺少工作表“${sheet.name}”的内容。`);
    if (isWanted(gridOf(sheet.name, xml, HEAD))) {
      const grid = gridOf(sheet.name, xml);
      if (grid.rows.length > 0) return grid;
    } else if (first === null) {
      const grid = gridOf(sheet.name, xml);
      if (grid.rows.length > 0) first = grid;
    }
  }
  if (first !== null) return first;
  const hidden = workbook.sheets.length > visible.length ? '（隐藏的工作表不读取）' : '';
  throw new UserError(`“${name}”里没有内容${hidden}。`);
}

function refuseOtherArchives(name: string, zip: Zip): void {
  const has = (entry: string) => zip.names.some((found) => found.startsWith(entry));
  if (has('xl/vbaproject.bin')) throw unreadable(name, '带宏的工作簿（.xlsm）');
  if (zip.names.some((found) => found.split('/').includes('..'))) throw unreadable(name, '不正常的压缩包');
  if (has('xl/workbook.bin')) throw unreadable(name, '二进制工作簿（.xlsb）');
  if (has('xl/')) return;
  if (has('word/')) throw unreadable(name, ' Word 文档（.docx）');
  if (has('ppt/')) throw unreadable(name, '演示文稿（.pptx）');
  if (has('mimetype') && has('content.xml')) throw unreadable(name, ' OpenDocument 文件（.ods）');
  throw unreadable(name, '压缩包');
}
