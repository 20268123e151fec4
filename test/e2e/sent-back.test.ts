import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person, SeenMessage } from '../../src/sandbox/client/person.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { register, standing } from '../../src/store/registrations.ts';
import { registrations } from '../../src/store/schema.ts';
import { actsOf, onRecord, said } from '../support/acts.ts';
import { memberOf } from '../support/ledger.ts';
import { assignmentOf, openForm, typedIn } from '../support/report.ts';
import { latest, press, tell } from '../support/story.ts';
import { openWorld, shanghai, type World } from '../support/world.ts';

/** 22 August, a Monday: the desk sends back what is not in the prescribed form (R33), and marks hard cases (R22). */
let world: World;
const as = (id: string) => world.sandbox.as(id);
const edu = () => as('U01EDU');
const desk = () => as('U01DESK');
const ask = (who: Person, text: string) => said(world, actsOf(world).command(who.id, text));

async function recorded(unit: string, number: string): Promise<string[]> {
  const office = await ensureOffice(world.storage.db);
  const rows = await standing(world.storage.db, office.id, {
    assignmentIds: [await assignmentOf(world, unit, number)],
  });
  return rows
    .map(({ kind, promisedOn, text }) =>
      [kind, promisedOn && `→${promisedOn}`, text].filter(Boolean).join(' '),
    )
    .sort();
}

async function open(who: Person, text: string) {
  const result = await who.command('/duban', text);
  if (!result.ok) throw new Error(`${text} was not taken: ${result.error}`);
  return openForm(who);
}

async function sendIn(who: Person): Promise<string> {
  const sent = await who.submit();
  if (sent.result === 'errors')
    return Object.entries(sent.errors)
      .map(([field, fault]) => `${field}：${fault}`)
      .join('\n');
  const shown = who.modal()?.shown ?? sent.result;
  if (who.modal()) await who.close();
  return shown;
}

/** The bot's next message to a person while something is done. */
async function hears(who: Person, act: () => Promise<unknown>): Promise<SeenMessage> {
  const before = who.inbox().length;
  await act();
  return world.sandbox.until(`a message to ${who.id}`, () => who.inbox()[before]);
}

async function reply(number: string): Promise<void> {
  await open(edu(), `答复 ${number}`);
  edu().fill({ 文号: `茂南教函〔2022〕${number}号`, 答复类别: 'A', 征询意见表: [] });
  expect(await sendIn(edu())).toContain(`已登记答复：第${number}号`);
}

beforeAll(async () => {
  world = await openWorld();
  await world.stopBot();
  world.sleepUntil('2022-08-22T10:00');
  await world.startBot();
  await ask(edu(), '沟通 6、7 电话 8月10日');
  for (const number of ['6', '7']) await reply(number);
  await ask(as('U01WJJ'), '会办意见 4 B');
});
afterAll(() => world.close());

describe('退回', () => {
  test('R33 reasons, a new date to come and something to send back are wanted', async () => {
    const before = await onRecord(world);
    const form = await open(desk(), '退回 6');
    expect(form.shown).toContain('退回什么');
    expect(await desk().submit()).toMatchObject({
      errors: { reasons: '请勾选原因，或在下面写明' },
    });
    desk().fill({ 原因: ['格式不符'], 重新报送的日期: '2022-08-22' });
    expect(await desk().submit()).toMatchObject({ errors: { until: '重新报送的日期应晚于今天' } });
    desk().fill({ 重新报送的日期: '2023-01-05' });
    expect(await desk().submit()).toMatchObject({ errors: { until: expect.stringContaining('以前') } });
    await desk().close();
    expect(await onRecord(world)).toEqual(before);
  });

  test('R33 takes the reply back, asks for it by the new date, and the unit hears it at once with one button', async () => {
    const form = await open(desk(), '退回 6 落款有误');
    expect(typedIn(form, 'why')).toBe('落款有误');
    desk().fill({ 原因: ['格式不符', '附件缺'], 重新报送的日期: '2022-08-29' });
    const message = await hears(edu(), async () =>
      expect(await sendIn(desk())).toContain(
        '已退回区教育局：第6号答复函同步上传办理系统、书面答复领衔委员，8月29日（周一）前重新报送。',
      ),
    );
    expect(message.text.split('\n')[0]).toMatch(
      /^【退回】区教育局：第6号《.+》 答复委员已退回，请于8月29日（周一）前重新报送$/u,
    );
    expect(message.shown).toContain('原因：格式不符；附件缺；落款有误');
    expect(message.shown).toContain('依据原文：不按照格式复文的将予以退回。');
    expect(message.shown).toContain('三(三)');
    expect(message.shown).toContain('[重新提交]');
    expect(message.shown).not.toContain('通报');
    expect(await recorded('区教育局', '6')).toEqual([
      'contacted',
      'sent-back →2022-08-29 格式不符；附件缺；落款有误',
    ]);
  });

  test('R33 who took it back and why stays on record', async () => {
    const { id } = await memberOf(world, 'U01DESK');
    const rows = await world.storage.db.select().from(registrations);
    const taken = rows.filter(({ revokedAt }) => revokedAt !== null);
    expect(taken.map(({ kind }) => kind).sort()).toEqual(['reply-delivered', 'reply-uploaded']);
    expect(taken.every((row) => row.revokedBy === id && row.revokedWhy?.startsWith('格式不符'))).toBe(true);
  });

  test('R33 the legal date stands; what is asked for now is the new one', async () => {
    const stands = await ask(desk(), '进度 6');
    expect(stands).toMatch(/答复委员　未办，8月30日（周二）前.*已说明：格式不符/u);
    expect(stands).toMatch(/退回后重新答复　未办，8月29日（周一）前/u);
    expect(await ask(edu(), '我的')).toMatch(/退回后重新答复　8月29日（周一）前[^①-⑳]*退回原因：格式不符/u);
  });

  test('R33 the button opens the form with everything that was there, and sending it in closes the matter', async () => {
    expect((await edu().click(latest(edu()), '重新提交')).ok).toBe(true);
    const form = openForm(edu());
    expect(typedIn(form, 'number')).toBe('茂南教函〔2022〕6号');
    expect(form.shown).toContain('上次退回的原因：格式不符；附件缺；落款有误，请于8月29日（周一）前重新报送');
    edu().fill({ 答复类别: 'B' });
    expect(await sendIn(edu())).toContain('已登记答复：第6号，茂南教函〔2022〕6号，B');
    const stands = await ask(desk(), '进度 6');
    expect(stands).toMatch(/答复委员　已办/u);
    expect(stands).toMatch(/退回后重新答复　已办/u);
  });

  test('R33 a second time is counted as well', async () => {
    await open(desk(), '退回 6');
    desk().fill({ 退回什么: [await upload('6')], 原因: ['未标类别'], 重新报送的日期: '2022-08-31' });
    await hears(edu(), () => sendIn(desk()));
    expect((await recorded('区教育局', '6')).filter((row) => row.startsWith('sent-back'))).toHaveLength(2);
    expect(await recorded('区教育局', '6')).toContain('reply-delivered');
    expect(await ask(desk(), '进度 6')).toMatch(
      /退回后重新答复　未办，8月31日（周三）前　缺：答复函同步上传办理系统/u,
    );
  });

  test('R34 an opinion goes back to the unit that gave it, and to nobody else', async () => {
    const others = edu().inbox().length;
    await open(desk(), '退回 4');
    desk().fill({ 原因: ['未标类别'] });
    const message = await hears(as('U01WJJ'), () => sendIn(desk()));
    expect(message.shown).toContain('会办意见已退回，请于8月29日（周一）前重新报送');
    expect((await as('U01WJJ').click(message, '重新提交')).ok).toBe(true);
    expect(openForm(as('U01WJJ')).title).toBe('登记会办意见');
    await as('U01WJJ').close();
    expect(edu().inbox()).toHaveLength(others);
  });

  test('R33 two of the desk at once: one sends it back, the other is told, and the unit hears it once', async () => {
    const id = await upload('7');
    const send = (user: string) =>
      said(
        world,
        actsOf(world).form(user, 'sendback-form', '', {
          what: [id],
          reasons: ['格式不符'],
          why: '',
          until: '2022-08-30',
        }),
      );
    const heard = edu().inbox().length;
    const answers = await Promise.all([send('U01DESK'), send('U01DESK')]);
    expect(answers.filter((answer) => answer.startsWith('已退回区教育局'))).toHaveLength(1);
    expect(answers).toContain('what：其中有的已被退回或更正，请重新打开核对');
    await world.sandbox.until('the unit hears it', () => edu().inbox().length > heard || null);
    expect(edu().inbox()).toHaveLength(heard + 1);
  });

  test('R33 nothing to send back, unknown numbers and units are refused in words', async () => {
    expect(await ask(desk(), '退回 1')).toBe('第1号没有已登记的答复或会办意见可以退回。');
    expect(await ask(desk(), '退回 区教育局')).toBe(
      '区教育局没有已登记的总结可以退回；退回答复或会办意见请写案号。',
    );
    expect(await ask(desk(), '退回 区教肓局')).toContain('您是不是指：区教育局？');
    expect(
      await said(
        world,
        actsOf(world).form('U01DESK', 'sendback-form', '', {
          what: ['no-uuid', '00000000-0000-4000-8000-000000000000'],
          reasons: ['格式不符'],
          why: '',
          until: '2022-08-30',
        }),
      ),
    ).toBe('what：其中有的已被退回或更正，请重新打开核对');
  });

  test('R60 a summary goes back to its unit as well, without the words about replies', async () => {
    const { unitId, officeId, id: memberId } = await memberOf(world, 'U01EDU');
    const createdAt = shanghai('2022-08-22T10:00');
    await register(world.storage.db, [
      {
        officeId,
        assignmentId: null,
        unitId,
        kind: 'summary-received',
        on: '2022-08-22',
        memberId,
        createdAt,
      },
    ]);
    await open(desk(), '退回 区教育局 缺少典型做法');
    const message = await hears(edu(), () => sendIn(desk()));
    expect(message.shown).toContain('【退回】区教育局：全年办理工作总结报建议提案股已退回');
    expect(message.shown).toContain('原因：缺少典型做法');
    expect(message.shown).toContain('三(七)');
    expect(message.shown).not.toContain('不按照格式复文');
    expect(message.shown).toContain('[重新提交]');
    const standingNow = await standing(world.storage.db, officeId, { kinds: ['summary-received'] });
    expect(standingNow).toEqual([]);
  });

  test('R33 a unit sends nothing back', async () => {
    expect(await ask(edu(), '退回 6')).toBe('这项操作由建议提案股使用。发送“帮助”查看您能做什么。');
  });
});

describe('复杂件', () => {
  test('R22 the desk marks with a reason, once; a reason is wanted', async () => {
    const before = await onRecord(world);
    const form = await open(desk(), '复杂件 2');
    expect(form.shown).toContain('最迟10月30日（周日）前答复，内部目标10月10日');
    expect(await sendIn(desk())).toBe('why：请填写此项');
    await desk().close();
    expect((await tell(world.sandbox, desk(), '复杂件 2')).shown).toContain('要写明理由');
    expect(await onRecord(world)).toEqual(before);

    expect(await ask(desk(), '复杂件 2 涉及3个部门，需会商')).toBe(
      '已将第2号标为复杂件，最迟10月30日（周日）前答复，内部目标10月10日；下次提醒时告知承办单位。',
    );
    expect(await ask(desk(), '复杂件 2 再标一次')).toMatch(
      /^第2号.+已于8月22日（周一）标为复杂件，理由：涉及3个部门，需会商。$/u,
    );
    expect(await ask(desk(), '复杂件')).toContain('理由：涉及3个部门，需会商');
  });

  test('R22 unmarked it counts by the ordinary date again', async () => {
    await ask(desk(), '复杂件 3 待查');
    expect(await ask(desk(), '进度 3')).toContain('答复委员　未办，10月30日（周日）前');
    expect(await ask(desk(), '复杂件 取消 3')).toBe(
      '已取消第3号的复杂件标记，恢复原答复期限；下次提醒时告知承办单位。',
    );
    expect(await ask(desk(), '复杂件 取消 3')).toBe('第3号没有标为复杂件。');
    expect(await ask(desk(), '进度 3')).toContain('答复委员　未办，8月30日（周二）前');
  });

  test.each([
    ['复杂件 999 太难', '没有第999号提案，请核对案号。'],
    ['复杂件 太难', '请写案号和理由，如“复杂件 12 涉及面广”。'],
  ])('R22 %s is refused in words', async (text, answer) => {
    expect(await ask(desk(), text)).toBe(answer);
  });

  test('R22 a unit asks with its reason, the desk says no with its own, and the unit hears it', async () => {
    const asked = await hears(desk(), async () =>
      expect(await ask(edu(), '复杂件 4 涉及面广')).toBe(
        '已向建议提案股申请第4号按复杂件处理。同意前答复期限不变。',
      ),
    );
    expect(asked.shown).toMatch(/【复杂件申请】区教育局：第4号《.+》/u);
    expect(await ask(edu(), '复杂件 4 涉及面广')).toBe('第4号已提出申请，请等待建议提案股研究。');
    expect(await ask(desk(), '进度 4')).toContain('答复委员　未办，8月30日（周二）前');

    expect((await desk().click(asked, '不同意')).ok).toBe(true);
    desk().fill({ 理由: '一个部门可以办结' });
    const told = await hears(edu(), () => sendIn(desk()));
    expect(told.shown).toBe('【复杂件申请】第4号没有同意按复杂件处理：一个部门可以办结。答复期限不变。');
    const late = await press(world.sandbox, desk(), asked, '同意');
    expect(late.shown).toContain('这份申请已经办理');
  });

  test('R22 asked again and agreed to, the later date counts, and a second click says who was first', async () => {
    const asked = await hears(desk(), () => ask(edu(), '复杂件 4 涉及三个系统'));
    await Promise.all([desk().click(asked, '同意'), desk().click(asked, '同意')]);
    expect(await ask(desk(), '进度 4')).toContain('答复委员　未办，10月30日（周日）前');
    expect(await ask(desk(), '复杂件')).toContain('理由：区教育局申请：涉及三个系统');
    expect(await ask(edu(), '复杂件 4 再申请')).toBe('第4号已是复杂件。');
  });

  test.each([
    ['复杂件 15 太难', '第15号由贵单位会办，“答复委员”由主办、独办、分办单位办理（二）。'],
    ['复杂件 99 太难', '第99号不是区教育局承办的提案，请核对案号。'],
  ])('R22 of a unit %s is refused in words', async (text, answer) => {
    expect(await ask(edu(), text)).toBe(answer);
  });

  test('R22 a unit cannot agree to its own request', async () => {
    const act = actsOf(world).click('U01EDU', 'hard-agree', '00000000-0000-4000-8000-000000000000');
    expect(await said(world, act)).toContain('这项操作由建议提案股使用');
  });

  test('R22 the unit is told in its next reminder, by the new date with its internal target', async () => {
    await world.goTo('2022-08-23T10:00');
    const mine = await ask(edu(), '我的');
    expect(mine).toMatch(/答复委员（3件）　10月30日（周日）前，内部目标10月10日/u);
    expect(mine).toContain('主办 第1、2、4号');
    const heard = edu().inbox().length;
    await ask(desk(), '复杂件 5 涉及两个系统');
    await world.goTo('2022-08-24T09:30');
    const told = edu().inbox().slice(heard);
    expect(told.filter(({ text }) => text.includes('第5号'))).toHaveLength(1);
    expect(told[0]?.text).toMatch(/第5号《.+》 主办｜答复委员　10月30日（周日）前，内部目标10月10日/u);
  });

  test('R22 an overdue reply has the button that asks for it (D3)', async () => {
    await world.goTo('2022-08-31T09:30');
    const card = latest(edu());
    expect(card.shown).toContain('[申请按复杂件处理]');
    expect((await edu().click(card, '申请按复杂件处理')).ok).toBe(true);
    expect(openForm(edu()).title).toBe('申请按复杂件处理');
    expect(await sendIn(edu())).toBe('why：请填写此项');
    await edu().close();
  });
});

/** The registration that says a proposal of 区教育局 is uploaded. */
async function upload(number: string): Promise<string> {
  const office = await ensureOffice(world.storage.db);
  const [row] = await standing(world.storage.db, office.id, {
    assignmentIds: [await assignmentOf(world, '区教育局', number)],
    kinds: ['reply-uploaded'],
  });
  if (!row) throw new Error(`${number} is not uploaded`);
  return row.id;
}
