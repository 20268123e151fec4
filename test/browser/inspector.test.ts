import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../support/world.ts';
import { message, openWindows, say, type Windows } from './page.ts';

/** What an engineer sees of the bot's work, and what goes wrong because they asked for it. */
describe('the inspector', () => {
  let world: World;
  let windows: Windows;
  let page: Page;
  const panel = () => page.getByRole('complementary', { name: '检查器' });
  const show = (tab: string) => panel().getByRole('tab', { name: tab }).click();
  const crossings = (name: RegExp) => panel().getByRole('listitem').filter({ hasText: name });

  beforeAll(async () => {
    [world, windows] = await Promise.all([openWorld(), openWindows()]);
    page = await windows.open(world, 'U01JTJ');
    await page.getByRole('navigation', { name: '面板' }).getByRole('button', { name: '检查器' }).click();
  });
  afterEach(() => expect(windows.faults()).toEqual([]));
  afterAll(async () => {
    await windows?.close();
    await world?.close();
  });

  test('shows what an act sends over the wire and what comes back, and how long it took', async () => {
    await say(page, '22号已签收');
    await message(page, '已登记签收：第22号').waitFor();
    const event = crossings(/events_api\/message.*ack.*ms/).last();
    await event.getByRole('button').click();
    await event.getByText('"text": "22号已签收"').waitFor();
    const call = crossings(/chat\.postMessage.*ok.*ms/).first(); // the newest stands on top
    await call.getByRole('button').click();
    await call.getByText('已登记签收：第22号').first().waitFor();
  });

  test('masks the tokens', async () => {
    expect(await panel().innerText()).not.toContain(world.sandbox.botToken);
    const opening = crossings(/apps\.connections\.open/);
    await opening.getByRole('button').click();
    await opening.getByRole('heading', { name: '应答' }).waitFor();
    expect(await panel().innerText()).not.toContain(world.sandbox.appToken);
  });

  test('shows the ledger of what was sent', async () => {
    await show('发送表');
    await panel()
      .getByRole('region', { name: '发送表' })
      .getByRole('row', { name: /区交通运输局联络员.*已发送/ })
      .waitFor();
  });

  test('a limit makes an answer late, and neither lost nor doubled', async () => {
    await order('限流 429', 'chat.postMessage');
    await say(page, '23号已签收');
    await show('线路');
    await crossings(/chat\.postMessage.*ratelimited.*故障/).waitFor();
    expect(await message(page, '已登记签收：第23号').count()).toBe(0);

    await goToNextDay('4月7日');
    await message(page, '已登记签收：第23号').waitFor();
    expect(await page.getByRole('article').filter({ hasText: '已登记签收：第23号' }).count()).toBe(1);
    await show('故障');
    await panel().getByText('没有。一切正常。').waitFor();
  });

  test('what does not answer is waited for until the fault is ended', async () => {
    await order('不应答', 'chat.postMessage', '');
    await say(page, '24号已签收');
    await panel()
      .getByText(/已发生[1-9]\d*次/)
      .waitFor();
    expect(await message(page, '已登记签收：第24号').count()).toBe(0);
    await panel().getByRole('button', { name: '结束' }).click();
    await panel().getByText('没有。一切正常。').waitFor();
    await goToNextDay('4月8日');
    await message(page, '已登记签收：第24号').waitFor();
  });

  test('an order that makes no sense is refused in words', async () => {
    await order('限流 429', '', '多次');
    await panel().getByText('次数、放过和状态码要填整数。').waitFor();
    await panel().getByText('没有。一切正常。').waitFor();
  });

  /** Goes to the next working day; then the day after it is `after`. */
  async function goToNextDay(after: string): Promise<void> {
    const next = page.getByRole('region', { name: '模拟时间' }).getByRole('button', { name: '下一工作日' });
    await next.click();
    await next.and(page.getByRole('button', { name: after, disabled: false })).waitFor();
  }

  async function order(kind: string, method: string, times = '1'): Promise<void> {
    await show('故障');
    await panel().getByRole('radio', { name: kind }).check();
    await panel().getByLabel('只对这个方法').fill(method);
    await panel().getByLabel('发生几次').fill(times);
    await panel().getByRole('button', { name: '让它发生' }).click();
  }
});
