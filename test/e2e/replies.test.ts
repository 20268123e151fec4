import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../src/sandbox/client/person.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { standing } from '../../src/store/registrations.ts';
import { actsOf, onRecord, said } from '../support/acts.ts';
import { assignmentOf, openForm, typedIn } from '../support/report.ts';
import { latest, press, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

/** 22 August, a Monday: 区教育局 leads 1 to 5, answers 6 to 8 alone and the letter 10, and assists in 15 and 47. */
let world: World;
const as = (id: string) => world.sandbox.as(id);
const edu = () => as('U01EDU');
const wjj = () => as('U01WJJ');
const ask = (who: Person, text: string) => said(world, actsOf(world).command(who.id, text));

/** What stands about a proposal, in the order of the names: `contacted 2022-08-10 电话 before`. */
async function recorded(unit: string, number: string): Promise<string[]> {
  const office = await ensureOffice(world.storage.db);
  const rows = await standing(world.storage.db, office.id, {
    assignmentIds: [await assignmentOf(world, unit, number)],
  });
  return rows
    .map(({ kind, on, promisedOn, details }) =>
      [
        kind,
        on,
        details.way,
        details.phase,
        details.fileNumber,
        details.category,
        promisedOn && `→${promisedOn}`,
      ]
        .filter(Boolean)
        .join(' '),
    )
    .sort();
}

/** The form behind a command. */
async function open(who: Person, text: string) {
  const result = await who.command('/duban', text);
  if (!result.ok) throw new Error(`${text} was not taken: ${result.error}`);
  return openForm(who);
}

/** A button of the open window, which the form takes the place of a moment after the click was heard. */
async function leads(who: Person, button: string): Promise<void> {
  const before = who.modal()?.shown;
  expect((await who.click('modal', button)).ok).toBe(true);
  await world.sandbox.until('the form', () => who.modal()?.shown !== before);
}

/** Sends the open form in; the window that answers, or what stands at the fields. */
async function sendIn(who: Person): Promise<string> {
  const sent = await who.submit();
  if (sent.result === 'errors')
    return Object.entries(sent.errors)
      .map(([field, fault]) => `${field}：${fault}`)
      .join('\n');
  return who.modal()?.shown ?? sent.result;
}

beforeAll(async () => {
  world = await openWorld();
  await world.stopBot();
  world.sleepUntil('2022-08-22T10:00');
  await world.startBot();
});
afterAll(() => world.close());

describe('沟通', () => {
  test('R36 one line records the contact with its way, day and stage', async () => {
    expect(await ask(edu(), '沟通 1 电话 8月10日')).toBe('已登记沟通：第1号（办前，电话，8月10日）。');
    expect(await recorded('区教育局', '1')).toEqual(['contacted 2022-08-10 电话 before']);
  });

  test('R35 the next one is 办中 unless it says otherwise, for several proposals at once, with a note', async () => {
    expect(await ask(edu(), '沟通 1、2 面商 昨天 办中 委员建议增加学位')).toBe(
      '已登记沟通：第1、2号（办中，面商，8月21日）。',
    );
    expect(await recorded('区教育局', '1')).toContain('contacted 2022-08-21 面商 during');
    expect(await ask(edu(), '沟通 2 电话')).toBe('已登记沟通：第2号（办中，电话，8月22日）。');
  });

  test('the same contact told twice is one', async () => {
    const before = await recorded('区教育局', '1');
    expect(await ask(as('U02EDU'), '沟通 1 电话 8月10日 办前')).toBe(
      '第1号的这次沟通（办前，电话，8月10日）此前已登记，无需重复。',
    );
    expect(await recorded('区教育局', '1')).toEqual(before);
  });

  test.each([
    ['沟通 15 电话', '第15号由贵单位会办，“答复前沟通”由主办、独办、分办单位办理（三(四)）。'],
    ['沟通 99 电话', '第99号不是区教育局承办的提案，请核对案号。'],
    ['沟通 13 电话', '第13号不是区教育局承办的提案，请核对案号。'],
    ['沟通 3 电话 8月23日', '日期不能晚于今天。'],
    ['沟通 3 电话 3月20日', '第3号是3月28日（周一）交办的，日期不能早于交办日期。'],
    ['沟通 3 电话 2月30日', '这个日期不存在，请核对，如“5月10日”。'],
    ['沟通 3 电话 8月10日 8月11日', '一次请只写一个日期。'],
  ])('R36 %s is refused in words and changes nothing', async (text, answer) => {
    const before = await onRecord(world);
    expect(await ask(edu(), text)).toBe(answer);
    expect(await onRecord(world)).toEqual(before);
  });

  test('R36 20,000 characters are refused with their number, and nothing is cut off', async () => {
    const before = await onRecord(world);
    expect(await ask(edu(), `沟通 3 电话 ${'很'.repeat(20_000)}`)).toMatch(
      /^一条沟通最多500字，现有2000\d字/u,
    );
    expect(await onRecord(world)).toEqual(before);
  });

  test('R36 what has not been done, or is a question, is not recorded', async () => {
    const before = await onRecord(world);
    for (const text of ['沟通 3 还没有电话', '沟通 3 明天电话', '沟通 3 电话了吗']) {
      const form = await open(edu(), text);
      expect(form.title).toBe('登记沟通');
      await edu().close();
    }
    expect(await onRecord(world)).toEqual(before);
  });

  test('R36 a typed line that says not enough is answered with a button, behind which everything stands', async () => {
    const answer = await tell(world.sandbox, edu(), '沟通 3');
    expect(answer.shown).toContain('第3号的沟通请写明方式和日期');
    expect((await edu().click(answer, '登记沟通')).ok).toBe(true);
    edu().fill({ 方式: '书面', 沟通日期: '2022-08-25' });
    expect(await sendIn(edu())).toBe('day：日期不能晚于今天');
    edu().fill({ 沟通日期: '2022-08-19', 备注: '<!channel> *同意*' });
    expect(await sendIn(edu())).toBe('已登记沟通：第3号（办前，书面，8月19日）。');
    expect(await recorded('区教育局', '3')).toEqual(['contacted 2022-08-19 书面 before']);
    await edu().close();
  });

  test('R36 a sentence that says nothing but a contact is recorded like the command', async () => {
    const answer = await tell(world.sandbox, edu(), '第5号已于8月16日与领衔委员电话沟通');
    expect(answer.shown).toBe('已登记沟通：第5号（办前，电话，8月16日）。');
    expect(await recorded('区教育局', '5')).toEqual(['contacted 2022-08-16 电话 before']);
  });

  test.each([
    '5号没有与委员电话沟通',
    '5号明天与委员电话沟通',
    '5号与委员电话沟通了吗',
    '5号已电话沟通，已签收',
  ])('R36 %s is no contact told for certain', async (text) => {
    await tell(world.sandbox, edu(), text);
    expect(await recorded('区教育局', '5')).toEqual(['contacted 2022-08-16 电话 before']);
  });

  test('the form takes nobody else’s proposal, no way and no stage of its own making', async () => {
    const foreign = await assignmentOf(world, '区财政局', '1');
    const own = await assignmentOf(world, '区教育局', '4');
    const send = (values: Record<string, string | string[]>) =>
      said(
        world,
        actsOf(world).form('U01EDU', 'contact-form', '', {
          which: [own],
          phase: 'before',
          way: '电话',
          day: '2022-08-20',
          note: '',
          ...values,
        }),
      );
    const before = await onRecord(world);
    expect(await send({ which: [foreign] })).toContain('which：请选择贵单位现在承办的提案');
    expect(await send({ which: [own, foreign] })).toContain('which：');
    expect(await send({ way: '心灵感应' })).toBe('way：请选择方式');
    expect(await send({ phase: 'never' })).toBe('phase：请选择阶段');
    expect(await send({ day: '昨天' })).toBe('day：请选择日期');
    expect(await onRecord(world)).toEqual(before);
  });
});

describe('R37 who is missing what', () => {
  test('is seen by every unit of the proposal, the lead and those who assist', async () => {
    await ask(wjj(), '签收 4');
    const line = '第4号：主办 区教育局（未签收、未书面答复、答复未上传）；会办 区卫生健康局（会办意见未到）';
    expect(await ask(wjj(), '沟通 4')).toBe(line);
    expect((await open(edu(), '沟通 4')).shown).toContain(line);
    await edu().close();
    expect((await tell(world.sandbox, edu(), '沟通 4')).shown).toContain(line);
  });

  test('stands in 我的: the lead reads whose opinion has not come, who assists reads who leads', async () => {
    const lead = await ask(edu(), '我的');
    expect(lead).toMatch(/会办意见未到：[^\n]*区卫生健康局（第4号）/u);
    expect(await ask(wjj(), '我的')).toMatch(/会办意见[^①-⑳]*主办：[^\n]*区教育局/u);
  });

  test('goes away for all of them as soon as the opinion is there', async () => {
    expect(await ask(wjj(), '会办意见 4 B 8月20日')).toBe(
      '已登记会办意见：第4号，B 正在解决或列入计划逐步解决，8月20日。',
    );
    expect(await ask(edu(), '沟通 4')).not.toContain('会办意见未到');
    expect(await ask(edu(), '我的')).not.toMatch(/会办意见未到：[^\n]*区卫生健康局（第4号）/u);
  });

  test('is no business of a unit that has no part in it', async () => {
    expect(await ask(as('U01CZJ'), '沟通 4')).toBe('第4号不是区财政局承办的提案，请核对案号。');
  });
});

describe('会办意见', () => {
  test('R34 stands with its category; a second time changes nothing and says who was first', async () => {
    expect(await recorded('区卫生健康局', '4')).toContain('opinion-uploaded 2022-08-20 B');
    const again = await ask(as('U01WJJ'), '会办意见 4 A');
    expect(again).toMatch(
      /^第4号“会办意见标注类别并上传办理系统”此前已登记（8月20日，.+登记），没有改动。$/u,
    );
    expect(await recorded('区卫生健康局', '4')).toContain('opinion-uploaded 2022-08-20 B');
  });

  test('R34 without a category a form asks for it', async () => {
    const form = await open(edu(), '会办意见 15 8月19日');
    expect(typedIn(form, 'day')).toBe('');
    expect(await sendIn(edu())).toBe('category：请填写此项');
    edu().fill({ 答复类别: 'C' });
    expect(await sendIn(edu())).toContain('已登记会办意见：第15号，C 因条件所限需以后解决，8月19日。');
    await edu().close();
  });

  test.each([
    ['会办意见 1 A', '第1号由贵单位主办，“会办意见”由会办单位办理（二）。'],
    ['会办意见 4 A', '第4号由贵单位主办，“会办意见”由会办单位办理（二）。'],
    ['会办意见 99 A', '第99号不是区教育局承办的提案，请核对案号。'],
    ['会办意见 47 A 8月30日', '日期不能晚于今天。'],
  ])('R21 %s is refused in words', async (text, answer) => {
    const before = await onRecord(world);
    expect(await ask(edu(), text)).toBe(answer);
    expect(await onRecord(world)).toEqual(before);
  });

  test('R21 two people at once leave one opinion, and both are told', async () => {
    const [one, other] = await Promise.all([ask(edu(), '会办意见 47 A'), ask(as('U02EDU'), '会办意见 47 B')]);
    expect([one, other].filter((answer) => answer.startsWith('已登记会办意见'))).toHaveLength(1);
    expect([one, other].filter((answer) => answer.includes('没有改动'))).toHaveLength(1);
    expect((await recorded('区教育局', '47')).filter((row) => row.startsWith('opinion'))).toHaveLength(1);
  });
});

describe('答复', () => {
  test('R20 R33 R50 one form records both halves, number, category and the feedback form; uncontacted, it warns', async () => {
    await open(edu(), '答复 6');
    edu().fill({ 文号: '茂南教函[2022]06号', 答复类别: 'A', 答复日期: '2022-08-19' });
    await edu().attach('答复函附件', { name: '答复函.pdf', bytes: new TextEncoder().encode('%PDF') });
    const answer = await sendIn(edu());
    expect(answer).toContain('已登记答复：第6号，茂南教函〔2022〕6号，A 已解决或基本解决，8月19日。');
    expect(answer).toContain('第6号的征询意见表已登记寄出。');
    expect(answer).toContain('提示：第6号答复前没有登记与委员沟通（三(四)）');
    expect(await recorded('区教育局', '6')).toEqual([
      'form-sent 2022-08-19',
      'reply-delivered 2022-08-19 茂南教函〔2022〕6号 A',
      'reply-uploaded 2022-08-19 茂南教函〔2022〕6号 A',
    ]);
  });

  test('R36 the answer leads to the contact that was left out; one of before the reply ends the warning', async () => {
    await leads(edu(), '登记沟通');
    edu().fill({ 阶段: 'before', 方式: '面商', 沟通日期: '2022-08-20' });
    expect(await sendIn(edu())).toContain('第6号在这次沟通之前已经答复，仍缺“答复前沟通”');
    await edu().close();
    const asked = async () => (await tell(world.sandbox, as('U01DESK'), '免沟通')).shown;
    expect(await asked()).toContain('第6号 区教育局（8月19日已答复）');
    expect(await ask(edu(), '沟通 6 电话 8月18日 办前')).toBe('已登记沟通：第6号（办前，电话，8月18日）。');
    expect(await asked()).not.toContain('第6号');
  });

  test('R20 a half at a time: what is missing is said, and the duty stays open until both are there', async () => {
    await open(edu(), '答复 7');
    edu().fill({ 文号: '茂南教函〔2022〕7号', 答复类别: 'B', 已经完成: ['reply-delivered'], 征询意见表: [] });
    expect(await sendIn(edu())).toContain('第7号还缺：答复函同步上传办理系统（二），办完再登记。');
    await edu().close();
    expect(await ask(as('U01DESK'), '进度 7')).toMatch(/答复委员　未办.*缺：答复函同步上传办理系统/u);

    const form = await open(edu(), '答复 7');
    expect(typedIn(form, 'number')).toBe('茂南教函〔2022〕7号');
    expect(JSON.stringify(form.values.halves)).not.toContain('reply-delivered');
    expect(await sendIn(edu())).toContain('已登记答复：第7号');
    await edu().close();
    expect(await ask(as('U01DESK'), '进度 7')).toMatch(/答复委员　已办/u);
  });

  test('R20 a number that is used for another proposal is said, and does not stop anybody', async () => {
    await open(edu(), '答复 9');
    edu().fill({ 文号: '茂南教函（2022）7号', 答复类别: 'B' });
    expect(await sendIn(edu())).toContain('注意：茂南教函〔2022〕7号此前已登记在第7号，请核对文号。');
    await edu().close();
    expect(await recorded('区教育局', '9')).toContain('reply-delivered 2022-08-22 茂南教函〔2022〕7号 B');
  });

  test('R20 one letter answers several proposals in one form; a letter owes no feedback form (R54)', async () => {
    await open(edu(), '答复 10、11');
    edu().fill({ 文号: '茂南教函〔2022〕10号', 答复类别: 'D', 征询意见表: ['form-sent'] });
    const answer = await sendIn(edu());
    expect(answer).toContain('已登记答复：第10、11号');
    expect(answer).toContain('第11号的征询意见表已登记寄出。');
    expect(answer).toContain('第10号：信函类型案件，不需要寄送征询意见表（三(六)）。');
    expect(answer).not.toContain('注意：');
    await edu().close();
    expect(await recorded('区教育局', '10')).not.toContain('form-sent 2022-08-22');
  });

  test('R20 R33 what is wrong stands at its field, and nothing typed is lost', async () => {
    const before = await onRecord(world);
    await open(edu(), '答复 12');
    edu().fill({ 文号: '教函12号', 答复类别: 'A' });
    expect(await sendIn(edu())).toBe('number：文号应为“茂南教函〔2022〕12号”的形式，请核对');
    expect(typedIn(openForm(edu()), 'number')).toBe('教函12号');
    edu().fill({ 文号: '茂南教函〔2022〕12号', 答复日期: '2022-08-23' });
    expect(await sendIn(edu())).toBe('day：日期不能晚于今天');
    edu().fill({ 答复日期: '2022-08-22', 已经完成: [], 征询意见表: [] });
    expect(await sendIn(edu())).toContain('halves：请勾选已经完成的');
    await edu().close();
    expect(await onRecord(world)).toEqual(before);
  });

  test('R23 a reply in phases needs both halves and a day to come; it opens the next one and moves no date', async () => {
    await open(edu(), '答复 8');
    edu().fill({ 文号: '茂南教函〔2022〕8号', 答复类别: 'B', 答复方式: 'phased' });
    expect(await sendIn(edu())).toBe('promised：分阶段答复请选择下次答复的日期');
    edu().fill({ 下次答复日期: '2022-08-22' });
    expect(await sendIn(edu())).toBe('promised：下次答复日期应晚于今天');
    edu().fill({ 下次答复日期: '2022-09-23', 已经完成: ['reply-delivered'] });
    expect(await sendIn(edu())).toContain('halves：分阶段答复也要书面答复委员并及时上传办理系统');
    edu().fill({ 已经完成: ['reply-delivered', 'reply-uploaded'] });
    expect(await sendIn(edu())).toContain('下次答复9月23日（周五）前，到期前会提醒。');
    await edu().close();
    expect(await recorded('区教育局', '8')).toEqual([
      'reply-phased 2022-08-22 茂南教函〔2022〕8号 B →2022-09-23',
    ]);
    const stands = await ask(as('U01DESK'), '进度 8');
    expect(stands).toContain('下一阶段答复　未办，9月23日（周五）前');
    expect(stands).toMatch(/答复委员　未办，8月30日（周二）前.*已说明：分阶段答复委员/u);
  });

  test('R23 the same reply in phases told twice is one', async () => {
    await open(edu(), '答复 8');
    edu().fill({ 答复方式: 'phased', 下次答复日期: '2022-09-23' });
    expect(await sendIn(edu())).toContain('第8号的这次分阶段答复此前已登记，没有改动。');
    await edu().close();
    expect(await recorded('区教育局', '8')).toHaveLength(1);
  });

  test('R23 after the whole reply there is nothing left to promise', async () => {
    await open(edu(), '答复 9');
    edu().fill({ 答复方式: 'phased', 下次答复日期: '2022-09-23' });
    expect(await sendIn(edu())).toContain('phase：第9号已登记正式答复，不用再登记分阶段答复');
    await edu().close();
  });

  test.each([
    ['答复 15', '第15号由贵单位会办，“答复委员”由主办、独办、分办单位办理（二）。'],
    ['答复 99', '第99号不是区教育局承办的提案，请核对案号。'],
  ])('R20 %s is refused in words', async (text, answer) => {
    expect(await ask(edu(), text)).toBe(answer);
  });

  test('R20 typed as a message it brings a button that opens the form', async () => {
    const answer = await tell(world.sandbox, edu(), '答复 12');
    expect((await edu().click(answer, '登记答复')).ok).toBe(true);
    expect(openForm(edu()).title).toBe('登记答复');
    await edu().close();
  });
});

describe('登记, which records bare facts', () => {
  const register = async (chosen: string[], category?: string) => {
    await open(edu(), '登记');
    edu().fill({ 已办事项: chosen, 办理日期: '2022-08-22', ...(category && { 答复类别: category }) });
    return sendIn(edu());
  };

  test('R33 takes a reply without its category, and asks for it at once', async () => {
    const answer = await register(['第12号 书面答复领衔委员', '第12号 答复函同步上传办理系统']);
    expect(answer).toContain('已登记2项');
    expect(answer).toContain('第12号的答复还没有标注答复类别（三(三)），请补填。');
    expect(answer).toContain('第12号答复前没有登记与委员沟通');
    await leads(edu(), '补填答复类别');
    edu().fill({ 文号: '茂南教函〔2022〕12号', 答复类别: 'A', 征询意见表: [] });
    expect(await sendIn(edu())).toContain('已登记答复：第12号，茂南教函〔2022〕12号，A 已解决或基本解决');
    await edu().close();
    expect(await recorded('区教育局', '12')).toEqual([
      'reply-delivered 2022-08-22 茂南教函〔2022〕12号 A',
      'reply-uploaded 2022-08-22 茂南教函〔2022〕12号 A',
    ]);
  });

  test('R33 takes the category as well', async () => {
    const answer = await register(['第19号 书面答复领衔委员'], 'C');
    expect(answer).not.toContain('还没有标注答复类别');
    await edu().close();
    expect(await recorded('区教育局', '19')).toEqual(['reply-delivered 2022-08-22 C']);
  });
});

describe('免沟通', () => {
  const desk = () => as('U01DESK');

  test('R36 the desk sees which replies no contact went before, and ends it with a reason', async () => {
    const list = await tell(world.sandbox, desk(), '免沟通');
    expect(list.shown).toContain('第12号 区教育局（8月22日已答复）');
    await open(desk(), '免沟通 12');
    desk().fill({ 哪些提案: [await assignmentOf(world, '区教育局', '12')] });
    expect(await sendIn(desk())).toBe('why：请填写此项');
    desk().fill({ 原因: '委员长期出国，已书面征求意见' });
    expect(await sendIn(desk())).toContain('已记明无需沟通：第12号 区教育局。');
    await desk().close();
    expect((await tell(world.sandbox, desk(), '免沟通')).shown).not.toContain(
      '第12号 区教育局（8月22日已答复）',
    );
    const state = await tell(world.sandbox, desk(), '进度 12');
    const rest = await press(world.sandbox, desk(), state, '下一页');
    expect(state.shown + rest.shown).toContain('答复前沟通　无需办理：委员长期出国，已书面征求意见');
  });

  test('R36 in one line, and not a second time', async () => {
    expect(await ask(desk(), '免沟通 99 没有必要')).toBe('第99号没有缺“答复前沟通”的承办单位，请核对案号。');
    expect(await ask(desk(), '免沟通 8 已当面说明')).toBe('已记明无需沟通：第8号 区教育局。原因：已当面说明');
    expect(await ask(desk(), '免沟通 8 已当面说明')).toBe('第8号没有缺“答复前沟通”的承办单位，请核对案号。');
  });

  test('R36 a unit cannot excuse itself', async () => {
    expect(await ask(edu(), '免沟通 9 没有必要')).toBe(
      '这项操作由建议提案股使用。发送“帮助”查看您能做什么。',
    );
  });
});

test('R36 the reminder before the date offers the reply, and says what must go before; R22 a hard one its target', async () => {
  await world.goTo('2022-08-23T09:30');
  const card = latest(edu());
  expect(latest(as('U01DESK')).shown).toMatch(
    /未登记沟通即答复：第[^。]*9[^。]*号。发送“免沟通”查看、记明原因/u,
  );
  expect(card.shown).toContain('答复委员（5件）　8月30日（周二）前，剩7个工作日');
  expect(card.shown).toContain('[登记答复]');
  const mine = await ask(edu(), '我的');
  expect(mine).toContain('未登记答复前沟通：第4、19号');
  expect(mine).toContain('10月30日（周日）前，内部目标10月10日，剩');
});
