import { afterAll, beforeAll, expect, test } from 'vitest';
import { actsOf, said } from '../support/acts.ts';
import { press, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const ask = async (who: string, text: string) => {
  const { answer } = await as(who).command('/duban', text);
  if (!answer) throw new Error(`nothing came to “${text}”`);
  return answer;
};

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-06T09:05');
  await ask('U01EDU', '签收 12、15');
  await ask('U01WJJ', '签收 15');
});
afterAll(() => world.close());

test('the desk reads every unit’s part, what is done and what is lacking, and who did what and when', async () => {
  const { shown } = await ask('U01DESK', '提案 12');
  expect(shown).toContain('【提案】第12号《关于加强学校周边食品安全监管的提案》');
  expect(shown).toContain('领衔委员：');
  for (const unit of ['区教育局', '区市场监督管理局', '区城市管理和综合执法局'])
    expect(shown).toContain(`${unit}（分办）`);
  expect(shown).toContain('3月28日交办');
  expect(shown).toContain('4月6日　在办理系统履行签收手续');
  expect(shown).toContain('□ 签收　4月10日（周日）前');
  expect(shown).toContain('□ 答复委员：书面答复领衔委员、答复函同步上传办理系统　8月30日（周二）前');
  expect(shown).toMatch(/经过\*?\n4月6日09:0\d 区教育局联络员（联络员）　登记签收/);
});

test('the manager and a typed message get it too; a sentence about a proposal is no such question', async () => {
  expect((await ask('U01LEAD', '提案 15')).shown).toContain('【提案】第15号');
  expect((await tell(world.sandbox, as('U01EDU'), '提案 12')).shown).toContain('【提案】第12号');
  expect((await tell(world.sandbox, as('U01EDU'), '提案 9 已签收')).shown).toContain('已登记签收：第9号');
});

test('R37: a unit reads its own part and what the others lack, not what others did', async () => {
  const { shown } = await ask('U01WJJ', '提案 15');
  expect(shown).toContain('各承办单位');
  expect(shown).toMatch(/区教育局（会办意见未到/);
  expect(shown).toContain('区卫生健康局联络员（联络员）　登记签收');
  expect(shown).not.toContain('区教育局联络员');
  expect((await ask('U01WJJ', '提案 12')).shown).toBe('第12号不是贵单位承办的提案，请核对案号。');
});

test('what was put off, urged and held stands in it, in words', async () => {
  await ask('U01EDU', '稍后 1 明天');
  const list = await ask('U01DESK', '催办 1');
  await press(world.sandbox, as('U01DESK'), list, { beside: '答复委员', label: '催办' });
  let preview = await ask('U01DESK', '预览');
  while (!preview.shown.includes('区教育局联络员：'))
    preview = await press(world.sandbox, as('U01DESK'), preview, '下一页');
  await press(world.sandbox, as('U01DESK'), preview, { beside: '区教育局联络员：', label: '暂缓' });
  const { shown } = await ask('U01DESK', '提案 1');
  expect(shown).toContain('稍后提醒：区教育局联络员将签收推后到4月7日');
  expect(shown).toMatch(/催办：4月6日 答复委员，/);
  expect(shown).toMatch(/区教育局联络员（联络员）　.*稍后提醒：签收，4月7日再提醒/);
  expect(shown).toMatch(/（建议提案股）　.*催办：答复委员/);
  expect(shown).toMatch(/（建议提案股）　.*暂缓一条提醒/);
});

test('wrong words and old buttons are answered with what to write', async () => {
  expect((await ask('U01DESK', '提案')).shown).toBe('请写案号，如“12”。');
  expect((await ask('U01DESK', '提案 999')).shown).toBe('没有第999号提案，请核对案号。');
  expect(await said(world, actsOf(world).click('U01DESK', 'case-show', '999/0'))).toContain('这个按钮已失效');
  expect(await said(world, actsOf(world).click('U01WJJ', 'case-show', '12/0'))).toContain('不是贵单位承办');
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
