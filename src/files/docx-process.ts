import { packDocx } from './docx-writer.ts';
import { serveWriter } from './writer-process.ts';

/** The process in which `writeDocx` writes one document. */
serveWriter(packDocx);
