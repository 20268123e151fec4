/** Chances from a seed: the same seed gives the same run (mulberry32). */
export interface Chances {
  /** A number from 0 to below 1. */
  next(): number;
  happens(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

export function chances(seed: number): Chances {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    happens: (probability) => next() < probability,
    pick(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
  };
}
