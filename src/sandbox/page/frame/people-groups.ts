import type { FrameView } from '../../page-server/contract.ts';

export type Person = FrameView['people'][number];

/** People whose name, unit or title contains every word, in groups as they come. */
export function grouped(people: readonly Person[], wanted: string): { group: string; people: Person[] }[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Person[]>();
  for (const person of people) {
    const text = `${person.name} ${person.group} ${person.title}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    groups.set(person.group, [...(groups.get(person.group) ?? []), person]);
  }
  return [...groups].map(([group, members]) => ({ group, people: members }));
}
