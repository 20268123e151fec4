import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deliver } from '../../jobs/deliver.ts';
import { planReminders } from '../../jobs/plan-reminders.ts';
import type { Context } from '../../src/context.ts';
import { importFiles } from '../../src/importing.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { register } from '../../src/store/registrations.ts';
import { deliveries } from '../../src/store/schema.ts';
import { memberOf, plannedRows, rowsFor } from '../support/ledger.ts';
import { edited, noticeFile } from '../support/office.ts';
import { latest, timesOf } from '../support/story.ts';
import { openWorld, shanghai, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const office = async () => (await ensureOffice(world.storage.db)).id;
const groupPosts = () =>
  as('U01EDU')
    .messages('C0GROUP')
    .filter((message) => message.from === world.sandbox.botUserId);

async function newRules(...changes: [string, string][]): Promise<void> {
  const notice = await edited(noticeFile(), changes);
  await importFiles(world.storage.db, { notice, dryRun: false, now: world.sandbox.clock.now() });
}

beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('planning', () => {
  test('done twice, and at the same time, writes the same rows', async () => {
    await world.goTo('2022-04-06T08:45');
    const keys = async () => (await plannedRows(world)).map((row) => `${row.id} ${row.key}`).sort();
    const before = await keys();
    const officeId = await office();
    await Promise.all([1, 2, 3].map(() => planReminders.run({ officeId }, world.app.context)));
    expect(await keys()).toEqual(before);
    expect(before.length).toBeGreaterThan(35);
  });

  test('in the night is for the next working day, at the start of its window', async () => {
    await planReminders.run(
      { officeId: await office() },
      { ...world.app.context, clock: { now: () => shanghai('2022-04-08T23:00') } },
    );
    const rows = await plannedRows(world);
    expect(new Set(rows.map(({ date }) => date))).toEqual(new Set(['2022-04-11']));
    const times = (desk: boolean) =>
      new Set(rows.filter(({ kind }) => (kind === 'desk') === desk).map((row) => row.sendAfter.getTime()));
    expect(times(false)).toEqual(new Set([shanghai('2022-04-11T09:00').getTime()]));
    expect(times(true)).toEqual(new Set([shanghai('2022-04-11T08:40').getTime()]));
  });
});

describe('the work group', () => {
  test('A7: hears of the last working day in counts, at most twice a week', async () => {
    await world.goTo('2022-04-15T12:00');
    expect(timesOf(groupPosts())).toEqual(['2022-04-08 09:00', '2022-04-13 09:00', '2022-04-15 09:00']);
  });

  test('A7: hears the second of a week no more when the rule file allows one', async () => {
    await newRules(['groupPostsPerWeek: 2', 'groupPostsPerWeek: 1']);
    await world.goTo('2022-04-15T12:00');
    expect(timesOf(groupPosts())).toEqual(['2022-04-08 09:00', '2022-04-13 09:00']);
  });

  test('counts what is done by then', async () => {
    await as('U01EDU').command('/duban', '签收 全部');
    await world.goTo('2022-04-08T09:00');
    expect(groupPosts().at(-1)?.text).toContain('签收，4月10日（周日）前：应办134件，已办15件，还有119件');
  });

  test('is not told of success', async () => {
    await signEverything();
    await world.goTo('2022-04-08T12:00');
    expect(groupPosts()).toEqual([]);
  });
});

describe('the digest', () => {
  test('comes on Monday at nine, to managers and desk, and says what is overdue', async () => {
    await world.goTo('2022-04-11T08:59');
    const before = as('U01LEAD').inbox().length;
    await world.goTo('2022-04-11T12:00');
    expect(timesOf(as('U01LEAD').inbox()).slice(before)).toEqual(['2022-04-11 09:00']);
    expect(latest(as('U01LEAD')).text).toMatch(/^【周报】4月11日（周一）：逾期134项，涉及34个单位/);
    expect(latest(as('U01DESK')).text).toContain('【周报】4月11日（周一）');
  });

  test('A12: comes also when nothing is wrong, and says so first', async () => {
    await signEverything();
    await world.goTo('2022-04-11T09:00');
    expect(latest(as('U01LEAD')).text).toMatch(/^【周报】4月11日（周一）：无逾期/);
    expect(latest(as('U01LEAD')).shown).toContain('签收率 100%（134/134');
  });

  test('comes on the first working day of a week that begins with a holiday, and once', async () => {
    await world.goTo('2022-04-08T17:30');
    expect(timesOf(as('U01LEAD').inbox())).toEqual(['2022-04-06 09:00']);
  });
});

describe('a year whose holidays are not published', () => {
  /** The rules run on into a year that no list knows; the bot’s clock stands in it. */
  const future = (local: string): Context => ({
    ...world.app.context,
    clock: { now: () => shanghai(local) },
  });

  beforeEach(async () => {
    await newRules(['closes: 2022-12-31', 'closes: 2090-12-31']);
  });

  test('plans nothing and tells every member of the desk, once a day', async () => {
    const officeId = await office();
    await planReminders.run({ officeId }, future('2090-03-06T08:40'));
    await planReminders.run({ officeId }, future('2090-03-06T08:50'));
    expect(await plannedRows(world)).toEqual([]);
    const alarms = await alarmRows();
    expect(alarms.map(({ memberId }) => memberId).sort()).toEqual(
      [(await memberOf(world, 'U01DESK')).id, (await memberOf(world, 'U02DESK')).id].sort(),
    );
    expect(alarms[0]?.message?.text).toContain('2090年的节假日安排尚未收录');
    expect(alarms[0]?.message?.text).toContain('提醒已暂停');
    const { nextPlanAt } = await ensureOffice(world.storage.db);
    expect(nextPlanAt).toEqual(shanghai('2090-03-07T08:50'));

    await planReminders.run({ officeId }, future('2090-03-07T08:40'));
    expect(await alarmRows()).toHaveLength(4);
  });

  test('sends the alarm itself, though nobody can say whether today is a working day', async () => {
    await planReminders.run({ officeId: await office() }, future('2090-03-06T08:40'));
    // The bot's own worker looks at the rows too, finds them decades away, and must have let go of them.
    await world.app.idle();
    for (const { id } of await alarmRows()) await deliver.run({ deliveryId: id }, future('2090-03-06T08:40'));
    expect(latest(as('U01DESK')).text).toContain('【重要】提醒已暂停');
  });

  test('holds what was planned before it, and does not guess', async () => {
    await world.goTo('2022-04-06T08:45');
    const [row] = await rowsFor(world, 'U01EDU');
    if (!row) throw new Error('nothing was planned for 区教育局');
    await world.storage.db.update(deliveries).set({ date: '2090-03-06' }).where(eq(deliveries.id, row.id));
    await deliver.run({ deliveryId: row.id }, future('2090-03-06T10:00'));
    const [after] = await rowsFor(world, 'U01EDU');
    expect(after?.state).toBe('pending');
    expect(after?.sendAfter).toEqual(shanghai('2090-03-06T11:00'));
    expect(as('U01EDU').inbox()).toEqual([]);
  });

  test('refuses the preview in words', async () => {
    await world.stopBot();
    world.sandbox.clock.set(shanghai('2090-03-06T10:00'));
    await world.startBot();
    const { answer } = await as('U01DESK').command('/duban', '预览');
    expect(answer?.shown).toContain('2090年的节假日安排尚未收录，无法推算工作日');
  });

  async function alarmRows() {
    return world.storage.db.select().from(deliveries).where(eq(deliveries.kind, 'alarm'));
  }
});

async function signEverything(): Promise<void> {
  const officeId = await office();
  const { assignments } = await loadFacts(world.storage.db, officeId);
  const { id: memberId } = await memberOf(world, 'U01DESK');
  await register(
    world.storage.db,
    assignments.map((assignment) => ({
      officeId,
      assignmentId: assignment.id,
      unitId: assignment.unitId,
      kind: 'signed',
      on: '2022-04-06',
      memberId,
      createdAt: shanghai('2022-04-06T08:35'),
    })),
  );
}
