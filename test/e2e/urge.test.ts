import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../src/sandbox/client/person.ts';
import { auditEvents, urges } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
import { reminders } from '../support/ledger.ts';
import { openForm } from '../support/report.ts';
import { latest, press, tell, timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const desk = () => as('U01DESK');
const ask = async (text: string) => {
  const { answer } = await desk().command('/duban', text);
  if (!answer) throw new Error(`nothing came to “${text}”`);
  return answer;
};

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-06T09:05');
});
afterAll(() => world.close());

describe('before the deadline', () => {
  test('A2: what was chased already is not urged, and the list says why and what comes', async () => {
    const { shown } = await ask('催办 区教育局');
    expect(shown).toContain('【催办】区教育局：');
    expect(shown).toContain('区教育局联络员 0668-0000101');
    expect(shown).toMatch(
      /签收（15件）　4月10日（周日）前[^①]*不能催办：期限前的提醒至多两次，已用完（4月8日（周五）照常提醒），可电话催办/,
    );
    expect(shown).not.toContain('退办或改办');
  });

  test('A1: an urge joins the next day’s one message, once, and says who urged', async () => {
    const edu = as('U01EDU');
    const list = await ask('催办 教育局');
    const after = await press(world.sandbox, desk(), list, { beside: '月报（', label: '催办' });
    expect(after.shown).toMatch(/已催办区教育局：4月月报（\d+件），随4月7日（周四）的提醒发出。/);
    expect(after.shown).toContain('不能催办：已催办，随下一次提醒发出');
    await world.goTo('2022-04-06T17:30');
    expect(timesOf(reminders(edu))).toEqual(['2022-04-06 09:00']);
    await world.goTo('2022-04-07T17:30');
    expect(timesOf(reminders(edu))).toEqual(['2022-04-06 09:00', '2022-04-07 09:00']);
    expect(latest(edu).text).toContain('〔建议提案股催办〕4月月报（');
    expect(latest(edu).text).not.toContain('签收（');
  });

  test('A2: after it the first chase does not come a second time, the last working day’s does', async () => {
    await world.goTo('2022-04-15T12:00');
    const aboutReport = reminders(as('U01EDU')).filter(({ text }) => /^[①-⑳].*4月月报（/m.test(text));
    expect(timesOf(aboutReport)).toEqual(['2022-04-06 09:00', '2022-04-07 09:00', '2022-04-15 09:00']);
  });
});

describe('when overdue', () => {
  test('all that is overdue is urged by one button, of a proposal too, and a second click finds it done', async () => {
    const list = await ask('催办 13');
    expect(list.shown).toContain('【催办】第13号《');
    const one = await press(world.sandbox, desk(), list, { beside: '签收', label: '催办' });
    expect(one.shown).toContain('已催办区卫生健康局：');
    const again = await press(world.sandbox, desk(), list, { beside: '签收', label: '催办' }).catch(
      () => null,
    );
    expect(again).toBeNull();
    const act = actsOf(world).click('U01DESK', 'urge-line', valueIn(list, /"value":"(p:13\|[^"]*\/[^"]*)"/));
    expect(await said(world, act)).toMatch(/没有催办：已催办，随下一次提醒发出/);
    await world.goTo('2022-04-18T09:05');
    expect(latest(as('U01WJJ')).text).toContain('〔建议提案股催办〕');
  });

  test('two people of the desk at the same moment leave one urge', async () => {
    const before = (await world.storage.db.select().from(urges)).length;
    const list = await ask('催办 区财政局');
    const value = valueIn(list, /"value":"(u:[^"]*\/[^"]*)"/);
    const acts = actsOf(world);
    const answers = await Promise.all(
      ['a', 'b'].map((id) => said(world, acts.click('U01DESK', 'urge-line', value, id))),
    );
    expect(answers.filter((answer) => answer.includes('已催办区财政局：'))).toHaveLength(1);
    const keys = (await world.storage.db.select().from(urges)).slice(before).map((row) => row.dutyKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('by telephone', () => {
  test('is recorded with what was said, and shown as the last contact; it sends nothing', async () => {
    const sent = as('U01CZJ').inbox().length;
    const list = await ask('催办 区财政局');
    await desk().click(list, '已电话催办');
    expect(openForm(desk()).title).toBe('登记电话催办');
    desk().fill({ note: '答应周三前签收' });
    await desk().submit();
    const answer = await world.sandbox.until('the receipt', () => desk().modal());
    expect(answer?.shown).toContain('已登记4月18日（周一）电话催办：区财政局。');
    expect((await ask('催办 区财政局')).shown).toContain('最近联系：4月18日电话（答应周三前签收）');
    expect(as('U01CZJ').inbox()).toHaveLength(sent);
  });

  test('a second record of the day names the first, at the field', async () => {
    await desk().close();
    await desk().click(await ask('催办 区财政局'), '已电话催办');
    const [chosen] = JSON.stringify(openForm(desk()).values.units).match(/[0-9a-f-]{36}/) ?? [''];
    await desk().close();
    const act = actsOf(world).form('U01DESK', 'phone-form', '', { units: [chosen], note: null });
    expect(await said(world, act)).toMatch(/^units：今天\d\d:\d\d已由.+登记电话催办$/);
    const nobody = actsOf(world).form('U01DESK', 'phone-form', '', { units: [], note: null });
    expect(await said(world, nobody)).toBe('units：请选择还有事项未办的单位');
  });
});

test('wrong words are answered with what to write', async () => {
  const say = (text: string) => tell(world.sandbox, desk(), text);
  expect((await say('催办')).shown).toBe('请写单位名称或案号，如“催办 区教育局”“催办 12”。');
  expect((await say('催办 区教肓局')).shown).toContain('没有找到单位“区教肓局”。您是不是指：区教育局？');
  expect((await say('催办 999')).shown).toBe('没有第999号提案，请核对案号。');
  const act = actsOf(world).click('U01DESK', 'urge-line', 'u:nobody|nobody|nothing');
  expect(await said(world, act)).toContain('这项已经办结或不再由该单位承办');
});

test('every urge is on record with who made it', async () => {
  const rows = await world.storage.db.select().from(urges);
  const events = (await world.storage.db.select().from(auditEvents)).filter(
    ({ action }) => action === 'urge',
  );
  expect(events.map(({ subject }) => subject).sort()).toEqual(rows.map(({ dutyKey }) => dutyKey).sort());
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});

function valueIn(list: SeenMessage, pattern: RegExp): string {
  return JSON.stringify(list.blocks).match(pattern)?.[1] ?? '';
}
