import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../support/world.ts';
import { message, openWindows, say, type Windows } from './page.ts';

const GROUP = 'C0GROUP';
const GROUP_NAME = '建议提案工作群';

/** Two people in the work group, each at a window of their own, and what one does the other sees without asking. */
describe('a conversation', () => {
  let world: World;
  let windows: Windows;
  let liaison: Page;
  let desk: Page;
  const places = (page: Page) => page.getByRole('navigation', { name: '会话' });
  const thread = (page: Page) => page.getByRole('complementary', { name: '话题' });

  beforeAll(async () => {
    [world, windows] = await Promise.all([openWorld(), openWindows()]);
    liaison = await windows.open(world, 'U01WJJ', GROUP);
    desk = await windows.open(world, 'U01DESK', GROUP);
  });
  afterEach(() => expect(windows.faults()).toEqual([]));
  afterAll(async () => {
    await windows?.close();
    await world?.close();
  });

  test('shows at once what another one says', async () => {
    await say(liaison, '大家好，我是新来的联络员');
    await message(desk, '大家好，我是新来的联络员').waitFor();
    await say(desk, '欢迎，有事找我');
    await message(liaison, '欢迎，有事找我').waitFor();
  });

  test('is marked as unread while one is elsewhere, until it is entered', async () => {
    await places(desk).getByRole('button', { name: '消息' }).click();
    await say(liaison, '第13号的领衔委员怎么联系？');
    await places(desk)
      .getByRole('button', { name: `${GROUP_NAME} 1 条未读` })
      .click();
    await desk.getByRole('main').getByText('新消息').waitFor();
    await places(desk).getByRole('button', { name: GROUP_NAME, exact: true }).waitFor();
  });

  test('goes on in a thread, which the other one finds at the message', async () => {
    const question = (page: Page) => message(page, '怎么联系？');
    await question(desk).hover();
    await question(desk).getByRole('button', { name: '在话题里回复' }).click();
    await thread(desk).getByRole('textbox', { name: '回复话题' }).fill('电话在花名册里');
    await thread(desk).getByRole('button', { name: '发送' }).click();
    await thread(desk).getByRole('article').filter({ hasText: '电话在花名册里' }).waitFor();

    await question(liaison).getByRole('button', { name: '1 条回复' }).click();
    await thread(liaison).getByRole('article').filter({ hasText: '电话在花名册里' }).waitFor();
    await thread(liaison).getByRole('textbox').fill('找到了，谢谢');
    await thread(liaison).getByRole('textbox').press('Enter');
    await thread(desk).getByRole('article').filter({ hasText: '找到了，谢谢' }).waitFor();
    await thread(liaison).getByRole('button', { name: '关闭话题' }).click();
    await thread(liaison).waitFor({ state: 'detached' });
    await question(liaison).getByRole('button', { name: '2 条回复' }).waitFor();
  });

  test('shows what its author changes and takes back', async () => {
    await say(liaison, '下午3点开会');
    const original = message(liaison, '下午3点开会');
    await original.hover();
    await original.getByRole('button', { name: '更多操作' }).click();
    await liaison.getByRole('menuitem', { name: '编辑' }).click();
    const box = liaison.getByRole('textbox', { name: '编辑消息' });
    await box.fill('下午4点开会');
    await box.press('Enter');
    await message(desk, '下午4点开会').getByText('已编辑').waitFor();

    const changed = message(liaison, '下午4点开会');
    await changed.hover();
    await changed.getByRole('button', { name: '更多操作' }).click();
    await liaison.getByRole('menuitem', { name: '删除' }).click();
    const question = liaison.getByRole('dialog', { name: '删除这条消息？' });
    await question.getByRole('button', { name: '删除', exact: true }).click();
    for (const page of [liaison, desk])
      await page.getByRole('main').getByText('点开会').waitFor({ state: 'detached' });
  });

  test('gives nobody the tools to change what others said', async () => {
    const other = message(desk, '大家好');
    await other.hover();
    await other.getByRole('button', { name: '在话题里回复' }).waitFor();
    expect(await other.getByRole('button', { name: '更多操作' }).count()).toBe(0);
  });

  test('hands over a file, byte for byte', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, ...Buffer.from('第13号调研报告')]);
    const [chooser] = await Promise.all([
      liaison.waitForEvent('filechooser'),
      liaison.getByRole('main').getByRole('button', { name: '添加文件' }).click(),
    ]);
    await chooser.setFiles({ name: '调研报告.docx', mimeType: 'application/octet-stream', buffer: bytes });
    await liaison.getByRole('list', { name: '要发送的文件' }).getByText('调研报告.docx').waitFor();
    await say(liaison, '请看附件');

    const [download] = await Promise.all([
      desk.waitForEvent('download'),
      message(desk, '请看附件').getByRole('link', { name: '调研报告.docx' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('调研报告.docx');
    expect(await readFile(await download.path())).toEqual(bytes);
  });

  test('with the bot shows its Home tab, and what is done there', async () => {
    await places(liaison).getByRole('button', { name: '主页' }).click();
    const home = liaison.getByRole('main');
    await home.getByText(/区卫生健康局：\d+项待办/).waitFor();
    await home.getByText('签收（7件）').waitFor();
    await places(liaison).getByRole('button', { name: '消息' }).click();
    await say(liaison, '13号已签收');
    await message(liaison, '已登记签收：第13号').waitFor();
    await places(liaison).getByRole('button', { name: '主页' }).click();
    await home.getByText('签收（6件）').waitFor();
    await home.getByRole('button', { name: '填写月报' }).click();
    const form = liaison.getByRole('dialog', { name: '2022年4月月报' });
    await form.getByRole('button', { name: '先不报' }).click();
    await form.waitFor({ state: 'detached' });
  });

  test('is left for another person, whom the search finds', async () => {
    await desk.getByRole('searchbox', { name: '按姓名或单位查找' }).fill('教育 副联络员');
    await desk.getByRole('button', { name: '区教育局副联络员' }).click();
    await say(desk, '我的待办');
    await message(desk, /区教育局：\d+项待办/).waitFor();
  });
});
