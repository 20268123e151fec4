import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDispatch } from '../../commands/dispatch.ts';
import { ChatFailure } from '../../src/chat/slack.ts';
import type { SeenMessage } from '../../src/sandbox/client/person.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { auditEvents, deliveries, members } from '../../src/store/schema.ts';
import { memberOf, reminders, rowsFor } from '../support/ledger.ts';
import { latest, onPage, press, tell, timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const desk = () => as('U01DESK');
const ask = async (text: string): Promise<SeenMessage> => {
  const { answer } = await desk().command('/duban', text);
  if (!answer) throw new Error(`nothing came to “${text}”`);
  return answer;
};

/** Presses a button under somebody’s line of the preview, on whichever page it stands. */
async function choose(name: string, label: string): Promise<void> {
  let page = await ask('预览');
  while (!page.shown.includes(`${name}：`)) page = await press(world.sandbox, desk(), page, '下一页');
  await press(world.sandbox, desk(), page, { beside: `${name}：`, label });
}

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('the preview', () => {
  test('A11: says what goes out next, when, to whom and why, before anything is written down', async () => {
    const { shown } = await ask('预览');
    expect(shown).toMatch(/【预览】4月6日（周三）09:00将发\d+条，第1页/);
    expect(shown).toMatch(/局联络员：签收\d+项（临近期限）/);
    expect(shown).toMatch(/会办意见\d+项（开始）/);
    expect(await world.storage.db.select().from(deliveries).where(eq(deliveries.kind, 'reminder'))).toEqual(
      [],
    );
  });

  test('turns its pages in place', async () => {
    const first = await ask('预览');
    const second = await press(world.sandbox, desk(), first, '下一页');
    expect(second.ts).toBe(first.ts);
    expect(second.shown).toContain('第2页');
    const back = await press(world.sandbox, desk(), second, '上一页');
    expect(back.shown).toContain('第1页');
  });

  test('A11: what is held stays back, what is cancelled never goes, everybody else is told', async () => {
    await choose('区教育局联络员', '暂缓');
    await choose('区财政局联络员', '取消');
    await world.goTo('2022-04-06T12:00');
    expect(as('U01EDU').inbox()).toEqual([]);
    expect(as('U01CZJ').inbox()).toEqual([]);
    expect(reminders(as('U01WJJ'))).toHaveLength(1);
    expect((await rowsFor(world, 'U01EDU')).map((row) => row.state)).toEqual(['held']);
    expect((await rowsFor(world, 'U01CZJ')).map((row) => [row.state, row.reason])).toEqual([
      ['cancelled', 'desk'],
    ]);
  });

  test('A11: what is held is shown, and goes out when it is released', async () => {
    const shown = await ask('预览');
    expect(shown.shown).toContain('已暂缓　区教育局联络员：');
    await press(world.sandbox, desk(), shown, '恢复发送');
    await world.goTo('2022-04-06T14:30');
    expect(timesOf(as('U01EDU').inbox())).toEqual(['2022-04-06 14:30']);
    const [row] = await rowsFor(world, 'U01EDU');
    expect(row?.state).toBe('sent');
  });

  test('A11: a cancelled message does not come back the next day; the next stage does', async () => {
    await world.goTo('2022-04-07T17:30');
    expect(as('U01CZJ').inbox()).toEqual([]);
    await world.goTo('2022-04-08T09:00');
    expect(latest(as('U01CZJ')).shown).toContain('签收（9件）　4月10日（周日）前，今天是最后1个工作日');
  });

  test('a button of an old preview changes nothing when the message has gone out', async () => {
    await world.goTo('2022-04-08T18:00');
    const old = await ask('预览');
    await world.goTo('2022-04-11T10:00');
    const sent = as('U01EDU').inbox().length;
    const answer = await press(world.sandbox, desk(), old, { beside: '区教育局联络员：', label: '暂缓' });
    expect(answer.shown).toContain('这条消息已经发出，或已不需要发送。');
    expect(as('U01EDU').inbox()).toHaveLength(sent);
  });

  test('every hold, release and cancelling is on record with who did it', async () => {
    const events = await world.storage.db.select().from(auditEvents);
    const ofDesk = events.filter(({ action }) => action.endsWith('-delivery'));
    expect(ofDesk.map(({ action }) => action)).toEqual([
      'hold-delivery',
      'cancel-delivery',
      'release-delivery',
    ]);
    expect(ofDesk.every(({ memberId, source }) => memberId !== null && source.startsWith('action:'))).toBe(
      true,
    );
  });
});

describe('the status', () => {
  test('by duty counts what is owed, done and overdue, with the next date', async () => {
    await as('U01EDU').command('/duban', '签收 1');
    const { shown } = await ask('进度');
    expect(shown).toMatch(/【进度】4月11日（周一）：应办\d+项，已办\d+项，未办\d+项，其中逾期133项/);
    expect(shown).toContain('签收　1/134（1%）　逾期133');
    expect(shown).toMatch(/月报　0\/72（0%）　4月15日（周五）前/);
  });

  test('turns from view to view and from page to page in place', async () => {
    const first = await ask('进度');
    const units = await press(world.sandbox, desk(), first, '按单位');
    expect(units.ts).toBe(first.ts);
    expect(units.shown).toContain('按单位（第1页，共2页）');
    const more = await press(world.sandbox, desk(), units, '下一页');
    expect(more.shown).toContain('按单位（第2页，共2页）');
    const proposals = await press(world.sandbox, desk(), more, '按提案');
    expect(proposals.shown).toContain('第1号《关于加快城区义务教育学位');
    expect(proposals.shown).toContain('〔复杂件〕');
    const last = await press(world.sandbox, desk(), proposals, '下一页');
    expect(last.shown).toContain('按提案（第2页，共4页）');
  });

  test('of a unit, by its name or its short name, lists its duties one by one', async () => {
    for (const name of ['区教育局', '教育局']) {
      const { shown } = await ask(`进度 ${name}`);
      expect(shown).toContain('【进度】区教育局');
      expect(shown).toContain('签收　*逾期1天*，应于4月10日前');
    }
  });

  test('of a unit comes in pages, what is settled last', async () => {
    let page = await ask('进度 区教育局');
    while (!page.shown.includes('已办')) page = await press(world.sandbox, desk(), page, '下一页');
    expect(page.shown).toContain('签收　已办（4月11日）');
    const list = await press(world.sandbox, desk(), page, '返回');
    expect(list.shown).toContain('按单位（第1页，共2页）');
  });

  test('is narrowed down by what is typed or clicked, and searched by number, title and unit', async () => {
    const late = await ask('进度 单位 逾期');
    expect(late.shown).toMatch(/按单位·逾期（第1页，共2页）/);
    expect(late.shown).toMatch(/逾期\d+，最长1天/);
    const [label = ''] = /七天内到期 \d+/.exec(JSON.stringify(late.blocks)) ?? [];
    const due = await press(world.sandbox, desk(), late, label);
    expect(due.shown).toContain('按单位·七天内到期');
    expect((await ask('进度 学位')).shown).toContain('第8号《关于扩大公办幼儿园学位供给');
    expect((await ask('进度 教育')).shown).toMatch(/按单位·查找“教育”[\s\S]*区教育局　\d+\/58/);
    expect((await ask('进度 第十二号')).shown).toContain('【进度】第12号');
  });

  test('of a proposal, by its number, names every unit on it with its role', async () => {
    const { shown } = await ask('进度 12');
    expect(shown).toContain('【进度】第12号《关于加强学校周边食品安全监管的提案》');
    for (const unit of ['区教育局', '区市场监督管理局', '区城市管理和综合执法局'])
      expect(shown).toContain(`${unit}（分办）`);
  });

  test('of a misspelt unit asks whether the nearest is meant', async () => {
    expect((await ask('进度 区教肓局')).shown).toContain('没有找到“区教肓局”。您是不是要查：区教育局？');
    expect((await ask('进度 火星')).shown).toContain('可以写“进度 单位”');
  });

  test('is answered in the direct conversation too, without the slash', async () => {
    const answer = await tell(world.sandbox, desk(), '进度 单位');
    expect(answer.shown).toContain('按单位');
  });

  test('is the manager’s too', async () => {
    const { answer } = await as('U01LEAD').command('/duban', 'status');
    expect(answer?.shown).toContain('【进度】');
  });
});

describe('the work group', () => {
  const joined = async (slackId: string) => (await memberOf(world, slackId)).joinedGroup;

  test('is set where the command is typed, and its members count as having joined (R70)', async () => {
    await world.storage.db.update(members).set({ joinedGroup: false });
    const { answer } = await desk().command('/duban', '本群', { in: 'C0GROUP' });
    expect(answer?.shown).toContain('已把本群设为工作群');
    expect((await ensureOffice(world.storage.db)).groupChannel).toBe('C0GROUP');
    expect(await joined('U01EDU')).toBe(true);
  });

  test('R70: who joins it or leaves it is noticed', async () => {
    const move = (member: boolean) =>
      onPage(world.sandbox, 'membership', { as: 'U01DESK', channel: 'C0GROUP', user: 'U01EDU', member });
    await move(false);
    await world.sandbox.until('the leaving to be noticed', async () => !(await joined('U01EDU')));
    await move(true);
    await world.sandbox.until('the joining to be noticed', () => joined('U01EDU'));
  });

  test('cannot be a direct conversation', async () => {
    expect((await ask('本群')).shown).toBe('请在要设为工作群的群里使用：/duban 本群');
    expect((await tell(world.sandbox, desk(), '本群')).shown).not.toContain('已把本群设为工作群');
    expect((await ensureOffice(world.storage.db)).groupChannel).toBe('C0GROUP');
  });

  test('that is private has to let the bot in first, which is said', async () => {
    const { context } = world.app;
    const hidden = () =>
      Promise.reject(new ChatFailure('permanent', 'channel_not_found', { method: 'conversations.info' }));
    const dispatch = createDispatch({ ...context, slack: { ...context.slack, channelInfo: hidden } });
    const command = dispatch({
      kind: 'command',
      id: 'command:private-group',
      team: world.sandbox.teamId,
      user: 'U01DESK',
      name: '/duban',
      text: '本群',
      channel: 'G0PRIVATE',
      triggerId: 't',
      responseUrl: 'http://127.0.0.1:1/never',
    });
    await expect(command).rejects.toThrow('请先把机器人加入本群（/invite），再使用 /duban 本群。');
    expect((await ensureOffice(world.storage.db)).groupChannel).toBe('C0GROUP');
  });
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
