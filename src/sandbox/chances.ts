/** Chances from a seed: the same seed gives the same run (mulberry32). */
export interface Chances {
  /** A number from 0 to below 1. */
  next(): number;
  happens(probability: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
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
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
  };
}

/** Chances that belong to one matter alone: what is drawn for another one does not change them. */
export function chancesOf(seed: number, ...matter: readonly string[]): Chances {
  let hash = 0x811c9dc5 ^ seed;
  for (const part of matter) {
    for (let index = 0; index < part.length; index += 1)
      hash = Math.imul(hash ^ part.charCodeAt(index), 0x01000193);
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  }
  return chances(hash ^ (hash >>> 15));
}
