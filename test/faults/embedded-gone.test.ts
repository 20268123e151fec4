import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { openStorage } from '../../src/storage.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { killBackend, killServer, killServerAndHoldPort, watchServer } from '../support/embedded-server.ts';
import { type Fleet, openFleet } from '../support/fleet.ts';
import { plannedRows } from '../support/ledger.ts';
import { shanghai } from '../support/world.ts';
import { readBooks, signedBy } from './books.ts';
import { MINUTE, nextMinute, postsOf } from './storm.ts';

/** A bot on a bare machine: nobody but itself starts its PostgreSQL again. */
describe('the embedded PostgreSQL', () => {
  let dataDir: string;
  let url: string;
  let fleet: Fleet;
  const log = createLog('silent');
  const back = () => vi.waitFor(() => fleet.storage.db.execute(sql`select 1`), 30_000);

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'duban-embedded-gone-'));
    const first = await openEmbedded({ dataDir, exclusive: false, log });
    url = first.url;
    const storage = await openStorage({ database: { kind: 'url', url }, dataDir }, log, { exclusive: true });
    // The machine itself does not fall, so nothing need wait for the disk.
    await storage.db.execute(sql`alter system set fsync = off`);
    await storage.db.execute(sql`select pg_reload_conf()`);
    await (await openSandbox({ port: 0, dataDir: null, clockRuns: false }, storage, log)).close();
    await storage.close();
    fleet = await openFleet({
      databaseUrl: url,
      redisUrl: null,
      processes: 1,
      startAt: shanghai('2022-04-06T08:45'),
      env: { DATABASE_URL: '', DATA_DIR: dataDir },
    });
    // From here on the bot alone has a seat at the server.
    await first.stop();
    await nextMinute(fleet);
    await vi.waitFor(async () => expect((await plannedRows(fleet)).length).toBeGreaterThan(35), 20_000);
  });
  afterAll(async () => {
    await fleet?.close();
    await (await openEmbedded({ dataDir, exclusive: false, log })).stop();
    await rm(dataDir, { recursive: true });
  });

  test('away: a command reads that it is not saved; back again, what was said meanwhile is heard once', async () => {
    const port = await killServerAndHoldPort(dataDir, url);
    const { answer } = await fleet.sandbox.as('U01EDU').command('/duban', '签收 全部');
    expect(answer?.shown).toMatch(/未能保存，请稍后再试（编号 \w+）/u);
    fleet.sandbox.as('U01WJJ').say('dm', '全部已签收');
    port.close();
    await back();
    expect(await signedBy(fleet, 'U01EDU')).toEqual([0, 0]);
    await expect
      .poll(async () => (await signedBy(fleet, 'U01WJJ'))[0], { timeout: 20_000 })
      .toBeGreaterThan(0);
    const [facts, audited] = await signedBy(fleet, 'U01WJJ');
    expect(audited).toBe(facts);
  });

  test('killed, and robbed of a backend, while reminders go out: each is posted once, by the same process', async () => {
    const pid = fleet.members()[0]?.pid;
    await fleet.pass(14 * MINUTE);
    const posts = postsOf(fleet);
    const losses = [() => killServer(dataDir), () => killBackend(url), () => killServer(dataDir)];
    for (const lose of losses) {
      const { dropped } = await watchServer(url);
      const passed = fleet.pass(MINUTE);
      if (!(await posts.reach(posts.count + 5, () => void lose(), 400))) void lose();
      await Promise.all([passed, dropped]);
      await back();
    }
    posts.stop();
    for (let minutes = 0; minutes < 4; minutes += 1) await nextMinute(fleet);
    const books = await readBooks(fleet, 'U01EDU');
    expect(books).toMatchObject({ doubled: [], lost: [], unknown: [] });
    expect(books.posted).toBeGreaterThan(35);
    expect(fleet.members()[0]?.pid).toBe(pid);
  });
});
