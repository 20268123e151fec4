/** Slack's own limit for a message; a longer text has been cut by somebody and is never certain. */
export const TEXT_LIMIT = 40_000;

/** A message as it is read: both strings have the same length, so that what is found in one can be cut from the other. */
export interface PlainText {
  /** What was typed, without characters that nobody sees and with plain line breaks. */
  kept: string;
  /** The same with full-width forms, dashes and capitals made plain, for comparing. */
  folded: string;
  /** The text was longer than TEXT_LIMIT; the rest was not read. */
  cut: boolean;
}

/** Makes a typed message safe to read and to keep. Never throws, whatever the characters. */
export function plainText(text: string): PlainText {
  const kept = text
    .slice(0, TEXT_LIMIT)
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/gu, '\n')
    .replace(/[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}]/gu, '')
    .trim();
  return { kept, folded: fold(kept), cut: text.length > TEXT_LIMIT };
}

/** Full-width forms, dashes, exotic spaces and capitals made plain, one code unit for one. */
export function fold(text: string): string {
  return text.replace(/[A-Z\u00a0\u2000-\u200a\u3000\uff01-\uff5e‐‑‒–—―−﹣〜∶︰﹕№－]/gu, (character) => {
    const code = character.charCodeAt(0);
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0).toLowerCase();
    if (code >= 0x41 && code <= 0x5a) return character.toLowerCase();
    return FOLDED[character] ?? ' ';
  });
}

const FOLDED: Record<string, string> = {
  ...Object.fromEntries([...'‐‑‒–—―−﹣'].map((dash) => [dash, '-'])),
  '〜': '~',
  '∶': ':',
  '︰': ':',
  '﹕': ':',
  '№': '#',
};

export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
