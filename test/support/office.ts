import { readFile } from 'node:fs/promises';
import type { ImportFile } from '../../src/importing.ts';

/** A file that comes with Duban, by its path under templates/. */
export async function shipped(path: string): Promise<ImportFile> {
  const bytes = await readFile(new URL(`../../templates/${path}`, import.meta.url));
  return { name: path.split('/').at(-1) ?? path, bytes };
}

export const noticeFile = () => shipped('notices/maonan-2022-3.yaml');
export const rosterFile = () => shipped('sample-office/roster.csv');
export const proposalsFile = () => shipped('sample-office/proposals.csv');

/** A file with lines changed: each pair is a text that must occur in it, and what takes its place. */
export async function edited(
  file: Promise<ImportFile>,
  changes: readonly (readonly [string, string])[],
): Promise<ImportFile> {
  const { name, bytes } = await file;
  let text = new TextDecoder().decode(bytes);
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${name} does not contain ${from}`);
    text = text.replace(from, to);
  }
  return { name, bytes: new TextEncoder().encode(text) };
}

export function csv(name: string, ...rows: string[]): ImportFile {
  return { name, bytes: new TextEncoder().encode(rows.join('\n')) };
}
