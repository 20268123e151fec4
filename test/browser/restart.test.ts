import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../support/world.ts';
import { composer, message, openWindows, say, type Windows } from './page.ts';

/** `npm start` is stopped and started again while the page stays open; nobody reloads it. */
describe('a server that goes away and comes back', () => {
  let dataDir: string;
  let world: World;
  let windows: Windows;
  let page: Page;
  const places = () => page.getByRole('navigation', { name: '会话' });
  const lost = () => page.getByRole('status').filter({ hasText: '连接断开了，正在重新连接' });

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'duban-browser-'));
    [world, windows] = await Promise.all([openWorld({ dataDir }), openWindows()]);
    page = await windows.open(world, 'U01WJJ');
    await page.evaluate('window.isSamePage = true');
    world.sandbox.as('U01DESK').say('C0GROUP', '停机以前的通知');
    await places()
      .getByRole('button', { name: /1 条未读/ })
      .waitFor();
    await say(page, '13号已签收');
    await message(page, '已登记签收：第13号').waitFor();
  });
  afterAll(async () => {
    await windows?.close();
    await world?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('is missed in words, and what cannot be sent stays in the box', async () => {
    await world.closeSandbox();
    await lost().waitFor();
    await message(page, '已登记签收：第13号').waitFor();
    await say(page, '14号已签收');
    await page.getByRole('alert').getByText('演练工作区没有应答').waitFor();
    expect(await composer(page).inputValue()).toBe('14号已签收');
  });

  test('is found again without reloading, with the conversation and what is unread', async () => {
    await world.reopenSandbox();
    await lost().waitFor({ state: 'detached' });
    await message(page, '已登记签收：第13号').waitFor();
    await places()
      .getByRole('button', { name: /1 条未读/ })
      .waitFor();
    expect(await page.evaluate('window.isSamePage')).toBe(true);
  });

  test('goes on with the same bot, and tells what is new', async () => {
    await page.getByRole('main').getByRole('button', { name: '发送', exact: true }).click();
    await message(page, '已登记签收：第14号').waitFor();
    world.sandbox.as('U01DESK').say('C0GROUP', '恢复以后的通知');
    await places()
      .getByRole('button', { name: /2 条未读/ })
      .click();
    await message(page, '停机以前的通知').waitFor();
    await message(page, '恢复以后的通知').waitFor();
    expect(windows.faults()).toEqual([]);
  });
});
