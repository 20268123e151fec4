import { unzipSync } from 'fflate';
import { parseXml } from '../../src/files/xml.ts';

/** A .docx as a reader of its XML sees it. */
export interface ReadDocx {
  /** Text by paragraph, of the text itself; a tab is '\t'. Empty ones included. */
  paragraphs: string[];
  /** The XML of a part, such as 'word/document.xml'. */
  part(name: string): string;
  /** The XML of the paragraph that has these words. */
  paragraph(words: string): string;
  parts: string[];
}

/** @throws when a part is no well-formed XML */
export function readDocx(content: Uint8Array): ReadDocx {
  const files = unzipSync(content);
  for (const [name, bytes] of Object.entries(files)) if (/\.(xml|rels)$/.test(name)) parseXml(bytes, {});
  const part = (name: string) => {
    const bytes = files[name];
    if (!bytes) throw new Error(`no ${name} in ${Object.keys(files).join(', ')}`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  };
  const paragraphs: string[] = [];
  let within = false;
  parseXml(files['word/document.xml'] ?? new Uint8Array(), {
    open(name) {
      if (name === 'p') paragraphs.push('');
      if (name === 't') within = true;
      // Its like among the tab stops of a paragraph has a place before any text.
      if (name === 'tab' && paragraphs.at(-1)) paragraphs.push(`${paragraphs.pop()}\t`);
    },
    close(name) {
      if (name === 't') within = false;
    },
    text(words) {
      if (within) paragraphs.push(`${paragraphs.pop() ?? ''}${words}`);
    },
  });
  return {
    paragraphs,
    part,
    parts: Object.keys(files),
    paragraph(words) {
      const found = part('word/document.xml')
        .match(/<w:p>.*?<\/w:p>/gsu)
        ?.find((one) => one.replace(/<[^>]+>/gu, '').includes(words));
      if (found === undefined) throw new Error(`no paragraph has “${words}”`);
      return found;
    },
  };
}
