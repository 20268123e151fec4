import { createLog } from '../../src/log.ts';
import { openStorage } from '../../src/storage.ts';
import { furnishLargeOffice } from './fleet.ts';
import { copyOfTemplate, type TestDatabase } from './postgres.ts';
import { shanghai } from './world.ts';

/** A database with an office of so many units, each of which is owed one reminder at nine of that day. */
export function largeDatabase(units: number, date: string): Promise<TestDatabase> {
  return copyOfTemplate(`office_of_${units}_on_${date.replaceAll('-', '_')}`, async (url) => {
    const place = { database: { kind: 'url' as const, url }, dataDir: '/nowhere' };
    const storage = await openStorage(place, createLog('silent'), { exclusive: true });
    await furnishLargeOffice(storage.db, units, shanghai(`${date}T08:30`));
    await storage.close();
  });
}
