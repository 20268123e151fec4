import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { createLog } from '../../src/log.ts';
import { openEmbedded } from '../../src/store/embedded.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string of the PostgreSQL server that the whole run shares. */
    postgresUrl: string;
  }
}

/** Starts one PostgreSQL for the whole run. It forgets everything afterwards, so it need not wait for the disk. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(await forgetfulPlace(), 'duban-test-'));
  const database = await openEmbedded({
    dataDir,
    exclusive: true,
    log: createLog('warn'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  project.provide('postgresUrl', database.url);
  return async () => {
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** What the hundreds of databases of a run and its write-ahead log take at most, in bytes, with room to spare. */
const NEEDED = 3 * 1024 ** 3;

/**
 * Memory where there is enough of it: every test copies a database of some hundred files, and a disk's file system took
 * a twelfth of the whole run's processor time to make them.
 */
async function forgetfulPlace(): Promise<string> {
  const memory = '/dev/shm';
  try {
    const { bavail, bsize } = await statfs(memory);
    return bavail * bsize > NEEDED ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}
