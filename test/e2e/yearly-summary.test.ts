import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SUMMARY_POINTS } from '../../src/domain/summary.ts';
import type { Person, SeenMessage } from '../../src/sandbox/client/person.ts';
import { auditEvents, registrations } from '../../src/store/schema.ts';
import { actsOf, onRecord, said } from '../support/acts.ts';
import { memberOf } from '../support/ledger.ts';
import { openForm, typedIn } from '../support/report.ts';
import { onPage, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const edu = () => as('U01EDU');
const desk = () => as('U01DESK');
const paper = { name: '2022年提案办理工作总结.docx', bytes: new TextEncoder().encode('PK 总结') };

const ask = (who: Person, text: string) => said(world, actsOf(world).command(who.id, text));

/** The next message that a person gets, from a gesture that must not fail. */
async function receipt(who: Person, gesture: () => Promise<unknown>): Promise<SeenMessage> {
  const before = who.inbox().length;
  await gesture();
  return world.sandbox.until('the receipt', () => who.inbox()[before]);
}

async function submitted(who: Person): Promise<SeenMessage> {
  return receipt(who, async () => {
    const sent = await who.submit();
    if (sent.result !== 'closed') throw new Error(`the summary ended with ${JSON.stringify(sent)}`);
  });
}

async function jump(local: string): Promise<void> {
  await world.stopBot();
  world.sleepUntil(local);
  await world.startBot();
}

async function versions(slackId: string) {
  const { unitId } = await memberOf(world, slackId);
  const rows = await world.storage.db
    .select()
    .from(registrations)
    .where(eq(registrations.kind, 'summary-received'));
  return rows.filter((row) => row.unitId === unitId);
}

beforeAll(async () => {
  world = await openWorld();
  await jump('2022-10-14T10:00');
});
afterAll(() => world.close());

describe('R60 before 10-15', () => {
  test('the command says from when and until when, to units and to the desk', async () => {
    const when = '全年办理工作总结10月15日（周六）起填报，11月15日（周二）前报建议提案股（三(七)）。';
    expect(await ask(edu(), '总结')).toBe(when);
    expect(await ask(desk(), '总结')).toBe(when);
    expect((await tell(world.sandbox, edu(), '总结')).shown).toBe(when);
  });
});

describe('R60, R61 from 10-15 on', () => {
  beforeAll(() => jump('2022-10-17T10:00'));

  test('a unit that holds no proposal owes none', async () => {
    expect(await ask(as('U01SJJ'), '总结')).toBe(
      '区审计局没有承办的提案，无需报送全年办理工作总结（三(七)）。',
    );
  });

  test('R61: the form asks for the notice’s points; left empty it is refused at the field', async () => {
    await edu().command('/duban', '总结');
    const form = openForm(edu());
    expect(form.title).toBe('2022年工作总结');
    for (const { name } of SUMMARY_POINTS) expect(form.shown).toContain(name);
    expect(await edu().submit()).toEqual({
      result: 'errors',
      from: 'bot',
      errors: { whole: '请至少填写一项，或附上总结文件' },
    });
  });

  test('filled in with a file it is received, with time and punctuality', async () => {
    edu().fill({ heard: '面商12次<!channel>', unsolved: '缺用地指标，已列入2023年计划' });
    await edu().attach('files', paper);
    expect((await submitted(edu())).text.split('\n')).toEqual([
      '已收到：区教育局2022年全年办理工作总结，10月17日（周一）10:00，按时。',
      '附件：2022年提案办理工作总结.docx',
      '可在11月15日（周二）24时前修改。',
    ]);
    expect(await ask(edu(), '我的')).not.toContain('全年办理工作总结');
  });

  test('R60: it can be changed until 11-15, starting from what was sent; the old version stays in the story', async () => {
    await edu().command('/duban', '总结');
    expect(typedIn(openForm(edu()), 'heard')).toBe('面商12次<!channel>');
    expect(openForm(edu()).shown).toContain('已附的文件');
    edu().fill({ heard: '面商15次' });
    expect((await submitted(edu())).text).toContain('已更新：区教育局2022年全年办理工作总结');
    const rows = await versions('U01EDU');
    expect(rows).toHaveLength(2);
    const [standing] = rows.filter(({ revokedAt }) => revokedAt === null);
    expect(standing?.text).toBe(
      '【听取委员意见】\n面商15次\n\n【多年反复提出但办理不落实的提案】\n缺用地指标，已列入2023年计划',
    );
    expect(standing?.details.files?.map(({ name }) => name)).toEqual(['2022年提案办理工作总结.docx']);
  });

  test('a colleague’s later version is not replaced unseen', async () => {
    const [first, second] = [edu(), as('U02EDU')];
    await first.command('/duban', '总结');
    await second.command('/duban', '总结');
    second.fill({ research: '调研5次' });
    await submitted(second);
    first.fill({ adopted: '采纳8条' });
    expect((await first.submit()).result).toBe('updated');
    expect(openForm(first).shown).toContain('本单位刚刚有人报送或修改过总结');
    expect(typedIn(openForm(first), 'adopted')).toBe('采纳8条');
    await submitted(first);
    expect((await versions('U01EDU')).filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1);
  });

  test('of two first ones at the same moment one stands, the other is told', async () => {
    const { form } = actsOf(world);
    const send = (id: string) =>
      said(world, form(id, 'summary-form', { base: null }, { whole: `${id}的总结` }));
    const answers = await Promise.all([send('U01WJJ'), send('U02WJJ')]);
    expect(answers.filter((answer) => answer === 'none')).toHaveLength(1);
    expect((await versions('U01WJJ')).filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1);
  });

  test('a file sent to the bot with the word is a summary', async () => {
    const got = await receipt(as('U01YBJ'), () => as('U01YBJ').upload('dm', { ...paper, comment: '总结' }));
    expect(got.text).toContain('已收到：区医疗保障局2022年全年办理工作总结');
    expect(got.text).toContain('附件：2022年提案办理工作总结.docx');
  });

  test('the word alone, where no window can open, brings the way to it', async () => {
    const answer = await tell(world.sandbox, as('U01CZJ'), '总结');
    expect(answer.shown).toContain('区财政局2022年全年办理工作总结，11月15日（周二）前报建议提案股');
    await as('U01CZJ').click(answer, '填写总结');
    expect(openForm(as('U01CZJ')).title).toBe('2022年工作总结');
    await as('U01CZJ').close();
  });

  test('files that cannot be read, and text beyond the limit, are refused and nothing changes', async () => {
    const { form } = actsOf(world);
    const before = await onRecord(world);
    expect(
      await said(world, form('U01CZJ', 'summary-form', { base: null }, { whole: '甲', files: ['F0NONE'] })),
    ).toBe('files：有文件没有传好，请重新选择');
    expect(
      await said(world, form('U01CZJ', 'summary-form', { base: null }, { whole: '字'.repeat(20_000) })),
    ).toContain('最多2500字');
    expect(await said(world, form('U01CZJ', 'summary-form', 'broken', { whole: '甲' }))).toBe(
      '这个表单已失效，请重新打开总结。',
    );
    expect(await onRecord(world)).toEqual(before);
  });
});

describe('R60 the desk', () => {
  test('sees who has sent one, and whom to telephone', async () => {
    const list = await ask(desk(), '总结');
    expect(list).toMatch(/【工作总结】应报\d+个单位，已报3个，未报\d+个；11月15日（周二）前/);
    expect(list).toMatch(/区财政局 0668-0000700（区财政局联络员 0668-0000701；分管领导 区财政局分管副局长）/);
    expect(list).not.toContain('区审计局');
  });

  test('opens one, in which typed text is no markup', async () => {
    const { answer } = await desk().command('/duban', '总结');
    if (!answer) throw new Error('no list came');
    const block = answer.blocks.find((one) => JSON.stringify(one).includes('区卫生健康局　'));
    await onPage(world.sandbox, 'act', {
      as: 'U01DESK',
      surface: { kind: 'message', channel: answer.channel, ts: answer.ts },
      blockId: block?.block_id,
      actionId: 'summary-show',
      answer: null,
    });
    await world.sandbox.until('the window', () => desk().modal());
    expect(openForm(desk()).shown).toContain('区卫生健康局');
    expect(openForm(desk()).shown).toContain('10月17日（周一）');
    await desk().close();
    await desk().command('/duban', '总结 教育局');
    const one = openForm(desk());
    expect(one.shown).toContain('面商15次');
    expect(one.shown).toContain('附件：2022年提案办理工作总结.docx');
    await desk().close();
    expect(await ask(desk(), '总结 区财政局')).toBe('区财政局还没有报送工作总结。');
    expect((await tell(world.sandbox, desk(), '总结 区教育局')).shown).toContain('面商15次');
  });

  test('hears of new ones in its daily message', async () => {
    await jump('2022-10-18T09:00');
    await world.goTo('2022-10-18T09:30');
    const note = await world.sandbox.until('the daily message', () =>
      desk()
        .inbox()
        .find((message) => message.shown.includes('新收到的工作总结')),
    );
    for (const unit of ['区教育局', '区卫生健康局', '区医疗保障局']) expect(note.shown).toContain(unit);
  });

  test('its list and windows are not the units’', async () => {
    const { click } = actsOf(world);
    const { unitId } = await memberOf(world, 'U01EDU');
    expect(await said(world, click('U01CZJ', 'summary-show', unitId))).toBe('这个按钮由建议提案股使用。');
    expect(await said(world, click('U01CZJ', 'summary-list', '0'))).toBe('这个按钮由建议提案股使用。');
    expect(await said(world, click('U01DESK', 'summary-show', 'no-unit'))).toContain('这个按钮已失效');
    expect(
      await said(world, actsOf(world).form('U01DESK', 'summary-form', { base: null }, { whole: '甲' })),
    ).toBe('您不属于承办单位，没有需要办理的提案。');
  });
});

describe('R60 after 11-15', () => {
  test('the last minute is on time', async () => {
    await jump('2022-11-15T23:59');
    await as('U01CZJ').command('/duban', '总结');
    as('U01CZJ').fill({ whole: '会办13件，全部按时。' });
    expect((await submitted(as('U01CZJ'))).text).toContain('11月15日（周二）23:59，按时。');
  });

  test('what was sent can no longer be changed; the refusal threatens nothing', async () => {
    await jump('2022-11-16T10:00');
    const refusal = await ask(edu(), '总结');
    expect(refusal).toBe(
      '区教育局的全年办理工作总结已于10月17日（周一）报送，过了11月15日（周二）不能再修改；确需修改请联系建议提案股退回。',
    );
    expect(refusal).not.toMatch(/通报|扣/);
  });

  test('who has sent none still can, and it is marked as late', async () => {
    const tyj = as('U01TYJ');
    await tyj.command('/duban', '总结');
    expect(openForm(tyj).shown).toContain('已过期限，按迟报记');
    tyj.fill({ lessons: '早沟通' });
    expect((await submitted(tyj)).text).toContain('11月16日（周三）10:00，迟报。');
    expect(await ask(desk(), '总结')).toContain('（迟报1个）');
  });
});

test('every version is on record with who sent it', async () => {
  const events = await world.storage.db.select().from(auditEvents);
  const own = events.filter(({ action }) => action === 'summary' || action === 'correct-summary');
  expect(own.length).toBeGreaterThanOrEqual(7);
  expect(own.every(({ memberId, source }) => memberId && source)).toBe(true);
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
