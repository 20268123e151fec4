import type { Workbook } from './sheet.ts';
import { writeXlsxHere } from './xlsx-write.ts';

/** The process in which `writeXlsx` writes one workbook. */
process.once('message', (workbook: Workbook) => {
  void writeXlsxHere(workbook).then((bytes) => {
    process.send?.(bytes, () => process.disconnect());
  });
});
