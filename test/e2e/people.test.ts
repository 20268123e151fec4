import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SandboxPerson } from '../../src/sandbox/records.ts';
import { auditEvents, deliveries, members, units } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
import { memberOf, reminders, rowsFor } from '../support/ledger.ts';
import { openForm } from '../support/report.ts';
import { latest, press, tell, timesOf } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const acts = () => actsOf(world);
const ask = (user: string, text: string) => said(world, acts().command(user, text));
const unitNamed = async (name: string) => {
  const [row] = await world.storage.db.select().from(units).where(eq(units.name, name));
  return row!;
};
const audit = async (action: string) =>
  world.storage.db.select().from(auditEvents).where(eq(auditEvents.action, action));

const NEW: SandboxPerson = { id: 'U09NEW', name: '新联络员李某', email: 'li@example.com', group: '区教育局' };

/** The people of the story besides those of the roster that it needs. */
function people(): SandboxPerson[] {
  const known = (id: string, name: string, group: string) => ({ id, name, email: null, group });
  return [
    known('U01EDU', '区教育局联络员', '区教育局'),
    known('U02EDU', '区教育局副联络员', '区教育局'),
    known('U01CZJ', '区财政局联络员', '区财政局'),
    known('U01WJJ', '区卫生健康局联络员', '区卫生健康局'),
    known('U02WJJ', '区卫生健康局副联络员', '区卫生健康局'),
    known('U01DESK', '建议提案股工作人员', '区府办'),
    known('U01LEAD', '区府办主任', '区府办'),
    NEW,
  ];
}

describe('R31 the profile of a unit', () => {
  beforeAll(async () => {
    world = await openWorld();
    await world.goTo('2022-04-06T08:35');
    await world.storage.db
      .update(units)
      .set({ functions: null, address: null })
      .where(eq(units.name, '区教育局'));
    await world.goTo('2022-04-06T09:05');
  });
  afterAll(() => world.close());

  const edu = () => as('U01EDU');
  const submit = async (who: ReturnType<typeof as>) => {
    const result = await who.submit();
    return result;
  };

  test('is asked for in the reminder, which names what is missing and has the button', async () => {
    const reminder = latest(edu());
    expect(reminder.shown).toContain('完善单位资料（缺单位职能、单位地址）');
    await edu().click(reminder, '填写单位资料');
    const form = openForm(edu());
    expect(form.shown).toContain('还缺单位职能、单位地址，请补齐。');
    expect(Object.values(form.values.phone ?? {})[0]?.value).toBe('0668-0000100');
  });

  test('is saved in part, with what is still missing named, and the reminder shows what is left', async () => {
    edu().fill({ functions: '统筹管理全区教育工作', phone: '0668-0000199' });
    await submit(edu());
    const answer = await world.sandbox.until('the answer', () => edu().modal());
    expect(answer?.shown).toContain('已更新区教育局的联系电话、单位职能。还缺单位地址，请补齐。');
    expect(await unitNamed('区教育局')).toMatchObject({
      phone: '0668-0000199',
      functions: '统筹管理全区教育工作',
    });
    expect(await ask('U01EDU', '我的')).toContain('完善单位资料（缺单位地址）');
    const [event] = await audit('change-profile');
    expect(event).toMatchObject({ subject: '区教育局', details: { fields: ['phone', 'functions'] } });
    await edu().close();
  });

  test('R31 is complete with the last field, and asked for no more', async () => {
    await edu().command('/duban', '资料');
    edu().fill({ address: '站北二路1号' });
    await submit(edu());
    const answer = await world.sandbox.until('the answer', () => edu().modal());
    expect(answer?.shown).toContain('资料已齐全');
    expect(await ask('U01EDU', '我的')).not.toContain('完善单位资料');
    await edu().close();
  });

  test.each([
    ['a telephone number that is none', { phone: '请打我手机' }, 'phone', '请填写电话号码，如 0668-0001234'],
    ['a field that is emptied', { address: '' }, 'address', '单位地址不能清空，请改成新的'],
  ])('refuses %s at its field and keeps what was typed', async (_what, typed, field, expected) => {
    await edu().command('/duban', '资料');
    edu().fill({ ...typed, leader: '新任分管副局长' });
    expect(await submit(edu())).toMatchObject({ result: 'errors', errors: { [field]: expected } });
    expect(Object.values(openForm(edu()).values.leader ?? {})[0]?.value).toBe('新任分管副局长');
    expect((await unitNamed('区教育局')).leader).toBe('区教育局分管副局长');
    await edu().close();
  });

  test('is not overwritten by a form that was opened before somebody else saved', async () => {
    const deputy = as('U02EDU');
    await edu().command('/duban', '资料');
    await deputy.command('/duban', '资料');
    edu().fill({ address: '新址一号', leader: '甲' });
    await submit(edu());
    deputy.fill({ address: '新址二号' });
    expect(await submit(deputy)).toMatchObject({
      errors: { address: '刚刚有人改成了“新址一号”，请核对后再保存' },
    });
    deputy.fill({ address: '站北二路1号', phone: '0668-0000100' });
    await submit(deputy);
    expect(await unitNamed('区教育局')).toMatchObject({ leader: '甲', phone: '0668-0000100' });
    await edu().close();
    await deputy.close();
  });

  test('of another unit cannot be changed by a forged form, and the desk opens any', async () => {
    const finance = await unitNamed('区财政局');
    const was = { phone: '', functions: '', address: '', leader: '' };
    const forged = acts().form('U01EDU', 'profile-form', { unit: finance.id, was }, { address: '别处' });
    expect(await said(world, forged)).toBe('这个表单已失效，请重新发送“资料”。');
    expect(await ask('U01DESK', '资料')).toBe('请写单位名称，如“资料 区教育局”。');
    expect(await ask('U01DESK', '资料 区财正局')).toContain('您是不是指：区财政局？');
    await as('U01DESK').command('/duban', '资料 财政局');
    expect(openForm(as('U01DESK')).shown).toContain('区财政局');
    expect((await unitNamed('区财政局')).address).toBe(finance.address);
  });

  test('is shown to whoever types the word, with a button for the form', async () => {
    const card = await tell(world.sandbox, edu(), '资料');
    expect(card.shown).toContain('区教育局：资料已齐全');
    await edu().click(card, '修改资料');
    expect(openForm(edu()).title).toBe('单位资料');
  });

  test('and its last change stand in the desk’s message of the next day (D9)', async () => {
    await world.goTo('2022-04-07T08:45');
    expect(latest(as('U01DESK')).text).toContain('资料更新：区教育局');
  });
});

/** Opens the form as somebody, fills it in for the unit’s liaison and sends it. */
async function change(who: string, typed: Record<string, string>, words = '联络员') {
  await as(who).command('/duban', words);
  const liaison = await memberOf(world, 'U01EDU');
  as(who).fill({ which: liaison.id, ...typed });
  const result = await as(who).submit();
  const answer = result.result === 'updated' ? (as(who).modal()?.shown ?? '') : '';
  await as(who).close();
  return { result, answer };
}

describe('R32 a change of liaison', () => {
  beforeEach(async () => {
    world = await openWorld();
    await world.goTo('2022-04-06T09:05');
    world.sandbox.setPeople(people());
  });
  afterEach(() => world.close());

  test('takes the rights at once, and the new one hears in one message what the unit owes', async () => {
    const before = as('U01EDU').inbox().length;
    const { answer } = await change('U02EDU', { name: '李某', phone: '13800000001', account: 'U09NEW' });
    expect(answer).toContain('已登记：区教育局联络员由区教育局联络员变更为李某');
    expect(await ask('U01EDU', '签收 1')).toContain('您的账号还没有登记');
    await world.goTo('2022-04-06T12:00');
    const told = as('U09NEW').inbox();
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toMatch(/^【提醒】区教育局：/);
    expect(told[0]?.text).toContain('您自4月6日（周三）起为区教育局联络员，提醒发给您。');
    expect(told[0]?.text).toContain('签收（15件）');
    expect(await ask('U09NEW', '签收 1')).toContain('已登记签收：第1号');
    await world.goTo('2022-04-15T18:00');
    expect(as('U01EDU').inbox()).toHaveLength(before);
    expect(timesOf(reminders(as('U09NEW'))).length).toBeGreaterThan(1);
  });

  test('is on record and stands in the desk’s message of the next day', async () => {
    await change('U01DESK', { name: '李某', account: 'U09NEW' }, '联络员 区教育局');
    const [event] = await audit('change-person');
    const [old] = await world.storage.db.select().from(members).where(eq(members.slackId, 'U01EDU'));
    expect(event).toMatchObject({
      subject: '区教育局',
      details: { role: 'liaison', from: old?.id, to: (await memberOf(world, 'U09NEW')).id },
    });
    expect(old?.active).toBe(false);
    await world.goTo('2022-04-07T08:45');
    expect(latest(as('U01DESK')).text).toContain('人员变动：区教育局联络员由区教育局联络员变更为李某');
    await world.goTo('2022-04-08T08:45');
    expect(latest(as('U01DESK')).text).not.toContain('人员变动');
  });

  test('by e-mail alone is bound at the first word', async () => {
    const { answer } = await change('U01EDU', { name: '李某', email: 'nobody-yet@example.com' });
    expect(answer).toContain('请李某用邮箱对应的账号给我发一条消息');
    world.sandbox.setPeople([...people(), { ...NEW, id: 'U09LATER', email: 'Nobody-Yet@example.com' }]);
    expect(await ask('U09LATER', '我的')).toContain('区教育局：');
    expect((await memberOf(world, 'U09LATER')).name).toBe('李某');
  });

  test('with the same name and an account of their own is a change of person, for names may be posts', async () => {
    await change('U02EDU', { name: '区教育局联络员', account: 'U09NEW' });
    expect(await ask('U01EDU', '我的')).toContain('您的账号还没有登记');
    expect(await ask('U09NEW', '我的')).toContain('区教育局：');
  });

  test('without a name is a new telephone number of the same person', async () => {
    const { answer } = await change('U01EDU', { phone: '138 0000 0002' });
    expect(answer).toContain('已更新区教育局联络员区教育局联络员的电话 13800000002。');
    expect(await memberOf(world, 'U01EDU')).toMatchObject({ phone: '13800000002', active: true });
    await world.goTo('2022-04-07T08:45');
    expect(latest(as('U01DESK')).text).toContain('区教育局联络员区教育局联络员的联系方式已更新');
  });

  test('by two people at once leaves one successor', async () => {
    const liaison = await memberOf(world, 'U01EDU');
    const unit = await unitNamed('区教育局');
    const form = (user: string, account: string) =>
      acts().form(user, 'liaison-form', unit.id, { which: liaison.id, name: account, account });
    world.sandbox.setPeople([...people(), { ...NEW, id: 'U09ALSO', email: null }]);
    const answers = await Promise.all([
      said(world, form('U02EDU', 'U09NEW')),
      said(world, form('U01DESK', 'U09ALSO')),
    ]);
    expect(answers.filter((answer) => answer.startsWith('已登记'))).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes('这一位刚刚已变更'))).toHaveLength(1);
    const active = await world.storage.db
      .select()
      .from(members)
      .where(and(eq(members.unitId, unit.id), eq(members.role, 'liaison'), eq(members.active, true)));
    expect(active).toHaveLength(1);
  });

  test('A10: between the batch and the sending, the old one gets nothing and the new one all of it', async () => {
    await world.goTo('2022-04-08T08:41');
    const [planned] = (await rowsFor(world, 'U01EDU')).filter((row) => row.state === 'pending');
    expect(planned?.date).toBe('2022-04-08');
    const before = as('U01EDU').inbox().length;
    await change('U02EDU', { name: '李某', account: 'U09NEW' });
    await world.goTo('2022-04-08T09:05');
    expect(as('U01EDU').inbox()).toHaveLength(before);
    expect(latest(as('U09NEW')).text).toContain('签收（15件）');
    const [row] = await world.storage.db.select().from(deliveries).where(eq(deliveries.id, planned!.id));
    expect(row?.state).toBe('cancelled');
  });

  test('A10: and a row that is sent at that very moment is rerouted', async () => {
    await world.goTo('2022-04-08T08:41');
    await world.storage.db.update(members).set({ active: false }).where(eq(members.slackId, 'U01EDU'));
    const before = as('U01EDU').inbox().length;
    await world.goTo('2022-04-08T09:05');
    expect(as('U01EDU').inbox()).toHaveLength(before);
    expect(latest(as('U02EDU')).text).toContain('签收（15件）');
  });

  test('a deputy where there was none is told what the unit owes', async () => {
    const finance = await unitNamed('区财政局');
    await as('U01CZJ').command('/duban', '联络员');
    as('U01CZJ').fill({ which: 'new/deputy', name: '李某', account: 'U09NEW' });
    await as('U01CZJ').submit();
    await world.goTo('2022-04-06T12:00');
    expect(as('U09NEW').inbox()).toHaveLength(1);
    expect(latest(as('U09NEW')).text).toMatch(/^您自4月6日（周三）起为区财政局副联络员/);
    expect(latest(as('U09NEW')).text).toContain('签收（9件）');
    expect((await memberOf(world, 'U09NEW')).unitId).toBe(finance.id);
  });

  test('R70 owes the new one the group without calling them late for the time before', async () => {
    await world.goTo('2022-04-20T12:00');
    await change('U02EDU', { name: '李某', account: 'U09NEW' });
    const lines = (await ask('U09NEW', '我的')).split('\n').filter((line) => line.includes('加入工作群'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('逾期');
  });
});

/** Whose it is, is not for another unit to know. */
const OTHERS = '这个账号已登记为别的同志，一个账号只能登记一人，请核对或联系建议提案股';

describe('R32 a change of liaison that cannot be', () => {
  beforeAll(async () => {
    world = await openWorld();
    world.sandbox.setPeople(people());
  });
  afterAll(() => world.close());

  test.each([
    ['an account that is somebody else’s', { name: '李某', account: 'U01CZJ' }, 'account', OTHERS],
    ['nobody to reach', { name: '李某' }, 'account', '请选择账号或填写邮箱，否则消息送不到人'],
    ['two people in one field', { name: '李某、张某', account: 'U09NEW' }, 'name', '请只填一个人的姓名'],
    ['no telephone number', { phone: '同前' }, 'phone', '请填写电话号码，如 13800000000 或 0668-0001234'],
    ['no e-mail address', { name: '李某', email: '李某' }, 'email', '请填写邮箱地址，如 name@example.com'],
    ['nothing at all', {}, 'name', '没有要变更的内容：换人请填姓名，只改电话或账号请填对应一栏'],
  ])('with %s is refused at the field, and nothing changes', async (_what, typed, field, expected) => {
    const { result } = await change('U02EDU', typed);
    expect(result).toMatchObject({ result: 'errors', errors: { [field]: expected } });
    expect((await memberOf(world, 'U01EDU')).active).toBe(true);
    expect(await audit('change-person')).toEqual([]);
  });

  test('with an e-mail that somebody active has is refused too', async () => {
    await world.storage.db
      .update(members)
      .set({ email: 'czj@example.com' })
      .where(and(eq(members.slackId, 'U01CZJ')));
    const { result } = await change('U02EDU', { name: '李某', email: 'CZJ@example.com' });
    expect(result).toMatchObject({
      errors: { email: OTHERS },
    });
  });

  test('the desk reads whose account it is', async () => {
    const { result } = await change('U01DESK', { name: '李某', account: 'U01CZJ' }, '联络员 区教育局');
    expect(JSON.stringify(result)).toContain('这个账号已登记为区财政局联络员区财政局联络员');
  });

  test('of another unit, or by a forged form, is refused', async () => {
    const unit = await unitNamed('区财政局');
    const which = (await memberOf(world, 'U01CZJ')).id;
    const forged = acts().form('U01EDU', 'liaison-form', unit.id, { which, name: '李某', account: 'U09NEW' });
    expect(await said(world, forged)).toBe('这个表单已失效，请重新发送“联络员”。');
    const mixed = acts().form('U01EDU', 'liaison-form', (await unitNamed('区教育局')).id, {
      which,
      name: '李某',
      account: 'U09NEW',
    });
    expect(await said(world, mixed)).toContain('这一位刚刚已变更');
    expect((await memberOf(world, 'U01CZJ')).active).toBe(true);
  });

  test('is refused to whom it is not given', async () => {
    expect(await ask('U01LEAD', '联络员 区教育局')).toContain('这项操作由');
    expect(await ask('U01LEAD', '资料 区教育局')).toContain('这项操作由');
  });
});

describe('A10 leave', () => {
  beforeEach(async () => {
    world = await openWorld();
    await world.goTo('2022-04-06T09:05');
  });
  afterEach(() => world.close());

  test('in one line sends the reminders to the deputy, who reads for whom, and back on the day after', async () => {
    const edu = as('U01EDU');
    const deputy = as('U02EDU');
    const answer = await tell(world.sandbox, edu, '请假 4月8日至4月12日');
    expect(answer.shown).toContain(
      '已登记请假：4月8日（周五）至4月12日（周二）。期间提醒发给区教育局副联络员，4月13日（周三）起恢复。',
    );
    await world.goTo('2022-04-12T18:00');
    expect(timesOf(reminders(edu))).toEqual(['2022-04-06 09:00']);
    expect(timesOf(reminders(deputy))).toEqual(['2022-04-08 09:00', '2022-04-11 09:00', '2022-04-12 09:00']);
    expect(latest(deputy).text).toContain('区教育局联络员请假至4月12日（周二），期间由您代办，提醒发给您。');
    await world.goTo('2022-04-13T09:05');
    expect(latest(edu).text).toMatch(/^【逾期】区教育局：/);
    expect(latest(edu).text).not.toContain('请假');
    const [event] = await audit('leave');
    expect(event).toMatchObject({
      subject: '区教育局',
      details: { from: '2022-04-08', until: '2022-04-12' },
    });
  });

  test('ends early with 已返岗', async () => {
    const edu = as('U01EDU');
    await tell(world.sandbox, edu, '请假 今天至4月15日');
    await world.goTo('2022-04-08T09:05');
    expect(reminders(edu)).toHaveLength(1);
    expect((await tell(world.sandbox, edu, '已返岗')).shown).toBe('已登记返岗，提醒恢复发给您。');
    await world.goTo('2022-04-08T10:00');
    expect(latest(edu).text).toContain('签收（15件）');
    expect((await tell(world.sandbox, edu, '已返岗')).shown).toContain('您没有正在进行的请假');
  });

  test('is taken back with its button, by the person or the desk, once', async () => {
    const edu = as('U01EDU');
    const answer = await tell(world.sandbox, edu, '请假 4月8日');
    const shown = await press(world.sandbox, edu, answer, '取消请假');
    expect(shown.shown).toBe('已取消请假，提醒照常发给您。');
    const listed = await tell(world.sandbox, edu, '请假');
    expect(listed.shown).toContain('没有登记请假');
    await tell(world.sandbox, edu, '请假 4月8日');
    const all = await tell(world.sandbox, as('U01DESK'), '请假');
    expect(all.shown).toContain('区教育局联络员　4月8日（周五）　由区教育局副联络员代办');
    const [id] = JSON.stringify(all.blocks).match(/[0-9a-f-]{36}/) ?? [];
    expect(await said(world, acts().click('U01CZJ', 'leave-end', id ?? ''))).toBe(
      '这条请假已经结束或已取消。',
    );
    expect(await said(world, acts().click('U01DESK', 'leave-end', id ?? ''))).toContain('已取消请假');
    expect(await said(world, acts().click('U01DESK', 'leave-end', id ?? ''))).toBe(
      '这条请假已经结束或已取消。',
    );
  });

  test('by form offers the deputy, and the desk registers it for anybody', async () => {
    await as('U01EDU').command('/duban', '请假');
    const deputy = await memberOf(world, 'U02EDU');
    const form = openForm(as('U01EDU'));
    expect(Object.values(form.values['stand-in'] ?? {})[0]).toMatchObject({
      selected_option: { value: deputy.id },
    });
    as('U01EDU').fill({ from: '2022-04-08', until: '2022-04-08' });
    expect((await as('U01EDU').submit()).result).toBe('updated');

    await as('U01DESK').command('/duban', '请假 区卫生健康局');
    const [liaison, standIn] = [await memberOf(world, 'U01WJJ'), await memberOf(world, 'U02WJJ')];
    as('U01DESK').fill({ who: standIn.id, from: '2022-04-08', until: '2022-04-08', 'stand-in': liaison.id });
    expect((await as('U01DESK').submit()).result).toBe('updated');
    await world.goTo('2022-04-08T09:05');
    expect(reminders(as('U01EDU'))).toHaveLength(1);
    expect(reminders(as('U02EDU'))).toHaveLength(1);
    expect(reminders(as('U01WJJ'))).toHaveLength(2);
    expect(reminders(as('U02WJJ'))).toHaveLength(0);
  });

  test('of everybody goes to the desk’s message as calls to make, and nothing is dropped', async () => {
    const czj = as('U01CZJ');
    const answer = await tell(world.sandbox, czj, '请假 4月8日至4月11日');
    expect(answer.shown).toContain('4月8日（周五）起单位没有其他人接收提醒，期间由建议提案股电话转告。');
    await world.goTo('2022-04-08T09:05');
    expect(reminders(czj)).toHaveLength(1);
    const note = latest(as('U01DESK'));
    expect(timesOf([note])).toEqual(['2022-04-08 08:40']);
    expect(note.text).toContain('需电话转告1个单位');
    expect(note.text).toMatch(/区财政局 0668-0000700（区财政局联络员 0668-0000701；分管领导 .*签收 第/);
    const list = await ask('U01DESK', '电话单');
    expect(list).toContain('联络人员全部请假，最早4月11日（周一）后返岗');
    await world.goTo('2022-04-12T09:05');
    expect(latest(czj).text).toMatch(/^【逾期】区财政局/);
  });

  test('A10: of somebody whose message is just going out routes it at that moment', async () => {
    await world.goTo('2022-04-08T08:41');
    const liaison = await memberOf(world, 'U01EDU');
    await world.stopBot();
    // Registered between the plan and the sending by another process, whose wish to plan anew came too late.
    const { addAbsence } = await import('../../src/store/absences.ts');
    await addAbsence(
      world.storage.db,
      liaison.officeId,
      { memberId: liaison.id, from: '2022-04-08', until: '2022-04-08', deputyId: null },
      world.sandbox.clock.now(),
    );
    await world.startBot();
    await world.goTo('2022-04-08T09:05');
    expect(reminders(as('U01EDU'))).toHaveLength(1);
    expect(reminders(as('U02EDU'))).toHaveLength(1);
    const rows = await rowsFor(world, 'U01EDU');
    expect(rows.map((row) => [row.date, row.state, row.reason])).toContainEqual([
      '2022-04-08',
      'cancelled',
      'rerouted',
    ]);
  });
});

describe('A10 leave that cannot be', () => {
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  test.each([
    ['请假 昨天', '没有看懂请假日期。请写成“请假 4月11日至4月15日”。'],
    ['请假 4月15日至4月11日', '没有登记：最后一天不能早于第一天。'],
    ['请假 4月1日至4月5日', '没有登记：这段请假已经结束，无需登记。'],
    ['请假 4月8日至2022年12月31日', '没有登记：超过180天的，请用“联络员”变更人员。'],
    ['请假 2月30日', '没有看懂请假日期。请写成“请假 4月11日至4月15日”。'],
  ])('“%s” is refused with what to do', async (text, expected) => {
    expect((await tell(world.sandbox, as('U01EDU'), text)).shown).toBe(expected);
    expect(await audit('leave')).toEqual([]);
  });

  test('that lies on other leave, or has a stand-in who is away, is refused at the field', async () => {
    await tell(world.sandbox, as('U02EDU'), '请假 4月11日至4月13日');
    const unit = await unitNamed('区教育局');
    const deputy = (await memberOf(world, 'U02EDU')).id;
    const form = (user: string, from: string, until: string, standIn: string) =>
      acts().form(user, 'leave-form', unit.id, { from, until, 'stand-in': standIn });
    expect(await said(world, form('U01EDU', '2022-04-13', '2022-04-14', deputy))).toBe(
      'stand-in：区教育局副联络员同期也请假，请另选',
    );
    const own = (await memberOf(world, 'U01EDU')).id;
    expect(await said(world, form('U02EDU', '2022-04-12', '2022-04-20', own))).toContain(
      '已登记4月11日（周一）至4月13日（周三）请假，请先取消再登记',
    );
    expect(await said(world, form('U01EDU', '2022-04-13', '2022-04-14', own))).toBe(
      'stand-in：请选择本单位的另一位同志',
    );
    const twice = await Promise.all(
      [1, 2].map(() => said(world, form('U01EDU', '2022-04-18', '2022-04-19', deputy))),
    );
    expect(twice.filter((answer) => answer.includes('已登记请假'))).toHaveLength(1);
  });
});
