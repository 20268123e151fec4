import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person, SeenMessage } from '../../src/sandbox/client/person.ts';
import { deliveries } from '../../src/store/schema.ts';
import { actsOf, onRecord, said } from '../support/acts.ts';
import { assignmentOf, assignmentsOn, openForm, typedIn } from '../support/report.ts';
import { press, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const say = (who: Person, text: string, thread?: string) =>
  tell(world.sandbox, who, text, thread ? { thread } : {});

const answersOwed = async () => {
  const rows = await world.storage.db.select().from(deliveries).where(eq(deliveries.kind, 'answer'));
  return rows.length;
};

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-08T09:00');
});
afterAll(() => world.close());

describe('signing in plain words', () => {
  test.each([
    ['U01EDU', '签收 12、15', '已登记签收：第12、15号，共2件。'],
    ['U01EDU', '11号已签收', '已登记签收：第11号，共1件。'],
    ['U01EDU', '第六号、七号都签收了', '已登记签收：第6、7号，共2件。'],
    ['U01WJJ', '全部已签收', '贵单位的提案已全部签收。'],
  ])('%s says “%s”', async (user, text, expected) => {
    const answer = await say(as(user), text);
    expect(answer.shown).toContain(expected);
    expect(answer.onlyForYou).toBe(false);
  });

  test('in the thread of the reminder is answered in that thread', async () => {
    const mzj = as('U01MZJ');
    const [reminder] = mzj.inbox();
    const answer = await say(mzj, '18号已签收', reminder?.ts);
    expect(answer.shown).toContain('已登记签收：第18号');
    expect(answer.threadTs).toBe(reminder?.ts);
  });

  test('of another unit’s number signs the own ones and names the rest', async () => {
    const answer = await say(as('U01MZJ'), '17号、21号已签收');
    expect(answer.shown).toContain('已登记签收：第17号，共1件。');
    expect(answer.shown).toContain('第21号不是区民政局承办的提案，未登记');
  });

  test.each([
    ['12号还没签收', '看起来还没有签收'],
    ['19号签收了吗？', '看起来是在询问'],
    ['明天签收19号', '看起来是准备办理'],
    ['如果19号是我们的就签收', '看起来带有条件'],
  ])('that is not certain (“%s”) changes nothing and is asked back', async (text, reason) => {
    const before = await onRecord(world);
    const answer = await say(as('U01EDU'), text);
    expect(answer.shown).toContain(reason);
    expect(answer.shown).toMatch(/没有登记|没有改动/);
    expect(answer.shown).toContain('[都不是]');
    expect(await onRecord(world)).toEqual(before);
  });

  test('asked back is confirmed by the button, which says what it will put on record', async () => {
    const edu = as('U01EDU');
    const question = await say(edu, '明天签收19号');
    const done = await press(world.sandbox, edu, question, '登记第19号已签收');
    expect(done.ts).toBe(question.ts);
    expect(done.shown).toContain('已登记签收：第19号，共1件。');
  });

  test('asked back is dropped by “neither”', async () => {
    const edu = as('U01EDU');
    const before = await onRecord(world);
    const question = await say(edu, '1号签收了吗？');
    const dropped = await press(world.sandbox, edu, question, '都不是');
    expect(dropped.shown).toBe('好的，没有改动。');
    expect(await onRecord(world)).toEqual(before);
  });
});

describe('other plain words', () => {
  test.each(['收到', '好的，谢谢', '👌'])('A6: “%s” is no duty and gets no answer', async (text) => {
    const before = await answersOwed();
    const heard = actsOf(world).message('U01EDU', 'D0EDU', text, `1649380000.${text.length}`);
    expect(await said(world, heard)).toBe('none');
    expect(await answersOwed()).toBe(before);
  });

  test('asking for what is owed gives the list', async () => {
    expect((await say(as('U01EDU'), '我的待办')).shown).toMatch(/^\*区教育局：\d+项待办/);
  });

  test('what cannot be understood is said so, with the ways on', async () => {
    const before = await onRecord(world);
    const { shown } = await say(as('U01EDU'), '今天天气不错');
    expect(shown).toContain('没有看懂这条消息，没有改动。');
    expect(shown).toContain('[登记签收] [填写月报] [我的待办] [都不是]');
    expect(await onRecord(world)).toEqual(before);
  });

  test('of the desk are answered with what the desk can ask', async () => {
    expect((await say(as('U01DESK'), '你好')).shown).toContain('您是建议提案股，常用的有：');
  });
});

describe('a report in plain words', () => {
  test('of one proposal with three labels is taken in, with a receipt that says what is still missing', async () => {
    const jtj = as('U01JTJ');
    const receipt = await say(
      jtj,
      '22号月报\n进展情况：已开通2条线路\n存在问题：车辆不足\n下一步工作计划：5月增加班次',
    );
    expect(receipt.text).toContain('已收到：区交通运输局2022年4月月报，1件，4月8日（周五）09:00');
    expect(receipt.text).toContain('还缺4件：第21、23、24、25号，4月15日（周五）前补齐。');
    await jtj.command('/yuebao');
    const id = await assignmentOf(world, '区交通运输局', '22');
    expect(typedIn(openForm(jtj), `progress/${id}`)).toBe('已开通2条线路');
    expect(typedIn(openForm(jtj), `problems/${id}`)).toBe('车辆不足');
    expect(typedIn(openForm(jtj), `plan/${id}`)).toBe('5月增加班次');
    await jtj.close();
  });

  test('of several proposals in one message, labels in another order and spelling, is taken in whole', async () => {
    const jtj = as('U01JTJ');
    const receipt = await say(
      jtj,
      [
        '第21号',
        '下一步计划：5月开工',
        '进展：完成设计',
        '问题：无',
        '第23号',
        '【进展】开展联合执法3次',
        '【存在问题】无',
        '【下一步】继续整治',
      ].join('\n'),
    );
    expect(receipt.text).toContain('已更新：区交通运输局2022年4月月报，3件');
    expect(receipt.text).toContain('还缺2件：第24、25号');
    const [id21, id23] = [
      await assignmentOf(world, '区交通运输局', '21'),
      await assignmentOf(world, '区交通运输局', '23'),
    ];
    await jtj.command('/yuebao');
    expect(typedIn(openForm(jtj), `plan/${id21}`)).toBe('5月开工');
    expect(typedIn(openForm(jtj), `progress/${id23}`)).toBe('开展联合执法3次');
    await jtj.close();
  });

  test('with a part missing is not taken, but kept: the button opens the form with what was typed', async () => {
    const jtj = as('U01JTJ');
    const before = await onRecord(world);
    const question = await say(jtj, '25号 进展：完成2处改造。存在问题：无');
    expect(question.shown).toContain('4月月报还没有报送：');
    expect(question.shown).toContain('下一步工作计划');
    const { reports } = await onRecord(world);
    expect(reports).toBe(before.reports);
    await jtj.click(question, '补充月报');
    const id = await assignmentOf(world, '区交通运输局', '25');
    expect(typedIn(openForm(jtj), `progress/${id}`)).toContain('完成2处改造');
    expect(typedIn(openForm(jtj), `plan/${id}`)).toBe('');
    await jtj.close();
  });

  test('that does not say which proposal is kept and asked about; the button sends it in', async () => {
    const zjj = as('U01ZJJ');
    const question = await say(zjj, '进展：已完成摸底\n问题：资金不足\n计划：5月启动');
    expect(question.shown).toContain('没有看出是哪一件');
    expect(question.shown).toContain('您写的内容已暂存。这是哪一件？');
    const heard = zjj.inbox().length;
    await zjj.click(question, blockOf(question, '第28号'));
    const receipt = await world.sandbox.until('the receipt', () => zjj.inbox()[heard]);
    expect(receipt.text).toContain('已收到：区住房和城乡建设局2022年4月月报，1件');
    await world.sandbox.until('the question to be settled', () =>
      zjj.inbox().some(({ ts, shown }) => ts === question.ts && shown === '已报送，回执随后发给您。'),
    );
    const id = await assignmentOf(world, '区住房和城乡建设局', '28');
    await zjj.command('/yuebao');
    expect(typedIn(openForm(zjj), `progress/${id}`)).toBe('已完成摸底');
    await zjj.close();
  });

  test('that does not say which, and lacks a part, opens the form on the proposal chosen', async () => {
    const zjj = as('U01ZJJ');
    const question = await say(zjj, '进展：已开会研究\n问题：无');
    await zjj.click(question, blockOf(question, '第29号'));
    const form = await world.sandbox.until('the form', () => zjj.modal());
    const id = await assignmentOf(world, '区住房和城乡建设局', '29');
    expect(form.shown).toContain('请补齐：第29号下一步工作计划');
    expect(typedIn(form, `progress/${id}`)).toBe('已开会研究');
    await zjj.close();
  });

  test('of one proposal leaves alone what was begun for another', async () => {
    const zjj = as('U01ZJJ');
    await say(zjj, '32号 进展：完成、问题：无、计划：验收');
    await zjj.command('/yuebao');
    const id = await assignmentOf(world, '区住房和城乡建设局', '29');
    expect(typedIn(openForm(zjj), `progress/${id}`)).toBe('已开会研究');
    await zjj.close();
  });

  test('of the only proposal of a unit need not name it', async () => {
    const receipt = await say(as('U01ZSJ'), '进展：已上线12项服务；问题：无；计划：5月再上线8项');
    expect(receipt.text).toContain('已收到：区政务服务数据管理局2022年4月月报，1件');
    expect(receipt.text).toContain('按时');
  });

  test('R40: of a unit that only assists is refused with the clause', async () => {
    const before = await onRecord(world);
    const answer = await say(as('U01CZJ'), '1号 进展：已研究 问题：无 计划：继续');
    expect(answer.shown).toContain('区财政局无需报送月报（三(五)）：会办单位无需报送月报。');
    expect(await onRecord(world)).toEqual(before);
  });

  test('keeps the stage that the form had recorded when it corrects the words', async () => {
    const ybj = as('U01YBJ');
    await ybj.command('/yuebao');
    const [id] = assignmentsOn(openForm(ybj));
    ybj.fill({
      [`progress/${id}`]: '一',
      [`problems/${id}`]: '无',
      [`plan/${id}`]: '二',
      [`stage/${id}`]: '办理中',
    });
    const heard = ybj.inbox().length;
    await ybj.submit();
    await world.sandbox.until('the receipt', () => ybj.inbox()[heard]);
    await say(ybj, '54号 进展：已座谈 问题：无 计划：5月答复');
    await ybj.command('/yuebao');
    expect(typedIn(openForm(ybj), `progress/${id}`)).toBe('已座谈');
    expect(JSON.stringify(openForm(ybj).values[`stage/${id}`])).toContain('办理中');
    await ybj.close();
  });
});

describe('under the post in the work group', () => {
  const post = () =>
    as('U01EDU')
      .messages('C0GROUP')
      .find((message) => message.text.startsWith('【本周节点】'));

  test('A7: a clear wish is done, and answered in the direct conversation, not before everybody', async () => {
    const nyj = as('U01NYJ');
    const heard = nyj.inbox().length;
    nyj.say('C0GROUP', '30号已签收', { thread: post()?.ts ?? '' });
    const answer = await world.sandbox.until('the answer', () => nyj.inbox()[heard]);
    expect(answer.shown).toContain('已登记签收：第30号');
    const inThread = nyj.messages('C0GROUP').filter((message) => message.threadTs === post()?.ts);
    expect(inThread.map(({ from }) => from)).toEqual(['U01NYJ']);
  });

  test('A7: a refusal too is nobody else’s business', async () => {
    const nyj = as('U01NYJ');
    const heard = nyj.inbox().length;
    nyj.say('C0GROUP', '进度 区教育局', { thread: post()?.ts ?? '' });
    const answer = await world.sandbox.until('the refusal', () => nyj.inbox()[heard]);
    expect(answer.shown).toContain('这项操作由建议提案股、区府办领导使用');
  });

  test('A7: a fact is taken with its number, and answered in private; without one, or in doubt, it is talk', async () => {
    const { message } = actsOf(world);
    const before = await onRecord(world);
    for (const [nth, text] of [
      '征询表寄出了',
      '19号征询表寄了吗',
      '19号征询表还没寄',
      '19号已答复吗',
    ].entries()) {
      const talk = message('U01EDU', 'C0GROUP', text, `1649380000.00001${nth}`, post()?.ts);
      expect(await said(world, talk)).toBe('none');
    }
    expect(await onRecord(world)).toEqual(before);
    const edu = as('U01EDU');
    const heard = edu.inbox().length;
    edu.say('C0GROUP', '19号昨天已电话沟通委员', { thread: post()?.ts ?? '' });
    const answer = await world.sandbox.until('the answer', () => edu.inbox()[heard]);
    expect(answer.shown).toContain('已登记沟通：第19号（办前，电话，4月7日）。');
  });

  test('talk among people is left alone, and so is what is said beside the thread', async () => {
    const { message } = actsOf(world);
    const before = [await answersOwed(), await onRecord(world)];
    const beside = message('U01NYJ', 'C0GROUP', '31号已签收', '1649380000.000001');
    const lunch = message('U01NYJ', 'C0GROUP', '大家中午去哪里吃饭', '1649380000.000002', post()?.ts);
    const desk = message('U01DESK', 'C0GROUP', '请大家抓紧', '1649380000.000003', post()?.ts);
    for (const act of [beside, lunch, desk]) expect(await said(world, act)).toBe('none');
    expect([await answersOwed(), await onRecord(world)]).toEqual(before);
  });
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});

function blockOf(message: SeenMessage, words: string): string {
  const block = message.blocks.find((one) => JSON.stringify(one).includes(words));
  if (typeof block?.block_id !== 'string') throw new Error(`no block says “${words}”`);
  return block.block_id;
}
