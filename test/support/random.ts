import type { Chances } from '../../src/sandbox/chances.ts';

/** Chances from a seed, for tests that try many things and must repeat exactly what failed. */
export { type Chances, chances } from '../../src/sandbox/chances.ts';

/** The same items in an order by chance. */
export function shuffled<Item>(items: readonly Item[], chance: Chances): Item[] {
  return items
    .map((item) => ({ item, at: chance.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}
