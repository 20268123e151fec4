import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Fleet, openFleet } from '../support/fleet.ts';
import { plannedRows } from '../support/ledger.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { sampleDatabase } from '../support/sample-database.ts';
import { shanghai } from '../support/world.ts';
import { readBooks, signedBy } from './books.ts';
import { MINUTE, nextMinute } from './storm.ts';

/** A process of the bot whose database connections are cut, and then refused for a while, as when PostgreSQL restarts. */
describe('PostgreSQL', () => {
  let database: TestDatabase;
  let fleet: Fleet;
  let admin: pg.Client;
  const name = () => new URL(database.url).pathname.slice(1);
  const letIn = (yes: boolean) => admin.query(`alter database ${name()} allow_connections ${yes}`);
  const cut = () =>
    admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name()]);

  beforeAll(async () => {
    database = await sampleDatabase();
    const server = new URL(database.url);
    server.pathname = '/postgres';
    admin = new pg.Client({ connectionString: server.href });
    await admin.connect();
    fleet = await openFleet({
      databaseUrl: database.url,
      redisUrl: null,
      processes: 1,
      mode: 'http',
      startAt: shanghai('2022-04-06T08:45'),
    });
    await nextMinute(fleet);
    await vi.waitFor(async () => expect((await plannedRows(fleet)).length).toBeGreaterThan(35), 20_000);
  });
  afterAll(async () => {
    await fleet?.close();
    await admin?.end();
    await database?.close();
  });

  test('away: whoever gives a command reads that it is not saved, and nothing is', async () => {
    await letIn(false);
    await cut();
    const { answer } = await fleet.sandbox.as('U01EDU').command('/duban', '签收 全部');
    expect(answer?.shown).toMatch(/未能保存，请稍后再试（编号 \w+）/u);
    fleet.sandbox.as('U01WJJ').say('dm', '全部已签收');
    await letIn(true);
    expect(await signedBy(fleet, 'U01EDU')).toEqual([0, 0]);
  });

  test('back again: the same process goes on, and what was said meanwhile is heard once', async () => {
    const pid = fleet.members()[0]?.pid;
    const { answer } = await fleet.sandbox.as('U01EDU').command('/duban', '签收 全部');
    expect(answer?.shown).toContain('已登记签收');
    await expect
      .poll(async () => (await signedBy(fleet, 'U01WJJ'))[0], { timeout: 20_000 })
      .toBeGreaterThan(0);
    for (const id of ['U01EDU', 'U01WJJ']) {
      const [facts, audited] = await signedBy(fleet, id);
      expect([audited, facts > 0]).toEqual([facts, true]);
    }
    expect(fleet.members()[0]?.pid).toBe(pid);
  });

  test('standing still: a command is told to wait, and answered when it is saved', async () => {
    const { rows } = await admin.query<{ pid: number }>(
      'select pid from pg_stat_activity where datname = $1',
      [name()],
    );
    const signal = (what: NodeJS.Signals) => {
      for (const { pid } of rows) process.kill(pid, what);
    };
    const nyj = fleet.sandbox.as('U01NYJ');
    signal('SIGSTOP');
    const { ok, answer } = await nyj.command('/duban', '签收 全部').finally(() => signal('SIGCONT'));
    expect([ok, answer?.shown]).toEqual([true, expect.stringMatching(/正在处理，稍后回复|已登记签收/u)]);
    await fleet.sandbox.until('the answer', () =>
      nyj.messages('dm').some(({ shown }) => shown.includes('已登记签收')),
    );
    const [facts, audited] = await signedBy(fleet, 'U01NYJ');
    expect([audited, facts > 0]).toEqual([facts, true]);
  });

  test('cut again and again while reminders go out: each is posted once, by the same process', async () => {
    const pid = fleet.members()[0]?.pid;
    await fleet.pass(14 * MINUTE);
    for (let times = 0; times < 5; times += 1) {
      await fleet.storage.db.execute(sql`select 1`).catch(() => {});
      await cut();
      // What the cut has struck is tried again by the sweep of the next minute: nothing to wait for before.
      await fleet.pass(MINUTE);
    }
    await fleet.pass(MINUTE);
    for (let minutes = 0; minutes < 3; minutes += 1) await nextMinute(fleet);
    const books = await readBooks(fleet, 'U01EDU');
    expect(books).toMatchObject({ doubled: [], lost: [], unknown: [] });
    expect(books.posted).toBeGreaterThan(35);
    expect(fleet.members()[0]?.pid).toBe(pid);
  });
});
