/** The most that Excel keeps in one cell, in UTF-16 units. */
const MOST = 32_767;
const CUT = '……（超过单元格容量，以下从略）';

/** What XML cannot carry, or Excel does not show: control characters other than tab and line feed, and noncharacters. */
const UNFIT =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Noncharacter_Code_Point}/gu;

/** Excel reads _x0041_ as A, so that a text which people typed like this has its own mark escaped. */
const LIKE_ESCAPE = /_(?=x[0-9a-f]{4}_)/giu;

/** Text as a cell can hold it: no control characters, line feeds for line breaks, cut with a mark where it is too long. */
export function cellText(text: string): string {
  const clean = text.toWellFormed().replace(/\r\n?/gu, '\n').replace(UNFIT, '');
  if (clean.length <= MOST) return clean;
  const kept = clean.slice(0, MOST - CUT.length);
  // A character of two units is not halved.
  return `${kept.isWellFormed() ? kept : kept.slice(0, -1)}${CUT}`;
}

/** What stands in the file for it. */
export function writtenText(text: string): string {
  const escaped = text
    .replace(LIKE_ESCAPE, '_x005F_')
    // The writer drops this one: it is escaped as Excel itself escapes characters.
    .replaceAll('\ufffd', '_xFFFD_');
  // The writer keeps its table of strings in a plain object, in which “constructor” is there from the start.
  return escaped in Object.prototype ? `${escapeOf(escaped)}${escaped.slice(1)}` : escaped;
}

/** Excel takes such a text for a formula as soon as somebody edits the cell, unless it is formatted as text. */
export function looksLikeFormula(text: string): boolean {
  return /^[\s'"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(text);
}

/** How many lines a text takes in a column of a width in digits, of which a Chinese character takes two. */
export function linesOf(text: string, width: number): number {
  // Most cells: too short to wrap, whatever they hold.
  if (text.length * 2 <= width && !text.includes('\n')) return 1;
  return text.split('\n').reduce((lines, part) => lines + Math.max(1, Math.ceil(widthOf(part) / width)), 0);
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += character < '\u1100' ? 1 : 2;
  return width;
}

function escapeOf(text: string): string {
  return `_x${text.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}
