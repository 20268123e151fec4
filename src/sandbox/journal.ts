import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** An append-only file of JSON lines. A line handed to `append` is with the kernel before it returns, so `kill -9` loses nothing. */
export interface Journal<Entry> {
  append(entry: Entry): void;
  /** Replaces all that it holds, in one step. */
  rewrite(entries: Entry[]): void;
  close(): void;
}

/**
 * Opens the journal at `path` and returns what it holds, `compact`ed; the file is written anew when that more than
 * halves it. A torn last line (the process died while writing it)
 * is cut off; a damaged line before the last is an error that names it, because skipping it would be a lie.
 */
export function openJournal<Entry>(
  path: string,
  compact: (entries: Entry[]) => Entry[] = (entries) => entries,
): { journal: Journal<Entry>; entries: Entry[] } {
  mkdirSync(dirname(path), { recursive: true });
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, wholeBytes).toString('utf8').split('\n').slice(0, -1);
  const stored = lines.map((line, index) => parseLine<Entry>(line, path, index + 1));
  const entries = compact(stored);

  const rewrite = entries.length < stored.length / 2;
  if (rewrite) replaceFile(path, entries);
  let file = openSync(path, 'a', 0o600);
  if (!rewrite) ftruncateSync(file, wholeBytes);
  return {
    entries,
    journal: {
      append: (entry) => void writeSync(file, `${JSON.stringify(entry)}\n`),
      rewrite: (all) => {
        replaceFile(path, all);
        closeSync(file);
        file = openSync(path, 'a', 0o600);
      },
      close: () => closeSync(file),
    },
  };
}

/** In one step: a crash leaves the old file or the new one. */
function replaceFile(path: string, entries: unknown[]): void {
  const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  writeFileSync(`${path}.new`, lines, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function parseLine<Entry>(line: string, path: string, number: number): Entry {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    throw new Error(
      `${path}:${number} is not a JSON line; move the file away to start with an empty workspace`,
    );
  }
}
