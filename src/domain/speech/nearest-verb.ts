import { nearest } from '../spelling.ts';

/** The verb that a mistyped word most likely meant (sgin → sign, 签受 → sign), by its name; null when none is near. */
export function nearestVerb(
  word: string,
  verbs: readonly { name: string; aliases: readonly string[] }[],
): string | null {
  const typed = word.slice(0, 40);
  const found = nearest(
    typed,
    verbs.flatMap(({ name, aliases }) => [name, ...aliases]),
  );
  return (
    verbs.find(({ name, aliases }) => name === found || aliases.some((alias) => alias === found))?.name ??
    null
  );
}
