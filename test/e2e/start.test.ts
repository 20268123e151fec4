import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppConfig } from '../../src/app.ts';
import { UserError } from '../../src/errors.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { offices } from '../../src/store/schema.ts';
import { openWorld, type World } from '../support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
  await world.stopBot();
});
afterEach(() => world.close());

const refusal = (start: Promise<unknown>) =>
  start.then(
    () => 'it started',
    (error: unknown) => (error instanceof UserError ? error.message : String(error)),
  );
const withTokens = (botToken: string): AppConfig['chat'] => ({
  kind: 'socket',
  botToken,
  appToken: world.sandbox.appToken,
  apiUrl: world.sandbox.apiUrl,
});

test('a token that Slack does not take is said in Chinese, with the variable to check', async () => {
  expect(await refusal(world.startBot({ chat: withTokens('xoxb-of-another-time') }))).toBe(
    '连不上 Slack：访问令牌无效，请检查 SLACK_BOT_TOKEN。',
  );
});

test('a database that belongs to another workspace is not touched', async () => {
  await world.storage.db.update(offices).set({ teamId: 'T0THER' });
  const said = await refusal(world.startBot());
  expect(said).toContain('这个数据库属于另一个 Slack 工作区（T0THER）');
  expect((await ensureOffice(world.storage.db)).teamId).toBe('T0THER');
});

test('the work group that the environment names takes the place of the one chosen in chat', async () => {
  await world.startBot({ groupChannel: 'C0OTHER' });
  expect((await ensureOffice(world.storage.db)).groupChannel).toBe('C0OTHER');
});

test('a process for chat alone answers people and sends nothing by itself; a worker beside it does', async () => {
  const chat = await world.startBot({ role: 'chat' });
  world.sleepUntil('2022-04-06T09:00');
  await chat.turn();
  const edu = world.sandbox.as('U01EDU');
  expect((await edu.command('/duban', '签收 1')).answer?.shown).toContain('已登记签收：第1号');
  expect(edu.messages('dm').filter((message) => !message.onlyForYou)).toEqual([]);

  const worker = await world.startAnother({ role: 'worker' });
  try {
    expect(worker.port).toBeNull();
    await worker.turn();
    await world.sandbox.until('the reminder', () =>
      edu.inbox().some(({ text }) => text.startsWith('【提醒】')),
    );
  } finally {
    await worker.stop();
  }
});
