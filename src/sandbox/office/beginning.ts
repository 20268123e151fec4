import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { instantAt } from '../../domain/calendar.ts';
import { ZONE } from '../../office.ts';
import type { Beginning, OfficeFiles } from '../stage.ts';

/** The day on which a new sandbox starts: the first working day after 清明. */
export const START_DATE = '2022-04-06';
export const START = morningOf(START_DATE);

/** When a story that begins on a date begins. */
export function morningOf(date: string): Date {
  return instantAt(ZONE, date, '08:30');
}

/**
 * The beginning that is being carried out, kept until it is complete: whoever is killed in the middle finds it at the
 * next start and carries it out anew.
 */
export interface BeginningUnderway {
  read(): Beginning | null;
  write(beginning: Beginning): void;
  remove(): void;
}

interface Kept {
  from?: string;
  files?: KeptFiles;
  livedBy?: number;
}
type KeptFiles = { [kind in keyof OfficeFiles]: { name: string; base64: string } };

/** Without a folder nothing outlives the process, and nothing is kept. */
export function beginningIn(dataDir: string | null): BeginningUnderway {
  if (dataDir === null) return { read: () => null, write: () => {}, remove: () => {} };
  const path = join(dataDir, 'starting-again.json');
  return {
    read: () => (existsSync(path) ? fromKept(JSON.parse(readFileSync(path, 'utf8')) as Kept) : null),
    write(beginning) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify(toKept(beginning)), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
    remove: () => rmSync(path, { force: true }),
  };
}

function toKept({ from, files, livedBy }: Beginning): Kept {
  const kept = ({ name, bytes }: OfficeFile) => ({ name, base64: bytes.toString('base64') });
  return {
    ...(from && { from: from.toISOString() }),
    ...(files && { files: each(files, kept) }),
    ...(livedBy !== undefined && { livedBy }),
  };
}

function fromKept({ from, files, livedBy }: Kept): Beginning {
  const file = ({ name, base64 }: KeptFiles['roster']) => ({ name, bytes: Buffer.from(base64, 'base64') });
  return {
    ...(from && { from: new Date(from) }),
    ...(files && { files: each(files, file) }),
    ...(livedBy !== undefined && { livedBy }),
  };
}

type OfficeFile = OfficeFiles['roster'];

function each<From, To>(
  { roster, proposals, notice }: { roster: From; proposals: From; notice?: From },
  change: (file: From) => To,
): { roster: To; proposals: To; notice?: To } {
  return {
    roster: change(roster),
    proposals: change(proposals),
    ...(notice !== undefined && { notice: change(notice) }),
  };
}
