import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MIGRATIONS } from '../../src/store/database.ts';

export interface NextVersion {
  /** The folder of the schema's steps. */
  migrations: string;
  close(): Promise<void>;
}

/** A version of the bot that has one step more than this one. */
export async function nextVersion(...statements: string[]): Promise<NextVersion> {
  const migrations = await mkdtemp(path.join(tmpdir(), 'duban-next-'));
  await cp(MIGRATIONS, migrations, { recursive: true });
  const journalFile = path.join(migrations, 'meta', '_journal.json');
  const journal: { entries: { idx: number; when: number }[] } = JSON.parse(
    await readFile(journalFile, 'utf8'),
  );
  const last = journal.entries.at(-1);
  if (!last) throw new Error('there are no migrations');
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, ...{ tag: 'next' } });
  await writeFile(journalFile, JSON.stringify(journal));
  await writeFile(path.join(migrations, 'next.sql'), statements.join('--> statement-breakpoint\n'));
  return { migrations, close: () => rm(migrations, { recursive: true }) };
}
