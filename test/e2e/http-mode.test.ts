import { afterAll, beforeAll, expect, test } from 'vitest';
import { assignmentsOn, fillPage, openForm } from '../support/report.ts';
import { latest, press, tell } from '../support/story.ts';
import { openWorld, type World } from '../support/world.ts';

/** The same bot behind signed HTTP requests (SLACK_SIGNING_SECRET) instead of a socket. */
let world: World;
const as = (id: string) => world.sandbox.as(id);

beforeAll(async () => {
  world = await openWorld();
  await world.goTo('2022-04-06T09:00');
  await world.stopBot();
  const { botToken, signingSecret, apiUrl } = world.sandbox;
  const { port } = await world.startBot({ chat: { kind: 'http', botToken, signingSecret, port: 0, apiUrl } });
  world.sandbox.deliverTo(`http://127.0.0.1:${port}/slack/events`);
});
afterAll(() => world.close());

test('a command is answered', async () => {
  const { answer } = await as('U01EDU').command('/duban', '签收 1');
  expect(answer?.shown).toContain('已登记签收：第1号');
});

test('a click is answered', async () => {
  const wjj = as('U01WJJ');
  const list = await press(world.sandbox, wjj, latest(wjj), '已签收，登记');
  const left = await press(world.sandbox, wjj, list, { beside: '第14号', label: '已签收' });
  expect(left.shown).toContain('已登记签收：第14号');
});

test('a form is opened, refused at its field, corrected and taken in', async () => {
  const zsj = as('U01ZSJ');
  await zsj.command('/yuebao');
  const [only] = assignmentsOn(openForm(zsj));
  fillPage(zsj, '4月').fill({ [`plan/${only}`]: ' ' });
  expect(await zsj.submit()).toMatchObject({ result: 'errors', from: 'bot' });
  const heard = zsj.inbox().length;
  expect(await fillPage(zsj, '4月').submit()).toEqual({ result: 'closed' });
  const receipt = await world.sandbox.until('the receipt', () => zsj.inbox()[heard]);
  expect(receipt.text).toContain('已收到：区政务服务数据管理局2022年4月月报，1件');
});

test('a message is answered', async () => {
  expect((await tell(world.sandbox, as('U01EDU'), '2号已签收')).shown).toContain('已登记签收：第2号');
});

test('the home page is shown', async () => {
  as('U01EDU').openHome();
  const home = await world.sandbox.until('the home page', () => as('U01EDU').home());
  expect(home.shown).toContain('区教育局：');
});

test('a request that Slack did not sign is not heard', async () => {
  const body = new URLSearchParams({ command: '/duban', text: '签收 3', user_id: 'U01EDU' });
  const response = await fetch(`http://127.0.0.1:${world.app.port}/slack/events`, { method: 'POST', body });
  expect(response.status).toBe(401);
  const { answer } = await as('U01EDU').command('/duban', '签收 3');
  expect(answer?.shown).toContain('已登记签收：第3号');
});

test('Slack took everything the bot did', () => {
  expect(world.sandbox.troubles()).toEqual([]);
});
