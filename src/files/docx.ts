import type { OfficialDocument } from './official-document.ts';

export const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The document as a .docx file. The library, a megabyte of code, is loaded with the first one that somebody asks for. */
export async function writeDocx(document: OfficialDocument): Promise<Buffer> {
  const { packDocx } = await import('./docx-writer.ts');
  return packDocx(document);
}
