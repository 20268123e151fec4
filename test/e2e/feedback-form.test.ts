import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../src/sandbox/client/person.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { register, revoke, standing } from '../../src/store/registrations.ts';
import { auditEvents, registrations } from '../../src/store/schema.ts';
import { actsOf, onRecord, said } from '../support/acts.ts';
import { memberOf, reminders } from '../support/ledger.ts';
import { assignmentOf, assignmentsOn, fillPage, openForm } from '../support/report.ts';
import { tell } from '../support/story.ts';
import { openWorld, shanghai, type World } from '../support/world.ts';

/** 征询意见表 in May: replies of 区教育局 are out since 05-10, some forms are on their way. */
let world: World;
const as = (id: string) => world.sandbox.as(id);
const edu = () => as('U01EDU');
const desk = () => as('U01DESK');
const manager = () => as('U01LEAD');

async function ask(who: Person, text: string): Promise<string> {
  return said(world, actsOf(world).command(who.id, text));
}

/** What stands about a proposal's form: `form-sent 2022-05-12`, with the grade. */
async function recorded(unit: string, number: string): Promise<string[]> {
  const office = await ensureOffice(world.storage.db);
  const rows = await standing(world.storage.db, office.id, {
    assignmentIds: [await assignmentOf(world, unit, number)],
  });
  return rows
    .filter(({ kind }) => kind.startsWith('form-'))
    .map(({ kind, on, details }) => [kind, on, details.grade].filter(Boolean).join(' '))
    .sort();
}

async function put(unit: string, number: string, kinds: readonly string[], on: string): Promise<void> {
  const office = await ensureOffice(world.storage.db);
  const { id: memberId } = await memberOf(world, 'U01EDU');
  const assignmentId = await assignmentOf(world, unit, number);
  const row = { officeId: office.id, assignmentId, memberId, on, createdAt: shanghai(`${on}T10:00`) };
  const { units } = await loadFacts(world.storage.db, office.id);
  const unitId = units.find(({ name }) => name === unit)?.id ?? null;
  await register(
    world.storage.db,
    kinds.map((kind) => ({ ...row, unitId, kind })),
  );
}

/** Both halves of the reply (R20). */
async function replied(unit: string, numbers: readonly string[], on: string): Promise<void> {
  for (const number of numbers) await put(unit, number, ['reply-delivered', 'reply-uploaded'], on);
}

beforeAll(async () => {
  world = await openWorld();
  await world.stopBot();
  world.sleepUntil('2022-05-20T10:00');
  await replied('区教育局', ['6', '7', '8', '11', '12'], '2022-05-10');
  await world.startBot();
});
afterAll(() => world.close());

describe('in one line', () => {
  test('R50: what was sent is put on record with its day, and the next fact is asked for', async () => {
    expect(await ask(edu(), '征询表 6 已寄 5月12日')).toBe(
      '第6号已登记：5月12日寄出。\n第6号委员收到日期还没有登记（20天从那天起算）。',
    );
    expect(await recorded('区教育局', '6')).toEqual(['form-sent 2022-05-12']);
  });

  test('R50: several at once, and a letter among them is left out with the clause', async () => {
    expect(await ask(edu(), '征询表 7、8、10、14 已寄 昨天')).toBe(
      [
        '第7、8号已登记：5月19日寄出。',
        '第7、8号委员收到日期还没有登记（20天从那天起算）。',
        '第10号：信函类型案件，不需要寄送征询意见表（三(六)）。',
        '第14号不是区教育局承办的提案，未登记，请核对案号。',
      ].join('\n'),
    );
    expect(await recorded('区教育局', '10')).toEqual([]);
  });

  test('R54: a letter alone is refused with the notice’s sentence', async () => {
    expect(await ask(edu(), '征询表 10 已寄')).toBe('第10号：信函类型案件，不需要寄送征询意见表（三(六)）。');
    expect(await ask(edu(), '征询表 10')).toContain('信函类型案件');
  });

  test('R50: who only assists has no form to send', async () => {
    expect(await ask(edu(), '征询表 15 已寄')).toContain('由答复委员的单位寄送');
    expect(await ask(as('U01CZJ'), '征询表')).toContain('没有需要寄送征询意见表的提案');
  });

  test('R51: with the day of receipt the twenty days begin', async () => {
    expect(await ask(edu(), '征询表 6 委员收到 5月14日')).toBe(
      '第6号已登记：5月14日委员收到。\n第6号委员应于6月3日前寄回。',
    );
  });

  test('said again it changes nothing; another day is sent to 更正', async () => {
    const before = await onRecord(world);
    expect(await ask(edu(), '征询表 6 收到 5月14日')).toContain('第6号此前已登记，无需重复。');
    expect(await ask(edu(), '征询表 6 收到 5月15日')).toBe(
      '第6号委员收到：已登记为5月14日，有误请先用“更正”。',
    );
    expect(await onRecord(world)).toEqual(before);
  });

  test.each([
    ['征询表 11 已寄 5月21日', '第11号寄出：日期不能晚于今天。'],
    ['征询表 11 已寄 5月9日', '第11号寄出：不能早于书面答复日期5月10日。'],
    ['征询表 7、8 收到 5月18日', '第7、8号委员收到：不能早于寄出日期5月19日。'],
    ['征询表 7 寄回 5月18日', '第7号寄回主办单位：不能早于寄出日期5月19日。'],
    ['征询表 6 寄回 5月13日', '第6号寄回主办单位：不能早于委员收到日期5月14日。'],
    ['征询表 11 寄回 很好', '没有看懂，没有登记。请写“征询表 12 已寄 5月10日”，或发送“征询表”。'],
    ['征询表 11 满意', '第11号表寄回或网上反馈后才能登记委员意见，请同时填日期。'],
    ['征询表 11 还没寄', '看起来还没有办，没有登记。请写“征询表 12 已寄 5月10日”，或发送“征询表”。'],
    ['征询表 11 2月30日已寄', '这个日期不存在，没有登记。请写“征询表 12 已寄 5月10日”，或发送“征询表”。'],
    ['征询表 已寄', '请写案号，如“征询表 12 已寄 5月10日”。'],
    ['征询表 999 已寄', '第999号不是区教育局承办的提案，未登记，请核对案号。'],
    ['征询表 14 已寄', '第14号不是区教育局承办的提案，未登记，请核对案号。'],
    [
      `征询表 11 已寄 ${'<!channel> '.repeat(3_000)}`,
      '没有看懂，没有登记。请写“征询表 12 已寄 5月10日”，或发送“征询表”。',
    ],
  ])('“%s” is refused in words and changes nothing', async (text, refusal) => {
    const before = await onRecord(world);
    expect(await ask(edu(), text)).toBe(refusal);
    expect(await onRecord(world)).toEqual(before);
  });

  test('R51: facts that come in another order are asked for, not refused', async () => {
    expect(await ask(edu(), '征询表 11 寄回 5月18日 满意')).toBe(
      [
        '第11号已登记：5月18日寄回主办单位，满意。',
        '第11号请补登寄出日期、委员收到日期；还缺寄回建议提案股、网上反馈。',
      ].join('\n'),
    );
    expect(await ask(edu(), '征询表 11 寄出 5月19日')).toBe('第11号寄出：不能晚于寄回主办单位日期5月18日。');
    expect(await ask(edu(), '征询表 11 寄出 5月11日')).toContain('请补登委员收到日期');
  });

  test('typed to the bot without the slash it works the same', async () => {
    const answer = await tell(world.sandbox, edu(), '征询表 11 收到 5月12日');
    expect(answer.shown).toContain('第11号已登记：5月12日委员收到');
  });

  test('of two colleagues who record the same at once one is told that it was done', async () => {
    const answers = await Promise.all(['U01EDU', 'U02EDU'].map((id) => ask(as(id), '征询表 8 收到 5月20日')));
    expect(answers.filter((answer) => answer.includes('已登记：5月20日委员收到'))).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes('此前已登记'))).toHaveLength(1);
    expect(await recorded('区教育局', '8')).toEqual(['form-received 2022-05-20', 'form-sent 2022-05-19']);
  });
});

describe('in the window', () => {
  test('R51: opens with what is known about the one proposal, and refuses at the field', async () => {
    await edu().command('/duban', '征询表 7');
    const form = openForm(edu());
    expect(form.title).toBe('征询意见表');
    expect(form.shown).toContain('5月19日寄出');
    expect(JSON.stringify(form.values['form-sent'])).toContain('2022-05-19');
    edu().fill({ 'form-received': '2022-05-18', 'form-back-unit': '2022-05-21' });
    expect(await edu().submit()).toEqual({
      result: 'errors',
      from: 'bot',
      errors: {
        'form-received': '第7号委员收到：不能早于寄出日期5月19日。',
        'form-back-unit': '第7号寄回主办单位：日期不能晚于今天。',
      },
    });
    // Nothing typed is lost, and corrected it is taken.
    expect(JSON.stringify(openForm(edu()).values['form-received'])).toContain('2022-05-18');
    edu().fill({ 'form-received': '2022-05-20', 'form-back-unit': null });
    expect((await edu().submit()).result).toBe('updated');
    expect(openForm(edu()).shown).toContain('第7号委员应于6月9日前寄回');
    await edu().close();
    expect(await recorded('区教育局', '7')).toEqual(['form-received 2022-05-20', 'form-sent 2022-05-19']);
  });

  test('R50: sending is proposed with the day of the reply; nothing chosen or nothing filled in is said at the field', async () => {
    await edu().command('/duban', '征询表 12');
    expect(JSON.stringify(openForm(edu()).values['form-sent'])).toContain('2022-05-10');
    edu().fill({ 'form-sent': null });
    expect(await edu().submit()).toMatchObject({ errors: { 'form-sent': '请至少填一个日期' } });
    edu().fill({ grade: '满意' });
    expect(await edu().submit()).toMatchObject({
      errors: { grade: expect.stringContaining('表寄回或网上反馈后才能登记委员意见') },
    });
    await edu().close();
  });

  test('forged answers change nothing', async () => {
    const { form } = actsOf(world);
    const foreign = await assignmentOf(world, '区卫生健康局', '14');
    const own = await assignmentOf(world, '区教育局', '12');
    const before = await onRecord(world);
    expect(
      await said(world, form('U01EDU', 'feedback-form', {}, { which: [foreign], 'form-sent': '2022-05-12' })),
    ).toBe('which：请选择承办的提案');
    expect(
      await said(world, form('U01EDU', 'feedback-form', {}, { which: [own], 'form-sent': '昨天' })),
    ).toBe('form-sent：请重新选择日期');
    expect(
      await said(
        world,
        form(
          'U01EDU',
          'feedback-form',
          {},
          { which: [own], 'form-back-unit': '2022-05-19', grade: '很满意' },
        ),
      ),
    ).toContain('请选满意、基本满意、不满意之一');
    expect(await onRecord(world)).toEqual(before);
  });

  test('recorded as done elsewhere the days have the same order', async () => {
    await edu().command('/duban', '登记');
    const duty = `form-send/${await assignmentOf(world, '区教育局', '12')}#form-sent`;
    edu().fill({ what: [duty], day: '2022-05-09' });
    expect(await edu().submit()).toMatchObject({
      errors: { day: '第12号寄出：不能早于书面答复日期5月10日。' },
    });
    await edu().close();
  });

  test('typed without the slash, where no window can open, the state comes with the way to it', async () => {
    const answer = await tell(world.sandbox, edu(), '征询表');
    expect(answer.shown).toContain('区教育局：征询意见表12件未收齐');
    expect(answer.shown).toContain('5月12日寄出，5月14日委员收到');
    await edu().click(answer, '登记征询表');
    expect(openForm(edu()).title).toBe('征询意见表');
    await edu().close();
  });
});

describe('R51 the twenty days are shown', () => {
  test('in 我的, per proposal, with a button that opens the window', async () => {
    const answer = await tell(world.sandbox, edu(), '我的');
    expect(answer.shown).toContain('第6号委员应于6月3日前寄回');
    expect(answer.shown).toContain('第7、8号委员应于6月9日前寄回');
    expect(answer.shown).toContain('第12号《关于加强学校周边食品安全监管的提案》 分办｜寄送征询意见表');
    await edu().click(answer, '登记征询表');
    expect(openForm(edu()).title).toBe('征询意见表');
    await edu().close();
  });

  test('in the daily reminder, once the form is with the member', async () => {
    const ybj = as('U01YBJ');
    await ask(ybj, '签收 全部');
    for (const month of ['4', '5']) {
      await ybj.command('/yuebao', `2022-0${month}`);
      await fillPage(ybj, `${month}月`).submit();
    }
    await replied('区医疗保障局', ['54'], '2022-05-18');
    expect(await ask(ybj, '征询表 54 已寄 5月18日')).toContain('已登记：5月18日寄出');
    expect(await ask(ybj, '征询表 收到 5月20日')).toContain('第54号已登记：5月20日委员收到');
    await world.goTo('2022-05-23T09:30');
    const reminder = await world.sandbox.until('the reminder', () =>
      reminders(ybj).find((one) => one.text.includes('征询意见表')),
    );
    expect(reminder.shown).toContain('\n委员应于6月9日前寄回\n');
    expect(reminder.shown).toContain('[登记征询表]');
  });
});

describe('the desk', () => {
  test('R51: records what has come back to it, for any unit, and the unit’s list knows it', async () => {
    expect(await ask(desk(), '征询表 6 5月23日')).toContain(
      '第6号（区教育局）已登记：5月23日寄回建议提案股。',
    );
    expect(await recorded('区教育局', '6')).toContain('form-back-desk 2022-05-23');
    const mine = await tell(world.sandbox, edu(), '我的');
    expect(mine.shown).not.toContain('第6号委员应于');
  });

  test('has to say whose form, where several units answer one proposal', async () => {
    expect(await ask(desk(), '征询表 12 收到')).toBe(
      '第12号由区教育局、区市场监督管理局、区城市管理和综合执法局分别承办，请写明单位，如“征询表 12 区教育局”。',
    );
    expect(await ask(desk(), '征询表 12 教育局 收到 5月20日')).toContain('第12号（区教育局）已登记');
    expect(await recorded('区市场监督管理局', '12')).toEqual([]);
  });

  test('does not record for a unit what the unit and the member do', async () => {
    const before = await onRecord(world);
    expect(await ask(desk(), '征询表 7 已寄 5月20日')).toContain('股内只登记寄回建议提案股的征询意见表');
    expect(await ask(desk(), '征询表 10')).toContain('信函类型案件');
    const { form } = actsOf(world);
    const own = await assignmentOf(world, '区教育局', '12');
    expect(
      await said(world, form('U01DESK', 'feedback-form', {}, { which: [own], 'form-sent': '2022-05-12' })),
    ).toBe('form-back-desk：请至少填一个日期');
    expect(await onRecord(world)).toEqual(before);
  });

  test('chooses in a window from what was sent first, the day being today', async () => {
    await desk().command('/duban', '征询表');
    const form = openForm(desk());
    expect(JSON.stringify(form.values['form-back-desk'])).toContain('2022-05-23');
    desk().fill({ which: [await assignmentOf(world, '区教育局', '7')] });
    expect((await desk().submit()).result).toBe('updated');
    expect(openForm(desk()).shown).toContain('第7号（区教育局）已登记：5月23日寄回建议提案股');
    await desk().close();
  });

  test('a manager and a unit’s leader record nothing', async () => {
    expect(await ask(manager(), '征询表 6 5月23日')).toContain('这项操作由联络员、副联络员、建议提案股使用');
  });
});

describe('R51 a member who is not satisfied', () => {
  const notices = (who: Person) => who.inbox().filter((message) => message.text.includes('【需要重新办理】'));

  test('is told at once to the desk and the managers, with what the notice leaves open', async () => {
    const answer = await ask(edu(), '征询表 6 寄回 5月23日 不满意');
    expect(answer).toContain('第6号已登记：5月23日寄回主办单位，不满意。');
    expect(answer).toContain('已告知建议提案股和区府办领导需要重新办理（通知没有规定程序，由股内研究）');
    for (const who of [desk(), as('U02DESK'), manager(), as('U02LEAD')]) {
      const notice = await world.sandbox.until(`the notice to ${who.id}`, () => notices(who)[0]);
      expect(notice.shown).toContain('【需要重新办理】区教育局 第6号：委员意见为“不满意”（5月23日反馈）');
      expect(notice.shown).toContain('通知没有规定委员不满意时的程序和期限');
      expect(notice.shown).not.toMatch(/通报|扣除/);
    }
  });

  test('is told once, however often it is said', async () => {
    expect(await ask(edu(), '征询表 6 网上反馈 5月23日 不满意')).toContain('征询意见表已全部收回');
    expect(await ask(edu(), '征询表 6 满意')).toBe('第6号委员意见已登记为“不满意”，有误请先用“更正”。');
    // Taken back as an error and recorded again it is no news.
    const office = await ensureOffice(world.storage.db);
    const back = await standing(world.storage.db, office.id, {
      assignmentIds: [await assignmentOf(world, '区教育局', '6')],
      kinds: ['form-back-unit', 'form-back-online'],
    });
    const by = {
      memberId: (await memberOf(world, 'U01EDU')).id,
      at: world.sandbox.clock.now(),
      why: '登记有误',
    };
    await revoke(
      world.storage.db,
      office.id,
      back.map(({ id }) => id),
      by,
    );
    expect(await ask(edu(), '征询表 6 寄回主办单位 5月23日 不满意')).toContain('寄回主办单位，不满意');
    expect(await ask(edu(), '征询表 6 网上反馈 5月23日')).toContain('征询意见表已全部收回');
    await world.goTo('2022-05-23T11:00');
    expect(notices(desk())).toHaveLength(1);
    expect(notices(manager())).toHaveLength(1);
  });

  test('put on record by the desk, is told to the unit, which is to do the work', async () => {
    expect(notices(edu())).toEqual([]);
    expect(await ask(desk(), '征询表 8 寄回 5月23日 不满意')).toContain('第8号（区教育局）已登记');
    const notice = await world.sandbox.until('the notice to the unit', () => notices(edu())[0]);
    expect(notice.shown).toContain('【需要重新办理】区教育局 第8号：委员意见为“不满意”（5月23日反馈）');
    expect(notices(desk())).toHaveLength(1);
  });

  test('shows among the desk’s and the manager’s risks', async () => {
    expect(await ask(manager(), '进度')).toContain('委员不满意，需要重新办理（通知未规定程序）：区教育局');
  });

  test('known only after the form was ticked, the grade joins the tick and the old one stays in the story', async () => {
    expect(await ask(desk(), '征询表 7 基本满意 5月23日')).toContain('第7号（区教育局）已登记：基本满意。');
    expect(await recorded('区教育局', '7')).toContain('form-back-desk 2022-05-23 基本满意');
    const rows = await world.storage.db
      .select()
      .from(registrations)
      .where(eq(registrations.assignmentId, await assignmentOf(world, '区教育局', '7')));
    expect(rows.filter(({ kind, revokedAt }) => kind === 'form-back-desk' && revokedAt)).toHaveLength(1);
  });
});

test('R41, R51: with the three returns the proposal leaves the monthly report', async () => {
  await world.goTo('2022-06-01T09:30');
  await edu().command('/yuebao', '2022-06');
  const left = assignmentsOn(openForm(edu()));
  expect(left).not.toContain(await assignmentOf(world, '区教育局', '6'));
  expect(left).toContain(await assignmentOf(world, '区教育局', '7'));
  await edu().close();
});

test('every fact is on record with who put it there and from which message', async () => {
  const events = await world.storage.db.select().from(auditEvents).where(eq(auditEvents.action, 'form'));
  expect(events.length).toBeGreaterThan(10);
  expect(events.every(({ memberId, source, details }) => memberId && source && 'kind' in details)).toBe(true);
});

test('“补登” under an answer opens the window for what is missing', async () => {
  await replied('区教育局', ['9'], '2022-05-24');
  const answer = await tell(world.sandbox, edu(), '征询表 9 寄回 5月30日');
  expect(answer.shown).toContain('请补登寄出日期、委员收到日期');
  await edu().click(answer, '补登');
  expect(JSON.stringify(openForm(edu()).values['form-back-unit'])).toContain('2022-05-30');
  await edu().close();
});

describe('R41, R52 when the last form arrives on 09-28', () => {
  const ybj = () => as('U01YBJ');
  const tyj = () => as('U01TYJ');

  beforeAll(async () => {
    await world.stopBot();
    world.sleepUntil('2022-09-28T10:00');
    await put('区医疗保障局', '54', ['form-back-unit', 'form-back-desk'], '2022-09-26');
    await replied('区退役军人事务局', ['55'], '2022-08-20');
    await put('区退役军人事务局', '55', ['form-sent', 'form-back-unit', 'form-back-desk'], '2022-09-20');
    await world.startBot();
  });

  test('the answer says that the proposal has left the monthly report', async () => {
    expect(await ask(ybj(), '征询表 54 网上反馈 9月28日')).toContain(
      '第54号征询意见表已全部收回，此件以后不再报月报（三(五)）；委员满意程度还没有登记。',
    );
  });

  test('October’s report is not asked of the unit, and still is where one of three is missing', async () => {
    await world.stopBot();
    world.sleepUntil('2022-10-08T10:00');
    await world.startBot();
    expect((await ybj().command('/yuebao', '2022-10')).answer?.shown).toBe(
      '区医疗保障局2022年10月无需报送月报（三(五)）：征询意见表已全部收回。',
    );
    await tyj().command('/yuebao', '2022-10');
    expect(openForm(tyj()).title).toBe('2022年10月月报');
    await tyj().close();
  });

  test('R53: what can no longer come back by 10-30 stands in the unit’s list', async () => {
    await world.stopBot();
    world.sleepUntil('2022-10-11T10:00');
    await world.startBot();
    const { shown } = await tell(world.sandbox, edu(), '我的');
    expect(shown).toContain('今天收到，20天也要到10月31日，已超过10月30日');
  });
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
