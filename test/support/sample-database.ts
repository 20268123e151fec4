import { createLog } from '../../src/log.ts';
import { createQueue } from '../../src/queue/queue.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { openStorage } from '../../src/storage.ts';
import { copyOfTemplate, type TestDatabase } from './postgres.ts';

/** A database with the sample office and the queue's tables, copied from one that the first test of a run makes. */
export function sampleDatabase(): Promise<TestDatabase> {
  return copyOfTemplate('sample_office', async (url) => {
    const log = createLog('silent');
    const storage = await openStorage({ database: { kind: 'url', url }, dataDir: '/nowhere' }, log, {
      exclusive: true,
    });
    const sandbox = await openSandbox({ port: 0, dataDir: null, clockRuns: false }, storage, log);
    await sandbox.close();
    const queue = await createQueue({ backend: { kind: 'postgres', url }, name: 'template', log });
    await queue.close();
    await storage.close();
  });
}
