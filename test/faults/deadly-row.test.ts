import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { deliveries, members } from '../../src/store/schema.ts';
import { type Fleet, openFleet } from '../support/fleet.ts';
import { plannedRows, postedTimes, reminders } from '../support/ledger.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { sampleDatabase } from '../support/sample-database.ts';
import { shanghai } from '../support/world.ts';
import { MINUTE, nextMinute } from './storm.ts';

/** Whose reminder ends every process that takes it. */
const DEADLY = 'U01EDU';
/** As after so many deaths and hours: with one more death the row is given up. */
const MANY_DEATHS = 29;
const HOURS_MS = 3 * 3_600_000;
/** Nobody takes the row in this minute. */
const TAKEN_MS = 2_000;
/** As after so many: the next is one more than BullMQ bears of a job. */
const MANY_STALLS = 10;

let database: TestDatabase;
let fleet: Fleet;

beforeAll(async () => {
  database = await sampleDatabase();
  fleet = await openFleet({
    databaseUrl: database.url,
    redisUrl: null,
    processes: 1,
    startAt: shanghai('2022-04-06T08:45'),
  });
  await nextMinute(fleet);
  await vi.waitFor(async () => expect((await plannedRows(fleet)).length).toBeGreaterThan(35), 20_000);
});
afterAll(async () => {
  await fleet?.close();
  await database?.close();
});

test('a row over which every process dies, and whose job BullMQ gives up, keeps no other waiting and is given up by name', async () => {
  const { sandbox, storage } = fleet;
  const row = async () => {
    const [found] = await storage.db
      .select({ delivery: deliveries })
      .from(deliveries)
      .innerJoin(members, eq(members.id, deliveries.memberId))
      .where(eq(members.slackId, DEADLY));
    return found?.delivery;
  };
  const id = (await row())?.id ?? '';
  const taken = sandbox.faults.add({ kind: 'hang', method: 'chat.postMessage', channel: DEADLY });
  await fleet.pass(14 * MINUTE); // nine o'clock
  const isTaken = (times: number, ms: number) =>
    sandbox.until('the deadly row is taken', () => taken.struck >= times, ms).catch(() => false);
  const dies = async (times: number) => {
    // Time stands while a send is in hand: it passes only where nobody has taken the row.
    for (let minutes = 0; minutes < 6 && !(await isTaken(times, TAKEN_MS)); minutes += 1)
      await fleet.pass(MINUTE);
    expect(taken.struck).toBe(times);
    await fleet.kill(...fleet.members());
  };

  await dies(1);
  await dies(2);
  await storage.db.execute(sql`update bullmq.job set stalled_count = ${MANY_STALLS} where state = 'active'`);
  // As often as a worker looks, once the locks of those that are dead have run out.
  for (let looks = 0; looks < 2; looks += 1) {
    await storage.db.execute(sql`update bullmq.job set locked_until_ms = 0 where state = 'active'`);
    await storage.db.execute(
      sql`select bullmq.move_stalled_jobs_to_wait('duban-bulk', ${MANY_STALLS}, ${Date.now()}, 0)`,
    );
  }
  const givenUp = async () => {
    const { rows } = await storage.db.execute(
      sql`select data->>'deliveryId' as id from bullmq.job where failed_reason like '%stalled more than%'`,
    );
    return rows.map((job) => job.id);
  };
  await expect.poll(givenUp, { timeout: 20_000 }).toContain(id);
  await dies(3);
  const longAgo = new Date(sandbox.clock.now().getTime() - HOURS_MS);
  await storage.db
    .update(deliveries)
    .set({ orphanings: MANY_DEATHS, firstAttemptAt: longAgo })
    .where(eq(deliveries.id, id));
  for (let minutes = 0; minutes < 4; minutes += 1) await nextMinute(fleet);

  expect(await row()).toMatchObject({ state: 'failed', reason: 'handling_failed' });
  expect(reminders(sandbox.as(DEADLY))).toEqual([]);
  const times = await postedTimes(fleet);
  const others = (await plannedRows(fleet)).filter((one) => one.id !== id);
  expect(others.map((one) => [one.state, times.get(one.id)])).toEqual(others.map(() => ['sent', 1]));
  const { answer } = await sandbox.as('U01DESK').command('/duban', '预览');
  expect(answer?.shown).toContain('发送失败　区教育局联络员');
});
