import { readFile } from 'node:fs/promises';
import { importFiles } from '../../importing.ts';
import type { Database } from '../../store/database.ts';
import { ensureOffice, setGroupChannel } from '../../store/offices.ts';
import type { OfficeFiles } from '../stage.ts';
import { GROUP } from './people.ts';

/** Imports the notice with the files, the sample office's if none are given, and gives the office its group. */
export async function furnish(db: Database, files: OfficeFiles | undefined, now: Date): Promise<void> {
  await importFiles(db, {
    notice: await template('notices/maonan-2022-3.yaml'),
    ...(files ?? {
      roster: await template('sample-office/roster.csv'),
      proposals: await template('sample-office/proposals.csv'),
    }),
    dryRun: false,
    now,
  });
  const office = await ensureOffice(db);
  await setGroupChannel(db, office.id, GROUP.id);
}

/** A file of `templates/`, as the import takes it. */
export async function template(path: string): Promise<{ name: string; bytes: Buffer }> {
  return {
    name: path.split('/').at(-1) ?? path,
    bytes: await readFile(new URL(`../../../templates/${path}`, import.meta.url)),
  };
}
