import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person, SeenMessage } from '../../src/sandbox/client/person.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { assignments, auditEvents, returnRequests } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
import { reminders } from '../support/ledger.ts';
import { assignmentOf, openForm } from '../support/report.ts';
import { dutyOf } from '../support/rules.ts';
import { latest, press, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const JTJ = () => as('U01JTJ');
const desk = () => as('U01DESK');
const manager = () => as('U01LEAD');

const paper = { name: '退办申请（签批件）.pdf', bytes: new TextEncoder().encode('%PDF-1.7 签批') };

/** The answer to a command, where it came. */
async function ask(who: Person, text: string): Promise<SeenMessage> {
  const { answer } = await who.command('/duban', text);
  if (!answer) throw new Error(`nothing came to “${text}”`);
  return answer;
}

/** Opens the form by a command and fills in everything a unit that is not joint owes. */
async function fillIn(who: Person, words: string, changed: Record<string, string | string[]> = {}) {
  await who.command('/duban', words);
  await world.sandbox.until('the form', () => who.modal());
  who.fill({
    reasons: '公交候车亭由属地镇政府建设管理，不属于本单位职责',
    head: '李局长',
    signedOn: '2022-04-11',
    uploaded: ['yes'],
    ...changed,
  });
  await who.attach('files', paper);
  return who;
}

/** Sends the form in and waits for what the bot says about it. */
async function send(who: Person): Promise<SeenMessage> {
  const heard = who.inbox().length;
  const result = await who.submit();
  if (result.result === 'errors') throw new Error(JSON.stringify(result.errors));
  return world.sandbox.until('the receipt', () => who.inbox()[heard]);
}

const heardAfter = (who: Person, before: number) =>
  world.sandbox.until(`a message to ${who.id}`, () => who.inbox()[before]);

async function requestsOn(unit: string, number: string) {
  const id = await assignmentOf(world, unit, number);
  return world.storage.db.select().from(returnRequests).where(eq(returnRequests.assignmentId, id));
}

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-11T09:30');
});
afterAll(() => world.close());

describe('a unit asks', () => {
  test('R05, R06 what is missing is said at its field, with the clause, and what was typed stays', async () => {
    await JTJ().command('/duban', '退办 24');
    const form = await world.sandbox.until('the form', () => JTJ().modal());
    expect(form.shown).toContain('4月15日（周五）24时前提交，逾期不予退办或改办');
    JTJ().fill({ reasons: '不属于本单位职责', head: '李局长', signedOn: '2022-04-12', uploaded: ['yes'] });
    await JTJ().attach('files', paper);
    const early = await JTJ().submit();
    expect(early).toMatchObject({ result: 'errors', errors: { signedOn: '签批日期不能晚于今天' } });
    JTJ().fill({ signedOn: '2022-03-01' });
    expect(await JTJ().submit()).toMatchObject({
      errors: { signedOn: '签批日期不能早于交办日期 2022-03-28' },
    });
    expect(JSON.stringify(openForm(JTJ()).values.reasons)).toContain('不属于本单位职责');
    await JTJ().close();
  });

  test('R05 a form that no client would send, without signature and paper, is refused all the same', async () => {
    const id = await assignmentOf(world, '区交通运输局', '24');
    const act = actsOf(world).form('U01JTJ', 'return-form', '', {
      proposals: [id],
      kind: 'return',
      reasons: '不属于本单位职责',
    });
    const answer = await said(world, act);
    expect(answer).toContain('head：须报本单位主要负责同志签批，请写姓名（一）');
    expect(answer).toContain('signedOn：请选主要负责同志签批的日期（一）');
    expect(answer).toContain('files：请附经签批的书面申请或拒收附件（一）');
    expect(answer).toContain('uploaded：请先将拒收理由作为拒收附件上传办理系统（一）');
    expect(await requestsOn('区交通运输局', '24')).toEqual([]);
  });

  test('R04 for a number that is not its own it is refused in words', async () => {
    expect((await ask(JTJ(), '退办 1')).shown).toContain('第1号不是贵单位承办的提案');
    const foreign = await assignmentOf(world, '区教育局', '6');
    const act = actsOf(world).form('U01JTJ', 'return-form', '', { proposals: [foreign], reasons: '推' });
    expect(await said(world, act)).toBe('proposals：请选择贵单位现在承办的提案');
  });

  test('R04 改办 without a unit, with its own, or with a misspelt one, is refused at the field', async () => {
    const id = await assignmentOf(world, '区交通运输局', '24');
    const suggesting = (suggested: string) =>
      said(
        world,
        actsOf(world).form('U01JTJ', 'return-form', '', {
          proposals: [id],
          kind: 'reassign',
          suggested,
          reasons: '属镇政府职责',
        }),
      );
    expect(await suggesting('')).toContain('suggested：改办请写明建议由哪个单位办理');
    expect(await suggesting('区交通运输局')).toContain('suggested：请写另一个单位');
    expect(await suggesting('袂花镇政府')).toContain('suggested：没有找到单位“袂花镇政府”。');
  });

  test('R04–R06 改办 by one command and one form is received, with what comes next', async () => {
    await fillIn(JTJ(), '改办 24', { suggested: '袂花镇人民政府' });
    const receipt = await send(JTJ());
    expect(receipt.shown).toContain('已收到：区交通运输局 第24号改办申请，4月11日（周一）09:30');
    expect(receipt.shown).toContain('4月28日（周四）前办结；办结前仍由贵单位承办');
    expect(receipt.shown).toContain('[撤回第24号的申请]');
    const [row] = await requestsOn('区交通运输局', '24');
    expect(row).toMatchObject({
      kind: 'reassign',
      state: 'open',
      headName: '李局长',
      headSignedOn: '2022-04-11',
      files: [{ name: paper.name }],
    });
  });

  test('R04 again for the same proposal is refused while the first is live', async () => {
    expect((await ask(JTJ(), '退办 24')).shown).toContain('第24号已有申请在办理，如要改动请先撤回');
  });

  test('R04 two at once for one proposal leave one, and the other is told at the field', async () => {
    const id = await assignmentOf(world, '区交通运输局', '22');
    const file = (await requestsOn('区交通运输局', '24'))[0]?.files[0]?.id ?? '';
    const act = () =>
      actsOf(world).form('U01JTJ', 'return-form', '', {
        proposals: [id],
        kind: 'return',
        reasons: '不属于本单位职责',
        head: '李局长',
        signedOn: '2022-04-11',
        files: [file],
        uploaded: ['yes'],
      });
    const answers = await Promise.all([said(world, act()), said(world, act())]);
    expect(answers.sort()).toEqual(['none', 'proposals：第22号已有申请在办理，如要改动请先撤回'].sort());
    expect(await requestsOn('区交通运输局', '22')).toHaveLength(1);
  });

  test('R04 what is withdrawn can be asked for again within the window', async () => {
    const list = await ask(JTJ(), '退办 进展');
    expect(list.shown).toContain('2件退办、改办申请在办理');
    const answer = await ask(JTJ(), '退办 撤回 22');
    expect(answer.shown).toContain('已撤回第22号的退办申请，仍由贵单位承办');
    const facts = await loadFacts(world.storage.db, (await ensureOffice(world.storage.db)).id);
    const duty = dutyOf(
      facts,
      `return-request/${await assignmentOf(world, '区交通运输局', '22')}`,
      '2022-04-11',
    );
    expect(duty).toMatchObject({ state: 'open', paused: false });
    await JTJ().command('/duban', '退办');
    const form = await world.sandbox.until('the form', () => JTJ().modal());
    expect(form.shown).toContain('第24号改办：建议提案股研究中');
    const offered = JSON.stringify(form.blocks.find((block) => block.block_id === 'proposals'));
    expect(offered).toContain('第22号');
    expect(offered).not.toContain('第24号');
    await JTJ().close();
  });

  test('R04 in plain words nothing is opened: a button leads to the form with the number filled in', async () => {
    const offer = await tell(world.sandbox, JTJ(), '22号申请退办');
    expect(offer.shown).toContain('还没有提交申请。第22号要申请退办或改办');
    await JTJ().click(offer, '填写退办或改办申请');
    const form = await world.sandbox.until('the form', () => JTJ().modal());
    expect(JSON.stringify(form.values.proposals)).toContain(await assignmentOf(world, '区交通运输局', '22'));
    await JTJ().close();
    expect((await tell(world.sandbox, JTJ(), '退办 22')).shown).toContain('填写退办或改办申请');
  });

  test('R04 the reminder of the date and 我的 carry the button', async () => {
    await world.goTo('2022-04-13T09:30');
    const reminder = reminders(JTJ()).findLast((one) => one.shown.includes('退办或改办申请'));
    expect(reminder?.shown).toContain('[申请退办或改办]');
    expect((await ask(JTJ(), '我的')).shown).toContain('[申请退办或改办]');
  });
});

describe('R07 a joint unit', () => {
  const CZJ = () => as('U01CZJ');
  const EDU = () => as('U01EDU');
  const WJJ = () => as('U01WJJ');

  async function apply(number: string): Promise<SeenMessage> {
    await CZJ().command('/duban', `退办 ${number}`);
    const form = await world.sandbox.until('the form', () => CZJ().modal());
    expect(form.shown).toContain('会办件由我转主办单位征求同意');
    expect(form.blocks.some((block) => block.block_id === 'head')).toBe(false);
    CZJ().fill({ reasons: '不涉及财政资金' });
    return send(CZJ());
  }

  test('needs no signature, and the lead unit is asked at once', async () => {
    const heard = EDU().inbox().length;
    const receipt = await apply('1');
    expect(receipt.shown).toContain('第1号已转主办单位区教育局征求同意，同意后报建议提案股');
    const question = await heardAfter(EDU(), heard);
    expect(question.text).toContain('【请答复】区财政局申请退办第1号（会办），征求主办单位同意');
    expect(question.shown).toContain('[同意] [不同意]');
    const [row] = await requestsOn('区财政局', '1');
    expect(row?.state).toBe('awaiting-consent');
  });

  test('without consent is not taken further by the desk, and nobody else can give it', async () => {
    const [row] = await requestsOn('区财政局', '1');
    const id = row?.id ?? '';
    expect(await said(world, actsOf(world).click('U01DESK', 'return-propose', id))).toContain(
      '等待主办单位区教育局答复',
    );
    for (const other of ['U01WJJ', 'U01CZJ'])
      expect(await said(world, actsOf(world).click(other, 'return-agree', id))).toContain(
        '这份申请现在不由贵单位答复',
      );
    expect((await requestsOn('区财政局', '1'))[0]?.state).toBe('awaiting-consent');
  });

  test('is refused with a reason, keeps the proposal and may ask again', async () => {
    const question = EDU()
      .inbox()
      .findLast((one) => one.text.includes('申请退办第1号'));
    await EDU().click(question ?? latest(EDU()), '不同意');
    await world.sandbox.until('the form', () => EDU().modal());
    const heard = CZJ().inbox().length;
    EDU().fill({ why: '学位建设需财政资金 <!channel>' });
    expect((await EDU().submit()).result).toBe('updated');
    await EDU().close();
    const outcome = await heardAfter(CZJ(), heard);
    expect(outcome.shown).toContain('主办单位区教育局不同意：学位建设需财政资金 <!channel>');
    expect(outcome.shown).toContain('本件仍由贵单位会办。补充理由后，4月15日（周五）24时前可以重新申请');
    expect(
      await said(
        world,
        actsOf(world).click('U01EDU', 'return-agree', (await requestsOn('区财政局', '1'))[0]?.id ?? ''),
      ),
    ).toContain('已由区教育局联络员于4月13日09:30答复不同意');
  });

  test('that asks again is consented to after the window: the request counts from when it was made', async () => {
    await apply('1');
    await apply('13');
    await world.goTo('2022-04-18T09:30');
    const [, again] = await requestsOn('区财政局', '1');
    expect(again?.state).toBe('awaiting-consent');
    const answer = await press(world.sandbox, EDU(), await ask(EDU(), '我的'), '同意');
    expect(answer.shown).toContain('已答复同意：区财政局退改办第1号，已转建议提案股研究');
    expect((await requestsOn('区财政局', '1')).map((row) => row.state).sort()).toEqual(['open', 'refused']);
  });

  test('whose lead has gone is the new lead’s to answer, not the old one’s', async () => {
    const lead = await assignmentOf(world, '区卫生健康局', '13');
    const { db } = world.storage;
    const [old] = await db.select().from(assignments).where(eq(assignments.id, lead));
    const [other] = await db
      .select()
      .from(assignments)
      .where(eq(assignments.id, await assignmentOf(world, '区民政局', '20')));
    if (!old || !other) throw new Error('the sample office has changed');
    await db.update(assignments).set({ endedOn: '2022-04-18' }).where(eq(assignments.id, lead));
    const [row] = await requestsOn('区财政局', '13');
    const agree = (who: string) => said(world, actsOf(world).click(who, 'return-agree', row?.id ?? ''));
    expect(await agree('U01WJJ')).toContain('这份申请现在不由贵单位答复');
    // Nobody leads: the desk may study it without consent.
    expect(await said(world, actsOf(world).command('U01DESK', '退办 13'))).toContain(
      '目前没有主办单位，由建议提案股协调',
    );
    await db.insert(assignments).values({
      officeId: old.officeId,
      proposalId: old.proposalId,
      unitId: other.unitId,
      role: 'lead',
      assignedOn: '2022-04-18',
      reassigned: true,
    });
    const heard = as('U01MZJ').inbox().length;
    const shown = await ask(desk(), '退办 13');
    expect(shown.shown).toContain('等待主办单位区民政局答复');
    await press(world.sandbox, desk(), shown, '再请主办单位答复');
    expect((await heardAfter(as('U01MZJ'), heard)).text).toContain('【请答复】区财政局申请退办第13号');
    expect(await agree('U01MZJ')).toContain('已答复同意');
    expect(WJJ().modal()).toBeNull();
  });
});

describe('R08 the deadline', () => {
  let late: World;
  const who = () => late.sandbox.as('U01JTJ');
  beforeAll(async () => {
    late = await openWorld();
    await late.goTo('2022-04-15T23:59');
  });
  afterAll(() => late.close());

  async function opened(words: string): Promise<void> {
    await who().command('/duban', words);
    await late.sandbox.until('the form', () => who().modal());
    who().fill({ reasons: '不属于本单位职责', head: '李局长', signedOn: '2022-04-15', uploaded: ['yes'] });
    await who().attach('files', paper);
  }

  test('R08 a form sent in the last minute is taken', async () => {
    await opened('退办 22');
    expect((await who().submit()).result).toBe('closed');
  });

  test('R08 a form opened before midnight and sent after it is refused, and keeps what was typed', async () => {
    await opened('退办 24');
    await late.goTo('2022-04-16T00:00');
    expect(await who().submit()).toMatchObject({
      result: 'errors',
      errors: {
        proposals: '第24号的申请期限是4月15日24时，逾期未报的不予退办或改办（茂南府办〔2022〕3号 一）',
      },
    });
    expect(JSON.stringify(who().modal()?.values.reasons)).toContain('不属于本单位职责');
    const audit = await late.storage.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.action, 'late-return'));
    expect(audit.map(({ subject, details }) => [subject, details.kind])).toEqual([['24', 'return']]);
    await who().close();
    const { answer } = await who().command('/duban', '退办 24');
    expect(answer?.shown).toContain('逾期未报的不予退办或改办（茂南府办〔2022〕3号 一）');
    const rows = await late.storage.db.select().from(returnRequests);
    expect(rows.map((row) => row.state)).toEqual(['open']);
    expect(late.sandbox.troubles()).toEqual([]);
  });
});

describe('R09–R12 the desk, the manager, the new unit', () => {
  const MHZ = () => as('U01MHZ');

  test('R09 the desk’s message and list show what is open', async () => {
    const note = desk()
      .inbox()
      .findLast((one) => one.text.includes('退改办申请'));
    expect(note?.shown).toContain('待研究或办结：');
    const list = await ask(desk(), '退办');
    expect(list.shown).toContain('【退改办】3件申请，4月28日（周四）前完成：待研究3');
    expect(list.shown).toContain('主要负责同志签批：李局长（4月11日）');
    expect(list.shown).toContain(`附件：${paper.name}`);
  });

  test('R09 the desk proposes a unit; a unit that cannot take it is refused at its field', async () => {
    await press24('拟同意');
    desk().fill({ role: 'joint', unit: '袂花镇人民政府', why: '属地管理' });
    desk().fill({ role: 'sole' });
    expect((await desk().submit()).result).toBe('updated');
    const window = desk().modal();
    expect(window?.shown).toContain('已记录拟办意见：第24号改由袂花镇人民政府（独办）办理');
    await desk().close();
    const [row] = await requestsOn('区财政局', '1');
    await said(world, actsOf(world).click('U01DESK', 'return-propose', row?.id ?? ''));
    const refused = await said(
      world,
      actsOf(world).form('U01DESK', 'return-propose-form', row?.id ?? '', {
        unit: '区自然资源局',
        role: 'joint',
      }),
    );
    expect(refused).toBe('unit：该单位已承办本件');
    const second = await said(
      world,
      actsOf(world).form('U01DESK', 'return-propose-form', row?.id ?? '', { unit: '区民政局', role: 'lead' }),
    );
    expect(second).toBe('role：本件另有主办单位，请选其他承办方式');
  });

  test('R09 liaisons and managers cannot do the desk’s part, nor the desk the manager’s', async () => {
    const [row] = await requestsOn('区交通运输局', '24');
    for (const who of ['U01JTJ', 'U01LEAD'])
      expect(await said(world, actsOf(world).click(who, 'return-submit', row?.id ?? ''))).toContain(
        '这项操作由建议提案股使用',
      );
    expect(await said(world, actsOf(world).click('U01DESK', 'approve-sign', `${row?.id}@1`))).toContain(
      '这项操作由区府办领导使用',
    );
  });

  test('R09 submitted, the manager is asked; what the desk has changed since is not signed unread', async () => {
    const heard = manager().inbox().length;
    await press(world.sandbox, desk(), await ask(desk(), '退办 24'), '呈签');
    const asked = await heardAfter(manager(), heard);
    expect(asked.text).toContain('【请签批】退办、改办1件：第24号，4月28日（周四）前完成改办');
    expect(asked.shown).toContain('拟改由袂花镇人民政府（独办）办理：属地管理');

    await press24('取回修改');
    desk().fill({ why: '属地管理，已与镇政府沟通' });
    await desk().submit();
    await desk().close();
    await press(world.sandbox, desk(), await ask(desk(), '退办 24'), '呈签');
    await heardAfter(manager(), heard + 1);
    const stale = await press(world.sandbox, manager(), asked, '签批');
    expect(stale.shown).toContain('拟办意见有变动，没有签批，请看最新内容');
    expect(stale.shown).toContain('已与镇政府沟通');
    expect((await requestsOn('区交通运输局', '24'))[0]?.state).toBe('submitted');
  });

  test('R09 the manager gives it back with a reason, and the desk submits it anew', async () => {
    const heard = desk().inbox().length;
    await manager().click(await ask(manager(), '签批'), '退回');
    await world.sandbox.until('the form', () => manager().modal());
    manager().fill({ why: '请与镇政府再沟通' });
    await manager().submit();
    await manager().close();
    expect((await heardAfter(desk(), heard)).text).toContain(
      '【退回研究】第24号退办、改办：请与镇政府再沟通',
    );
    await press24('拟同意');
    await desk().submit();
    await desk().close();
    await press(world.sandbox, desk(), await ask(desk(), '退办 24'), '呈签');
  });

  test('R09 the manager’s own list and digest ask for it; signed, the unit cannot withdraw', async () => {
    expect((await ask(manager(), '我的')).shown).toContain('【请签批】');
    const heard = desk().inbox().length;
    const signed = await press(world.sandbox, manager(), await ask(manager(), '签批'), '签批');
    expect(signed.shown).toContain('已签批：第24号。');
    expect(signed.shown).toContain('没有待签批的退办、改办');
    expect((await heardAfter(desk(), heard)).text).toContain(
      '【已签批】第24号退办、改办，请在办理系统改办，4月28日（周四）前完成',
    );
    const [row] = await requestsOn('区交通运输局', '24');
    expect(await said(world, actsOf(world).click('U01JTJ', 'return-withdraw', row?.id ?? ''))).toContain(
      '签批。',
    );
    expect((await requestsOn('区交通运输局', '24'))[0]?.state).toBe('signed');
  });

  test('R10, R12 carried out on 04-28: the old unit is free, the new one is told at once, to sign by 04-30', async () => {
    await world.goTo('2022-04-28T10:00');
    const heard = JTJ().inbox().length;
    const before = reminders(MHZ()).length;
    const list = await press(world.sandbox, desk(), await ask(desk(), '退办 24'), '已办结改办');
    expect(list.shown).toContain('第24号已改由袂花镇人民政府（独办）办理。');
    expect((await heardAfter(JTJ(), heard)).shown).toContain('贵单位不再承办');
    const made = await assignmentOf(world, '袂花镇人民政府', '24');
    const [row] = await world.storage.db.select().from(assignments).where(eq(assignments.id, made));
    expect(row).toMatchObject({ role: 'sole', assignedOn: '2022-04-28', reassigned: true, endedOn: null });

    await world.goTo('2022-04-28T10:05');
    const urgent = reminders(MHZ()).slice(before);
    expect(urgent).toHaveLength(1);
    expect(urgent[0]?.shown).toContain('改办签收　4月30日（周六）前，剩2个工作日');
    expect(urgent[0]?.shown).toContain('再次交办的提案不再接受退办或改办');
  });

  test('R11 the second assignment is final', async () => {
    const answer = await ask(MHZ(), '退办 24');
    expect(answer.shown).toContain(
      '第24号是再次交办的提案，再次交办后不再接受退办或改办（茂南府办〔2022〕3号 一）',
    );
    const id = await assignmentOf(world, '袂花镇人民政府', '24');
    const act = actsOf(world).form('U01MHZ', 'return-form', '', { proposals: [id], reasons: '推' });
    expect(await said(world, act)).toContain('不再接受退办或改办');
  });

  test('R09 the desk refuses with a reason that the unit reads', async () => {
    const heard = as('U01CZJ').inbox().length;
    const [row] = (await requestsOn('区财政局', '1')).filter((one) => one.state === 'open');
    await desk().click(await ask(desk(), '退办 1'), '不予退改办');
    await world.sandbox.until('the form', () => desk().modal());
    desk().fill({ why: '涉及资金安排' });
    await desk().submit();
    await desk().close();
    const outcome = await heardAfter(as('U01CZJ'), heard);
    expect(outcome.shown).toContain('建议提案股不予退办或改办：涉及资金安排');
    expect(outcome.shown).not.toContain('可以重新申请');
    const again = await said(
      world,
      actsOf(world).form('U01DESK', 'return-refuse-form', row?.id ?? '', { why: '再' }),
    );
    expect(again).toContain('答复不同意');
  });

  test('R10 late, the desk is warned and not stopped; without a new unit the proposal waits to be assigned', async () => {
    await world.goTo('2022-04-29T09:30');
    const [row] = await requestsOn('区财政局', '13');
    const id = row?.id ?? '';
    const act = actsOf(world);
    await said(world, act.form('U01DESK', 'return-propose-form', id, { unit: '', role: 'joint' }));
    await said(world, act.click('U01DESK', 'return-submit', id));
    await press(world.sandbox, manager(), await ask(manager(), '签批'), '签批');
    const done = await said(world, act.click('U01DESK', 'return-carry-out', id));
    expect(done).toContain('改办期限是4月28日（周四），已超过');
    const [ended] = await world.storage.db
      .select()
      .from(assignments)
      .where(eq(assignments.id, row?.assignmentId ?? ''));
    expect(ended?.endedOn).toBe('2022-04-29');
    expect(await said(world, act.click('U01DESK', 'return-carry-out', id))).toContain('已于4月29日');
  });

  test('every step stands in the audit, without a word that was typed', async () => {
    const rows = await world.storage.db.select().from(auditEvents).where(eq(auditEvents.subject, '24'));
    expect(rows.map((row) => row.action)).toEqual(
      expect.arrayContaining([
        'return-request',
        'return-propose',
        'return-submit',
        'return-send-back',
        'approve',
        'reassign',
      ]),
    );
    expect(JSON.stringify(rows)).not.toContain('属地');
  });

  test('Slack took everything the bot did', () => {
    expect(world.sandbox.troubles()).toEqual([]);
  });

  /** Opens a form from a button of the list about proposal 24. */
  async function press24(label: string): Promise<void> {
    await desk().click(await ask(desk(), '退办 24'), label);
    await world.sandbox.until('the form', () => desk().modal());
  }
});
