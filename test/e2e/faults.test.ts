import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fault, FaultInput } from '../../src/sandbox/faults/fault.ts';
import type { WireEntry } from '../../src/sandbox/page-server/contract.ts';
import { auditEvents, deliveries, members, monthlyReports, registrations } from '../../src/store/schema.ts';
import { memberOf, plannedRows, postedTimes, reminders, rowsFor } from '../support/ledger.ts';
import { chances } from '../support/random.ts';
import { fillPage } from '../support/report.ts';
import { latest, press, tell, timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const timesFor = (id: string) => timesOf(as(id).inbox());
const fault = (order: FaultInput): Fault => world.sandbox.faults.add(order);

/** Every row that is sent stands in the workspace once, and nothing else does. */
async function theBooksAgree(): Promise<void> {
  const rows = await world.storage.db.select().from(deliveries);
  const sent = rows.filter((row) => row.state === 'sent').map((row) => [row.id, 1]);
  expect(Object.fromEntries(await postedTimes(world))).toEqual(Object.fromEntries(sent));
}

async function everythingPlannedWentOut(): Promise<void> {
  const rows = await plannedRows(world);
  expect(rows.length).toBeGreaterThan(35);
  expect(rows.filter((row) => row.state !== 'sent')).toEqual([]);
  await theBooksAgree();
}

/** How often it was put on record that a person signed for a proposal: by the audit, and by the facts. */
async function signedBy(id: string): Promise<{ audited: number; signed: number }> {
  const { db } = world.storage;
  const member = await memberOf(world, id);
  const audited = await db.select().from(auditEvents).where(eq(auditEvents.memberId, member.id));
  const facts = await db.select().from(registrations).where(eq(registrations.memberId, member.id));
  return {
    audited: audited.filter((event) => event.action === 'sign').length,
    signed: facts.filter((fact) => fact.kind === 'signed').length,
  };
}

/** What has crossed the wire since the number, under a name. */
const crossed = (name: string, since: number): WireEntry[] =>
  world.sandbox.wire(since).filter((entry) => entry.name === name);
const lastCrossing = () => world.sandbox.wire().at(-1)?.seq ?? 0;

describe('reminders at nine, while Slack', () => {
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  test('says “too many” in one channel: that one waits as long as it says, and no other', async () => {
    fault({ kind: 'rate-limit', method: 'chat.postMessage', channel: 'U01EDU', retryAfter: 90, times: 1 });
    await world.goTo('2022-04-06T09:00');
    const rows = await plannedRows(world);
    expect(rows.filter((row) => row.state !== 'sent').map((row) => [row.state, row.reason])).toEqual([
      ['pending', 'ratelimited'],
    ]);
    expect(timesFor('U01WJJ')).toEqual(['2022-04-06 09:00']);
    await world.goTo('2022-04-06T09:03');
    expect(timesFor('U01EDU')).toEqual(['2022-04-06 09:02']);
    await everythingPlannedWentOut();
  });

  test('says “too many” to everything, without saying how long or with nonsense', async () => {
    await world.goTo('2022-04-06T08:50'); // past the desk's own note
    const busy = [null, 'soon', -5, 1e12].map((retryAfter) =>
      fault({ kind: 'rate-limit', method: 'chat.postMessage', retryAfter, times: 4 }),
    );
    await world.goTo('2022-04-06T09:00');
    expect(busy[0]?.struck).toBe(4);
    const waiting = (await plannedRows(world)).filter((row) => row.state !== 'sent');
    expect(new Set(waiting.map((row) => row.state))).toEqual(new Set(['pending']));
    await world.goTo('2022-04-06T09:15');
    expect(busy.map((one) => one.struck)).toEqual([4, 4, 4, 4]);
    await everythingPlannedWentOut();
  });

  test.each<[string, FaultInput]>([
    ['is out of order and does nothing', { kind: 'server-error' }],
    ['is out of order, having done it', { kind: 'server-error', takesEffect: true }],
    [
      'says fatal_error, having done it',
      { kind: 'server-error', status: 200, error: 'fatal_error', takesEffect: true },
    ],
    ['cuts the line before anything is done', { kind: 'drop-before' }],
    ['cuts the line after it is done', { kind: 'drop-after-accept' }],
  ])('%s', async (_what, order) => {
    const trouble = fault({ ...order, method: 'chat.postMessage', times: 12 } as FaultInput);
    await world.goTo('2022-04-06T09:00');
    expect(trouble.struck).toBe(12);
    await world.goTo('2022-04-06T09:05');
    await everythingPlannedWentOut();
    expect(timesFor('U01EDU')).toHaveLength(1);
  });

  test.each([true, false])('does not answer (and posts: %s)', async (takesEffect) => {
    await world.goTo('2022-04-06T08:50'); // past the desk's own note
    const hanging = fault({ kind: 'hang', method: 'chat.postMessage', takesEffect, times: 4 });
    const going = world.goTo('2022-04-06T09:05');
    await world.sandbox.until('the calls', () => hanging.struck === 4);
    hanging.end();
    await going;
    await everythingPlannedWentOut();
  });

  test('loses its answers and cannot be asked what became of them: nothing is said twice', async () => {
    fault({ kind: 'drop-after-accept', method: 'chat.postMessage', times: 6 });
    const blind = fault({ kind: 'server-error', method: 'conversations.history' });
    await world.goTo('2022-04-06T09:20');
    expect(blind.struck).toBeGreaterThan(6);
    expect((await plannedRows(world)).filter((row) => row.state === 'sending')).toHaveLength(6);
    blind.end();
    await world.goTo('2022-04-06T09:40');
    await everythingPlannedWentOut();
  });

  test('refuses one person for good: the desk sees whom, everybody else is told', async () => {
    fault({ kind: 'refuse', error: 'user_disabled', method: 'chat.postMessage', channel: 'U01EDU' });
    await world.goTo('2022-04-06T12:00');
    expect((await rowsFor(world, 'U01EDU')).map((row) => [row.state, row.reason])).toEqual([
      ['failed', 'user_disabled'],
    ]);
    expect((await plannedRows(world)).filter((row) => row.state === 'sent').length).toBeGreaterThan(34);
    await theBooksAgree();
    const { answer } = await as('U01DESK').command('/duban', '预览');
    expect(answer?.shown).toContain('发送失败　区教育局联络员：对方账号已停用');
  });
});

describe('what people do, when Slack', () => {
  beforeAll(async () => {
    world = await openWorld();
    await world.goTo('2022-04-06T09:00');
  });
  afterAll(() => world.close());

  test.each([
    ['U01EDU', 'at-once'],
    ['U01WJJ', 'afterwards'],
  ] as const)('delivers a message twice: one effect, one answer (%s, %s)', async (id, again) => {
    const since = lastCrossing();
    fault({ kind: 'twice', method: 'events_api/message', user: id, again, times: 1 });
    const before = as(id).inbox().length;
    expect((await tell(world.sandbox, as(id), '全部已签收')).shown).toContain('已登记签收');
    await bothWereTaken('events_api/message', since);
    await world.app.turn();
    expect(as(id).inbox()).toHaveLength(before + 1);
    await wasDoneOnce(id);
  });

  test('delivers a message once more after the bot was started anew', async () => {
    const since = lastCrossing();
    const late = fault({ kind: 'twice', user: 'U01NYJ', again: 'when-ended', times: 1 });
    await tell(world.sandbox, as('U01NYJ'), '全部已签收');
    await world.stopBot();
    await world.startBot();
    late.end();
    await bothWereTaken('events_api/message', since);
    await world.app.turn();
    await wasDoneOnce('U01NYJ');
  });

  test.each([
    ['U01JTJ', 'at-once'],
    ['U01ZJJ', 'afterwards'],
  ] as const)('delivers a command twice: one effect (%s, %s)', async (id, again) => {
    fault({ kind: 'twice', method: 'slash_commands', again, times: 1 });
    const { ok, answer } = await as(id).command('/duban', '签收 全部');
    expect([ok, answer?.shown]).toEqual([true, expect.stringMatching(/已登记签收|已经处理过/)]);
    await wasDoneOnce(id);
  });

  test('delivers a click twice: one effect', async () => {
    const mzj = as('U01MZJ');
    const list = await press(world.sandbox, mzj, latest(mzj), '已签收，登记');
    fault({ kind: 'twice', method: 'interactive/block_actions', times: 1 });
    await press(world.sandbox, mzj, list, { beside: '第17号', label: '已签收' });
    expect(await signedBy('U01MZJ')).toEqual({ audited: 1, signed: 1 });
  });

  test('delivers a form twice: one report, one receipt', async () => {
    const zsj = as('U01ZSJ');
    await zsj.command('/yuebao');
    const before = zsj.inbox().length;
    fault({ kind: 'twice', method: 'interactive/view_submission', times: 1 });
    expect(await fillPage(zsj, '4月').submit()).toEqual({ result: 'closed' });
    await world.sandbox.until('the receipt', () => zsj.inbox()[before]);
    await world.app.turn();
    expect(zsj.inbox()).toHaveLength(before + 1);
    expect((await world.storage.db.select().from(monthlyReports)).map((row) => row.revision)).toEqual([1]);
  });

  test('does not hear that a message was taken, and delivers it again', async () => {
    const since = lastCrossing();
    const before = as('U01CZJ').inbox().length;
    fault({ kind: 'lose-ack', method: 'events_api/message', user: 'U01CZJ', times: 1 });
    await tell(world.sandbox, as('U01CZJ'), '全部已签收');
    await world.sandbox.until('the second delivery', () =>
      crossed('events_api/message', since).some(
        ({ sent, result }) => sent.retry_attempt === 1 && result === 'ack',
      ),
    );
    await world.app.turn();
    expect(as('U01CZJ').inbox()).toHaveLength(before + 1);
    await wasDoneOnce('U01CZJ');
  });

  test('tells the person that a command failed, who repeats it', async () => {
    fault({ kind: 'lose-ack', method: 'slash_commands', times: 1 });
    const first = await as('U01WGL').command('/duban', '签收 全部');
    expect(first.answer?.shown).toContain('operation_timeout');
    const second = await as('U01WGL').command('/duban', '签收 全部');
    expect(second.answer?.shown).toContain('没有待签收的提案');
    await wasDoneOnce('U01WGL');
  });

  test('has done all that: the books agree', async () => {
    await world.goTo('2022-04-06T09:30');
    await theBooksAgree();
    expect(world.sandbox.faults.list()).toEqual([]);
  });

  async function bothWereTaken(name: string, since: number): Promise<void> {
    await world.sandbox.until('both to be taken', () => {
      const struck = crossed(name, since).filter((entry) => entry.fault === 'twice');
      return struck.length === 2 && struck.every((entry) => entry.result === 'ack');
    });
  }

  async function wasDoneOnce(id: string): Promise<void> {
    const { audited, signed } = await signedBy(id);
    expect(signed, id).toBeGreaterThan(0);
    expect(audited, id).toBe(signed);
  }
});

describe('a connection that ends', () => {
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  const isBack = (since: number) =>
    world.sandbox.until('the bot to be back', () => crossed('hello', since).length > 0, 20_000);

  test.each([
    ['U01EDU', 'refresh_requested'],
    ['U01WJJ', 'warning'],
    ['U01NYJ', null],
  ] as const)('is replaced, and people are heard (%s, %s)', async (id, notice) => {
    const since = lastCrossing();
    fault({ kind: 'disconnect', notice, times: 1 });
    expect((await tell(world.sandbox, as(id), '全部已签收')).shown).toContain('已登记签收');
    await isBack(since);
    const { answer } = await as(id).command('/duban', '签收 全部');
    expect(answer?.shown).toContain('没有待签收的提案');
    const { audited, signed } = await signedBy(id);
    expect(audited).toBe(signed);
  });

  test('with a message in hand costs nothing: it is delivered again, and done once', async () => {
    const { context } = world.app;
    const email = '01swj@example.com';
    const { id } = (await context.slack.userByEmail(email)) ?? { id: 'nobody' };
    await context.db.update(members).set({ slackId: null }).where(eq(members.email, email));
    const since = lastCrossing();
    // The bot does not know the account any more, and asks Slack who it is while it has the message in hand.
    const asking = fault({ kind: 'hang', method: 'users.info', user: id, takesEffect: true, times: 1 });
    as(id).say('dm', '全部已签收');
    await world.sandbox.until('the message in hand', () => asking.struck === 1);
    fault({ kind: 'disconnect', times: 1 });
    const outcomes = () =>
      crossed('events_api/message', since)
        .filter(({ sent }) => JSON.stringify(sent).includes('全部已签收'))
        .map(({ result }) => result);
    await world.sandbox.until('the second delivery', () => outcomes().at(-1) === 'ack');
    asking.end();
    expect(outcomes()).toEqual(['connection_failed', 'ack']);
    await world.app.turn();
    expect(as(id).inbox()).toHaveLength(1);
    const { audited, signed } = await signedBy(id);
    expect([audited, signed > 0]).toEqual([signed, true]);
  });

  test('and cannot be replaced for a while: reminders go out all the same, and what was said is heard later', async () => {
    const since = lastCrossing();
    const away = fault({ kind: 'disconnect', times: 3 });
    as('U01JTJ').say('dm', '全部已签收');
    await world.goTo('2022-04-06T09:00');
    await everythingPlannedWentOut();
    await isBack(since);
    expect(away.struck).toBe(3);
    await world.sandbox.until('the answer', () =>
      as('U01JTJ')
        .inbox()
        .some((message) => message.shown.includes('已登记签收')),
    );
    expect(world.sandbox.troubles()).toEqual([]);
  });
});

describe('a morning on which everything goes wrong', () => {
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const PEOPLE = ['U01EDU', 'U01WJJ', 'U01NYJ', 'U01JTJ', 'U01ZJJ', 'U01MZJ', 'U01CZJ', 'U01WGL', 'U01RSJ'];

  test.each([1, 2])('loses nothing and does nothing twice (seed %i)', async (seed) => {
    const { happens, between } = chances(seed);
    for (const order of [
      { kind: 'rate-limit', method: 'chat.postMessage', retryAfter: 20 },
      { kind: 'server-error', method: 'chat.postMessage', takesEffect: true },
      { kind: 'server-error' },
      { kind: 'drop-before' },
      { kind: 'drop-after-accept' },
      { kind: 'server-error', method: 'conversations.history' },
      { kind: 'twice', method: 'slash_commands' },
      { kind: 'twice', method: 'events_api', again: 'afterwards' },
      { kind: 'lose-ack', method: 'slash_commands' },
    ] satisfies FaultInput[])
      fault({ ...order, times: between(3, 8), skip: between(0, 20) });

    const going = world.goTo('2022-04-06T09:00');
    const acknowledged = new Set<string>();
    await Promise.all(
      PEOPLE.map(async (id) => {
        if (happens(0.5)) as(id).say('dm', '全部已签收');
        else if (!(await as(id).command('/duban', '签收 全部')).ok) return;
        acknowledged.add(id);
      }),
    );
    await going;
    await world.sandbox.until('every event to be taken', () =>
      world.sandbox.wire().every((entry) => entry.way === 'from-bot' || entry.result !== 'pending'),
    );
    world.sandbox.faults.endAll();
    await world.goTo('2022-04-06T11:00');

    await everythingPlannedWentOut();
    const rows = await world.storage.db.select().from(deliveries);
    expect(rows.filter((row) => !['sent', 'cancelled'].includes(row.state))).toEqual([]);
    // What was acknowledged is on record, and all that is on record was done once.
    for (const id of PEOPLE) {
      const { audited, signed } = await signedBy(id);
      expect(audited, id).toBe(signed);
      if (acknowledged.has(id)) expect(signed, id).toBeGreaterThan(0);
    }
    for (const id of PEOPLE) expect(reminders(as(id)).length, id).toBeLessThanOrEqual(1);
  });
});
