import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../src/sandbox/client/person.ts';
import { auditEvents } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
import { reminders } from '../support/ledger.ts';
import { openForm } from '../support/report.ts';
import { latest, press, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const ask = async (who: string, text: string): Promise<SeenMessage> => {
  const { answer } = await as(who).command('/duban', text);
  if (!answer) throw new Error(`nothing came to “${text}”`);
  return answer;
};
/** What a click on 更正 beside some words carries. */
function valueBeside(list: SeenMessage, words: string): string {
  const block = list.blocks.find((one) => JSON.stringify(one).includes(words));
  return JSON.stringify(block).match(/"value":"([^"]+)"/)?.[1] ?? '';
}
const send = (who: string, value: string, why: string, id?: string) =>
  said(world, actsOf(world).form(who, 'undo-form', value, { why }, id));

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-06T09:05');
});
afterAll(() => world.close());

describe('a unit', () => {
  test('takes its own registration back within the day, with a reason, and it is owed again', async () => {
    await ask('U01EDU', '签收 1、2');
    const list = await ask('U01EDU', '更正');
    expect(list.shown).toMatch(
      /4月6日09:0\d 区教育局联络员　第1号区教育局：在办理系统履行签收手续（4月6日）/,
    );
    await as('U02EDU').click((await as('U02EDU').command('/duban', '更正 1')).answer ?? list, '更正');
    expect(openForm(as('U02EDU')).shown).toContain('第1号区教育局：在办理系统履行签收手续');
    as('U02EDU').fill({ why: '签错了' });
    await as('U02EDU').submit();
    const done = await world.sandbox.until('what was done', () => as('U02EDU').modal());
    expect(done?.shown).toContain('已更正：第1号区教育局：在办理系统履行签收手续（4月6日）已撤销。');
    expect((await ask('U01EDU', '签收 全部')).shown).toContain('已登记签收：第1、');
    const story = await ask('U01EDU', '提案 1');
    expect(story.shown).toMatch(/已退回或更正的登记[\s\S]*由区教育局副联络员撤销：签错了/);
    expect(story.shown).toContain('更正：撤销在办理系统履行签收手续');
  });

  test('needs a reason, and cannot reach another unit’s act or an old one', async () => {
    await ask('U01WJJ', '签收 13');
    const own = valueBeside(await ask('U01WJJ', '更正'), '第13号');
    expect(await send('U01WJJ', own, '  ')).toBe('why：请写明更正的原因');
    expect(await send('U01WJJ', own, '长'.repeat(400))).toBe('why：最多300字，现有400字，请删减');
    expect(await send('U01EDU', own, '不是我的')).toContain('这一项已经更正，或已过当个工作日');
    expect((await ask('U01EDU', '更正 13')).shown).toBe('没有第13号提案，请核对案号。');
    await world.goTo('2022-04-07T09:05');
    expect(await send('U01WJJ', own, '昨天签错了')).toBe(
      '这一项已经更正，或已过当个工作日。更早的登记请联系建议提案股更正。',
    );
    expect((await ask('U01WJJ', '更正')).shown).toContain('没有可以更正的登记');
  });

  test('A9: lets what it put off come again', async () => {
    await ask('U01ZJJ', '稍后 后天');
    const list = await ask('U01ZJJ', '更正');
    expect(await send('U01ZJJ', valueBeside(list, '稍后提醒'), '点错了')).toContain('已撤销');
  });
});

describe('the desk', () => {
  test('takes a unit’s registration back at any time; the unit hears at once that it is open again', async () => {
    const value = valueBeside(await ask('U01DESK', '更正 13'), '第13号区');
    expect(await send('U01DESK', value, '系统里查无签收')).toContain('已更正：第13号区卫生健康局');
    const heard = await world.sandbox.until('the notice', () =>
      as('U01WJJ')
        .inbox()
        .find((message) => message.text.includes('建议提案股撤销了')),
    );
    expect(heard.shown).toContain('原因：系统里查无签收。如已办结请重新登记，期限不变。');
    expect(await send('U01DESK', value, '再来一次')).toMatch(
      /^这项登记已由.+于4月7日09:0\d撤销：系统里查无签收。$/,
    );
  });

  test('two at once: one takes it back, the other hears who was first', async () => {
    await ask('U01WJJ', '签收 14');
    const value = valueBeside(await ask('U01DESK', '更正 14'), '第14号区');
    const answers = await Promise.all(['a', 'b'].map((id) => send('U01DESK', value, `原因${id}`, id)));
    expect(answers.filter((answer) => answer.includes('已更正：'))).toHaveLength(1);
    expect(answers.filter((answer) => /已由.*撤销|刚刚已由他人更正/.test(answer))).toHaveLength(1);
    const events = await world.storage.db.select().from(auditEvents);
    expect(events.filter((one) => one.action === 'undo' && one.subject === '14')).toHaveLength(1);
  });

  test('strikes out an urge before it is said, a call, and what it stopped', async () => {
    const list = await ask('U01DESK', '催办 区财政局');
    await press(world.sandbox, as('U01DESK'), list, { beside: '会办意见', label: '催办' });
    const acts = await ask('U01DESK', '更正 区财政局');
    expect(await send('U01DESK', valueBeside(acts, '：催办（'), '不用催')).toContain('已撤销');
    await world.goTo('2022-04-08T09:05');
    expect(latest(as('U01CZJ')).text).not.toContain('〔建议提案股催办〕');
    let preview = await ask('U01DESK', '预览');
    while (!preview.shown.includes('区财政局联络员：'))
      preview = await press(world.sandbox, as('U01DESK'), preview, '下一页');
    await press(world.sandbox, as('U01DESK'), preview, { beside: '区财政局联络员：', label: '取消' });
    const stopped = await ask('U01DESK', '更正');
    expect(await send('U01DESK', valueBeside(stopped, '的提醒：取消'), '照常发')).toContain('已撤销');
    await world.goTo('2022-04-11T09:05');
    expect(latest(as('U01CZJ')).text).toContain('【逾期】区财政局');
  });
});

describe('a new assignment', () => {
  const assign = (values: Record<string, string | null>, id?: string) =>
    said(
      world,
      actsOf(world).form(
        'U01DESK',
        'assign-form',
        '',
        {
          number: null,
          title: null,
          kind: 'proposal',
          leadMember: null,
          unit: null,
          role: 'sole',
          day: null,
          ...values,
        },
        id,
      ),
    );

  test('opens as a form, with what is known filled in; typed words get a button', async () => {
    await as('U01DESK').command('/duban', '交办 12');
    expect(openForm(as('U01DESK')).shown).toContain('区教育局（分办）承办');
    await as('U01DESK').close();
    expect((await tell(world.sandbox, as('U01DESK'), '交办')).shown).toContain('[填写交办单]');
  });

  test('of a new proposal reaches the unit in its next reminder, and not at once', async () => {
    const before = reminders(as('U01MZJ')).length;
    const answer = await assign({
      number: '第151号',
      title: '关于补充案件的提案',
      unit: '区民政局',
      day: '2022-04-11',
    });
    expect(answer).toContain('已交办第151号：区民政局独办，4月11日（周一）交办，随该单位下一次提醒告知。');
    await world.goTo('2022-04-11T17:30');
    expect(reminders(as('U01MZJ'))).toHaveLength(before);
    await world.goTo('2022-04-12T09:05');
    expect(reminders(as('U01MZJ'))).toHaveLength(before + 1);
    expect(latest(as('U01MZJ')).shown).toContain('第151号《关于补充案件的提案》');
    expect((await ask('U01DESK', '提案 151')).shown).toContain('（建议提案股）　交办');
  });

  test.each<[string, Record<string, string | null>, string]>([
    [
      'a number without a title',
      { number: '152', unit: '区教育局', day: '2022-04-12' },
      'title：这是新的案号，请填写案由',
    ],
    [
      'no number',
      { number: '这个', title: 'x', unit: '区教育局', day: '2022-04-12' },
      'number：应为一件提案的编号',
    ],
    [
      'a day to come',
      { number: '152', title: 'x', unit: '区教育局', day: '2022-04-13' },
      'day：交办日期不能晚于今天',
    ],
    ['no day', { number: '152', title: 'x', unit: '区教育局' }, 'day：请选择交办日期'],
    [
      'an unknown unit',
      { number: '152', title: 'x', unit: '区教肓局', day: '2022-04-12' },
      'unit：没有找到单位“区教肓局”',
    ],
    [
      'a second lead',
      { number: '1', unit: '区民政局', role: 'lead', day: '2022-04-12' },
      'role：本件已有主办单位',
    ],
    [
      'the unit that holds it',
      { number: '151', unit: '区民政局', role: 'split', day: '2022-04-12' },
      'unit：该单位已承办本件（建议提案股',
    ],
    [
      'another beside 独办',
      { number: '151', unit: '区财政局', role: 'joint', day: '2022-04-12' },
      'role：本件已有独办单位',
    ],
    [
      '会办 without 主办',
      { number: '12', unit: '区财政局', role: 'joint', day: '2022-04-12' },
      'role：会办意见是给主办单位的',
    ],
    [
      'a title of 300 characters',
      { number: '152', title: '长'.repeat(300), unit: '区教育局', day: '2022-04-12' },
      'title：最多200字',
    ],
  ])('is refused at the field for %s, and nothing is kept', async (_what, values, expected) => {
    expect(await assign(values)).toContain(expected);
    expect((await ask('U01DESK', '提案 152')).shown).toBe('没有第152号提案，请核对案号。');
  });

  test('twice at the same moment is made once', async () => {
    const values = { number: '153', title: '两人同时', unit: '区财政局', day: '2022-04-12' };
    const answers = await Promise.all(['first', 'second'].map((id) => assign(values, id)));
    expect(
      answers.filter((answer) => answer.includes('已交办第153号')),
      answers.join(),
    ).toHaveLength(1);
    expect(answers.filter((answer) => /^(number|unit)：/.test(answer))).toHaveLength(1);
  });

  test('can be taken back while nothing is on record about it', async () => {
    const value = valueBeside(await ask('U01DESK', '更正 153'), '：交办');
    expect(await send('U01DESK', value, '单位写错')).toContain('已更正：第153号区财政局：交办已撤销。');
    expect((await ask('U01DESK', '提案 153')).shown).toContain('4月12日起不再承办');
    await ask('U01MZJ', '签收 151');
    const signed = valueBeside(await ask('U01DESK', '更正 151'), '：交办');
    expect(await send('U01DESK', signed, '单位写错')).toContain(
      '该单位已有登记、月报或退改办申请，不能撤销交办',
    );
  });
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
