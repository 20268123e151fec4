import type { Proposal, Unit } from './facts.ts';
import { readNumbers } from './speech.ts';
import { keyOf } from './spelling.ts';

/** What a search is held against: a proposal, and the units that have to do with it. */
export type IsFound = (
  proposal: Pick<Proposal, 'number' | 'title'> | null,
  units: readonly Unit[],
) => boolean;

/**
 * The words of a search, each of which must be found: as the number (12, 第12号, 第十二号), in the title, or in the name of a
 * unit. Full width, spaces and capitals do not matter. A word that is a number of the office is nothing else, so that
 * 1 does not find every title with a year in it. Null for an empty search.
 */
export function searchFor(search: string, proposals: readonly Pick<Proposal, 'number'>[]): IsFound | null {
  const numbers = proposals.map(({ number }) => number);
  const known = new Set(numbers);
  const words = search
    .split(/[\s、，,；;]+/u)
    .filter((word) => keyOf(word) !== '')
    .map((word) => {
      const [number] = NUMBER.test(keyOf(word)) ? readNumbers(word, numbers) : [];
      return number !== undefined && known.has(number) ? { number } : { text: keyOf(word) };
    });
  if (words.length === 0) return null;
  const keys = new Map<string, string>();
  const has = (text: string, part: string) => {
    const key = keys.get(text) ?? keyOf(text);
    keys.set(text, key);
    return key.includes(part);
  };
  return (proposal, units) =>
    words.every(({ number, text = '' }) =>
      number === undefined
        ? (proposal !== null && has(proposal.title, text)) ||
          units.some((unit) => has(unit.name, text) || has(unit.shortName ?? '', text))
        : proposal?.number === number,
    );
}

const NUMBER = /^第?[\d零〇一二三四五六七八九十百千-]+号?$/u;
