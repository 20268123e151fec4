import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Fleet, openFleet } from '../support/fleet.ts';
import { plannedRows } from '../support/ledger.ts';
import { type NextVersion, nextVersion } from '../support/next-version.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { sampleDatabase } from '../support/sample-database.ts';
import { shanghai } from '../support/world.ts';
import { readBooks, signedBy } from './books.ts';
import { MINUTE, nextMinute, postsOf } from './storm.ts';

/** As a next version may change the schema: the one before works on with it. */
const STEPS = [
  'alter table deliveries add column later text',
  'create index deliveries_later on deliveries (later)',
  'alter table offices add column later integer not null default 0',
  'alter table registrations add column later jsonb',
  'create table later (id uuid primary key, delivery_id uuid references deliveries (id))',
];

let database: TestDatabase;
let next: NextVersion;
let fleet: Fleet;

beforeAll(async () => {
  database = await sampleDatabase();
  next = await nextVersion(...STEPS);
  fleet = await openFleet({
    databaseUrl: database.url,
    redisUrl: null,
    processes: 2,
    startAt: shanghai('2022-04-06T08:45'),
  });
  await nextMinute(fleet);
  await vi.waitFor(async () => expect((await plannedRows(fleet)).length).toBeGreaterThan(35), 20_000);
});
afterAll(async () => {
  await fleet?.close();
  await next?.close();
  await database?.close();
});

test('one process after the other is replaced by the next version, and nobody notices', async () => {
  const [first, second] = fleet.members();
  const posts = postsOf(fleet);
  await fleet.pass(14 * MINUTE); // nine o'clock
  await posts.reach(5, () => {}, 20_000);

  const { refused, during } = actsOf(fleet);
  await during(fleet.start(next.migrations), ['U01EDU', 'U01WJJ']);
  expect((await fleet.storage.schemaState()).newer).toBe(true);
  // An event that is on its way to a process at its very end comes again; a command would be the person's to repeat.
  fleet.sandbox.as('U01NYJ').say('dm', '全部已签收');
  expect(await fleet.stop(first!)).toBe(0);
  await nextMinute(fleet);
  fleet.sandbox.as('U01JTJ').say('dm', '全部已签收');
  expect(await fleet.stop(second!)).toBe(0);
  for (let minutes = 0; minutes < 2; minutes += 1) await nextMinute(fleet);
  posts.stop();

  expect(refused).toEqual([]);
  for (const id of ['U01EDU', 'U01WJJ', 'U01NYJ', 'U01JTJ']) {
    await expect.poll(() => signedBy(fleet, id), { timeout: 20_000 }).not.toEqual([0, 0]);
    const [facts, audited] = await signedBy(fleet, id);
    expect(audited, id).toBe(facts);
  }
  // What somebody said at last is answered by now, too.
  const books = await readBooks(fleet, 'U01EDU');
  expect(books).toMatchObject({ doubled: [], lost: [], unknown: [] });
  expect(books.posted).toBe(books.owed);
  expect(books.posted).toBeGreaterThan(30);
});

/** People who sign, and then look again and again at what they have to do, one after the other. */
function actsOf({ sandbox }: Fleet) {
  const refused: string[] = [];
  const say = async (id: string, text: string) => {
    const { answer } = await sandbox.as(id).command('/duban', text);
    const shown = answer?.shown ?? '';
    // That a busy machine takes long is another matter.
    if (/dispatch_failed|请稍后再试/u.test(shown)) refused.push(`${id} ${text}: ${shown}`);
  };
  return {
    refused,
    /** As long as something lasts. */
    async during(work: Promise<unknown>, people: readonly [string, ...string[]]): Promise<void> {
      let over = false;
      const acting = async () => {
        for (const id of people) await say(id, '签收 全部');
        while (!over) await say(people[0], '我的');
      };
      const acted = acting();
      await work.finally(() => {
        over = true;
      });
      await acted;
    },
  };
}
