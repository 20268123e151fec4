import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deriveDuties } from '../../src/domain/duty.ts';
import { computeFigures } from '../../src/domain/figures.ts';
import type { SeenMessage } from '../../src/sandbox/client/person.ts';
import { loadFacts } from '../../src/store/facts.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { deliveries, units } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
import { type ReadDocx, readDocx } from '../support/docx.ts';
import { calendar, notice } from '../support/rules.ts';
import { press, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const papers = () => world.storage.db.select().from(deliveries).where(eq(deliveries.kind, 'paper'));
const filesOf = (id: string) =>
  as(id)
    .inbox()
    .filter((message) => message.files.length > 0);
const unitId = async (name: string) => {
  const [unit] = await world.storage.db.select().from(units).where(eq(units.name, name));
  return unit?.id ?? '';
};

/** The document that a gesture brings, with the message that carries it. */
async function drafted(
  who: string,
  gesture: () => Promise<unknown>,
): Promise<{ message: SeenMessage; docx: ReadDocx }> {
  const before = filesOf(who).length;
  const known = new Set((await papers()).map((row) => row.id));
  await gesture();
  const message = await world.sandbox.until('the document', () => filesOf(who)[before]);
  await world.app.idle();
  const [row] = (await papers()).filter(({ id }) => !known.has(id));
  return { message, docx: readDocx(await world.app.context.slack.download(row?.fileId ?? '', 10_000_000)) };
}

const ask = (who: string, text: string) => drafted(who, () => as(who).command('/duban', text));
const refused = (who: string, text: string) => said(world, actsOf(world).command(who, text));

beforeAll(async () => {
  world = await openWorld();
  await as('U01MZJ').command('/duban', '签收 全部');
  await world.goTo('2022-04-18T09:05');
});
afterAll(() => world.close());

describe('督办函', () => {
  test('from the chat’s draft by one button: the same words on the paper, sent to who asked and nobody else', async () => {
    const before = as('U01EDU').inbox().length;
    const { answer } = await as('U01DESK').command('/duban', '督办函 区教育局');
    if (!answer) throw new Error('no draft came');
    const { message, docx } = await drafted('U01DESK', () =>
      press(world.sandbox, as('U01DESK'), answer, '生成Word'),
    );
    expect(message.files).toEqual(['草稿-督办函（区教育局）-20220418.docx']);
    expect(message.shown).toContain('是否发出、是否通报由领导决定');
    expect(docx.paragraphs).toContain('区教育局：');
    expect(docx.paragraphs.some((line) => line.includes('已逾期8天（6个工作日）。共15件'))).toBe(true);
    expect(docx.paragraphs).toContain(
      '通知原文：“无故延误签收时限以致影响办理工作的责任自负，区政府办公室将按照有关规定予以通报批评。”',
    );
    expect(docx.paragraphs.filter((line) => line.startsWith('签收'))).toHaveLength(15);
    expect(as('U01EDU').inbox()).toHaveLength(before);
  });

  test('by word; a unit that is not that late has none', async () => {
    const { docx } = await ask('U01LEAD', '拟稿 督办函 财政局');
    expect(docx.paragraphs).toContain('区财政局：');
    const why = '区民政局没有逾期5个工作日以上的事项，不需要督办函。';
    expect(await refused('U01DESK', '拟稿 督办函 区民政局')).toBe(why);
    const click = actsOf(world).click('U01DESK', 'draft-make', `letter/${await unitId('区民政局')}`);
    expect(await said(world, click)).toBe(why);
    expect(await refused('U01DESK', '拟稿 督办函')).toContain('个单位有事项逾期5个工作日以上');
  });
});

describe('通报、情况汇总、工作总结', () => {
  test('without words the desk chooses by button', async () => {
    const { answer } = await as('U01DESK').command('/duban', '拟稿');
    if (!answer) throw new Error('no choice came');
    expect(answer.shown).toContain('【拟稿】选择要生成的Word草稿');
    const { message, docx } = await drafted('U01DESK', () =>
      press(world.sandbox, as('U01DESK'), answer, '4月情况汇总'),
    );
    expect(message.files).toEqual(['草稿-2022年4月情况汇总-20220418.docx']);
    expect(docx.paragraphs.some((line) => line.startsWith('未报：'))).toBe(true);
  });

  test('the figures are those that everything else shows', async () => {
    const { docx } = await ask('U01LEAD', '拟稿 通报 4月');
    const office = await ensureOffice(world.storage.db);
    const facts = await loadFacts(world.storage.db, office.id);
    const figures = computeFigures(
      notice,
      facts,
      deriveDuties(notice, facts, '2022-04-18'),
      calendar,
      '2022-04-18',
    );
    const { owed, done, open, overdue } = figures.total;
    expect(
      docx.paragraphs.some((line) =>
        line.includes(`应办事项${owed}项，已办${done}项，未办${open}项，其中逾期${overdue}项`),
      ),
    ).toBe(true);
    for (const one of figures.byRule) {
      const at = docx.paragraphs.indexOf(one.rule.name);
      expect(docx.paragraphs.slice(at, at + 5)).toEqual(
        [one.rule.name, one.owed, one.done, one.open, one.overdue].map(String),
      );
    }
  });

  test('a month that is past is told as it stood at its end', async () => {
    const { docx } = await ask('U01DESK', '拟稿 通报 2022年3月');
    expect(docx.paragraphs.some((line) => line.includes('数据截至2022年3月31日'))).toBe(true);
    expect(docx.paragraphs).toContain('没有逾期未办结的事项。');
  });

  test('the desk’s summary, and any unit’s skeleton', async () => {
    expect((await ask('U01DESK', '起草 工作总结')).message.files).toEqual([
      '草稿-年度工作总结-20220418.docx',
    ]);
    const { docx } = await ask('U01DESK', '拟稿 总结 区民政局');
    expect(docx.paragraphs.some((line) => line.includes('2022年，区民政局承办'))).toBe(true);
  });

  test.each([
    ['拟稿 汇报', '请写要拟的材料：督办函、通报、情况汇总或工作总结，如“拟稿 情况汇总 5月”。'],
    ['拟稿 通报 12月', '2022年12月还没有到。'],
    ['拟稿 通报 2022年1月', '本次办理工作从2022年3月开始，没有2022年1月的数据。'],
    ['拟稿 情况汇总 上个月', '没有看懂月份，请写“5月”或“2022年5月”。'],
    ['拟稿 督办函 火星局', '没有找到单位“火星局”。请写名册里的单位名称。'],
  ])('“%s” is answered with what to do', async (words, answer) => {
    expect(await refused('U01DESK', words)).toContain(answer);
  });
});

describe('a unit', () => {
  const OWN = '承办单位可以生成本单位的工作总结初稿：请发送“拟稿 总结”。其他材料由建议提案股拟稿。';

  test('has the skeleton of its own summary, by typing or with the slash', async () => {
    const { message, docx } = await drafted('U01EDU', () => tell(world.sandbox, as('U01EDU'), '拟稿 总结'));
    expect(message.files).toEqual(['草稿-区教育局工作总结-20220418.docx']);
    expect(
      docx.paragraphs.some((line) => line.includes('区教育局承办区政协六届一次、二次会议提案15件')),
    ).toBe(true);
    expect(docx.paragraphs.some((line) => line.startsWith('（请补充：'))).toBe(true);
    await ask('U02EDU', '拟稿');
    await ask('U01EDU', '拟稿 工作总结 区教育局');
  });

  test('has nothing else, by word or by button', async () => {
    const before = (await papers()).length;
    for (const words of ['督办函 区教育局', '通报 4月', '情况汇总', '总结 区财政局', '工作总结 区民政局'])
      expect(await refused('U01EDU', `拟稿 ${words}`)).toBe(OWN);
    const other = await unitId('区财政局');
    for (const value of [`letter/${other}`, `unit-summary/${other}`, 'circular/2022-04', 'desk-summary/', ''])
      expect(await said(world, actsOf(world).click('U01EDU', 'draft-make', value))).toBe(OWN);
    expect(await papers()).toHaveLength(before);
  });

  test('a button that nobody has made any more says so', async () => {
    for (const value of ['letter/x', 'unit-summary/', 'x', ''])
      expect(await said(world, actsOf(world).click('U01DESK', 'draft-make', value))).toBe(
        '这个按钮已失效，请重新发送“拟稿”。',
      );
  });
});

test('every document came once, and Slack took everything the bot did', async () => {
  const rows = await papers();
  expect(rows.map((row) => row.state)).toEqual(rows.map(() => 'sent'));
  expect(world.sandbox.troubles()).toEqual([]);
});
