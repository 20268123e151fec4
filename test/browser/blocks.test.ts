import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { LIAISON } from '../sandbox/workspace-fixture.ts';
import { seriousViolations } from './accessibility.ts';
import { type Gallery, openGallery, PAPERS, TABLE, TOOLS, WORDS } from './gallery.ts';
import { openWindows, type Windows } from './page.ts';

let windows: Windows;
beforeAll(async () => {
  windows = await openWindows();
});
afterAll(() => windows.close());
afterEach(() => expect(windows.faults()).toEqual([]));

let gallery: Gallery;
let page: Page;
/** What the bot heard of, in order: the action id and what was put in. */
let heard: [string, unknown][];

beforeEach(async () => {
  gallery = await openGallery();
  heard = [];
  gallery.app.action(/^(?!sign)/, async ({ ack, action }) => {
    await ack();
    const { action_id: id, ...rest } = action as unknown as Record<string, unknown>;
    const [answer] = ['selected_option', 'selected_options', 'selected_date', 'selected_user', 'value']
      .map((key) => rest[key])
      .filter(Boolean)
      .map((one) => valueIn(one));
    heard.push([String(id), answer]);
  });
  page = await windows.open(gallery, LIAISON);
});
afterEach(async () => {
  await page.context().close();
  await gallery.close();
});

const valueIn = (answer: unknown): unknown =>
  Array.isArray(answer) ? answer.map(valueIn) : ((answer as { value?: unknown }).value ?? answer);
const hears = (...actions: [string, unknown][]) => vi.waitFor(() => expect(heard).toEqual(actions));

describe('what blocks show', () => {
  test.each(['light', 'dark'] as const)(
    'every block, without serious violations in %s',
    async (colorScheme) => {
      for (const blocks of [WORDS, PAPERS, TABLE, TOOLS]) await gallery.post(blocks);
      await page.emulateMedia({ colorScheme });
      const shown = page.locator('.blocks');
      await shown.nth(3).waitFor();
      expect(await page.locator('.unknown').count()).toBe(0);
      expect(await shown.nth(0).getByRole('link', { name: '通知原文' }).getAttribute('href')).toBe(
        'https://example.gov.cn/notice?a=1&b=2',
      );
      await shown.nth(0).getByText('@提案股值班员').waitFor();
      await shown.nth(0).getByText('<b>不是标签</b>').waitFor();
      await shown.nth(0).getByText('没有取到的图片').waitFor();
      await shown.nth(1).getByRole('listitem').filter({ hasText: '第二项之一' }).waitFor();
      expect(await shown.nth(2).getByRole('columnheader').allInnerTexts()).toEqual([
        '单位',
        '件数',
        '状态',
        '说明',
      ]);
      expect(await seriousViolations(page)).toEqual([]);

      await page.getByRole('combobox', { name: '选单位' }).click();
      await page.getByRole('option', { name: '区水务局' }).waitFor();
      expect(await seriousViolations(page)).toEqual([]);
    },
  );

  test('a narrow window stays as wide as it is', async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    for (const blocks of [WORDS, PAPERS, TABLE, TOOLS]) await gallery.post(blocks);
    await page.locator('.blocks').nth(3).waitFor();
    const tooWide =
      "[...document.querySelectorAll('.blocks')].filter((one) => one.scrollWidth > one.clientWidth).length";
    expect(await page.evaluate(tooWide)).toBe(0);
  });

  test('a block nobody knows is announced and not dropped', async () => {
    // The server refuses such a block, so the page is given one as if it had not.
    await page.route('**/page/conversation?*', async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.replaceAll('"type":"divider"', '"type":"video"') });
    });
    await gallery.post([{ type: 'divider' }]);
    await page.getByText('“video”').waitFor();
  });
});

describe('what elements do', () => {
  test('a click is sent once, and the button waits for the bot', async () => {
    const clicks: (() => Promise<void>)[] = [];
    gallery.app.action('sign', async ({ ack }) => void clicks.push(async () => await ack()));
    await gallery.post(TOOLS);
    const button = page.getByRole('button', { name: '已签收，登记' });
    await button.dblclick();
    await vi.waitFor(() => expect(clicks).toHaveLength(1));
    await page.locator('.button.primary[aria-busy=true]').waitFor();
    await clicks[0]?.();
    await page.locator('.button.primary:not([aria-busy])').waitFor();
    await button.click();
    await vi.waitFor(() => expect(clicks).toHaveLength(2));
    await clicks[1]?.();
    await page.locator('.button.primary:not([aria-busy])').waitFor();
    expect(clicks).toHaveLength(2);
  });

  test('a click that reaches nobody says so beside its button', async () => {
    await gallery.post(TOOLS);
    await page.getByRole('button', { name: '填写月报' }).waitFor();
    await gallery.app.stop();
    await page.getByRole('button', { name: '填写月报' }).click();
    await page.getByRole('alert').filter({ hasText: '机器人没有连接' }).waitFor();
  });

  test('what must be confirmed is asked for first', async () => {
    await gallery.post(TOOLS);
    const button = page.getByRole('button', { name: '取消发送' });
    const dialog = page.getByRole('dialog', { name: '取消发送' });
    await button.click();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(heard).toEqual([]);
    await button.click();
    await dialog.getByRole('button', { name: '取消发送' }).click();
    await hears(['cancel', undefined]);
  });

  test('a menu is used with the keyboard alone, and gives the focus back', async () => {
    await gallery.post(TOOLS);
    const opener = page.locator('.dots').first();
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: '暂缓一天' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.locator('.dots:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.locator('[role=menuitem]:focus').filter({ hasText: '暂缓一天' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await hears(['more', '转给别人']);
    await page.locator('.dots:focus').waitFor();
  });

  test('a list is searched by typing, and keeps what was chosen', async () => {
    await gallery.post(TOOLS);
    const list = page.getByRole('combobox', { name: '选单位' });
    await list.focus();
    await page.keyboard.type('水务');
    await page.getByRole('option', { name: '区水务局' }).waitFor();
    expect(await page.getByRole('option').count()).toBe(1);
    await page.keyboard.press('Enter');
    await hears(['unit', '区水务局']);
    expect(await list.inputValue()).toBe('区水务局');
    await list.fill('没有');
    await page.getByText('没有匹配的选项').waitFor();
    await page.keyboard.press('Escape');
    expect(await list.inputValue()).toBe('区水务局');
  });

  test('people and what the bot offers can be chosen', async () => {
    gallery.app.options('proposal', async ({ ack, options }) => {
      await ack({
        options: [{ text: { type: 'plain_text', text: `第12号 ${options.value}` }, value: '12' }],
      });
    });
    await gallery.post(TOOLS);
    await page.getByRole('combobox', { name: '选人' }).click();
    await page.getByRole('option', { name: /提案股值班员/ }).click();
    await hears(['who', 'U0DESK0001']);

    const offered = page.getByRole('combobox', { name: '查提案' });
    await offered.click();
    await page.getByText('至少输入 1 个字来查找').waitFor();
    await page.keyboard.type('学校');
    await page.getByRole('option', { name: '第12号 学校' }).click();
    await hears(['who', 'U0DESK0001'], ['proposal', '12']);
    expect(await offered.inputValue()).toBe('第12号 学校');
  });

  test('dates, ticks and radio buttons are heard of', async () => {
    await gallery.post(TOOLS);
    await page.getByLabel('选日期').fill('2022-04-20');
    await page.getByRole('checkbox', { name: '已收回' }).check();
    await page.getByRole('checkbox', { name: /已寄出/ }).check();
    await page.getByRole('radio', { name: '电话' }).check();
    await hears(['day', '2022-04-20'], ['ticks', ['back']], ['ticks', ['sent', 'back']], ['way', '电话']);
  });
});
