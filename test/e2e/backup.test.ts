import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { activeMembers } from '../../src/store/members.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { offices } from '../../src/store/schema.ts';
import { runCommand } from '../cli/run-command.ts';
import { postedTimes } from '../support/ledger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

/** The database is lost and comes back from a backup; the workspace has gone on meanwhile. */

let folder: string;
let spare: TestDatabase;
let world: World;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duban-backup-'));
  spare = await testDatabase();
});
afterEach(async () => {
  await world.close();
  await spare.close();
  await rm(folder, { recursive: true });
});

const file = () => join(folder, 'duban.backup');

async function backUp(): Promise<void> {
  const { url } = world.storage;
  const { code, stdout, stderr } = await runCommand('backup', ['--out', file()], { DATABASE_URL: url });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).not.toMatch(/0668|联络员/u);
}

/** What is there is killed; the backup goes into an empty database, and the bot starts on that. */
async function loseAndRestore(): Promise<void> {
  await world.closeSandbox();
  const { code, stderr } = await runCommand('restore', [file()], { DATABASE_URL: spare.url });
  expect([code, stderr]).toEqual([0, '']);
  await world.reopenSandbox(spare.url);
}

/** Every word that anybody has read, with its time. */
async function everythingSaid(of: World): Promise<string[]> {
  const { id } = await ensureOffice(of.storage.db);
  const people = (await activeMembers(of.storage.db, id)).flatMap(({ slackId }) => slackId ?? []);
  const inboxes = people.map((one) => [one, of.sandbox.as(one).inbox()] as const);
  const group = ['group', of.sandbox.as('U01EDU').messages('C0GROUP')] as const;
  return [...inboxes, group]
    .flatMap(([who, messages]) => {
      const times = timesOf(messages);
      // Some of a morning's messages count how many are out already.
      return messages.map(
        ({ text }, index) => `${times[index]} ${who} ${text.replace(/提醒发送\d+条/u, '提醒发送…条')}`,
      );
    })
    .sort();
}

/** The desk is told of the restore, and everything else is as if nothing had happened. */
async function saidBesidesTheAlarm(): Promise<string[]> {
  const said = await everythingSaid(world);
  const alarms = said.filter((one) => one.includes('数据已从备份恢复'));
  expect(alarms.map((one) => one.slice(17, 24))).toEqual(['U01DESK', 'U02DESK']);
  expect(Math.max(...(await postedTimes(world)).values())).toBe(1);
  expect((await world.storage.db.select().from(offices)).map((row) => row.restoredFrom)).toEqual([null]);
  return said.filter((one) => !alarms.includes(one));
}

let undisturbed: string[];
beforeAll(async () => {
  const other = await openWorld();
  await other.goTo('2022-04-12T12:00');
  undisturbed = await everythingSaid(other);
  await other.close();
});

test.each([
  ['two days of messages later, between two sendings', '2022-04-07T08:50', '2022-04-11T10:20'],
  ['right before a sending', '2022-04-07T08:50', '2022-04-08T08:50'],
  ['in the middle of a morning that is not planned in the backup', '2022-04-07T08:00', '2022-04-07T10:00'],
  ['over a weekend', '2022-04-08T16:00', '2022-04-10T12:00'],
])('%s: nothing is said twice, and nothing is missing', async (_when, backedUpAt, lostAt) => {
  world = await openWorld({ dataDir: folder });
  await world.goTo(backedUpAt);
  await backUp();
  await world.goTo(lostAt);
  await loseAndRestore();
  await world.goTo('2022-04-12T12:00');
  expect(await saidBesidesTheAlarm()).toEqual(undisturbed);
});
