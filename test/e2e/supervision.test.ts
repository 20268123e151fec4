import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditEvents, deliveries, members, units } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
import { openForm } from '../support/report.ts';
import { press } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const ask = async (who: string, text: string) => {
  const { answer } = await as(who).command('/duban', text);
  if (!answer) throw new Error(`nothing came to “${text}”`);
  return answer;
};
const deskNotes = () =>
  as('U01DESK')
    .inbox()
    .filter((message) => /【股内】/.test(message.text));

beforeAll(async () => {
  world = await openWorld();
  await world.storage.db
    .update(members)
    .set({ role: 'leader', name: '教育局分管领导', phone: '0668-0000199' })
    .where(eq(members.slackId, 'U02EDU'));
  for (const unit of ['U01WJJ', 'U01MZJ']) await ask(unit, '签收 全部');
  await world.goTo('2022-04-13T09:05');
});
afterAll(() => world.close());

describe('stage 4', () => {
  test('the telephone list leads to the leaders: name and number, and a button where there is an account', async () => {
    const note = deskNotes().at(-1);
    if (!note) throw new Error('no note came');
    expect(note.shown).toContain('电话催办单');
    expect(as('U02EDU').inbox()).toEqual([]);
    const list = await press(world.sandbox, as('U01DESK'), note, '单位分管领导');
    expect(list.shown).toMatch(/区教育局\*?　分管领导：教育局分管领导 0668-0000199/);
    expect(list.shown).not.toContain('区卫生健康局');
    const sent = await press(world.sandbox, as('U01DESK'), list, { beside: '区教育局', label: '转分管领导' });
    expect(sent.shown).toContain('已转区教育局分管领导');
  });

  test('R15: the leader reads the overdue notice with the exact sentence and no buttons, once a day', async () => {
    const heard = await world.sandbox.until('the notice', () => as('U02EDU').inbox()[0]);
    expect(heard.shown).toContain('【逾期】区教育局：签收（15件），已逾期3天');
    expect(heard.shown).toContain('依据原文：无故延误签收时限以致影响办理工作的责任自负');
    expect(JSON.stringify(heard.blocks)).not.toContain('"actions"');
    const [edu] = await world.storage.db.select().from(units).where(eq(units.name, '区教育局'));
    expect(await said(world, actsOf(world).click('U01DESK', 'leader-tell', edu?.id ?? ''))).toBe(
      '今天已转区教育局分管领导。',
    );
    expect(as('U02EDU').inbox()).toHaveLength(1);
    expect((await ask('U01DESK', '提案 1')).shown).toContain('将逾期情况转单位分管领导');
  });

  test('a leader without an account is telephoned; a unit that owes nothing is not on the list', async () => {
    const rows = await world.storage.db.select().from(units);
    const id = (name: string) => rows.find((row) => row.name === name)?.id ?? '';
    const click = (name: string) => said(world, actsOf(world).click('U01DESK', 'leader-tell', id(name)));
    expect(await click('区财政局')).toContain('区财政局的分管领导没有账号，请电话联系：分管领导：');
    expect(await click('区卫生健康局')).toBe('该单位已没有列入电话催办单的事项。');
    expect(await said(world, actsOf(world).click('U01LEAD', 'leader-show'))).toContain('由建议提案股使用');
  });

  test('the call is recorded from the same list', async () => {
    const note = deskNotes().at(-1);
    if (!note) throw new Error('no note came');
    await as('U01DESK').click(note, '已电话催办');
    expect(openForm(as('U01DESK')).title).toBe('登记电话催办');
    const [finance] = await world.storage.db.select().from(units).where(eq(units.name, '区财政局'));
    as('U01DESK').fill({ units: [finance?.id ?? ''], note: '答应明天签收' });
    await as('U01DESK').submit();
    await as('U01DESK').close();
  });
});

describe('stage 5', () => {
  test('before it there is nothing to draft', async () => {
    expect((await ask('U01DESK', '督办函')).shown).toBe('目前没有逾期5个工作日以上的事项，不需要督办函。');
  });

  test('the weekly digest names the units, says that drafts exist, and leads to them; D7 shows the last contact', async () => {
    await world.goTo('2022-04-18T09:05');
    const digest = as('U01LEAD').inbox().at(-1);
    if (!digest) throw new Error('no digest came');
    expect(digest.shown).toContain('建议约谈或发督办函（草稿已备、未发出）');
    expect(digest.shown).toMatch(/最近联系：4月13日电话（答应明天签收）/);
    const list = await press(world.sandbox, as('U01LEAD'), digest, '督办函草稿');
    expect(list.shown).toMatch(/【督办函】\d+个单位有事项逾期5个工作日以上/);
    const draft = await press(world.sandbox, as('U01LEAD'), list, '区财政局（9项）');
    expect(draft.shown).toContain('【督办函草稿　未发出】');
    expect(draft.shown).toContain('区财政局：');
  });

  test('R15: by word too; it threatens what the clause says and no more, and nothing goes to the unit', async () => {
    const before = as('U01CZJ').inbox().length;
    const rows = (await world.storage.db.select().from(deliveries)).length;
    const { shown } = await ask('U01DESK', '督办函 财政局');
    expect(shown).toContain('一、签收（通知“一”）：应于2022年4月10日前办结，已逾期8天（6个工作日）。');
    expect(shown.match(/通报批评/g)).toHaveLength(1);
    expect(as('U01CZJ').inbox()).toHaveLength(before);
    expect((await world.storage.db.select().from(deliveries)).length).toBe(rows);
    expect((await ask('U01DESK', '督办函 区卫生健康局')).shown).toBe(
      '区卫生健康局没有逾期5个工作日以上的事项，不需要督办函。',
    );
    expect((await ask('U01CZJ', '督办函')).shown).toContain('这项操作由建议提案股、区府办领导使用');
  });

  test('no circular is ever issued', async () => {
    const events = await world.storage.db.select().from(auditEvents);
    expect(events.some(({ action }) => /circular|letter/.test(action))).toBe(false);
  });
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
