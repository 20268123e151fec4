import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { latest, press, timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

/** 2022-04-06 to 04-12: the three working days in which everybody has to sign (R03), and what follows. */
describe('the week of signing', () => {
  let world: World;
  const as = (id: string) => world.sandbox.as(id);

  beforeAll(async () => {
    world = await openWorld();
    await world.goTo('2022-04-06T09:00');
  });
  afterAll(() => world.close());

  test('R03: every liaison opens the day with one message that names unit, count, roles, date and days left', () => {
    const edu = as('U01EDU');
    expect(edu.inbox()).toHaveLength(1);
    const { text, shown } = latest(edu);
    expect(timesOf(edu.inbox())).toEqual(['2022-04-06 09:00']);
    expect(text.split('\n')[0]).toBe('【提醒】区教育局：5项待办，最近一项4月10日（周日）截止，剩3个工作日');
    expect(shown).toContain('签收（15件）');
    expect(shown).toContain('会办 第15、47号');
    expect(shown).toContain('茂南府办〔2022〕3号 一、三(五)、二');
    // R15 threatens only those whose delay did harm; on the first day nobody is late.
    expect(shown).not.toContain('通报批评');
  });

  test('R03: deputies hear nothing before the last working day', () => {
    expect(as('U02EDU').inbox()).toEqual([]);
  });

  test('R02: one proposal is signed for by command', async () => {
    const { answer } = await as('U01WJJ').command('/duban', '签收 13');
    expect(answer?.shown).toContain('已登记签收：第13号，共1件。');
    expect(answer?.shown).toContain('4月10日（周日）前完成');
    expect(answer?.onlyForYou).toBe(true);
  });

  test('several are signed for at once, and a number signed before is named as such', async () => {
    const { answer } = await as('U01WJJ').command('/duban', '签收 13、14，16');
    expect(answer?.shown).toContain('已登记签收：第14、16号，共2件。');
    expect(answer?.shown).toContain('第13号此前已登记签收，无需重复。');
  });

  test('R02: numbers that are another unit’s, or nobody’s, are named and left alone', async () => {
    const { answer } = await as('U01WJJ').command('/duban', '签收 20 999 15');
    expect(answer?.shown).toContain('已登记签收：第15号，共1件。');
    expect(answer?.shown).toContain('第20、999号不是区卫生健康局承办的提案，未登记');
    const owner = await as('U01MZJ').command('/duban', '签收 20');
    expect(owner.answer?.shown).toContain('已登记签收：第20号');
  });

  test('all that are left are signed for with one word', async () => {
    const { answer } = await as('U01WJJ').command('/duban', '签收 全部');
    expect(answer?.shown).toContain('贵单位的提案已全部签收。');
    const again = await as('U01WJJ').command('/duban', '签收 全部');
    expect(again.answer?.shown).toBe('区卫生健康局没有待签收的提案。');
  });

  test('the button of the reminder lists the proposals; each is signed for by its own button', async () => {
    const jtj = as('U01JTJ');
    const list = await press(world.sandbox, jtj, latest(jtj), '已签收，登记');
    expect(list.shown).toContain('区交通运输局有5件未签收，4月10日（周日）前完成');
    const left = await press(world.sandbox, jtj, list, { beside: '第22号', label: '已签收' });
    expect(left.ts).toBe(list.ts);
    expect(left.shown).toContain('已登记签收：第22号，共1件。');
    expect(left.shown).toContain('区交通运输局有4件未签收');
    expect(left.shown).not.toContain('第22号《');
  });

  test('the button for all says what it will put on record before it does', async () => {
    const jtj = as('U01JTJ');
    const { answer } = await jtj.command('/duban', '签收');
    if (!answer) throw new Error('the list did not come');
    const confirm = JSON.stringify(answer.blocks.at(-1));
    expect(confirm).toContain('第21、23、24、25号，共4件，均已在办理系统签收？');
    const done = await press(world.sandbox, jtj, answer, '全部4件已签收');
    expect(done.shown).toContain('已登记签收：第21、23、24、25号，共4件。');
    expect(done.ts).toBe(answer.ts);
  });

  test('two people of one unit at the same moment leave one registration, and both are answered', async () => {
    const [liaison, deputy] = [as('U01ZJJ'), as('U02ZJJ')];
    const answers = (
      await Promise.all([liaison.command('/duban', '签收 26'), deputy.command('/duban', '签收 26')])
    ).map(({ answer }) => answer?.shown ?? '');
    expect(answers.filter((shown) => shown.includes('已登记签收：第26号'))).toHaveLength(1);
    expect(answers.filter((shown) => shown.includes('第26号此前已登记签收，无需重复。'))).toHaveLength(1);
  });

  test('two people who sign for all at the same moment are both told so', async () => {
    const [liaison, deputy] = [as('U01ZJJ'), as('U02ZJJ')];
    const answers = (
      await Promise.all([liaison.command('/duban', '签收 全部'), deputy.command('/duban', '签收 全部')])
    ).map(({ answer }) => answer?.shown ?? '');
    expect(answers.filter((shown) => shown.includes('已登记签收：第17、27、28'))).toHaveLength(1);
    for (const shown of answers) expect(shown).toMatch(/已登记签收|此前已登记签收|没有待签收的提案/);
  });

  test('R03, A4: 04-10 is a Sunday, so the last call goes out on Friday 04-08, to deputies too', async () => {
    await world.goTo('2022-04-08T09:00');
    const deputy = as('U02EDU');
    expect(timesOf(deputy.inbox())).toEqual(['2022-04-08 09:00']);
    expect(latest(deputy).text).toContain('4月10日（周日）截止，今天是最后1个工作日');
    // R15, word for word, on the last day and not before.
    expect(latest(as('U01EDU')).shown).toContain('无故延误签收时限以致影响办理工作的责任自负');
  });

  test('A5: a unit that has signed for everything hears nothing of signing any more', () => {
    expect(latest(as('U01WJJ')).shown).not.toContain('签收（');
    expect(as('U02WJJ').inbox()).toEqual([]);
  });

  test('A7: the work group reads counts, no names, and nobody is called', () => {
    const posts = as('U01EDU')
      .messages('C0GROUP')
      .filter((message) => message.from === world.sandbox.botUserId);
    expect(timesOf(posts)).toEqual(['2022-04-08 09:00']);
    const { text } = posts[0] ?? { text: '' };
    const signed = 134 - Number(/还有(\d+)件/.exec(text)?.[1]);
    expect(text).toContain(`签收，4月10日（周日）前：应办134件，已办${signed}件`);
    expect(signed).toBeGreaterThan(10);
    expect(text).not.toMatch(/局|镇|街道|<[!@]/);
  });

  test('A4: nothing goes out on Saturday and Sunday', async () => {
    await world.goTo('2022-04-11T08:59');
    expect(timesOf(as('U01EDU').inbox()).at(-1)).toBe('2022-04-08 09:00');
  });

  test('R15: on Monday the unit that did not sign is overdue, with what is missing and the notice’s own words', async () => {
    await world.goTo('2022-04-11T09:00');
    const { shown } = latest(as('U01EDU'));
    expect(shown).toContain('【逾期】区教育局：签收（15件），已逾期1天');
    expect(shown).toContain('应于4月10日前，已逾期1天（1个工作日）');
    expect(shown).toContain('□在办理系统履行签收手续');
    expect(shown).toContain('责任自负，区政府办公室将按照有关规定予以通报批评');
  });

  test('A1: nobody got two private messages from the bot’s own initiative on one day', () => {
    for (const id of ['U01EDU', 'U02EDU', 'U01CZJ', 'U01WGL', 'U01DESK', 'U01LEAD']) {
      const days = timesOf(as(id).inbox()).map((time) => time.slice(0, 10));
      expect(new Set(days).size, id).toBe(days.length);
    }
  });

  test('Slack took everything the bot did', () => {
    expect(world.sandbox.troubles()).toEqual([]);
  });
});
