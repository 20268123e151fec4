import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openWorld, type World } from '../support/world.ts';
import { seriousViolations } from './accessibility.ts';
import { openWindows, type Windows } from './page.ts';

const SAMPLE = new URL('../../templates/sample-office/', import.meta.url);
const LIAISON = 'U01WJJ';
const GROUP = 'C0GROUP';

let world: World;
let windows: Windows;

beforeAll(async () => {
  [world, windows] = await Promise.all([openWorld(), openWindows()]);
  await world.goTo('2022-04-06T09:00');
  world.sandbox.as(LIAISON).say('dm', '13号已签收');
  await world.sandbox.until('the answer', () => world.sandbox.as(LIAISON).inbox()[1]);
  const { ts } = world.sandbox.as(LIAISON).say(GROUP, '大家好，我是新来的联络员');
  world.sandbox.as('U01DESK').say(GROUP, '欢迎', { thread: ts });
  world.sandbox.trouble('chat.update: channel_not_found');
});
afterAll(async () => {
  await windows?.close();
  await world?.close();
});

/** Both widths, languages and schemes are met in every state, in two windows. */
describe.each([
  { width: 1440, height: 900, tongue: 'Chinese' },
  { width: 375, height: 760, tongue: 'English' },
])('at $width pixels', ({ width, height, tongue }) => {
  const isNarrow = width < 760;
  let page: Page;

  beforeAll(async () => {
    const looks = { viewport: { width, height }, reducedMotion: 'reduce' as const };
    page = await windows.open(world, LIAISON, 'dm', looks);
    if (tongue === 'English') await page.getByRole('button', { name: 'English' }).click();
  });
  afterAll(() => page.context().close());

  describe('a conversation', () => {
    test('with a reminder and commands offered', async () => {
      await page.getByRole('article').filter({ hasText: '【提醒】' }).waitFor();
      await page.getByRole('main').getByRole('textbox').fill('/');
      await page.getByRole('option', { name: '/duban' }).waitFor();
      await hasNothingSerious();
      await page.getByRole('main').getByRole('textbox').fill('');
    });

    test('with a thread beside it, and the menu of a message', async () => {
      await enter(/建议提案工作群/);
      await said().hover();
      await said()
        .getByRole('button', { name: /更多操作|More actions/ })
        .click();
      await page.getByRole('menuitem', { name: /编辑|Edit/ }).waitFor();
      await hasNothingSerious();
      await page.keyboard.press('Escape');
      await said()
        .getByRole('button', { name: /1 条回复|1 reply/ })
        .click();
      await thread().getByRole('article').filter({ hasText: '欢迎' }).waitFor();
      await hasNothingSerious();
      await thread()
        .getByRole('button', { name: /关闭话题|Close the thread/ })
        .click();
    });

    test('with a message that is changed, and one that is to be deleted', async () => {
      await choose(/编辑|Edit/);
      await page.getByRole('textbox', { name: /编辑消息|Edit the message/ }).waitFor();
      await hasNothingSerious();
      await page.keyboard.press('Escape');
      await choose(/删除|Delete/);
      await page.getByRole('dialog').waitFor();
      await hasNothingSerious();
      await page.keyboard.press('Escape');
    });

    test('with its members', async () => {
      await page.getByRole('button', { name: /名成员|members/ }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /移出|Remove/ })
        .first()
        .waitFor();
      await hasNothingSerious();
      await page.keyboard.press('Escape');
    });

    const said = () => page.getByRole('main').getByRole('article').filter({ hasText: '大家好' });
    const thread = () => page.getByRole('complementary', { name: /话题|Thread/ });
    const choose = async (item: RegExp) => {
      await said().hover();
      await said()
        .getByRole('button', { name: /更多操作|More actions/ })
        .click();
      await page.getByRole('menuitem', { name: item }).click();
    };
  });

  test('the Home tab', async () => {
    await enter(/主页|Home/);
    await page.getByRole('main').getByText('区卫生健康局：').waitFor();
    await hasNothingSerious();
  });

  test('a form with an error', async () => {
    await page.getByRole('main').getByRole('button', { name: '填写月报' }).click();
    const form = page.getByRole('dialog', { name: '2022年4月月报' });
    await form.getByRole('button', { name: '报送' }).click();
    await form.getByRole('textbox', { description: /.+/ }).first().waitFor();
    await hasNothingSerious();
    await form.getByRole('button', { name: '先不报' }).click();
    await form.waitFor({ state: 'detached' });
  });

  describe('a panel', () => {
    test('with the scenes', async () => {
      const panel = await openPanel(/情景|Scenes/);
      await panel.getByRole('article').first().waitFor();
      await panel.getByRole('switch').click();
      await panel.getByText(/还没有人行动|Nobody has acted yet/).waitFor();
      await hasNothingSerious();
      await panel.getByRole('switch').click();
    });

    test('with the calendar', async () => {
      const panel = await openPanel(/日历|Calendar/);
      await panel.getByRole('grid').first().waitFor();
      await hasNothingSerious();
    });

    test('with the inspector’s tables', async () => {
      const panel = await openPanel(/检查器|Inspector/);
      await panel.getByRole('searchbox').fill('auth.test');
      await panel.getByRole('listitem').first().getByRole('button').click();
      await hasNothingSerious();
      await panel.getByRole('tab', { name: /发送表|Deliveries/ }).click();
      await panel.getByRole('table').waitFor();
      await hasNothingSerious();
      await panel.getByRole('tab', { name: /队列|Queue/ }).click();
      await panel.getByRole('term').first().waitFor();
      await hasNothingSerious();
    });

    test('with a fault', async () => {
      const panel = await openPanel(/检查器|Inspector/);
      await panel.getByRole('tab', { name: /故障|Faults/ }).click();
      const fault = world.sandbox.faults.add({ kind: 'rate-limit', method: 'chat.update', retryAfter: 30 });
      await panel.getByRole('button', { name: /结束|End/ }).waitFor();
      await hasNothingSerious();
      fault.end();
    });

    test('with mistakes in one’s own files', async () => {
      const panel = await openPanel(/用自己的单位|Start your own/);
      await panel.getByLabel(/花名册（|Roster \(/).setInputFiles(await sample('roster.csv'));
      await panel
        .getByLabel(/提案（|Proposals \(/)
        .setInputFiles(await sample('proposals.csv', '区教育局', '区教育厅'));
      await panel.getByRole('button', { name: /^(检查|Check)$/ }).click();
      await panel.getByRole('table').waitFor();
      await hasNothingSerious();
    });
  });

  describe('the bar at the top', () => {
    test('with its menu', async () => {
      await closePanel();
      await page.getByRole('button', { name: /^(更多|More)$/ }).click();
      await page.getByRole('menuitemradio').first().waitFor();
      await hasNothingSerious();
      await page.getByRole('menuitem', { name: /使用提示|First steps/ }).click();
      await page.getByRole('region', { name: /三步看懂督办|Duban in three steps/ }).waitFor();
      await hasNothingSerious();
      await page.getByRole('button', { name: /收起提示|Hide these steps/ }).click();
    });

    test('with what the bot did wrong', async () => {
      await page.getByRole('button', { name: /1 (个接口问题|problem)/ }).click();
      await page.getByRole('dialog').getByText('channel_not_found').waitFor();
      await hasNothingSerious();
      await page.keyboard.press('Escape');
    });

    test.each([
      ['to a date', /到某日|To a date/],
      ['to the beginning', /重新开始|Start again/],
    ])('with the question of how time goes %s', async (_where, name) => {
      if (isNarrow) await time().getByRole('button').first().click();
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').last().getByRole('textbox').first().waitFor();
      await hasNothingSerious();
      await page.keyboard.press('Escape');
      if (isNarrow) await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });

    const time = () => page.getByRole('region', { name: /模拟时间|Simulated time/ });
  });

  test('the people, found by their unit', async () => {
    await openDrawer();
    await page.getByRole('searchbox').fill('卫生');
    await page.getByRole('button', { name: '区卫生健康局副联络员' }).waitFor();
    await hasNothingSerious();
    await page.getByRole('button', { name: '区卫生健康局副联络员' }).click();
  });

  test('a page whose bot is gone, and a toast', async () => {
    await enter(/消息|Messages/);
    await world.stopBot();
    onTestFinished(async () => void (await world.startBot()));
    await page
      .getByRole('status')
      .filter({ hasText: /机器人现在没有连接|The bot is not connected/ })
      .waitFor();
    await page.route('**/page/send', (route) => route.abort());
    await page.getByRole('main').getByRole('textbox').fill('听得到吗');
    await page
      .getByRole('main')
      .getByRole('button', { name: /^(发送|Send)$/ })
      .click();
    await page
      .getByRole('alert')
      .filter({ hasText: /没有应答|does not answer/ })
      .waitFor();
    await hasNothingSerious();
  });

  async function hasNothingSerious(): Promise<void> {
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await seriousViolations(page)).toEqual([]);
    // Nothing but the colours is another one in the dark.
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await seriousViolations(page, ['color-contrast'])).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth'), 'as wide as the window').toBe(width);
    expect(windows.faults()).toEqual([]);
  }

  async function enter(place: RegExp): Promise<void> {
    await openDrawer();
    const places = page.getByRole('navigation', { name: /会话|Conversations/ });
    await places.getByRole('button', { name: place }).click();
  }

  async function openDrawer(): Promise<void> {
    if (isNarrow) await page.getByRole('button', { name: 'Open people and conversations' }).click();
  }

  async function openPanel(name: RegExp): Promise<Locator> {
    const panel = page.getByRole('complementary', { name });
    if (await panel.isVisible()) return panel;
    if (isNarrow) {
      await closePanel();
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name }).click();
    } else await page.getByRole('navigation', { name: '面板' }).getByRole('button', { name }).click();
    return panel;
  }

  async function closePanel(): Promise<void> {
    const close = page.locator('.dock').getByRole('button', { name: /^(关闭|Close)$/ });
    if (await close.isVisible()) await close.click();
  }
});

async function sample(name: string, word = '', other = '') {
  const text = await readFile(new URL(name, SAMPLE), 'utf8');
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text.replace(word, other)) };
}
