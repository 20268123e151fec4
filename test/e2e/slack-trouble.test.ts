import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Fault, FaultInput } from '../../src/sandbox/faults/fault.ts';
import { deliveries, members } from '../../src/store/schema.ts';
import { plannedRows, postedTimes, reminders, rowsFor } from '../support/ledger.ts';
import { look } from '../support/scrape.ts';
import { latest, press } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

/** What Slack refuses the bot, a person or a channel: who waits, who is given up, and who hears of it. */

let world: World;
const { processes } = inject('manner');
/** Those that are under way together until three are back, in each process; in one not one for each of forty people. */
const FEW = 12 * processes;
const as = (id: string) => world.sandbox.as(id);
const desk = () => as('U01DESK');
const fault = (order: FaultInput): Fault => world.sandbox.faults.add(order);
const everyRow = () => world.storage.db.select().from(deliveries);
const states = async () => new Set((await everyRow()).map(({ state }) => state));
const heardOfShutOut = () =>
  desk()
    .inbox()
    .filter(({ text }) => text.includes('现已恢复'));
const ready = async () => {
  const { status, text } = await look(world.app.opsPort, '/readyz');
  return { status, chat: JSON.parse(text).checks.chat };
};

/** Every row that is sent stands in the workspace once, and nothing else does. */
async function allOut(): Promise<void> {
  const rows = await everyRow();
  expect(rows.length).toBeGreaterThan(35);
  expect(rows.filter(({ state }) => state !== 'sent')).toEqual([]);
  expect(Object.fromEntries(await postedTimes(world))).toEqual(
    Object.fromEntries(rows.map(({ id }) => [id, 1])),
  );
}

beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('“too many”', () => {
  test.each([
    ['without saying how long', null],
    ['with a senseless time', 'soon'],
  ])('to the whole workspace, %s: a few ask, the others wait untouched', async (_how, retryAfter) => {
    await world.goTo('2022-04-06T08:59');
    const busy = fault({ kind: 'rate-limit', method: 'chat.postMessage', retryAfter });
    await world.goTo('2022-04-06T09:00');
    expect(busy.struck).toBeLessThanOrEqual(FEW);
    const untouched = (await plannedRows(world)).filter(({ attempts }) => attempts === 0);
    expect(untouched.length).toBeGreaterThan(37 - FEW);
    await world.goTo('2022-04-06T09:10');
    expect(busy.struck).toBeLessThanOrEqual(FEW + 10 * 6 * processes);
    busy.end();
    await world.goTo('2022-04-06T09:15');
    await allOut();
  });

  test('to one person only holds up nobody else', async () => {
    await world.goTo('2022-04-06T08:59');
    fault({ kind: 'rate-limit', method: 'chat.postMessage', channel: 'U01EDU', retryAfter: 300 });
    await world.goTo('2022-04-06T09:00');
    const waiting = (await plannedRows(world)).filter(({ state }) => state !== 'sent');
    expect(waiting.map(({ id }) => id)).toEqual((await rowsFor(world, 'U01EDU')).map(({ id }) => id));
  });
});

describe('a token that is revoked', () => {
  test.each(['token_revoked', 'account_inactive', 'invalid_auth'])(
    'while the bot runs (%s): everything waits, readiness says so, and the desk hears when it is over',
    async (error) => {
      await world.stopBot();
      await world.startBot({ ops: { host: '127.0.0.1', port: 0, boardPassword: null } });
      await world.goTo('2022-04-06T08:59');
      const refused = fault({ kind: 'refuse', error });
      await world.goTo('2022-04-06T09:10');
      expect(await states()).toEqual(new Set(['sent', 'pending'])); // the desk's own note went out before
      expect(await ready()).toEqual({
        status: 503,
        chat: { ok: false, why: `Slack does not let the bot in: ${error}` },
      });
      expect(refused.struck).toBeLessThan(FEW + 10 * 11 * processes);
      expect(heardOfShutOut()).toEqual([]);
      refused.end();
      await world.goTo('2022-04-06T09:15');
      await allOut();
      expect(heardOfShutOut().map(({ text }) => text)).toEqual([
        expect.stringMatching(/^【重要】4月6日09:00起机器人发不出消息（.+），现已恢复。/u),
      ]);
      expect((await ready()).status).toBe(200);
    },
  );

  test('and given anew overnight, to a bot that was started anew: the desk hears, the next day carries on', async () => {
    await world.goTo('2022-04-06T08:30');
    const refused = fault({ kind: 'refuse', error: 'token_revoked' });
    await world.goTo('2022-04-06T09:05');
    await world.stopBot();
    refused.end();
    world.sleepUntil('2022-04-07T08:00');
    await world.startBot();
    await world.goTo('2022-04-07T09:05');
    expect(heardOfShutOut()).toHaveLength(1);
    expect(reminders(as('U01EDU'))).toHaveLength(1);
    expect(await states()).toEqual(new Set(['sent', 'cancelled']));
  });

  test('a scope that is missing keeps the people it concerns waiting, and nobody else', async () => {
    const email = '01swj@example.com';
    await world.storage.db.update(members).set({ slackId: null }).where(eq(members.email, email));
    const refused = fault({ kind: 'refuse', error: 'missing_scope', method: 'users.lookupByEmail' });
    await world.goTo('2022-04-06T09:05');
    const waiting = (await plannedRows(world)).filter(({ state }) => state !== 'sent');
    expect(new Set(waiting.map(({ state, reason }) => `${state} ${reason}`))).toEqual(
      new Set(['pending missing_scope']),
    );
    expect(waiting.length).toBeLessThan(4);
    refused.end();
    await world.goTo('2022-04-06T09:12');
    await allOut();
  });
});

describe('what is refused for good', () => {
  test.each(['user_disabled', 'account_inactive'])(
    'one person (%s): the desk reads who it is in its next message',
    async (error) => {
      fault({ kind: 'refuse', error, method: 'chat.postMessage', channel: 'U01EDU' });
      await world.goTo('2022-04-06T09:30');
      expect((await rowsFor(world, 'U01EDU')).map(({ state, reason }) => [state, reason])).toEqual([
        ['failed', error],
      ]);
      await world.goTo('2022-04-07T08:45');
      expect(latest(desk()).shown).toContain('没有收到消息：区教育局联络员。发送“电话单”查看原因和电话');
      const { answer } = await desk().command('/duban', '电话单');
      expect(answer?.shown).toMatch(/• 发送失败：区教育局联络员 0668-0000101/u);
      expect(heardOfShutOut()).toEqual([]);
    },
  );

  test.each([
    ['is_archived', '机器人已不在工作群里'],
    ['restricted_action', '工作群的节点提醒没有发出去：工作区的设置不允许机器人在此发言'],
  ])('the work group (%s): the desk hears at once, the private messages go out', async (error, words) => {
    fault({ kind: 'refuse', error, method: 'chat.postMessage', channel: 'C0GROUP' });
    await world.goTo('2022-04-08T09:30');
    const rows = (await plannedRows(world)).filter(({ kind }) => kind === 'group');
    expect(rows.map(({ state, reason }) => [state, reason])).toEqual([['failed', error]]);
    expect(
      desk()
        .inbox()
        .filter(({ text }) => text.startsWith(words)),
    ).toHaveLength(1);
    expect(reminders(as('U01EDU')).length).toBeGreaterThan(0);
  });

  test.each(['invalid_blocks', 'msg_blocks_too_long'])(
    'the form of a message (%s): it goes out as text',
    async (error) => {
      fault({ kind: 'refuse', error, method: 'chat.postMessage', channel: 'U01EDU', times: 1 });
      await world.goTo('2022-04-06T09:05');
      const [reminder] = reminders(as('U01EDU'));
      expect(reminder?.text).toMatch(/^【提醒】区教育局：/u);
      expect(reminder?.blocks).toEqual([]);
      await allOut();
    },
  );

  test.each(['files.getUploadURLExternal', 'files.completeUploadExternal'])(
    'a file that somebody asked for (%s): who asked hears why',
    async (method) => {
      fault({ kind: 'refuse', error: 'file_uploads_disabled', method });
      const { answer } = await desk().command('/duban', '拟稿');
      if (!answer) throw new Error('no drafts were offered');
      await press(world.sandbox, desk(), answer, '4月情况汇总');
      await world.sandbox.until('why', () =>
        desk()
          .inbox()
          .some(({ text }) => text === '您要的文件没有发出去：工作区不允许上传文件。'),
      );
    },
  );

  test('a click that is too late for its window: who clicked reads so, and nothing is changed', async () => {
    fault({ kind: 'refuse', error: 'expired_trigger_id', method: 'views.open', times: 1 });
    const late = await as('U01EDU').command('/yuebao');
    expect(late.answer?.shown).toContain('表单没有打开');
    await as('U01EDU').command('/yuebao');
    await world.sandbox.until('the form', () => as('U01EDU').modal());
  });
});
