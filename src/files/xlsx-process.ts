import { serveWork } from './writer-process.ts';
import { writeXlsxHere } from './xlsx-write.ts';

/** The process in which `writeXlsx` writes one workbook. */
serveWork(writeXlsxHere);
