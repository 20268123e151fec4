import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deliver } from '../../jobs/deliver.ts';
import { importFiles } from '../../src/importing.ts';
import { createLog } from '../../src/log.ts';
import { createQueue } from '../../src/queue/queue.ts';
import { setNextPlan } from '../../src/store/offices.ts';
import { loseQueue } from '../support/empty-queue.ts';
import { plannedRows, postedTimes, reminders, rowsFor } from '../support/ledger.ts';
import { edited, proposalsFile, rosterFile } from '../support/office.ts';
import { latest, timesOf } from '../support/story.ts';
import { openWorld, shanghai, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const timesFor = (id: string) => timesOf(as(id).inbox());

beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

async function everyRowWentOutOnce(): Promise<void> {
  const rows = await plannedRows(world);
  expect(rows.length).toBeGreaterThan(35);
  expect(rows.filter((row) => row.state !== 'sent')).toEqual([]);
  const times = await postedTimes(world);
  expect(rows.map((row) => times.get(row.id))).toEqual(rows.map(() => 1));
}

/** When units and managers may be written to; the desk hears at 08:40 (D9). */
const WINDOWS = / (09|10|11:[0-2]|14:[3-5]|15|16|17:[0-2])/;

describe('what was planned goes out once', () => {
  test('nothing before nine but the desk’s own note (D9), everything at nine', async () => {
    await world.goTo('2022-04-06T08:59');
    const early = ['desk', 'heartbeat'];
    for (const row of await plannedRows(world))
      expect([row.kind, row.state]).toEqual([row.kind, early.includes(row.kind) ? 'sent' : 'pending']);
    await world.goTo('2022-04-06T09:00');
    await everyRowWentOutOnce();
  });

  test('when the same tick runs three times at once', async () => {
    world.sleepUntil('2022-04-06T09:00');
    await Promise.all([world.app.turn(), world.app.turn(), world.app.turn()]);
    await world.app.turn();
    await everyRowWentOutOnce();
  });

  test('when two processes tick and work at the same time', async () => {
    const second = await world.startAnother({ role: 'worker' });
    try {
      world.sleepUntil('2022-04-06T09:00');
      await Promise.all([world.app.turn(), second.turn()]);
      await Promise.all([world.app.turn(), second.turn()]);
      await everyRowWentOutOnce();
    } finally {
      await second.stop();
    }
  });

  test('when the queue loses everything between planning and sending: the sweep brings it back', async () => {
    await world.goTo('2022-04-06T08:45');
    await world.stopBot();
    const queue = await createQueue({
      backend: world.queue,
      name: 'duban',
      log: createLog('silent'),
    });
    const ids = (await plannedRows(world)).map((row) => row.id);
    await queue.addMany(
      deliver,
      ids.map((deliveryId) => ({ payload: { deliveryId }, id: deliveryId })),
    );
    expect((await queue.counts()).waiting).toBe(ids.length);
    await loseQueue(world.queue);
    expect((await queue.counts()).waiting).toBe(0);
    await queue.close();

    world.sleepUntil('2022-04-06T09:00');
    await (await world.startBot()).turn();
    await everyRowWentOutOnce();
  });
});

describe('a bot that was down', () => {
  test('over nine o’clock sends later the same day, once, and not in the lunch break', async () => {
    await world.stopBot();
    world.sleepUntil('2022-04-06T12:10');
    await (await world.startBot()).turn();
    expect(as('U01EDU').inbox()).toEqual([]);
    await world.goTo('2022-04-06T17:00');
    expect(timesFor('U01EDU')).toEqual(['2022-04-06 14:30']);
  });

  test('all day says nothing at night, and one thing the next morning', async () => {
    await world.stopBot();
    world.sleepUntil('2022-04-06T20:00');
    await (await world.startBot()).turn();
    await world.goTo('2022-04-07T08:59');
    expect(as('U01EDU').inbox()).toEqual([]);
    await world.goTo('2022-04-07T12:00');
    expect(timesFor('U01EDU')).toEqual(['2022-04-07 09:00']);
    expect(latest(as('U01EDU')).text).toContain('4月10日（周日）截止，剩2个工作日');
  });

  test('from planning until the next day leaves no second message behind (A1)', async () => {
    await world.goTo('2022-04-06T08:45');
    await world.stopBot();
    const [left] = await rowsFor(world, 'U01EDU');
    world.sleepUntil('2022-04-07T10:00');
    const { context } = await world.startBot();
    // The row of yesterday is taken up before anybody has planned today.
    await deliver.run({ deliveryId: left?.id ?? '' }, context);
    await world.goTo('2022-04-07T17:30');
    expect(timesFor('U01EDU').map((time) => time.slice(0, 10))).toEqual(['2022-04-07']);
    const rows = await rowsFor(world, 'U01EDU');
    expect(rows.map(({ date, state }) => `${date} ${state}`).sort()).toEqual([
      '2022-04-06 cancelled',
      '2022-04-07 sent',
    ]);
  });

  test('over the last working day tells the stage that counts by then, not the one it missed', async () => {
    await world.goTo('2022-04-07T12:00');
    await world.stopBot();
    world.sleepUntil('2022-04-11T09:30');
    await (await world.startBot()).turn();
    expect(reminders(as('U01EDU'))).toHaveLength(2);
    expect(latest(as('U01EDU')).text).toMatch(/^【逾期】区教育局/);
  });
});

describe('between planning and sending', () => {
  beforeEach(() => world.goTo('2022-04-06T08:45'));

  test('A5: what is done meanwhile is not asked for', async () => {
    await as('U01MHZ').command('/duban', '签收 60');
    await world.goTo('2022-04-06T09:00');
    expect(latest(as('U01MHZ')).shown).toContain('月报');
    expect(latest(as('U01MHZ')).shown).not.toContain('签收');
  });

  test('A5: the row is kept as cancelled when everything in it was done', async () => {
    await world.goTo('2022-04-08T08:45');
    const waiting = (await rowsFor(world, 'U02EDU')).filter((row) => row.state === 'pending');
    expect(waiting).toHaveLength(1);
    await as('U01EDU').command('/duban', '签收 全部');
    await world.goTo('2022-04-08T09:00');
    expect(as('U02EDU').inbox()).toEqual([]);
    expect((await rowsFor(world, 'U02EDU')).map((row) => [row.state, row.reason])).toEqual([
      ['cancelled', 'settled'],
    ]);
  });

  test('A10: a new liaison gets the message, the one before does not', async () => {
    const roster = await edited(rosterFile(), [['0668-0000101,,U01EDU', '0668-0000101,,U77EDU']]);
    world.sandbox.setPeople([
      ...people(),
      { id: 'U77EDU', name: '新联络员', email: null, group: '区教育局' },
    ]);
    await importFiles(world.storage.db, { roster, dryRun: false, now: shanghai('2022-04-06T08:50') });
    await world.goTo('2022-04-06T09:05');
    expect(as('U01EDU').inbox()).toEqual([]);
    expect(reminders(as('U77EDU'))).toHaveLength(1);
    expect(latest(as('U77EDU')).shown).toContain('签收（15件）');
  });

  test('A10: a liaison struck off at the very moment of sending is passed over for the successor', async () => {
    await world.stopBot();
    const roster = await edited(rosterFile(), [['0668-0000101,,U01EDU', '0668-0000101,,U77EDU']]);
    world.sandbox.setPeople([
      ...people(),
      { id: 'U77EDU', name: '新联络员', email: null, group: '区教育局' },
    ]);
    const [old] = await rowsFor(world, 'U01EDU');
    await importFiles(world.storage.db, { roster, dryRun: false, now: shanghai('2022-04-06T08:59') });
    await setNextPlan(world.storage.db, old?.officeId ?? '', shanghai('2022-04-07T08:40'));
    world.sleepUntil('2022-04-06T09:00');
    const app = await world.startBot();
    await deliver.run({ deliveryId: old?.id ?? '' }, app.context);
    expect(as('U01EDU').inbox()).toEqual([]);
    await app.turn();
    expect(reminders(as('U77EDU'))).toHaveLength(1);
  });

  function people() {
    return ['U01EDU', 'U02EDU'].map((id) => ({ id, name: id, email: null, group: '区教育局' }));
  }
});

describe('over the days', () => {
  test('A4: rest days are silent, 05-07 is a working Saturday, and the digest follows 五一 on 05-05', async () => {
    await world.goTo('2022-05-06T18:00');
    const edu = as('U01EDU');
    const quiet = timesFor('U01EDU').filter((time) => time >= '2022-04-30' && time < '2022-05-05');
    expect(quiet).toEqual([]);
    expect(timesFor('U01LEAD').filter((time) => time >= '2022-04-25')).toEqual([
      '2022-04-25 09:00',
      '2022-05-05 09:00',
    ]);
    // After hours on Friday a reply is put on record: its form is due, which the unit hears on the Saturday.
    await edu.command('/duban', '登记');
    edu.fill({ 已办事项: ['第6号 书面答复领衔委员'] });
    expect((await edu.submit()).result).toBe('updated');
    await world.goTo('2022-05-07T08:59');
    const before = edu.inbox().length;
    await world.goTo('2022-05-07T09:00');
    expect(edu.inbox()).toHaveLength(before + 1);
    expect(latest(edu).shown).toContain('寄送征询意见表');
    await world.goTo('2022-05-08T23:00');
    expect(edu.inbox()).toHaveLength(before + 1);
  });

  test('R11, R12: a unit that a proposal is given to on 04-28 hears of it that day, and of no return', async () => {
    await world.goTo('2022-04-28T10:00');
    const before = as('U01MZJ').inbox().length;
    const proposals = await edited(proposalsFile(), [['委员56,,区司法局', '委员56,,区民政局']]);
    await importFiles(world.storage.db, { proposals, dryRun: false, now: shanghai('2022-04-28T10:00') });
    await world.goTo('2022-04-28T10:05');
    const fresh = as('U01MZJ').inbox().slice(before);
    expect(fresh).toHaveLength(1);
    expect(fresh[0]?.shown).toContain('改办签收　4月30日（周六）前，剩2个工作日');
    expect(fresh[0]?.shown).toContain('再次交办的提案不再接受退办或改办');
    await world.goTo('2022-05-05T08:00');
    const about = as('U01MZJ')
      .inbox()
      .filter(({ text }) => text.includes('改办签收'));
    expect(timesOf(about)).toEqual(['2022-04-28 10:00', '2022-04-29 09:00']);
    expect(about.at(-1)?.text).toContain('今天是最后1个工作日');
    await world.goTo('2022-05-05T09:00');
    expect(latest(as('U01MZJ')).shown).toContain('改办签收　应于4月30日前，已逾期5天');
  });

  test('A1, A3: nobody gets two private messages on a day, or one outside the windows', async () => {
    await world.goTo('2022-04-30T00:00');
    for (const id of ['U01EDU', 'U02EDU', 'U01CZJ', 'U01MZJ', 'U01GSZ', 'U01DESK', 'U01LEAD']) {
      const times = timesFor(id);
      const days = times.map((time) => time.slice(0, 10));
      expect(new Set(days).size, id).toBe(days.length);
      expect(
        times.filter((time) => !(id === 'U01DESK' ? / 08:40/ : WINDOWS).test(time)),
        id,
      ).toEqual([]);
    }
    expect(timesFor('U01EDU').length).toBeGreaterThan(4);
  });
});
