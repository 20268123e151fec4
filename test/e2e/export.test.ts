import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../src/sandbox/client/person.ts';
import { assignments, auditEvents, deliveries, members, proposals, units } from '../../src/store/schema.ts';
import { actsOf, said } from '../support/acts.ts';
import { assignmentsOn, fillPage, openForm } from '../support/report.ts';
import { sheetIn } from '../support/workbook.ts';
import { openWorld, type World } from '../support/world.ts';

/** 台账: asked for in the chat, made after the answer, and given back to the bot unchanged. */

const HOSTILE = '=HYPERLINK("http://x","点")\u0007';

let world: World;
const as = (id: string) => world.sandbox.as(id);
const papers = () => world.storage.db.select().from(deliveries).where(eq(deliveries.kind, 'paper'));
const filesOf = (id: string) =>
  as(id)
    .inbox()
    .filter((message) => message.files.length > 0);

/** What is said at once, the message that carries the file, and the file. */
async function exported(who: string, words: string) {
  const before = filesOf(who).length;
  const known = new Set((await papers()).map((row) => row.id));
  const { answer } = await as(who).command('/duban', words);
  const message: SeenMessage = await world.sandbox.until('the ledger', () => filesOf(who)[before]);
  await world.app.idle();
  const [row] = (await papers()).filter(({ id }) => !known.has(id));
  const bytes = await world.app.context.slack.download(row?.fileId ?? '', 10_000_000);
  return { said: answer?.shown, message, bytes, state: row?.state };
}

async function rows() {
  const { db } = world.storage;
  return {
    units: await db.select().from(units).orderBy(units.name),
    members: await db.select().from(members).orderBy(members.id),
    proposals: await db.select().from(proposals).orderBy(proposals.number),
    assignments: await db.select().from(assignments).orderBy(assignments.id),
  };
}

beforeAll(async () => {
  world = await openWorld();
  await as('U01MZJ').command('/duban', '签收 全部');
  await world.goTo('2022-04-12T09:05');
  await as('U01MZJ').command('/yuebao');
  await world.sandbox.until('the form', () => as('U01MZJ').modal());
  const [first] = assignmentsOn(openForm(as('U01MZJ')));
  await fillPage(as('U01MZJ'), '4月')
    .fill({ [`progress/${first}`]: HOSTILE })
    .submit();
  await world.app.idle();
});
afterAll(() => world.close());

describe('the desk', () => {
  test('has one sentence at once and the file in the direct message, with everything on record', async () => {
    const { said: sentence, message, bytes, state } = await exported('U01DESK', '导出');
    expect(sentence).toBe('正在导出台账，完成后以文件发到我们的私信里，一般不到一分钟。');
    expect(message.files).toEqual(['提案办理台账_2022-04-12.xlsx']);
    expect(message.shown).toContain('数据截至2022-04-12 09:05；含联系方式，请勿转发到工作群');
    expect(state).toBe('sent');
    expect(
      sheetIn(bytes, '承办').filter((row) => row.承办单位 === '区民政局' && row.签收日期 !== ''),
    ).not.toEqual([]);
    expect(sheetIn(bytes, '月报内容').map((row) => row.进展情况)).toContain(HOSTILE.replace('\u0007', ''));
    expect(sheetIn(bytes, '提醒发送').some((row) => row.单位 === '区教育局' && row.状态 === '已发送')).toBe(
      true,
    );
    expect(sheetIn(bytes, '经办记录').map((row) => row.经办事项)).toContain('报送2022年4月月报');
    expect(sheetIn(bytes, '名册').some((row) => row.联络员手机 === '0668-0000101')).toBe(true);
  });

  test('may give the file back: nothing is to be imported, and nothing is', async () => {
    const { bytes } = await exported('U01DESK', '导出');
    const before = await rows();
    const count = as('U01DESK').inbox().length;
    await as('U01DESK').upload('dm', { name: '台账.xlsx', bytes });
    const answer = await world.sandbox.until('an answer to the file', () => as('U01DESK').inbox()[count]);
    expect(answer.shown).toContain('已核对提案清单“台账.xlsx”、名册“台账.xlsx”：与现有资料一致，无需导入。');
    expect(answer.shown).not.toContain('确认导入');
    expect(await rows()).toEqual(before);
  });

  test('may have one month’s reports only', async () => {
    const { said: sentence, message, bytes } = await exported('U01DESK', '台账 4月');
    expect(sentence).toContain('（月报内容只含2022年4月）');
    expect(message.files).toEqual(['提案办理台账_2022-04-12_4月月报.xlsx']);
    expect(sheetIn(bytes, '说明').find((row) => row.项目 === '月报内容')?.内容).toBe('只含2022年4月');
  });

  test.each([
    ['导出 2月', '本次办理工作从2022年3月开始，没有2022年2月的数据。'],
    ['导出 全部', '没有看懂月份'],
  ])('“%s” is answered with what to write', async (words, expected) => {
    expect(await said(world, actsOf(world).command('U01DESK', words))).toContain(expected);
  });
});

test('a manager has it without telephone numbers and accounts, and it is on record who took one', async () => {
  const { message, bytes } = await exported('U01LEAD', '导出');
  expect(message.shown).toContain('不含联系方式');
  expect(Object.keys(sheetIn(bytes, '名册')[0] ?? {})).toEqual([
    '单位名称',
    '单位职能',
    '单位地址',
    '分管领导',
    '联络人员',
  ]);
  const taken = await world.storage.db.select().from(auditEvents).where(eq(auditEvents.action, 'export'));
  expect(taken.map((event) => event.details.contacts)).toContain(false);
  expect(taken.every((event) => event.memberId !== null)).toBe(true);
});

test('a liaison has none', async () => {
  const before = (await papers()).length;
  expect(await said(world, actsOf(world).command('U01EDU', '导出'))).toContain(
    '由建议提案股、区府办领导使用',
  );
  expect(await papers()).toHaveLength(before);
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
