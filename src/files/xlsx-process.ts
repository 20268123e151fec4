import { serveWriter } from './writer-process.ts';
import { writeXlsxHere } from './xlsx-write.ts';

/** The process in which `writeXlsx` writes one workbook. */
serveWriter(writeXlsxHere);
