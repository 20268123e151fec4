import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SandboxPerson } from '../../src/sandbox/records.ts';
import { auditEvents, deliveries, members } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
import { giveUp, memberOf, rowsFor } from '../support/ledger.ts';
import { latest, onPage, press, tell, timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const desk = () => as('U01DESK');
const move = (user: string, member: boolean) =>
  onPage(world.sandbox, 'membership', { as: 'U01DESK', channel: 'C0GROUP', user, member });
const events = (action: string) =>
  world.storage.db.select().from(auditEvents).where(eq(auditEvents.action, action));
const deskRows = async () =>
  (await rowsFor(world, 'U01DESK')).map((row) => `${row.date} ${row.kind} ${row.state}`).sort();

const GUEST: SandboxPerson = { id: 'U0GUEST', name: '路人', email: 'guest@example.com', group: '其他' };
/** Everybody on the roster, and the guest. */
async function population(): Promise<SandboxPerson[]> {
  const rows = await world.storage.db.select().from(members);
  const listed = rows.map(({ slackId, name, email }, index) => ({
    id: slackId ?? `U0MAIL${index}`,
    name,
    email,
    group: '名册',
  }));
  return [...listed, GUEST];
}

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('D9: at 08:40 the desk alone hears what goes out today, and whom the bot does not reach', async () => {
  await world.goTo('2022-04-06T08:50');
  const note = latest(desk());
  expect(timesOf(desk().inbox())).toEqual(['2022-04-06 08:40']);
  expect(as('U01LEAD').inbox()).toEqual([]);
  expect(as('U01EDU').inbox()).toEqual([]);
  const counts = /今日将发提醒(\d+)条，涉及(\d+)个单位；4月2日以来发送失败0条/u.exec(note.text);
  expect(counts).not.toBeNull();
  const [, reminders = '', units = ''] = counts ?? [];
  expect(note.text).toMatch(/未绑定联络员1个单位（区司法局）；未入群9个单位（.*等）。发送“电话单”查看电话/u);

  expect(await said(world, actsOf(world).command('U01DESK', '电话单'))).toMatch(
    /区司法局 0668-0001600.*\n• 未绑定账号：区司法局联络员 0668-0001601\n• 未入群：区司法局联络员/u,
  );

  await world.goTo('2022-04-06T18:00');
  const sent = (
    await world.storage.db.select().from(deliveries).where(eq(deliveries.kind, 'reminder'))
  ).filter(({ state }) => state === 'sent');
  expect(sent).toHaveLength(Number(reminders));
  const rows = await world.storage.db.select().from(members);
  const unitOf = new Map(rows.map((row) => [row.id, row.unitId]));
  expect(new Set(sent.map((row) => unitOf.get(row.memberId ?? ''))).size).toBe(Number(units));
});

test('D9: on a day without news it is the heartbeat alone, one message a day', async () => {
  await world.goTo('2022-04-07T18:00');
  expect(timesOf(desk().inbox())).toEqual(['2022-04-06 08:40', '2022-04-07 08:40']);
  expect(latest(desk()).text).toMatch(
    /^【股内】4月7日（周四）：今日将发提醒0条，涉及0个单位；昨日发送失败0条/u,
  );
  expect(await deskRows()).toEqual(['2022-04-06 desk sent', '2022-04-07 heartbeat sent']);
});

test('R70: whoever joins without being listed is named to the desk in its next message, once', async () => {
  world.sandbox.setPeople(await population());
  await move('U0GUEST', true);
  await world.sandbox.until(
    'the guest to be noticed',
    async () => (await events('join-unlisted')).length === 1,
  );
  expect(desk().inbox()).toHaveLength(2);
  await world.goTo('2022-04-08T08:45');
  expect(latest(desk()).text).toContain('入群但不在名册：<@U0GUEST>，请核对后登记');
  expect(latest(desk()).shown).toContain('@路人');
  await world.goTo('2022-04-11T08:45');
  expect(latest(desk()).text).not.toContain('入群但不在名册');
});

test('R70: a listed person’s joining is on record, closes the duty, and threatens nobody', async () => {
  const { id } = await memberOf(world, 'U01CZJ');
  const joined = async () => (await memberOf(world, 'U01CZJ')).joinedGroup;
  await move('U01CZJ', false);
  await world.sandbox.until('the leaving to be noticed', async () => !(await joined()));
  const owed = (await said(world, actsOf(world).command('U01CZJ', '我的'))).split('\n');
  const line = owed.find((text) => text.includes('加入工作群'));
  expect(line).toContain('4月13日（周三）前');
  await world.goTo('2022-04-14T09:05');
  const overdue = latest(as('U01CZJ')).text;
  expect(overdue).toContain('加入工作群　应于4月13日前，已逾期1天');
  const own = overdue.slice(overdue.indexOf('加入工作群　应于'), overdue.length).split('\n').slice(0, 3);
  expect(own.join('\n')).not.toMatch(/依据原文|通报批评|扣除/u);
  expect(own.join('\n')).not.toContain('下一步');

  await move('U01CZJ', true);
  await world.sandbox.until('the joining to be noticed', joined);
  expect(await said(world, actsOf(world).command('U01CZJ', '我的'))).not.toContain('加入工作群');
  expect((await events('join-group')).map((event) => event.memberId)).toContain(id);
});

test('R70: an event that is delivered again, or of another channel, changes nothing', async () => {
  const event = { kind: 'event' as const, id: 'event:Ev1', team: world.sandbox.teamId, user: 'U01CZJ' };
  const leave = { ...event, type: 'member_left_channel' as const, channel: 'C0GROUP' };
  await said(world, leave);
  await said(world, { ...event, id: 'event:Ev2', type: 'member_joined_channel', channel: 'C0GROUP' });
  await said(world, leave);
  await said(world, { ...leave, id: 'event:Ev3', channel: 'C0OTHER' });
  expect((await memberOf(world, 'U01CZJ')).joinedGroup).toBe(true);
});

test('the desk is told once that the bot was removed from the group', async () => {
  const before = desk().inbox().length;
  await move(world.sandbox.botUserId, false);
  const told = await world.sandbox.until('the desk to be told', () => desk().inbox()[before]);
  expect(told.text).toContain('机器人已不在工作群里');
  const gone = { kind: 'event' as const, team: world.sandbox.teamId, user: '', channel: 'C0GROUP' };
  await said(world, { ...gone, id: 'event:Ev4', type: 'channel_left' });
  await said(world, { ...gone, id: 'event:Ev5', type: 'group_left' });
  await world.app.idle();
  expect(desk().inbox()).toHaveLength(before + 1);
});

test('who joined while it was away is known when it is back', async () => {
  await world.storage.db.update(members).set({ joinedGroup: false }).where(eq(members.slackId, 'U01EDU'));
  await move(world.sandbox.botUserId, true);
  await world.sandbox.until(
    'the group to be read',
    async () => (await memberOf(world, 'U01EDU')).joinedGroup,
  );
});

test('电话单 lists every unit once with its numbers, reasons and leader, by pages, for the desk alone', async () => {
  const answer = await tell(world.sandbox, desk(), '电话单');
  expect(answer.shown).toMatch(/【电话单】4月14日（周四）：\d+个单位　电话催办\d+/u);
  const pages = [answer.shown];
  for (let page = answer; /下一页/.test(JSON.stringify(page.blocks)); ) {
    page = await press(world.sandbox, desk(), page, '下一页');
    pages.push(page.shown);
  }
  const all = pages.join('\n');
  expect(all.split('区教育局 0668-0000100')).toHaveLength(2);
  expect(all).toMatch(
    /区教育局 0668-0000100（区教育局联络员 0668-0000101；分管领导 区教育局分管副局长）\n• 签收 第[\d、]+号(?:等\d+件)?（4月10日到期，逾期4天）/u,
  );
  expect(all).toMatch(/• 未入群：.*（4月13日（周三）前）/u);
  expect(await said(world, actsOf(world).command('U01EDU', '电话单'))).toContain('这项操作由建议提案股使用');
});

test('电话单 names the people whose message was given up, until one reaches them', async () => {
  await world.goTo('2022-04-15T08:45');
  const [row] = (await rowsFor(world, 'U01WJJ')).filter(({ state }) => state === 'pending');
  await giveUp(world, row!);
  const list = async () => said(world, actsOf(world).command('U01DESK', '电话单'));
  expect(await list()).toMatch(/• 发送失败：区卫生健康局联络员 0668-0000201，/u);
  await world.goTo('2022-04-18T08:45');
  expect(latest(desk()).text).toContain('4月15日以来发送失败1条');
  await world.goTo('2022-06-21T18:00');
  expect(await list()).not.toContain('发送失败');
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
