import { eq, like } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deliver } from '../../jobs/deliver.ts';
import { jobGivenUp } from '../../jobs/job-given-up.ts';
import { tick } from '../../jobs/tick.ts';
import type { Context } from '../../src/context.ts';
import { dueDeliveries, owe } from '../../src/store/deliveries.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { deliveries } from '../../src/store/schema.ts';
import { memberOf, plannedRows, postedTimes, reminders } from '../support/ledger.ts';
import { timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const office = async () => (await ensureOffice(world.storage.db)).id;

test('rows that our own code fails at stop no other, are given up in the end, and the desk sees them', async () => {
  const { db } = world.storage;
  const officeId = await office();
  const { id: memberId } = await memberOf(world, 'U01EDU');
  const poison = Array.from({ length: 20 }, (_, n) => ({
    officeId,
    key: `poison/${n}`,
    kind: 'answer' as const,
    memberId,
    channel: 'U01EDU',
    threadTs: null,
    // Not what the column holds: as after a faulty upgrade.
    message: { text: null as unknown as string, blocks: [] },
  }));
  await owe(db, poison, world.sandbox.clock.now());
  const poisoned = () => db.select().from(deliveries).where(like(deliveries.key, 'poison/%'));

  await world.goTo('2022-04-06T09:01');
  const times = await postedTimes(world);
  const rows = await plannedRows(world);
  expect(rows.length).toBeGreaterThan(35);
  expect(rows.map((row) => [row.state, times.get(row.id)])).toEqual(rows.map(() => ['sent', 1]));
  expect(new Set((await poisoned()).map(({ state }) => state))).toEqual(new Set(['sending']));

  await world.goTo('2022-04-06T11:00');
  expect(new Set((await poisoned()).map(({ state, reason }) => `${state} ${reason}`))).toEqual(
    new Set(['failed handling_failed']),
  );
  const { answer } = await world.sandbox.as('U01DESK').command('/duban', '预览');
  expect(answer?.shown).toContain('发送失败　区教育局联络员：程序处理这条消息时多次出错');
});

test('a row that was in hand when processes died is not given up at the first word of the chat, nor put off for longer', async () => {
  await world.goTo('2022-04-06T08:50');
  const { db } = world.storage;
  const { id: memberId } = await memberOf(world, 'U01EDU');
  const ofMember = eq(deliveries.memberId, memberId);
  // As after three deaths, each with an attempt after it that only waited.
  await db.update(deliveries).set({ attempts: 6, orphanings: 3 }).where(ofMember);
  world.sandbox.faults.add({
    kind: 'refuse',
    method: 'chat.postMessage',
    channel: 'U01EDU',
    error: 'a_word_of_next_year',
    times: 1,
  });
  await world.goTo('2022-04-06T09:01');
  const [row] = await db.select().from(deliveries).where(ofMember);
  expect([row?.state, row?.attempts]).toEqual(['sent', 8]);
});

test('planning that fails for good is told to the desk, once a day', async () => {
  const { context } = world.app;
  const failed = {
    name: 'plan-reminders',
    payload: { officeId: await office() },
    error: new Error('no plan'),
    attempts: 5,
  };
  await world.goTo('2022-04-06T09:30');
  await jobGivenUp(context, failed);
  await jobGivenUp(context, failed);
  await jobGivenUp(context, { ...failed, name: 'deliver', payload: {} });
  await world.app.turn();
  const alarms = world.sandbox
    .as('U01DESK')
    .inbox()
    .filter(({ text }) => text.includes('提醒没有生成'));
  expect(alarms).toHaveLength(1);
});

test('a day without any scheduler, then two whose clocks are an hour apart: each reminder once, and late', async () => {
  await world.goTo('2022-04-06T08:45');
  await world.stopBot();
  world.sleepUntil('2022-04-07T09:00');
  await world.startBot();
  const { context } = world.app;
  const behind: Context = {
    ...context,
    clock: { now: () => new Date(world.sandbox.clock.now().getTime() - 3_600_000) },
  };
  for (const minute of ['09:00', '09:01', '09:02', '09:03']) {
    await world.goTo(`2022-04-07T${minute}`);
    const due = await dueDeliveries(context.db, world.sandbox.clock.now(), 1_000);
    await Promise.all([
      world.app.turn(),
      tick(behind),
      ...due.flatMap((deliveryId) => [
        deliver.run({ deliveryId }, behind),
        deliver.run({ deliveryId }, context),
      ]),
    ]);
    await world.app.idle();
  }
  await world.goTo('2022-04-07T10:30');
  const times = await postedTimes(world);
  expect([...times.values()].filter((often) => often !== 1)).toEqual([]);
  expect(timesOf(reminders(world.sandbox.as('U01EDU')))).toEqual([expect.stringMatching(/^2022-04-07 09:0/)]);
  const waiting = await context.db.select().from(deliveries).where(eq(deliveries.state, 'sending'));
  expect(waiting).toEqual([]);
});
