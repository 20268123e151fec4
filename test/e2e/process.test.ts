import { watch } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { answersOn, type BotProcess, databasePort, pageOf, startBotProcess } from '../support/bot-process.ts';
import { killServer, killServerAndHoldPort } from '../support/embedded-server.ts';

/** `npm start` on a bare machine, in one data folder, through a kill and a second start. */
describe('the process', () => {
  let dataDir: string;
  let bot: BotProcess;
  let url: string;

  beforeAll(async () => {
    dataDir = path.join(await mkdtemp(path.join(tmpdir(), 'duban-process-')), 'data');
    bot = startBotProcess(dataDir);
    url = await bot.url();
  });
  afterAll(async () => {
    await bot.end('SIGTERM');
    await rm(path.dirname(dataDir), { recursive: true, force: true });
  });

  test('prints an address on this machine, where a page answers', async () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await pageOf(url).html()).toContain('<html');
  });

  test('reminds on the simulated morning, and hears what people say', async () => {
    const page = pageOf(url);
    await page.do('advance', { to: '2022-04-06T09:05:00+08:00' });
    expect(await page.heard('U01EDU')).toEqual([expect.stringContaining('【提醒】区教育局：')]);
    await page.do('send', { as: 'U01EDU', channel: 'dm', text: '/duban 签收 12' });
    await page.do('send', { as: 'U01EDU', channel: 'dm', text: '11号已签收' });
    await vi.waitFor(
      async () => expect((await page.heard('U01EDU')).join()).toContain('第11号，共1件'),
      10_000,
    );
  });

  test('is the only one on its data folder: a second says so and ends, the first goes on', async () => {
    const second = startBotProcess(dataDir);
    expect(await second.ended()).toBe(1);
    expect(second.printed()).toContain(`另一个 Duban 正在使用数据文件夹 ${dataDir}`);
    expect(await pageOf(url).connected()).toBe(true);
    expect(await databasePort(dataDir)).not.toBeNull();
  });

  test('its PostgreSQL killed, it starts that again and goes on', async () => {
    const port = await databasePort(dataDir);
    const page = pageOf(url);
    await killServer(dataDir);
    await vi.waitFor(() => expect(bot.printed()).toContain('the embedded database is back'), 30_000);
    await page.do('send', { as: 'U01EDU', channel: 'dm', text: '/duban 签收 10' });
    expect((await page.heard('U01EDU')).at(-1)).toContain('已登记签收：第10号');
    expect(await databasePort(dataDir)).toBe(port);
  });

  test('killed, it starts again without help, and time, words and what was registered are still there', async () => {
    expect(await bot.end('SIGKILL')).toBeNull();
    bot = startBotProcess(dataDir);
    url = await bot.url();
    const page = pageOf(url);
    expect((await page.now()).getTime()).toBeGreaterThanOrEqual(Date.parse('2022-04-06T09:05:00+08:00'));
    expect((await page.heard('U01EDU')).join()).toContain('【提醒】区教育局：');
    await page.do('send', { as: 'U01EDU', channel: 'dm', text: '/duban 签收 11、12' });
    expect((await page.heard('U01EDU')).at(-1)).toContain('第11、12号此前已登记签收');
    await page.do('advance', { to: '2022-04-06T17:00:00+08:00' });
    const reminders = (await page.heard('U01EDU')).filter((text) => text.startsWith('【提醒】'));
    expect(reminders).toHaveLength(1);
  });

  test('killed while it starts again, it carries that out at the next start', async () => {
    const marked = appears(path.join(dataDir, 'sandbox'), 'starting-again.json');
    const begun = pageOf(url)
      .do('start-again', { from: '2022-03-28' })
      .catch(() => undefined);
    await marked;
    expect(await bot.end('SIGKILL')).toBeNull();
    await begun;
    bot = startBotProcess(dataDir);
    url = await bot.url();
    const page = pageOf(url);
    expect(await readdir(path.join(dataDir, 'sandbox'))).not.toContain('starting-again.json');
    expect((await page.now()).toISOString().slice(0, 10)).toBe('2022-03-28');
    expect(await page.heard('U01EDU')).toEqual([]);
    await page.do('send', { as: 'U01EDU', channel: 'dm', text: '/duban 签收 11' });
    expect((await page.heard('U01EDU')).at(-1)).toContain('已登记签收：第11号');
    await page.do('advance', { to: '2022-04-06T09:05:00+08:00' });
    expect((await page.heard('U01EDU')).join()).toContain('【提醒】区教育局：');
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'asked to stop by %s, it ends with success and leaves no PostgreSQL',
    async (signal) => {
      const port = await databasePort(dataDir);
      if (port === null) throw new Error('no database runs');
      expect(await bot.end(signal)).toBe(0);
      expect(await answersOn(port)).toBe(false);
      expect(await databasePort(dataDir)).toBeNull();
      bot = startBotProcess(dataDir);
      await bot.url();
    },
  );

  test('its PostgreSQL killed and the folder taken by another bot, it says so and ends', async () => {
    const port = await killServerAndHoldPort(dataDir, `tcp://127.0.0.1:${await databasePort(dataDir)}`);
    const other = await openEmbedded({ dataDir, exclusive: true, log: createLog('silent') });
    port.close();
    expect(await bot.ended()).toBe(1);
    expect(bot.printed()).toContain(`另一个 Duban 正在使用数据文件夹 ${dataDir}`);
    expect(bot.printed()).toContain('督办随之退出');
    await other.stop();
  });
});

test('a wrong setting ends the start with its name, before anything is opened', async () => {
  const dataDir = path.join(tmpdir(), 'duban-never-made');
  const bot = startBotProcess(dataDir, { PORT: 'eighty', SLACK_APP_TOKEN: 'xoxb-secret' });
  expect(await bot.ended()).toBe(1);
  expect(bot.printed()).toContain('PORT：应为端口号');
  expect(bot.printed()).toContain('SLACK_APP_TOKEN：应以 xapp- 开头');
  expect(bot.printed()).not.toContain('secret');
  expect(await databasePort(dataDir)).toBeNull();
});

/** Resolves when a file of that name is put into the folder. */
function appears(folder: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, (_event, file) => {
      if (file !== name) return;
      watcher.close();
      resolve();
    });
  });
}
