import type { Entry } from './records.ts';

/** The same history without what no longer matters: events the bot has taken, files since deleted, homes and reading marks since replaced. */
export function compact(entries: Entry[]): Entry[] {
  const settled = new Set(entries.flatMap((entry) => (entry.type === 'event-settled' ? [entry.id] : [])));
  const deleted = new Set(entries.flatMap((entry) => (entry.type === 'file-deleted' ? [entry.id] : [])));
  const newest = new Map(entries.map((entry, index) => [replaceableKey(entry), index]));
  return entries.filter((entry, index) => {
    if (entry.type === 'event') return !settled.has(entry.id);
    if (entry.type === 'event-settled') return false;
    if (entry.type === 'file') return !deleted.has(entry.file.id);
    const key = replaceableKey(entry);
    return key === null || newest.get(key) === index;
  });
}

/** Entries with the same key replace one another. */
function replaceableKey(entry: Entry): string | null {
  if (entry.type === 'home') return `home/${entry.user}`;
  if (entry.type === 'read') return `read/${entry.channel}/${entry.user}`;
  return null;
}
