import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { modal } from '../../src/chat/form.ts';
import { createListener, type Listener } from '../../src/chat/listener.ts';
import { type Message, section } from '../../src/chat/message.ts';
import { createSlack } from '../../src/chat/slack.ts';
import { UserError } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { type FakeApi, startFakeApi, status } from './fake-api.ts';
import {
  click,
  command,
  Desk,
  gate,
  messageEvent,
  SIGNING_SECRET,
  type Signing,
  signed,
  submission,
} from './heard.ts';

const log = createLog('silent');
const done: Message = { text: '已签收', blocks: [section('已签收')] };
let api: FakeApi;
let desk: Desk;
let listener: Listener;
let url: string;

beforeEach(async () => {
  api = await startFakeApi();
  desk = new Desk();
  await listen();
});
afterEach(async () => {
  await listener.stop(5_000);
  await api[Symbol.asyncDispose]();
});

async function listen(options: { slowAfterMs?: number } = {}): Promise<void> {
  listener = createListener({
    mode: {
      kind: 'http',
      signingSecret: SIGNING_SECRET,
      port: 0,
      host: '127.0.0.1',
      routes: [{ path: '/healthz', method: 'GET', handler: (_request, response) => response.end('ok') }],
    },
    token: 'xoxb-1',
    apiUrl: api.url,
    slack: createSlack({ token: 'xoxb-1', apiUrl: api.url, log }),
    commands: ['/duban', '/yuebao'],
    handle: desk.handle,
    log,
    ...options,
  });
  const { port } = await listener.start();
  url = `http://127.0.0.1:${port}/slack/events`;
}

/** A second listener with its own patience, in place of the usual one. */
async function listenImpatiently(): Promise<void> {
  await listener.stop(5_000);
  await listen({ slowAfterMs: 1 });
}

const sendForm = (fields: Record<string, string>, signing?: Signing) =>
  signed(url, new URLSearchParams(fields).toString(), signing);
const sendCommand = (fields?: Record<string, string>, signing?: Signing) =>
  sendForm(command(fields), signing);
const sendPayload = (payload: object) => sendForm({ payload: JSON.stringify(payload) });
const sendEvent = (body: object = messageEvent()) => signed(url, JSON.stringify(body));

describe('nothing is acknowledged that is not saved', () => {
  test('an event waits for its handler', async () => {
    const saving = gate();
    desk.does(async () => {
      await saving.opened;
      return { kind: 'none' };
    });
    const response = sendEvent().then((answer) => {
      desk.diary.push('acknowledged');
      return answer.status;
    });
    await desk.heard();
    // An early acknowledgement would be here before the answers to requests made after it.
    desk.does(() => ({ kind: 'none' }));
    expect((await sendCommand({ trigger_id: 't.8' })).status).toBe(200);
    expect((await sendCommand({ trigger_id: 't.9' })).status).toBe(200);
    saving.open();
    await expect(response).resolves.toBe(200);
    expect(desk.diary).toEqual(['saved', 'saved', 'saved', 'acknowledged']);
  });

  test('an event whose handler fails gets a 500, so that Slack sends it again', async () => {
    desk.does(() => Promise.reject(new Error('database is down')));
    const first = await sendEvent();
    expect(first.status).toBe(500);
    expect(first.headers.has('x-slack-no-retry')).toBe(false);
    desk.does(() => ({ kind: 'none' }));
    expect((await sendEvent()).status).toBe(200);
    expect(desk.acts[0]?.id).toBe(desk.acts[1]?.id);
  });

  test('a message that is refused for a reason is settled, and the person reads the reason', async () => {
    api.on('chat.postMessage', { ok: true, channel: 'D1', ts: '2.2' });
    desk.does(() => Promise.reject(new UserError('第12号不是贵单位的<提案>')));
    expect((await sendEvent()).status).toBe(200);
    const { fields } = await api.called('chat.postMessage');
    expect(fields).toMatchObject({ channel: 'D1', text: '第12号不是贵单位的&lt;提案&gt;' });
    expect(fields).not.toHaveProperty('thread_ts');
  });

  test('a payload on its way while the bot stops is taken, or finds the door closed', async () => {
    const saving = gate();
    desk.does(async () => {
      await saving.opened;
      return { kind: 'none' };
    });
    const first = sendEvent();
    await desk.heard();
    const second = sendEvent(messageEvent({ ts: '9.9' }));
    const stopped = listener.stop(5_000);
    saving.open();
    expect((await first).status).toBe(200);
    // Either way it is not lost.
    const late = await second.then(
      (response) => response.status,
      () => 'refused',
    );
    expect([200, 'refused']).toContain(late);
    await stopped;
    await expect(sendEvent()).rejects.toThrow();
    await listen();
  });
});

describe('who may speak', () => {
  test.each<[string, Signing]>([
    ['a wrong secret', { secret: 'guess' }],
    ['a signature from 6 minutes ago', { shift: -360 }],
    ['a signature from 6 minutes ahead', { shift: 360 }],
  ])('%s is turned away', async (_what, signing) => {
    expect((await sendCommand({}, signing)).status).toBe(401);
    expect(desk.acts).toEqual([]);
  });

  test('a clock that is a little off is not', async () => {
    expect((await sendCommand({}, { shift: 60 })).status).toBe(200);
    expect((await sendCommand({}, { shift: -60 })).status).toBe(200);
  });

  test('an unsigned request is turned away', async () => {
    const body = new URLSearchParams(command()).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(401);
  });

  test('a certificate check cannot smuggle a command in', async () => {
    const body = new URLSearchParams({ ...command(), ssl_check: '1' }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(200);
    expect(desk.acts).toEqual([]);
  });

  test('a field sent twice is refused for good', async () => {
    const response = await signed(url, `${new URLSearchParams(command())}&user_id=UADMIN`);
    expect(response.status).toBe(400);
    expect(response.headers.get('x-slack-no-retry')).toBe('1');
    expect(desk.acts).toEqual([]);
  });

  test.each([
    ['as JSON', 'null', 'application/json'],
    ['as a form', 'payload=+null', 'application/x-www-form-urlencoded'],
  ])('a signed nothing is refused, %s, and ends no process', async (_what, body, contentType) => {
    expect((await signed(url, body, { contentType })).status).toBe(400);
    expect((await sendCommand()).status).toBe(200);
  });

  test('a body beyond the limit is refused', async () => {
    expect((await sendCommand({ text: 'x'.repeat(5_000_000) })).status).toBe(413);
  });

  test('a content type with a charset is understood', async () => {
    const contentType = 'application/x-www-form-urlencoded; charset=utf-8';
    expect((await sendCommand({}, { contentType })).status).toBe(200);
    expect(desk.acts).toHaveLength(1);
  });

  test('the address is verified and other routes are served', async () => {
    const response = await sendEvent({ type: 'url_verification', challenge: 'c' });
    await expect(response.json()).resolves.toEqual({ challenge: 'c' });
    await expect(fetch(new URL('/healthz', url)).then((health) => health.text())).resolves.toBe('ok');
    expect((await fetch(new URL('/elsewhere', url))).status).toBe(404);
    expect((await fetch(`${new URL(url).origin}//`)).status).toBe(404);
  });
});

describe('a command', () => {
  test('is answered in its acknowledgement, to the person alone', async () => {
    desk.does(() => ({ kind: 'message', message: done }));
    const response = await sendCommand();
    await expect(response.json()).resolves.toEqual({
      response_type: 'ephemeral',
      text: '已签收',
      blocks: done.blocks,
    });
    expect(desk.acts[0]).toMatchObject({ kind: 'command', name: '/duban', text: '签收 12' });
  });

  test('may be answered to everybody, or not at all', async () => {
    desk.does(() => ({ kind: 'message', message: done, public: true }));
    await expect((await sendCommand()).json()).resolves.toMatchObject({ response_type: 'in_channel' });
    desk.does(() => ({ kind: 'none' }));
    const silent = await sendCommand();
    expect([silent.status, await silent.text()]).toEqual([200, '']);
  });

  test('that is refused says why', async () => {
    desk.does(() => Promise.reject(new UserError('没有“签售”这个命令')));
    await expect((await sendCommand()).json()).resolves.toMatchObject({ text: '没有“签售”这个命令' });
  });

  test('that fails says so with a number, and nothing of the reason', async () => {
    desk.does(() => Promise.reject(new Error('password=secret')));
    const { text } = (await (await sendCommand()).json()) as { text: string };
    expect(text).toMatch(/^未能保存，请稍后再试（编号 [0-9a-f]{8}）$/);
  });

  test('that takes long is told to wait, and answered when it is done', async () => {
    await listenImpatiently();
    api.on('/respond', status(200));
    const saving = gate();
    desk.does(async () => {
      await saving.opened;
      return { kind: 'message', message: done };
    });
    const response = await sendCommand({ response_url: `${api.origin}/respond` });
    await expect(response.json()).resolves.toMatchObject({ text: '正在处理，稍后回复。' });
    saving.open();
    const { fields } = await api.called('/respond');
    expect(fields).toMatchObject({ text: '已签收', response_type: 'ephemeral' });
  });
});

describe('a click', () => {
  const here = () => click({ response_url: `${api.origin}/respond` });
  const inForm = () =>
    click({ view: submission().view, channel: undefined, message: undefined, response_url: undefined });

  test('in a message is acknowledged after it is saved, and answered in private', async () => {
    api.on('/respond', status(200));
    desk.does(() => ({ kind: 'message', message: done }));
    const response = await sendPayload(here());
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(desk.diary).toEqual(['saved']);
    expect((await api.called('/respond')).fields).toMatchObject({
      text: '已签收',
      replace_original: 'false',
    });
  });

  test('may replace the message it stands in', async () => {
    api.on('/respond', status(200));
    desk.does(() => ({ kind: 'message', message: done, replace: true }));
    await sendPayload(here());
    expect((await api.called('/respond')).fields).toMatchObject({ replace_original: 'true' });
  });

  test('that fails tells the person', async () => {
    api.on('/respond', status(200));
    desk.does(() => Promise.reject(new Error('database is down')));
    expect((await sendPayload(here())).status).toBe(200);
    expect((await api.called('/respond')).fields.text).toContain('未能保存');
  });

  test('in a form shows its answer on top of the form, or changes the form', async () => {
    api.on('views.push', { ok: true, view: { id: 'V2' } });
    api.on('views.update', { ok: true, view: { id: 'V1' } });
    desk.does(() => ({ kind: 'message', message: done }));
    await sendPayload(inForm());
    const pushed = await api.called('views.push');
    expect(JSON.parse(pushed.fields.view ?? '')).toMatchObject({
      title: { text: '提示' },
      blocks: done.blocks,
    });

    const view = modal({ callback: 'report', title: '第2页', blocks: [section('二')] });
    desk.does(() => ({ kind: 'form-update', view }));
    await sendPayload(inForm());
    expect((await api.called('views.update')).fields).toMatchObject({ view_id: 'V1' });
  });

  test('in the Home tab opens a window', async () => {
    api.on('views.open', { ok: true, view: { id: 'V2' } });
    desk.does(() => Promise.reject(new UserError('请先签收')));
    await sendPayload({ ...inForm(), view: { ...submission().view, type: 'home' } });
    expect((await api.called('views.open')).fields).toMatchObject({ trigger_id: 't.2' });
  });

  test('that takes long is acknowledged without a word', async () => {
    await listenImpatiently();
    api.on('/respond', status(200));
    const saving = gate();
    desk.does(async () => {
      await saving.opened;
      return { kind: 'message', message: done };
    });
    expect((await sendPayload(here())).status).toBe(200);
    saving.open();
    await api.called('/respond');
    expect(desk.diary).toEqual(['saved']);
  });
});

describe('a form', () => {
  const answerTo = async (payload: object = submission()) => (await sendPayload(payload)).json();

  test('closes when it is saved', async () => {
    const response = await sendPayload(submission());
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(desk.acts[0]).toMatchObject({ kind: 'form', callback: 'report', values: { p: '已沟通' } });
  });

  test('shows errors at its fields, another view, or closes every window', async () => {
    desk.does(() => ({ kind: 'form-errors', errors: { p: '请填写进展' } }));
    await expect(answerTo()).resolves.toEqual({ response_action: 'errors', errors: { p: '请填写进展' } });
    const view = modal({ callback: 'report', title: '第2页', blocks: [section('二')] });
    desk.does(() => ({ kind: 'form-update', view }));
    await expect(answerTo()).resolves.toEqual({ response_action: 'update', view });
    desk.does(() => ({ kind: 'form-clear' }));
    await expect(answerTo()).resolves.toEqual({ response_action: 'clear' });
    desk.does(() => ({ kind: 'message', message: done }));
    await expect(answerTo()).resolves.toMatchObject({
      response_action: 'update',
      view: { blocks: done.blocks },
    });
  });

  test('that is refused or fails says so at the first field, so that nothing typed is lost', async () => {
    desk.does(() => Promise.reject(new UserError('报送时间已过')));
    await expect(answerTo()).resolves.toEqual({ response_action: 'errors', errors: { p: '报送时间已过' } });
    desk.does(() => Promise.reject(new Error('database is down')));
    await expect(answerTo()).resolves.toMatchObject({ errors: { p: expect.stringContaining('未能保存') } });
  });

  test('without fields says so in its place', async () => {
    desk.does(() => Promise.reject(new UserError('报送时间已过')));
    await expect(answerTo(submission({ blocks: [] }))).resolves.toMatchObject({
      response_action: 'update',
      view: { blocks: [{ text: { text: '报送时间已过' } }] },
    });
  });

  test('that takes long says so, and after a failure gives back what was typed', async () => {
    await listenImpatiently();
    api.on('views.update', { ok: true });
    const saving = gate();
    desk.does(async () => {
      await saving.opened;
      throw new UserError('报送时间已过');
    });
    await expect(answerTo()).resolves.toMatchObject({
      response_action: 'update',
      view: { title: { text: '提示' } },
    });
    saving.open();
    const { fields } = await api.called('views.update');
    expect(fields.view_id).toBe('V1');
    expect(fields.view).toContain('报送时间已过');
    expect(fields.view).toContain('已沟通');
  });
});

test('a reply to a message typed in a channel goes into its thread', async () => {
  api.on('chat.postMessage', { ok: true, channel: 'C1', ts: '2.2' });
  desk.does(() => ({ kind: 'message', message: done }));
  await sendEvent(messageEvent({ channel: 'C1', channel_type: 'channel' }));
  expect((await api.called('chat.postMessage')).fields).toMatchObject({ channel: 'C1', thread_ts: '1.1' });
});

test('what nobody handles is acknowledged and forgotten', async () => {
  expect((await sendEvent(messageEvent({ bot_id: 'B1' }))).status).toBe(200);
  expect(
    (
      await sendPayload({
        type: 'view_closed',
        team: { id: 'T1' },
        user: { id: 'U1' },
        view: submission().view,
      })
    ).status,
  ).toBe(200);
  expect(desk.acts).toEqual([]);
});

test('a port that is taken is named', async () => {
  const second = createListener({
    mode: { kind: 'http', signingSecret: SIGNING_SECRET, port: Number(new URL(url).port), host: '127.0.0.1' },
    token: 'xoxb-1',
    slack: createSlack({ token: 'xoxb-1', apiUrl: api.url, log }),
    commands: [],
    handle: desk.handle,
    log,
  });
  await expect(second.start()).rejects.toThrow(`port ${new URL(url).port} is taken by another process`);
});
