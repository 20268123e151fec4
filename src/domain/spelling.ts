/** Characters that nobody sees but that make equal names differ: control, zero-width, direction and byte order marks. */
const invisible = /[\p{Cc}\p{Cf}]/gu;
const han = '[\\p{Script=Han}，。、；：（）〔〕《》“”]';
const spaceBetweenHan = new RegExp(`(?<=${han})\\s+(?=${han})`, 'gu');

/**
 * Text as a person meant it, for keeping: invisible characters gone, line breaks and runs of spaces made one
 * space, none between Chinese characters (a wrapped cell, or a two-character name padded to three).
 * Full-width punctuation stays: it is right in Chinese text.
 */
export function tidy(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(invisible, '').trim().replace(spaceBetweenHan, '');
}

/** Numbers, dates, addresses and other codes: full-width forms made plain (NFKC), then tidied. */
export function narrow(text: string): string {
  return tidy(text.normalize('NFKC'));
}

/** The form in which two spellings of one name are equal: full-width made plain, no spaces, lower case. */
export function keyOf(text: string): string {
  return narrow(text).replace(/\s/gu, '').toLowerCase();
}

/** No name is as long; comparing a whole page of text with each name would take the machine half a minute. */
const LONGEST_NAME = 100;

/**
 * The known name that somebody most likely meant, or null when none is near. Names near by containing
 * (教育局 → 区教育局), by shortening (卫健局 → 区卫生健康局) or by a few wrong characters (区教肓局).
 */
export function nearest(name: string, known: readonly string[]): string | null {
  if (name.length > LONGEST_NAME) return null;
  const key = [...keyOf(name)];
  if (key.length === 0) return null;
  let best: { name: string; distance: number } | null = null;
  for (const candidate of known) {
    const distance = distanceOf(key, [...keyOf(candidate)]);
    if (distance !== null && (best === null || distance < best.distance))
      best = { name: candidate, distance };
  }
  return best?.name ?? null;
}

/** How far two names are apart, or null when they are not alike at all. */
function distanceOf(a: readonly string[], b: readonly string[]): number | null {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const missing = long.length - short.length;
  if (short.length >= 2 && long.join('').includes(short.join(''))) return missing * 0.3;
  if (short.length >= 3 && isSubsequence(short, long)) return missing * 0.5;
  const edits = editDistance(a, b);
  return edits <= Math.max(1, Math.floor(long.length * 0.4)) && edits < long.length ? edits : null;
}

function isSubsequence(short: readonly string[], long: readonly string[]): boolean {
  let next = 0;
  for (const character of long) if (character === short[next]) next += 1;
  return next === short.length;
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function editDistance(a: readonly string[], b: readonly string[]): number {
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let edits = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        edits = Math.min(edits, twoAbove[column - 2]! + 1);
      current.push(edits);
    }
    twoAbove = above;
    above = current;
  }
  return above[b.length]!;
}
