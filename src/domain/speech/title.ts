import { fold } from './plain-text.ts';

/** A title or a piece of one, at [start, end) of the folded text. */
export interface TitleToken {
  start: number;
  end: number;
  /** The proposals it can mean: one when certain, several when it fits several, none when it fits no title. */
  numbers: string[];
  /** What stood in 《》; null for a piece of a title inside a sentence. */
  quoted: string | null;
}

export interface Titles {
  /** The title that begins at `position`, the longest piece there is; null when there is none. */
  at(folded: string, position: number): TitleToken | null;
  /** Whether a quoted title could be a loose wording of the proposal's title. */
  resembles(quoted: string, number: string): boolean;
}

/** Shorter pieces of a title are ordinary words. */
const SHORTEST_PIECE = 4;
const LONGEST_QUOTE = 250;

export function titlesOf(proposals: readonly { number: string; title: string }[]): Titles {
  const titles = [...new Map(proposals.map(({ number, title }) => [number, title]))].map(
    ([number, title]) => ({ number, core: coreOf(fold(title)) }),
  );
  const byPiece = new Map<string, Set<string>>();
  for (const { core } of titles) {
    for (let at = 0; at + SHORTEST_PIECE <= core.length; at += 1) {
      const piece = core.slice(at, at + SHORTEST_PIECE);
      byPiece.set(piece, (byPiece.get(piece) ?? new Set()).add(core));
    }
  }
  const holding = (piece: string) =>
    titles.filter(({ core }) => core.includes(piece)).map(({ number }) => number);

  const inQuotes = (folded: string, position: number): TitleToken | null => {
    if (folded[position] !== '《') return null;
    const close = folded.slice(position, position + LONGEST_QUOTE).indexOf('》');
    if (close < 0) return null;
    const quoted = folded.slice(position + 1, position + close);
    return { start: position, end: position + close + 1, numbers: resolve(coreOf(quoted)), quoted };
  };
  const resolve = (core: string) => {
    const same = titles.filter((title) => title.core === core).map(({ number }) => number);
    return same.length > 0 || core.length < SHORTEST_PIECE ? same : holding(core);
  };
  return {
    at(folded, position) {
      const quoted = inQuotes(folded, position);
      if (quoted) return quoted;
      const candidates = byPiece.get(folded.slice(position, position + SHORTEST_PIECE));
      if (!candidates) return null;
      const length = Math.max(...[...candidates].map((core) => longestPiece(core, folded, position)));
      const end = position + length;
      return { start: position, end, numbers: holding(folded.slice(position, end)), quoted: null };
    },
    resembles(quoted, number) {
      const title = titles.find((one) => one.number === number);
      return title !== undefined && sharedPairs(coreOf(quoted), title.core) >= 0.5;
    },
  };
}

/** What tells a title from others: 关于加强学校周边食品安全监管的提案 → 加强学校周边食品安全监管 */
function coreOf(folded: string): string {
  return folded
    .replace(/\s/gu, '')
    .replace(/^关于/u, '')
    .replace(/的?(?:提案|建议|议案|信函|意见)$/u, '');
}

function longestPiece(core: string, folded: string, position: number): number {
  const start = folded.slice(position, position + SHORTEST_PIECE);
  let longest = SHORTEST_PIECE;
  for (let at = core.indexOf(start); at >= 0; at = core.indexOf(start, at + 1)) {
    let length = SHORTEST_PIECE;
    while (at + length < core.length && core[at + length] === folded[position + length]) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** The share of the neighbouring pairs of characters of the shorter text that the other has too. */
function sharedPairs(one: string, other: string): number {
  const pairs = (text: string) =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
  const [few, many] = [pairs(one), pairs(other)].sort((a, b) => a.size - b.size);
  if (!few || !many || few.size === 0) return 0;
  return [...few].filter((pair) => many.has(pair)).length / few.size;
}
