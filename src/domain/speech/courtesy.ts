import { type Reader, readClauses } from './clause.ts';

/** Whether a folded text is nothing but 收到, 好的, 谢谢 and the like, with at least one of them. */
export function isCourtesy(folded: string, reader: Reader): boolean {
  const kinds = readClauses(folded, reader).flatMap(({ tokens }) =>
    tokens.map((token) => (token.kind === 'word' ? token.word.kind : token.kind)),
  );
  return kinds.includes('polite') && kinds.every((kind) => COURTEOUS.has(kind));
}

const COURTEOUS = new Set(['polite', 'filler', 'done']);
