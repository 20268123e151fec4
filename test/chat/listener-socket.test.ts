import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createListener, type Listener } from '../../src/chat/listener.ts';
import { section } from '../../src/chat/message.ts';
import { createSlack } from '../../src/chat/slack.ts';
import { AwayError, UserError } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { json, status } from './fake-api.ts';
import {
  command,
  Desk,
  gate,
  messageEvent,
  type SocketWorkspace,
  startSocketWorkspace,
  submission,
} from './heard.ts';

const log = createLog('silent');
let workspace: SocketWorkspace;
let desk: Desk;
let listener: Listener;

beforeEach(async () => {
  workspace = await startSocketWorkspace();
  desk = new Desk();
  listener = createListener({
    mode: { kind: 'socket', appToken: 'xapp-1' },
    token: 'xoxb-1',
    apiUrl: workspace.api.url,
    slack: createSlack({ token: 'xoxb-1', apiUrl: workspace.api.url, log }),
    commands: ['/duban'],
    handle: desk.handle,
    log,
  });
});
afterEach(async () => {
  await listener.stop(5_000);
  await workspace[Symbol.asyncDispose]();
});

describe('nothing is acknowledged that is not saved', () => {
  test('an event waits for its handler', async () => {
    await listener.start();
    const saving = gate();
    desk.does(async () => {
      await saving.opened;
      return { kind: 'none' };
    });
    const acknowledged = workspace
      .deliver('e1', 'events_api', messageEvent())
      .then(() => desk.diary.push('acknowledged'));
    await desk.heard();
    // A command sent after it is acknowledged before it, so the socket is not what the event waits for.
    desk.does(() => ({ kind: 'none' }));
    await workspace.deliver('e2', 'slash_commands', command());
    expect(workspace.acknowledged).toEqual(['e2']);
    saving.open();
    await acknowledged;
    expect(desk.diary).toEqual(['saved', 'saved', 'acknowledged']);
  });

  test('an event whose handler fails is not acknowledged, and taken when Slack sends it again', async () => {
    await listener.start();
    desk.does(() => Promise.reject(new Error('database is down')));
    workspace.deliver('e1', 'events_api', messageEvent());
    await desk.heard();
    desk.does(() => ({ kind: 'none' }));
    await workspace.deliver('e2', 'events_api', messageEvent());
    expect(workspace.acknowledged).toEqual(['e2']);
    expect(desk.acts[0]?.id).toBe(desk.acts[1]?.id);
  });

  test('what is in hand when the bot stops is still acknowledged, and what comes meanwhile too: no other process has it', async () => {
    await listener.start();
    const saving = gate();
    desk.does(async () => {
      await saving.opened;
      return { kind: 'none' };
    });
    const first = workspace.deliver('e1', 'events_api', messageEvent());
    await desk.heard();
    const stopped = listener.stop(5_000);
    desk.does(() => ({ kind: 'none' }));
    await workspace.deliver('e2', 'slash_commands', command());
    saving.open();
    await first;
    await stopped;
    expect(workspace.acknowledged).toEqual(['e2', 'e1']);
    expect(desk.acts).toHaveLength(2);
  });
});

test('commands and forms are answered in their acknowledgement', async () => {
  await listener.start();
  desk.does((inbound) =>
    inbound.kind === 'form'
      ? { kind: 'form-errors', errors: { p: '请填写' } }
      : { kind: 'message', message: { text: '好', blocks: [section('好')] } },
  );
  await expect(workspace.deliver('e1', 'slash_commands', command())).resolves.toMatchObject({
    response_type: 'ephemeral',
    text: '好',
  });
  await expect(workspace.deliver('e2', 'interactive', submission())).resolves.toEqual({
    response_action: 'errors',
    errors: { p: '请填写' },
  });
});

test('a payload that can never be read is acknowledged, so that it does not come back for ever', async () => {
  await listener.start();
  await workspace.deliver('e1', 'events_api', messageEvent({ ts: 5 }));
  expect(desk.acts).toEqual([]);
});

test('a lost connection is replaced at once', async () => {
  await listener.start();
  workspace.dropConnection();
  await workspace.connections(2);
  await workspace.deliver('e1', 'events_api', messageEvent());
  expect(desk.acts).toHaveLength(1);
});

test('a workspace that is down for a moment is tried again', async () => {
  await listener.start();
  const { api } = workspace;
  const before = api.calls.length;
  api.on('apps.connections.open', (call, response) => {
    const isFirst = api.calls.length === before + 1;
    (isFirst ? status(503) : json({ ok: true, url: workspace.url }))(call, response);
  });
  workspace.dropConnection();
  await workspace.connections(2);
  await workspace.deliver('e1', 'events_api', messageEvent());
  expect(desk.acts).toHaveLength(1);
});

describe('starting', () => {
  const failed = () =>
    listener.start().then(
      () => null,
      (error: unknown) => error,
    );

  test('with a wrong token says which token is meant', async () => {
    workspace.api.on('apps.connections.open', { ok: false, error: 'invalid_auth' });
    const error = await failed();
    expect(error).toBeInstanceOf(UserError);
    expect(error).not.toBeInstanceOf(AwayError);
    expect(String(error)).toContain('Socket Mode 连不上（invalid_auth）：SLACK_APP_TOKEN 应为');
  });

  test('without a workspace says that it is away, and can be tried again', async () => {
    workspace.api.on('apps.connections.open', status(503));
    expect(await failed()).toMatchObject({ what: 'Slack', code: 'http_503' });
    workspace.api.on('apps.connections.open', { ok: true, url: workspace.url });
    expect(await failed()).toBeNull();
    await workspace.deliver('e1', 'events_api', messageEvent());
    expect(desk.acts).toHaveLength(1);
  });

  test('with an address that nobody answers it is away too', async () => {
    workspace.api.on('apps.connections.open', { ok: true, url: 'ws://127.0.0.1:1/link' });
    expect(await failed()).toBeInstanceOf(AwayError);
  });
});
