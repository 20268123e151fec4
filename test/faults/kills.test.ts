import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openStorage } from '../../src/storage.ts';
import { type Fleet, furnishLargeOffice, liaison, openFleet } from '../support/fleet.ts';
import { plannedRows } from '../support/ledger.ts';
import { copyOfTemplate, type TestDatabase } from '../support/postgres.ts';
import { chances } from '../support/random.ts';
import { redisIsHere, type TestRedis, testRedis } from '../support/redis.ts';
import { shanghai } from '../support/world.ts';
import { readBooks, signedBy } from './books.ts';
import { killWhilePosting, MINUTE, nextMinute } from './storm.ts';

const UNITS = 120;
const KILLS = 5;
const LATEST_AFTER_LAST_KILL = 3 * MINUTE;

const engines = [
  { engine: 'PostgreSQL', redis: false },
  ...(redisIsHere() ? [{ engine: 'Redis', redis: true }] : []),
];
const fleets = engines.flatMap((one) => [1, 3].map((processes) => ({ ...one, processes })));

describe.each(fleets)('$processes process(es), the queue on $engine', ({ redis, processes }) => {
  let database: TestDatabase;
  let queue: TestRedis | null = null;
  let fleet: Fleet;

  beforeAll(async () => {
    database = await copyOfTemplate(`office_of_${UNITS}`, async (url) => {
      const storage = await openStorage(
        { database: { kind: 'url', url }, dataDir: '/nowhere' },
        createLog('silent'),
        {
          exclusive: true,
        },
      );
      await furnishLargeOffice(storage.db, UNITS, shanghai('2022-04-06T08:30'));
      await storage.close();
    });
    queue = redis ? await testRedis() : null;
    fleet = await openFleet({
      databaseUrl: database.url,
      redisUrl: queue?.url ?? null,
      processes,
      startAt: shanghai('2022-04-06T08:45'),
    });
  });
  afterAll(async () => {
    await fleet?.close();
    await queue?.close();
    await database?.close();
  });

  test('killed at any moment, they remind everybody exactly once, and keep what people were told is saved', async () => {
    const chance = chances(processes * 10 + (redis ? 1 : 0));
    await nextMinute(fleet);
    await expect
      .poll(async () => (await plannedRows(fleet)).length, { timeout: 20_000 })
      .toBeGreaterThan(UNITS);
    await fleet.pass(14 * MINUTE); // nine o'clock

    const speakers = [1, 2, 3, 4, 5, 6].map(liaison);
    const heard = new Map<string, boolean>();
    const acts = speakers.map(async (id, index) => {
      await fleet.sandbox.until('its turn', () => fleet.members().length > 0);
      if (index % 2 === 0) fleet.sandbox.as(id).say('dm', '全部已签收');
      else heard.set(id, (await fleet.sandbox.as(id).command('/duban', '签收 全部')).ok);
    });
    await killWhilePosting(fleet, KILLS, Math.floor(UNITS / KILLS), chance);
    await Promise.all(acts);
    const lastKill = fleet.sandbox.clock.now();
    for (let minutes = 0; minutes < 3; minutes += 1) await nextMinute(fleet);

    const books = await readBooks(fleet, liaison(1));
    expect(books).toMatchObject({ doubled: [], lost: [], unknown: [] });
    expect(books.posted).toBe(books.owed);
    expect(books.owed).toBeGreaterThan(UNITS - speakers.length);
    const last = Math.max(...(await plannedRows(fleet)).map((row) => row.sentAt?.getTime() ?? 0));
    expect(last - lastKill.getTime()).toBeLessThanOrEqual(LATEST_AFTER_LAST_KILL);
    for (const id of speakers) {
      const [facts, audited] = await signedBy(fleet, id);
      expect(audited, id).toBe(facts);
      if (heard.get(id) !== false) expect(facts, id).toBe(1);
    }
  }, 120_000);
});
