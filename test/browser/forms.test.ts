import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DESK, LIAISON } from '../sandbox/workspace-fixture.ts';
import { seriousViolations } from './accessibility.ts';
import { formWith, type Gallery, openGallery, TOOLS } from './gallery.ts';
import { openWindows, type Windows } from './page.ts';

let windows: Windows;
beforeAll(async () => {
  windows = await openWindows();
});
afterAll(() => windows.close());
afterEach(() => expect(windows.faults()).toEqual([]));

let gallery: Gallery;
let page: Page;
let form: Locator;

beforeEach(async () => {
  gallery = await openGallery();
  page = await windows.open(gallery, LIAISON);
  form = page.locator('dialog.form');
});
afterEach(async () => {
  await page.context().close();
  await gallery.close();
});

type State = Record<string, Record<string, Record<string, unknown>>>;

/** Opens a form by a click. */
async function open(view: ModalView): Promise<void> {
  gallery.app.action('report', async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: (body as { trigger_id: string }).trigger_id, view });
  });
  await gallery.post(TOOLS);
  await page.getByRole('button', { name: '填写月报' }).click();
  await form.waitFor();
}

/** Answers what is sent, one answer after the other, and keeps what was in it. */
function onSubmit(app: App, ...answers: (object | undefined)[]): State[] {
  const states: State[] = [];
  app.view(/.*/, async ({ ack, view }) => {
    states.push(view.state.values as unknown as State);
    await ack(answers[states.length - 1] as never);
  });
  return states;
}

const submit = () => form.getByRole('button', { name: '报送' }).click();
const focused = (selector: string) => page.locator(`${selector}:focus`).waitFor();

describe('a form', () => {
  test('sends what was filled in by every field, the last letter too', async () => {
    gallery.app.options('value', async ({ ack }) => {
      await ack({ options: [{ text: { type: 'plain_text', text: '第12号' }, value: '12' }] });
    });
    const states = onSubmit(gallery.app);
    await open(formWith());
    await focused('textarea');
    await page.keyboard.type('开了会');
    await form.getByLabel('联系人').fill('王');
    await form.getByLabel('邮箱').fill('a@b.cn');
    await form.getByLabel('网址').fill('https://b.cn');
    await form.getByLabel('件数').fill('3');
    await form.getByLabel('办理阶段').click();
    await page.getByRole('option', { name: '征求意见' }).click();
    await form.getByLabel('会办单位').fill('民政');
    await page.keyboard.press('Enter');
    await page.keyboard.type('水务');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await form.getByRole('combobox', { name: '提案' }).fill('12');
    await page.getByRole('option', { name: '第12号' }).click();
    await form.getByLabel('会议时间').fill('2022-04-08T14:30');
    await form.getByLabel('已收回').check();
    await form.getByLabel('走访').check();
    await form
      .getByLabel('附件')
      .setInputFiles({ name: '扫描件.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') });
    await form.getByRole('button', { name: '移除 扫描件.pdf' }).waitFor();
    await form.getByLabel('联系人').press('End');
    await page.keyboard.type('芳');
    await page.keyboard.press('Enter');
    await form.waitFor({ state: 'detached' });

    const values = Object.fromEntries(
      Object.entries(states[0] ?? {}).map(([block, { value }]) => [block, value]),
    );
    expect(values).toMatchObject({
      progress: { value: '开了会' },
      contact: { value: '王芳' },
      mail: { value: 'a@b.cn' },
      page: { value: 'https://b.cn' },
      count: { value: '3' },
      stage: { selected_option: { value: '征求意见' } },
      units: { selected_options: [{ value: '区民政局' }, { value: '区水务局' }] },
      proposals: { selected_options: [{ value: '12' }] },
      day: { selected_date: '2022-04-06' },
      moment: { selected_date_time: Date.parse('2022-04-08T14:30+08:00') / 1000 },
      ticks: { selected_options: [{ value: '已收回' }] },
      way: { selected_option: { value: '走访' } },
      papers: { files: [{ name: '扫描件.pdf' }] },
    });
  });

  test.each(['light', 'dark'] as const)(
    'is without serious violations in %s, errors and all',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await open(formWith());
      expect(await seriousViolations(page)).toEqual([]);
      await submit();
      await form.getByText('请填写此项').first().waitFor();
      expect(await seriousViolations(page)).toEqual([]);
    },
  );

  test('leads to the first error, and lets it go when it is corrected', async () => {
    const error = { response_action: 'errors', errors: { contact: '没有这个人', progress: '写得太少' } };
    onSubmit(gallery.app, error);
    await open(formWith(['progress', 'contact']));
    await form.getByLabel('联系人').fill('某');
    await submit();
    await form.getByText('请填写此项').waitFor();
    await focused('textarea[aria-invalid=true]');
    const describedBy = await form.getByLabel('本月进展').getAttribute('aria-describedby');
    expect(await page.locator(`[id="${describedBy?.split(' ')[0]}"]`).innerText()).toBe('请填写此项');

    await page.keyboard.type('开会');
    await form.getByText('请填写此项').waitFor({ state: 'detached' });
    await submit();
    await form.getByText('没有这个人').waitFor();
    await focused('textarea[aria-invalid=true]');
    expect(await form.getByLabel('联系人').inputValue()).toBe('某');
  });

  test('that reaches nobody says so, and keeps everything', async () => {
    await open(formWith(['progress']));
    await gallery.app.stop();
    await form.getByLabel('本月进展').fill('开会');
    await submit();
    await form.getByRole('alert').filter({ hasText: '机器人没有连接' }).waitFor();
    expect(await form.getByLabel('本月进展').inputValue()).toBe('开会');
    expect(await form.getByRole('button', { name: '报送' }).getAttribute('aria-busy')).toBe(null);
  });

  test('is sent once, however often it is asked to', async () => {
    const sent: (() => Promise<void>)[] = [];
    gallery.app.view(/.*/, async ({ ack }) => void sent.push(async () => await ack()));
    await open(formWith(['contact']));
    await form.getByLabel('联系人').fill('王芳');
    await form.getByRole('button', { name: '报送' }).dblclick();
    await page.keyboard.press('Enter');
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    await form.locator('button[aria-busy=true]').waitFor();
    await sent[0]?.();
    await form.waitFor({ state: 'detached' });
    expect(sent).toHaveLength(1);
  });

  test('that the bot changes leaves who is typing in peace', async () => {
    await open(formWith(['progress', 'contact']));
    const field = form.getByLabel('联系人');
    await field.fill('王芳');
    await field.press('Home');
    const id = String(gallery.sandbox.as(LIAISON).modal()?.id);
    const warning = { type: 'section' as const, text: { type: 'mrkdwn' as const, text: '还有一天' } };
    await gallery.app.client.views.update({
      view_id: id,
      view: formWith(['progress', 'contact'], [warning]),
    });
    await form.getByText('还有一天').waitFor();
    await page.keyboard.type('老');
    expect(await field.inputValue()).toBe('老王芳');
  });

  test('of several pages goes on and back, and says how deep it is', async () => {
    const states = onSubmit(
      gallery.app,
      {
        response_action: 'push',
        view: { ...formWith(['count']), title: { type: 'plain_text', text: '第二页' } },
      },
      { response_action: 'clear' },
    );
    await open(formWith(['contact']));
    await form.getByLabel('联系人').fill('王芳');
    await submit();
    await form.getByRole('heading', { name: '第二页' }).waitFor();
    await focused('input');
    await form.getByText('第 2 层').waitFor();
    await form.getByRole('button', { name: '返回上一层' }).click();
    await form.getByRole('heading', { name: '4月月报' }).waitFor();
    expect(await form.getByLabel('联系人').inputValue()).toBe('王芳');
    expect(states).toHaveLength(1);
  });

  test('closes by Escape, tells the bot, and gives the focus back', async () => {
    const closed: string[] = [];
    gallery.app.view({ type: 'view_closed', callback_id: 'report' }, async ({ ack, view }) => {
      await ack();
      closed.push(view.title.text);
    });
    await open(formWith(['contact']));
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await vi.waitFor(() => expect(closed).toEqual(['4月月报']));
    await page.locator('button:focus').filter({ hasText: '填写月报' }).waitFor();
  });

  test('an open list takes Escape for itself', async () => {
    await open(formWith(['stage']));
    await form.getByLabel('办理阶段').click();
    await page.getByRole('option', { name: '办结' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    expect(await form.isVisible()).toBe(true);
  });

  test('what asks for Enter is sent by Enter alone', async () => {
    const heard: unknown[] = [];
    gallery.app.action('value', async ({ ack, action }) => {
      await ack();
      heard.push((action as { value?: string }).value);
    });
    const view = formWith(['contact']);
    const field = view.blocks.find((block) => block.type === 'input');
    Object.assign(field ?? {}, { dispatch_action: true });
    const states = onSubmit(gallery.app);
    await open(view);
    await form.getByText('按 Enter 键提交').waitFor();
    await form.getByLabel('联系人').fill('王');
    await vi.waitFor(() =>
      expect(gallery.sandbox.as(LIAISON).modal()?.values.contact?.value).toMatchObject({ value: '王' }),
    );
    expect(heard).toEqual([]);
    await page.keyboard.press('Enter');
    await vi.waitFor(() => expect(heard).toEqual(['王']));
    await form.getByLabel('联系人').fill('王芳');
    await submit();
    await form.waitFor({ state: 'detached' });
    expect(heard).toEqual(['王']);
    expect(states[0]?.contact?.value).toMatchObject({ value: '王芳' });
  });

  test('files can be taken out again, and too many are refused', async () => {
    const states = onSubmit(gallery.app);
    await open(formWith(['papers']));
    const file = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') });
    await form.getByLabel('附件').setInputFiles([file('1.pdf'), file('2.pdf'), file('3.pdf')]);
    await form.getByText('最多放 2 个文件').waitFor();
    await form.getByRole('button', { name: '移除 2.pdf' }).waitFor();
    await form.getByRole('button', { name: '移除 1.pdf' }).click();
    await submit();
    await form.waitFor({ state: 'detached' });
    expect(states[0]?.papers?.value).toMatchObject({ files: [{ name: '2.pdf' }] });
  });

  test('a date can be taken out again', async () => {
    const states = onSubmit(gallery.app);
    await open(formWith(['day']));
    await form.getByRole('button', { name: '清除' }).click();
    await submit();
    await form.waitFor({ state: 'detached' });
    expect(states[0]?.day?.value).toMatchObject({ selected_date: null });
  });

  test('fills a telephone', async () => {
    await page.setViewportSize({ width: 375, height: 700 });
    await open(formWith());
    expect(await form.boundingBox()).toEqual({ x: 0, y: 0, width: 375, height: 700 });
    expect(await form.evaluate('document.documentElement.scrollWidth')).toBe(375);
  });
});

test('the Home tab is used like a message, starts afresh when it is published anew, and is everybody’s own', async () => {
  const heard: string[] = [];
  const publish = (user: string) =>
    gallery.app.client.views.publish({
      user_id: user,
      view: { type: 'home', blocks: TOOLS.slice(-1) as ModalView['blocks'] },
    });
  gallery.app.action('way', async ({ ack, body }) => {
    await ack();
    heard.push((body as unknown as { container: { type: string } }).container.type);
  });
  await publish(LIAISON);
  await publish(DESK);
  await page.getByRole('button', { name: '主页' }).click();
  const chosen = page.getByRole('radio', { name: '电话', checked: true });
  const free = page.getByRole('radio', { name: '电话', checked: false });
  await free.check();
  await vi.waitFor(() => expect(heard).toEqual(['view']));
  await chosen.waitFor();
  await publish(LIAISON);
  await free.waitFor();
  await page.locator('input:focus').waitFor();

  await free.check();
  await chosen.waitFor();
  await page.getByRole('button', { name: /提案股值班员/ }).click();
  await free.waitFor();
});
