import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../support/world.ts';
import { composer, message, openWindows, say, type Windows } from './page.ts';

/** What people do on the page from the first morning to the first Monday, one after the other. */
describe('the first days on the page', () => {
  let world: World;
  let windows: Windows;
  const open = (person: string) => windows.open(world, person);
  const time = (page: Page) => page.getByRole('region', { name: '模拟时间' });

  beforeAll(async () => {
    [world, windows] = await Promise.all([openWorld(), openWindows()]);
  });
  afterEach(() => expect(windows.faults()).toEqual([]));
  afterAll(async () => {
    await windows?.close();
    await world?.close();
  });

  describe('a liaison', () => {
    let page: Page;
    beforeAll(async () => {
      page = await open('U01WJJ');
    });
    afterAll(() => page.context().close());

    test('moves time to the next sending, which the button names', async () => {
      const next = time(page).getByRole('button', { name: /^下一次发送 今天/ });
      const at = (await next.innerText()).slice(-5);
      await next.click();
      await time(page)
        .getByRole('button', { name: `4月6日 星期三 ${at}` })
        .waitFor();
      await page
        .getByRole('button', { name: /[12] 条未读/ })
        .first()
        .waitFor();
    });

    test('moves time to nine in the morning, and finds the reminder', async () => {
      await time(page).getByRole('button', { name: '下一工作日 今天 09:00' }).click();
      await message(page, '【提醒】区卫生健康局').waitFor();
      await time(page).getByRole('button', { name: '4月6日 星期三 09:00' }).waitFor();
    });

    test('signs by plain reply', async () => {
      await say(page, '13号、14号已签收');
      await message(page, '已登记签收：第13、14号，共2件').waitFor();
    });

    test('signs for the rest by the button of the reminder, after being asked', async () => {
      await message(page, '【提醒】').getByRole('button', { name: '已签收，登记' }).click();
      await message(page, '件未签收')
        .getByRole('button', { name: /^全部\d+件已签收$/ })
        .click();
      const question = page.getByRole('dialog', { name: '全部签收' });
      await question.getByText('均已在办理系统签收？').waitFor();
      await question.getByRole('button', { name: '是，登记' }).click();
      await message(page, '贵单位的提案已全部签收').waitFor();
    });

    test('reports on one proposal by plain reply, and is told what is still missing', async () => {
      await say(page, '14号月报\n进展情况：已走访2个镇\n存在问题：无\n下一步工作计划：5月面商');
      await message(page, '已收到：区卫生健康局2022年4月月报，1件').getByText('还缺4件').waitFor();
    });
  });

  describe('a liaison with thirteen proposals fills in the report', () => {
    let page: Page;
    const form = () => page.getByRole('dialog', { name: '2022年4月月报' });
    const plans = () => form().getByRole('textbox', { name: '下一步工作计划' });
    const fillPage = async () => {
      for (const [label, words] of [
        ['进展情况', '4月开展调研，召开座谈会1次'],
        ['存在问题', '无'],
        ['下一步工作计划', '5月与委员面商'],
      ] as const)
        for (const field of await form().getByRole('textbox', { name: label }).all()) await field.fill(words);
    };
    beforeAll(async () => {
      page = await open('U01EDU');
      await say(page, '/yuebao');
    });
    afterAll(() => page.context().close());

    test('what is wrong is said at its field, and led to', async () => {
      await form().getByText('共13件，第1页（共3页）').waitFor();
      await fillPage();
      await plans().nth(1).fill('　');
      await form().getByRole('button', { name: '下一页' }).click();
      const wrong = form().getByRole('textbox', {
        name: '下一步工作计划',
        description: '请填写下一步工作计划',
      });
      await wrong.and(plans().nth(1)).and(page.locator(':focus')).waitFor();
    });

    test('corrected, it goes on page by page, and the receipt comes', async () => {
      await plans().nth(1).fill('5月与委员面商');
      await form().getByRole('button', { name: '下一页' }).click();
      await form().getByText('第2页（共3页）').waitFor();
      await fillPage();
      await form().getByRole('button', { name: '下一页' }).click();
      await form().getByText('第3页（共3页）').waitFor();
      await fillPage();
      await form().getByRole('button', { name: '报送' }).click();
      await form().waitFor({ state: 'detached' });
      await message(page, '已收到：区教育局2022年4月月报，13件').waitFor();
    });
  });

  test('two people of one unit act at once, and each is told what became of it', async () => {
    const pages = await Promise.all([open('U01ZJJ'), open('U02ZJJ')]);
    await Promise.all(pages.map((page) => say(page, '26号已签收')));
    const told = await Promise.all(pages.map((page) => message(page, '登记签收').innerText()));
    expect(told.filter((text) => text.includes('已登记签收：第26号，共1件'))).toHaveLength(1);
    expect(told.filter((text) => text.includes('第26号此前已登记签收，无需重复'))).toHaveLength(1);
    for (const page of pages) await page.context().close();
  });

  test('the desk finds a command by its slash, with the keyboard alone', async () => {
    const page = await open('U01DESK');
    await composer(page).focus();
    await page.keyboard.type('/d');
    await page.getByRole('option', { name: '/duban' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: '进度' }).waitFor();
    await page.keyboard.type('进');
    await page.getByRole('option', { name: '签收' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Tab');
    expect(await composer(page).inputValue()).toBe('/duban 进度 ');
    await page.keyboard.press('Enter');
    const answer = message(page, '【进度】4月6日');
    await answer.getByText('只有你看得到').waitFor();
    await answer.getByRole('button', { name: '按单位' }).click();
    await message(page, '【进度】').getByText('区教育局').waitFor();
    await page.context().close();
  });

  describe('a manager', () => {
    let page: Page;
    beforeAll(async () => {
      page = await open('U01LEAD');
    });
    afterAll(() => page.context().close());

    test('moves time to Monday and reads the digest', async () => {
      await goToDate('2022-04-11');
      await message(page, '【周报】4月11日（周一）').getByText('签收率').waitFor();
      await time(page).getByRole('button', { name: '4月11日 星期一 09:00' }).waitFor();
    });

    test('sees how far time has come, and stops it', async () => {
      await goToDate('2022-11-30');
      const progress = page.getByRole('progressbar', { name: '时间推进' });
      await progress.waitFor();
      await time(page).getByRole('button', { name: '停止' }).click();
      await progress.waitFor({ state: 'detached' });
      const stopped = world.sandbox.clock.now();
      expect(stopped < new Date('2022-11-30T09:00:00+08:00')).toBe(true);
      await time(page)
        .getByRole('button', { name: dayOf(stopped) })
        .waitFor();
    });

    async function goToDate(date: string): Promise<void> {
      await time(page).getByRole('button', { name: '到某日' }).click();
      const dialog = page.getByRole('dialog', { name: '推进到某一天' });
      await dialog.getByLabel('日期').fill(date);
      await dialog.getByRole('button', { name: '推进', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
    }
  });
});

/** `4月11日` */
function dayOf(instant: Date): string {
  return instant.toLocaleDateString('zh-CN', { timeZone: 'Asia/Shanghai', month: 'long', day: 'numeric' });
}
