import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ScenesView } from '../../src/sandbox/page-server/contract.ts';
import { pageClient } from '../sandbox/page-client.ts';
import { openWorld, type World } from '../support/world.ts';
import { message, openWindows, say, type Windows } from './page.ts';

const SAMPLE = new URL('../../templates/sample-office/', import.meta.url);

/** Beginning anew: with a situation, from the first morning, or with an office of one's own. */
describe('a new beginning', () => {
  let world: World;
  let windows: Windows;
  let page: Page;
  const time = () => page.getByRole('region', { name: '模拟时间' });
  const side = () => page.getByRole('complementary', { name: '人员和会话' });
  const openPanel = async (name: string) => {
    const button = page.getByRole('navigation', { name: '面板' }).getByRole('button', { name });
    if ((await button.getAttribute('aria-pressed')) === 'false') await button.click();
    return page.getByRole('complementary', { name });
  };

  beforeAll(async () => {
    [world, windows] = await Promise.all([openWorld(), openWindows()]);
    page = await windows.open(world, 'U01EDU');
  });
  afterEach(() => {
    expect(windows.faults()).toEqual([]);
    expect(world.sandbox.troubles()).toEqual([]);
  });
  afterAll(async () => {
    await windows?.close();
    await world?.close();
  });

  describe('with a scene', () => {
    test('one click sets it up, and says what to look at', async () => {
      await say(page, '这是情景以前的话');
      await message(page, '没有看懂').waitFor();
      const scene = (await openPanel('情景')).getByRole('article', { name: '签收周' });
      await scene.getByRole('button', { name: '布置这个情景' }).click();
      await scene.getByText('已布置好').waitFor();
      await time().getByRole('button', { name: '4月8日 星期五' }).waitFor();
      await page.getByRole('main').getByText('这是情景以前的话').waitFor({ state: 'detached' });
    });

    test('every place it names is one click away', async () => {
      const { body } = await pageClient(world.sandbox).look('scenes', { as: 'U01EDU' });
      const { scenes, current } = body as ScenesView;
      const looks = scenes.find((one) => one.id === current)?.look ?? [];
      expect(looks.length).toBeGreaterThan(1);
      const panel = await openPanel('情景');
      for (const { label, person, place } of looks) {
        await panel.getByRole('button', { name: label.zh }).click();
        await page.waitForURL(`**/#as=${person}&in=${place}`);
        const people = await peopleNow();
        await side()
          .getByText(`你现在是：${people.get(person)}`)
          .waitFor();
        if (place !== 'home') await page.getByRole('main').getByRole('article').last().waitFor();
      }
    });

    test('the others act by themselves, but only while they are let', async () => {
      const panel = await openPanel('情景');
      const letOthers = panel.getByRole('switch', { name: '让其他人也行动' });
      const toNextDay = async (day: string) => {
        await time().getByRole('button', { name: '下一工作日' }).click();
        await time().getByRole('button', { name: day }).waitFor();
      };
      const newest = () => panel.getByRole('listitem').first().innerText();
      const before = await newest();
      await letOthers.click();
      await letOthers.and(page.locator('[aria-checked=false]')).waitFor();
      await toNextDay('4月11日 星期一 09:00');
      expect(await newest()).toBe(before);
      await letOthers.click();
      await letOthers.and(page.locator('[aria-checked=true]')).waitFor();
      await toNextDay('4月12日 星期二 09:00');
      await panel
        .getByRole('listitem')
        .filter({ hasText: /^4月1[12]日/ })
        .first()
        .waitFor();
    });
  });

  test('from the first morning, after saying what will be forgotten', async () => {
    await time().getByRole('button', { name: '重新开始' }).click();
    const question = page.getByRole('dialog', { name: '重新开始？' });
    await question.getByText('全部消息、会话和文件').waitFor();
    await question.getByRole('button', { name: '全部忘记，重新开始' }).click();
    await question.waitFor({ state: 'detached' });
    await time().getByRole('button', { name: '4月6日 星期三 08:30' }).waitFor();
    await page.getByRole('main').getByRole('article').first().waitFor({ state: 'detached' });
  });

  describe('with an office of one’s own', () => {
    test('files with mistakes are refused, each mistake with its place', async () => {
      const proposals = await sample('proposals.csv');
      await choose(await sample('roster.csv'), proposals.replace(',区教育局,,,', ',区教育厅,,,'));
      const panel = await openPanel('用自己的单位');
      await panel.getByRole('button', { name: '检查' }).click();
      await panel.getByText('处要改').waitFor();
      const problem = panel
        .getByRole('region', { name: '要改的地方' })
        .getByRole('row', { name: '区教育厅' });
      await problem.getByRole('cell', { name: '主办' }).waitFor();
      await problem.getByRole('cell', { name: '2', exact: true }).waitFor();
      const begin = panel.getByRole('button', { name: '用这些文件重新开始' });
      expect(await begin.isDisabled()).toBe(true);
    });

    test('files without begin the same year with it', async () => {
      const renamed = (text: string) => text.replaceAll('区教育局', '区教育体育局');
      await choose(renamed(await sample('roster.csv')), renamed(await sample('proposals.csv')));
      const panel = await openPanel('用自己的单位');
      await panel.getByRole('button', { name: '检查' }).click();
      await panel.getByText('没有问题，可以开始').waitFor();
      await panel.getByRole('button', { name: '用这些文件重新开始' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '全部忘记，重新开始' }).click();
      await panel.getByText('已经用这些文件重新开始').waitFor();
      await side().getByRole('button', { name: '区教育体育局联络员' }).click();
      await say(page, '我的待办');
      await message(page, /区教育体育局：\d+项待办/).waitFor();
    });

    async function choose(roster: string, proposals: string): Promise<void> {
      const panel = await openPanel('用自己的单位');
      const remove = panel.getByRole('button', { name: '移除' });
      while ((await remove.count()) > 0) await remove.first().click();
      await panel.getByLabel('花名册（单位、联络员）').setInputFiles(asFile('花名册.csv', roster));
      await panel.getByLabel('提案（案号、承办单位）').setInputFiles(asFile('提案.csv', proposals));
    }
  });

  async function peopleNow(): Promise<Map<string, string>> {
    const { body } = await pageClient(world.sandbox).look('workspace', { as: 'U01EDU' });
    return new Map(body.people.map((one: { id: string; name: string }) => [one.id, one.name]));
  }
});

function sample(name: string): Promise<string> {
  return readFile(new URL(name, SAMPLE), 'utf8');
}

function asFile(name: string, text: string) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
}
