import type { OfficialDocument } from './official-document.ts';
import { writeApart } from './writer-process.ts';

/** Writes an official document (.docx), laid out by GB/T 9704-2012. @throws when its process ends without one */
export function writeDocx(document: OfficialDocument): Promise<Buffer> {
  return writeApart(new URL('./docx-process.ts', import.meta.url), document, 'documents');
}
