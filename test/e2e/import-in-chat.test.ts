import { readFile } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeenMessage } from '../../src/sandbox/client/person.ts';
import { auditEvents, members, pendingImports, proposals } from '../../src/store/schema.ts';
import { press } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

const sample = (name: string) =>
  readFile(new URL(`../../templates/sample-office/${name}`, import.meta.url), 'utf8');

/** The desk gives the bot a new roster or list of proposals as an attachment. */
describe('an import in the chat', () => {
  let world: World;
  const desk = () => world.sandbox.as('U01DESK');

  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  /** Sends files in one message each and gives the bot's answer to the last. */
  async function give(who: ReturnType<typeof desk>, name: string, content: string): Promise<SeenMessage> {
    const before = who.inbox().length;
    await who.upload('dm', { name, bytes: Buffer.from(content) });
    return world.sandbox.until(`an answer to ${name}`, () => who.inbox()[before]);
  }
  const phoneOf = async (slackId: string) =>
    (await world.storage.db.select().from(members).where(eq(members.slackId, slackId)))[0]?.phone;

  test('R32 says what a new roster would change, and changes it only when that is confirmed', async () => {
    const roster = (await sample('roster.csv')).replace('0668-0000201', '0668-7654321');
    const asked = await give(desk(), '名册（新）.csv', roster);
    expect(asked.shown).toContain('还没有导入');
    expect(asked.shown).toContain('修改 人员 区卫生健康局联络员：手机 0668-0000201 → 0668-7654321');
    expect(await phoneOf('U01WJJ')).toBe('0668-0000201');

    const done = await press(world.sandbox, desk(), asked, '确认导入');
    expect(done.shown).toContain('共1处变化：修改1。已保存。');
    expect(await phoneOf('U01WJJ')).toBe('0668-7654321');
    const audit = await world.storage.db.select().from(auditEvents).where(eq(auditEvents.action, 'import'));
    expect(audit.map((event) => event.memberId !== null)).toContain(true);
    expect(await world.storage.db.select().from(pendingImports)).toEqual([]);
  });

  test('the same file again needs no confirmation', async () => {
    const roster = (await sample('roster.csv')).replace('0668-0000201', '0668-7654321');
    const answer = await give(desk(), '名册.csv', roster);
    expect(answer.shown).toContain('与现有资料一致，无需导入');
    expect(answer.shown).not.toContain('确认导入');
  });

  test('a list of proposals is told by its header, whatever its name', async () => {
    const list = (await sample('proposals.csv')).replace(
      '关于加快城区义务教育学位建设的提案',
      '关于加快学位建设的提案',
    );
    const asked = await give(desk(), '附件.csv', list);
    expect(asked.shown).toContain('关于加快学位建设的提案');
    const dropped = await press(world.sandbox, desk(), asked, '不导入');
    expect(dropped.shown).toContain('没有导入');
    const titles = (await world.storage.db.select().from(proposals)).map((one) => one.title);
    expect(titles).not.toContain('关于加快学位建设的提案');
  });

  test('every bad cell is named at once, and nothing is kept', async () => {
    const bad = (await sample('roster.csv')).replace('U01WJJ', '不是ID').replace('U01EDU', '也不是');
    const answer = await give(desk(), '名册.csv', bad);
    expect(answer.shown).toContain('文件有下列问题，没有导入');
    expect(answer.shown.match(/名册\.csv 第 \d+ 行/g)).toHaveLength(2);
    expect(await world.storage.db.select().from(pendingImports)).toEqual([]);
  });

  test('a confirmation is for the files it names: those sent later took their place', async () => {
    const roster = await sample('roster.csv');
    const first = await give(desk(), '一.csv', roster.replace('0668-0000201', '0668-1111111'));
    const second = await give(desk(), '二.csv', roster.replace('0668-0000201', '0668-2222222'));
    const refused = await press(world.sandbox, desk(), first, '确认导入');
    expect(refused.shown).toContain('您后来又发过别的文件');
    await press(world.sandbox, desk(), second, '确认导入');
    expect(await phoneOf('U01WJJ')).toBe('0668-2222222');
  });

  test.each([
    ['a picture', '照片.png', 'x', '不是 .xlsx 或 .csv 文件'],
    ['text in a workbook’s name', '名册.xlsx', '单位,联络员', '名册.xlsx'],
    ['a table of something else', '通讯录.csv', '甲,乙\n1,2', '没有认出'],
  ])('%s is refused in words', async (_what, name, content, words) => {
    expect((await give(desk(), name, content)).shown).toContain(words);
  });

  test('a liaison’s file is no import, and the liaison learns where it belongs', async () => {
    const liaison = world.sandbox.as('U01WJJ');
    const answer = await give(liaison, '名册.csv', await sample('roster.csv'));
    expect(answer.shown).toContain('请在对应的表单里上传附件');
  });
});
