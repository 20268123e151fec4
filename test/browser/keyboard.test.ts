import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../support/world.ts';
import { composer, message, openWindows, type Windows } from './page.ts';

/** The main story once more, by somebody who has no mouse. */
describe('with the keyboard alone', () => {
  let world: World;
  let windows: Windows;
  let page: Page;
  const press = (key: string) => page.keyboard.press(key);
  const type = (text: string) => page.keyboard.type(text);
  const focusOn = (target: Locator) => target.and(page.locator(':focus')).waitFor();

  beforeAll(async () => {
    [world, windows] = await Promise.all([openWorld(), openWindows()]);
    page = await windows.open(world, 'U01WJJ');
  });
  afterAll(async () => {
    await windows?.close();
    await world?.close();
  });

  test('the first stop leads to the conversation', async () => {
    await press('Tab');
    await focusOn(page.getByRole('button', { name: '跳到对话' }));
    await press('Enter');
    await focusOn(composer(page));
  });

  test('time goes to the next working morning', async () => {
    await goTo(page.getByRole('button', { name: '下一工作日', disabled: false }), 'Shift+Tab');
    await press('Enter');
    await message(page, '【提醒】区卫生健康局').waitFor();
  });

  test('a liaison signs in words', async () => {
    await goTo(composer(page));
    await type('13号已签收');
    await press('Enter');
    await message(page, '已登记签收：第13号').waitFor();
    await focusOn(composer(page));
  });

  test('and by the button of a message, to which the arrows lead', async () => {
    await goTo(page.getByRole('article'), 'Shift+Tab');
    const reminder = message(page, '【提醒】');
    while (!(await isOn(reminder))) await press('ArrowUp');
    await goTo(reminder.getByRole('button', { name: '已签收，登记' }));
    await press('Enter');
    await goTo(message(page, '件未签收').getByRole('button', { name: /^全部/ }));
    await press('Enter');
    await focusOn(page.getByRole('dialog').getByRole('button', { name: '是，登记' }));
    await press('Enter');
    await message(page, '贵单位的提案已全部签收').waitFor();
  });

  test('another person is found by typing', async () => {
    await goTo(page.getByRole('searchbox', { name: '按姓名或单位查找' }), 'Shift+Tab');
    await type('医疗保障');
    await press('Enter');
    await message(page, '【提醒】区医疗保障局').waitFor();
  });

  test('a report is filled in, refused at a field, corrected there and sent', async () => {
    await goTo(composer(page));
    await type('/yue');
    await page.getByRole('option', { name: '/yuebao' }).waitFor();
    await press('Tab');
    await press('Enter');
    const form = page.getByRole('dialog', { name: '2022年4月月报' });
    await focusOn(form.getByRole('textbox', { name: '进展情况' }));
    await type('已召开座谈会');
    await press('Tab');
    await type('无');
    await goTo(form.getByRole('button', { name: '报送' }));
    await press('Enter');
    await focusOn(form.getByRole('textbox', { name: '下一步工作计划', description: /.+/ }));
    await type('5月面商');
    await goTo(form.getByRole('button', { name: '报送' }));
    await press('Enter');
    await message(page, '已收到：区医疗保障局2022年4月月报').waitFor();
    await focusOn(composer(page));
  });

  test('a thread opens on its answer box, and gives the focus back', async () => {
    const reminder = message(page, '【提醒】');
    await goTo(page.getByRole('article'), 'Shift+Tab');
    while (!(await isOn(reminder))) await press('ArrowUp');
    await goTo(reminder.getByRole('button', { name: '在话题里回复' }));
    await press('Enter');
    await focusOn(page.getByRole('textbox', { name: '回复话题' }));
    await press('Escape');
    await focusOn(reminder);
  });

  test('a panel and a menu take the focus, and give it back', async () => {
    const scenes = page.getByRole('button', { name: '情景' });
    await goTo(scenes, 'Shift+Tab');
    await press('Enter');
    await focusOn(page.getByRole('heading', { name: '情景' }));
    await press('Escape');
    await focusOn(scenes);
    const more = page.getByRole('button', { name: '更多', exact: true });
    await goTo(more, 'Shift+Tab');
    await press('Enter');
    await focusOn(page.getByRole('menuitemradio', { name: '跟随系统' }));
    await press('ArrowDown');
    await focusOn(page.getByRole('menuitemradio', { name: '浅色' }));
    await press('Escape');
    await focusOn(more);
    expect(windows.faults()).toEqual([]);
  });

  const isOn = async (target: Locator) => (await target.and(page.locator(':focus')).count()) > 0;

  /** Presses the key until it has led there. */
  async function goTo(target: Locator, key = 'Tab'): Promise<void> {
    await target.first().waitFor();
    const stops: string[] = [];
    while (!(await isOn(target))) {
      if (stops.length > 60) throw new Error(`no way to ${target}:\n${stops.join('\n')}`);
      await press(key);
      stops.push(String(await page.evaluate('document.activeElement.outerHTML.slice(0, 100)')));
    }
  }
});
