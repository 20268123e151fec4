import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { activeMembers } from '../../src/store/members.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { pageClient } from '../sandbox/page-client.ts';
import { plannedRows, postedTimes, reminders } from '../support/ledger.ts';
import { handBeaten } from '../support/pace.ts';
import { tell, timesOf } from '../support/story.ts';
import { openWorld, shanghai, type World } from '../support/world.ts';

let world: World;
let page: ReturnType<typeof pageClient>;
const pace = handBeaten();
const as = (id: string) => world.sandbox.as(id);
const now = () => world.sandbox.clock.now();
const iso = (local: string) => shanghai(local).toISOString();
const dial = async () => (await page.look('time')).body;

beforeEach(async () => {
  world = await openWorld({ pace });
  page = pageClient(world.sandbox);
});
afterEach(() => world.close());

/** Calls back once, at the first change at which the clock shows the moment or a later one. */
function whenClockShows(local: string, work: () => void): void {
  const stop = world.sandbox.onChange(({ kind }) => {
    if (kind !== 'clock' || now() < shanghai(local)) return;
    stop();
    work();
  });
}

describe('the dial', () => {
  test('shows the day, what comes next, and the year of the notice', async () => {
    expect(await dial()).toEqual({
      now: iso('2022-04-06T08:30'),
      zone: 'Asia/Shanghai',
      date: '2022-04-06',
      isWorkingDay: true,
      dayName: '',
      move: null,
      playing: null,
      nextSending: iso('2022-04-06T08:40'), // the desk's own morning note
      nextWorkingMorning: iso('2022-04-06T09:00'),
      story: { opens: '2022-03-28', closes: '2022-12-31' },
    });
  });

  test('goes to the next sending, and something is sent there', async () => {
    const { nextSending } = await dial();
    expect((await page.do('advance', { to: nextSending })).body).toEqual({ now: nextSending });
    expect(as('U01DESK').inbox().length).toBeGreaterThan(0);
    expect(reminders(as('U01EDU'))).toEqual([]);
    const next = await dial();
    expect(next.nextSending).toBe(iso('2022-04-06T09:00'));
    await page.do('advance', { to: next.nextSending });
    expect(timesOf(reminders(as('U01EDU')))).toEqual(['2022-04-06 09:00']);
  });
});

describe('a move', () => {
  test('that is cancelled stops between two ticks, and the year goes on from there as it would have', async () => {
    whenClockShows('2022-04-07T00:00', () => void page.do('cancel-move'));
    const moved = await page.do('advance', { to: iso('2022-06-30T18:00') });
    expect(moved.status).toBe(200);
    const stoppedAt = now();
    expect(moved.body).toEqual({ now: stoppedAt.toISOString() });
    expect(stoppedAt < shanghai('2022-06-01T00:00')).toBe(true);
    expect(await dial()).toMatchObject({ move: null, now: stoppedAt.toISOString() });
    const late = (await plannedRows(world)).filter((row) => row.sentAt !== null && row.sentAt > stoppedAt);
    expect(late).toEqual([]);

    await page.do('advance', { to: new Date(stoppedAt.getTime() + 3 * 86_400_000).toISOString() });
    const times = await postedTimes(world);
    const sent = (await plannedRows(world)).filter(({ state }) => state === 'sent');
    expect(sent.map(({ id }) => times.get(id))).toEqual(sent.map(() => 1));
    expect(world.sandbox.troubles()).toEqual([]);
  });

  test('does not change the instant at which a person’s act is carried out', async () => {
    let saidAt = new Date(0);
    whenClockShows('2022-04-06T09:00', () => {
      saidAt = now();
      as('U01EDU').say('dm', '12号已签收');
    });
    await world.goTo('2022-04-30T18:00');
    const { rows } = await world.storage.db.execute<{ at: Date }>(
      sql`select at from audit_events where action not in ('import', 'bind')`,
    );
    expect(rows.map(({ at }) => new Date(at))).toEqual([saidAt]);
    const answer = as('U01EDU')
      .inbox()
      .find(({ shown }) => shown.includes('已登记签收：第12号'));
    expect(Math.floor(Number(answer?.ts) / 60)).toBe(saidAt.getTime() / 60_000);
  });
});

describe('time that plays', () => {
  test('sends everything on its day, says so to whoever looks, and stands still when it is paused', async () => {
    await page.do('play', { speed: 'hour' });
    await pace.beatFor(900);
    expect(timesOf(reminders(as('U01EDU')))).toEqual(['2022-04-06 09:00']);
    expect(await dial()).toMatchObject({ playing: 'hour', move: null, now: iso('2022-04-06T09:24') });
    await page.do('play', { speed: 'day' });
    for (let day = 0; day < 5; day += 1) await pace.beatFor(1000);
    expect(await dial()).toMatchObject({ playing: 'day', now: iso('2022-04-11T09:24') });
    expect(timesOf(reminders(as('U01CZJ')))).toEqual([
      '2022-04-06 09:00',
      '2022-04-08 09:00',
      '2022-04-11 09:00',
    ]);
    await page.do('pause');
    expect(await dial()).toMatchObject({ playing: null, now: iso('2022-04-11T09:24') });
  });

  test('pauses by itself when the story is over', async () => {
    world.sleepUntil('2022-12-30T12:00');
    await page.do('play', { speed: 'day' });
    await Promise.race([
      pace.beatFor(1000),
      world.sandbox.until('the end', async () => !(await dial()).playing),
    ]);
    expect(await dial()).toMatchObject({ playing: null, now: iso('2022-12-31T08:30') });
  });
});

describe('starting again', () => {
  test('leaves nothing of the old year but the workspace’s name and tokens, and the new one goes as the first', async () => {
    await world.goTo('2022-04-08T09:30');
    const before = reminders(as('U01EDU')).map(({ shown }) => shown);
    expect(before.length).toBeGreaterThan(0);
    await tell(world.sandbox, as('U01EDU'), '12号已签收');
    await as('U01DESK').command('/duban', '进度');
    as('U01EDU').openHome();
    await world.sandbox.until('the Home', () => as('U01EDU').home());
    const { botToken, appToken, teamId, url } = world.sandbox;
    const told: string[] = [];
    world.sandbox.onChange(({ kind }) => told.push(kind));
    const { rows: bound } = await world.storage.db.execute(
      sql`select 1 from audit_events where action = 'bind' and at = ${iso('2022-04-06T08:30')}`,
    );

    const again = await page.do('start-again');
    expect(again).toEqual({ status: 200, body: { now: iso('2022-04-06T08:30') } });
    expect(told).toContain('restart');

    // The import, and the accounts that are in the work group again.
    expect(await recordCounts()).toEqual({ audit_events: 1 + bound.length, offices: 1 });
    expect(await world.app.context.queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
    for (const person of ['U01EDU', 'U01DESK']) expect(as(person).messages('dm')).toEqual([]);
    expect(as('U01EDU').home()).toBeNull();
    expect(as('U01EDU').messages('C0GROUP')).toEqual([]);
    const { body } = await page.look('workspace', { as: 'U01EDU' });
    expect(body).toMatchObject({
      bot: { connected: true },
      dm: { unread: 0 },
      clock: { now: iso('2022-04-06T08:30') },
    });
    expect({ ...world.sandbox }).toMatchObject({ botToken, appToken, teamId, url });

    await world.goTo('2022-04-08T09:30');
    expect(reminders(as('U01EDU')).map(({ shown }) => shown)).toEqual(before);
    expect((await tell(world.sandbox, as('U01EDU'), '12号已签收')).shown).toContain('已登记签收：第12号');
    expect(world.sandbox.troubles()).toEqual([]);
  });

  test('ends the move under way, and is refused while another is', async () => {
    const answers: Promise<{ status: number; body: object }>[] = [];
    whenClockShows('2022-04-07T00:00', () => {
      answers.push(page.do('start-again'), page.do('start-again', { from: '2022-05-05' }));
    });
    const moved = await page.do('advance', { to: iso('2022-11-30T18:00') });
    expect(moved.status).toBe(200);
    const both = await Promise.all(answers);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(both.find(({ status }) => status === 400)?.body).toEqual({ message: '正在重新开始，请稍等' });
    expect((await dial()).move).toBeNull();
    expect((await plannedRows(world)).length).toBe(0);
    expect((await tell(world.sandbox, as('U01EDU'), '12号已签收')).shown).toContain('已登记签收');
  });

  test('begins on the morning of any day of the notice’s year, also on the day of the assignment', async () => {
    await page.do('start-again', { from: '2022-03-28' });
    expect(await dial()).toMatchObject({ date: '2022-03-28', now: iso('2022-03-28T08:30') });
    await world.goTo('2022-04-06T09:05');
    const sent = (await plannedRows(world)).filter(({ state }) => state === 'sent');
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.every(({ sentAt }) => sentAt !== null && sentAt > shanghai('2022-03-28T08:39'))).toBe(true);
    expect((await tell(world.sandbox, as('U01EDU'), '12号已签收')).shown).toContain('已登记签收');

    await page.do('start-again', { from: '2022-08-29' });
    await world.goTo('2022-08-29T09:05');
    expect(timesOf(reminders(as('U01EDU')))).toEqual(['2022-08-29 09:00']);

    for (const from of ['2021-12-31', '2023-01-01'])
      expect(await page.do('start-again', { from })).toEqual({
        status: 400,
        body: { message: '只能从通知所在的2022年的某一天开始' },
      });
    expect(world.sandbox.troubles()).toEqual([]);
  });

  test('with files that cannot be imported changes nothing', async () => {
    await tell(world.sandbox, as('U01EDU'), '12号已签收');
    const before = await recordCounts();
    const file = (name: string, text: string) => ({ name, bytes: Buffer.from(text) });
    const begun = world.stage.startAgain({
      files: { roster: file('名册.csv', '单位\n区教育局\n'), proposals: file('清单.csv', '案号\n1\n') },
    });
    await expect(begun).rejects.toThrow('名册.csv');
    expect(await recordCounts()).toEqual(before);
    expect((await tell(world.sandbox, as('U01EDU'), '12号已签收')).shown).toContain('第12号此前已登记签收');
    await page.do('start-again');
    expect((await tell(world.sandbox, as('U01EDU'), '12号已签收')).shown).toContain('已登记签收：第12号');
  });

  test('brings everybody back into the workspace', async () => {
    const { id } = await ensureOffice(world.storage.db);
    const roster = await activeMembers(world.storage.db, id);
    await page.do('start-again');
    const office = await ensureOffice(world.storage.db);
    expect(office.id).not.toBe(id);
    expect((await activeMembers(world.storage.db, office.id)).length).toBe(roster.length);
    const { body } = await page.look('workspace', { as: 'U01DESK' });
    expect(body.people.length).toBe(roster.length);
    expect(body.conversations.map((one: { id: string }) => one.id)).toEqual(['C0GROUP']);
  });
});

/** How many rows the bot's tables have, but for the empty ones, and the roster and the list, which each beginning brings. */
async function recordCounts(): Promise<Record<string, number>> {
  const { rows } = await world.storage.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  const brought = ['units', 'members', 'proposals', 'assignments'];
  const counts = new Map<string, number>();
  for (const { name } of rows.filter((row) => !brought.includes(row.name))) {
    const { rows: found } = await world.storage.db.execute<{ n: number }>(
      sql`select count(*)::int as n from ${sql.identifier(name)}`,
    );
    if (found[0]?.n) counts.set(name, found[0].n);
  }
  return Object.fromEntries(counts);
}
