import { packDocx } from './docx-writer.ts';
import { serveWork } from './writer-process.ts';

/** The process in which `writeDocx` writes one document. */
serveWork(packDocx);
