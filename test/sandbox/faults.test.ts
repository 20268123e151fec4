import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { ErrorCode, WebClient, type WebClientOptions } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault, FaultInput } from '../../src/sandbox/faults/fault.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { DESK, GROUP, LIAISON, openWorkspace, socketApp } from './workspace-fixture.ts';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await openWorkspace({ timing: { ackMs: 1_000, retryAfterMs: [0, 0, 0] } });
});

afterEach(async () => await sandbox.close());

const fault = (order: FaultInput): Fault => sandbox.faults.add(order);
const inbox = () =>
  sandbox
    .as(LIAISON)
    .inbox()
    .map((message) => message.text);

/** Neither retries nor waits: what the caller gets is what the wire brought. */
function client(options: WebClientOptions = {}): WebClient {
  return new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.apiUrl,
    logLevel: LogLevel.ERROR,
    logger: silent,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...options,
  });
}

const nothing = () => {};
const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
};

const post = (text: string, channel = LIAISON) => client().chat.postMessage({ channel, text });
const failed = (call: Promise<unknown>): Promise<{ code?: string; [field: string]: unknown }> =>
  call.then(
    () => ({ code: 'nothing failed' }),
    (error) => error,
  );

describe('“too many”', () => {
  it('is HTTP 429 with the seconds to wait and Slack’s body, as often as ordered, and nothing is done', async () => {
    fault({ kind: 'rate-limit', retryAfter: 7, times: 1 });
    expect(await failed(post('一'))).toMatchObject({ code: ErrorCode.RateLimitedError, retryAfter: 7 });
    expect(inbox()).toEqual([]);
    await post('二');
    expect(inbox()).toEqual(['二']);
    expect(sandbox.faults.list()).toEqual([]);

    fault({ kind: 'rate-limit' });
    const answer = await fetch(`${sandbox.apiUrl}chat.postMessage`, { method: 'POST' });
    expect(answer.status).toBe(429);
    expect(await answer.json()).toEqual({ ok: false, error: 'ratelimited' });
  });

  it('holds for a method, a channel by any of its names, or a person; the rest of the workspace goes on', async () => {
    await post('先', LIAISON);
    const [{ channel: direct } = { channel: '' }] = sandbox.as(LIAISON).inbox();
    const strikes = async (aim: Partial<FaultInput>, call: () => Promise<unknown>) => {
      const ordered = fault({ kind: 'rate-limit', ...aim } as FaultInput);
      await failed(call());
      ordered.end();
      return ordered.struck === 1;
    };
    expect(await strikes({ method: 'chat.postMessage' }, () => post('一'))).toBe(true);
    expect(await strikes({ method: 'chat.postMessage' }, () => client().auth.test())).toBe(false);
    for (const [aimed, called] of [
      [LIAISON, direct],
      [direct, LIAISON],
      [GROUP, GROUP],
      ['提案办理工作群', GROUP],
    ] as const)
      expect(await strikes({ channel: aimed }, () => post('二', called))).toBe(true);
    expect(await strikes({ channel: GROUP }, () => post('三', LIAISON))).toBe(false);
    expect(await strikes({ user: LIAISON }, () => post('四', direct))).toBe(true);
    expect(await strikes({ user: DESK }, () => post('五', LIAISON))).toBe(false);
    expect(await strikes({}, () => client().users.info({ user: DESK }))).toBe(true);
  });

  it.each([
    ['none', null, null],
    ['text', 'soon', 'soon'],
    ['negative', -5, '-5'],
    ['huge', 1e12, '1000000000000'],
  ])('may come with a Retry-After that is %s', async (_name, retryAfter, header) => {
    fault({ kind: 'rate-limit', retryAfter });
    const answer = await fetch(`${sandbox.apiUrl}auth.test`, { method: 'POST' });
    expect(answer.headers.get('retry-after')).toBe(header);
  });

  it('can let the first ones pass', async () => {
    fault({ kind: 'rate-limit', skip: 2, times: 1 });
    for (const text of ['一', '二', '三', '四']) await failed(post(text));
    expect(inbox()).toEqual(['一', '二', '四']);
  });
});

describe('a server in disorder', () => {
  it('answers with a page of HTML, having done nothing', async () => {
    fault({ kind: 'server-error', times: 1 });
    expect(await failed(post('一'))).toMatchObject({ code: ErrorCode.HTTPError, statusCode: 503 });
    expect(inbox()).toEqual([]);
  });

  it('answers with Slack’s own word for it, having done everything', async () => {
    fault({ kind: 'server-error', status: 200, error: 'fatal_error', takesEffect: true, times: 1 });
    expect(await failed(post('一'))).toMatchObject({
      code: ErrorCode.PlatformError,
      data: { error: 'fatal_error' },
    });
    expect(inbox()).toEqual(['一']);
  });

  it('refuses by name for as long as it is wanted', async () => {
    const archived = fault({ kind: 'refuse', error: 'is_archived', channel: GROUP });
    for (const _ of [1, 2])
      expect(await failed(post('一', GROUP))).toMatchObject({ data: { error: 'is_archived' } });
    await post('二');
    archived.end();
    await post('三', GROUP);
    expect(sandbox.as(DESK).messages(GROUP)).toHaveLength(1);
  });
});

describe('a line that breaks', () => {
  it.each([
    ['before anything was done', 'drop-before', []],
    ['after all was done', 'drop-after-accept', ['一']],
  ] as const)('%s', async (_when, kind, done) => {
    fault({ kind, times: 1 });
    expect(await failed(post('一'))).toMatchObject({ code: ErrorCode.RequestError });
    expect(inbox()).toEqual(done);
    await post('二');
    expect(inbox()).toEqual([...done, '二']);
  });
});

describe('a call that hangs', () => {
  it('is answered when the fault is ended, if it took effect', async () => {
    const hanging = fault({ kind: 'hang', takesEffect: true, times: 1 });
    const answer = post('一');
    await sandbox.until('the effect', () => inbox().length === 1);
    expect(sandbox.faults.list()).toMatchObject([{ kind: 'hang', left: 0, struck: 1 }]);
    hanging.end();
    expect((await answer).ok).toBe(true);
    expect(sandbox.faults.list()).toEqual([]);
  });

  it('breaks off when the fault is ended, if it did not', async () => {
    const hanging = fault({ kind: 'hang' });
    const answer = failed(post('一'));
    await sandbox.until('the call', () => hanging.struck === 1);
    hanging.end();
    expect(await answer).toMatchObject({ code: ErrorCode.RequestError });
    expect(inbox()).toEqual([]);
  });

  it('lets go of a bot that has lost its patience', async () => {
    fault({ kind: 'hang', times: 1 });
    const impatient = client({ timeout: 50 }).chat.postMessage({ channel: LIAISON, text: '一' });
    expect(await failed(impatient)).toMatchObject({ code: ErrorCode.RequestError });
    await sandbox.until('the end of the fault', () => sandbox.faults.list().length === 0);
    expect(inbox()).toEqual([]);
  });

  it('keeps no sandbox from closing', async () => {
    const hanging = fault({ kind: 'hang', takesEffect: true });
    const answer = failed(post('一'));
    await sandbox.until('the call', () => hanging.struck === 1);
    await sandbox.close();
    expect(await answer).toMatchObject({ code: ErrorCode.RequestError });
    sandbox = await openWorkspace();
  });
});

describe('what goes to the bot', () => {
  let app: App;
  let bodies: { event_id?: string; trigger_id?: string; [field: string]: unknown }[];

  beforeEach(async () => {
    app = socketApp(sandbox);
    bodies = [];
    app.command('/duban', async ({ ack, body }) => {
      bodies.push({ ...body });
      await ack(`第${bodies.length}次`);
    });
    app.action('sign', async ({ ack, body }) => {
      bodies.push({ ...body });
      await ack();
    });
    app.event('message', async ({ body }) => void bodies.push({ ...body }));
    await app.start();
  });

  afterEach(async () => await app.stop());

  it('comes twice: an event with its own id', async () => {
    fault({ kind: 'twice', method: 'events_api', times: 1 });
    sandbox.as(LIAISON).say('dm', '你好');
    await sandbox.until('both', () => bodies.length === 2);
    expect(bodies[0]).toEqual(bodies[1]);
    expect(bodies[0]?.event_id).toMatch(/^Ev/);
    expect(sandbox.wire().map((entry) => [entry.name, entry.fault, entry.sent.retry_attempt])).toEqual(
      expect.arrayContaining([
        ['events_api/message', 'twice', undefined],
        ['events_api/message', 'twice', 1],
      ]),
    );
    expect(sandbox.troubles()).toEqual([]);
  });

  it('comes twice: a command whose first answer counts, and a click', async () => {
    fault({ kind: 'twice', method: 'slash_commands', again: 'afterwards', times: 1 });
    const { answer } = await sandbox.as(LIAISON).command('/duban', '进度');
    expect(bodies.map((body) => body.trigger_id)).toEqual([bodies[0]?.trigger_id, bodies[0]?.trigger_id]);
    expect(answer?.shown).toBe('第1次');

    await app.client.chat.postMessage({ channel: LIAISON, text: '签收', blocks: [signButton] });
    fault({ kind: 'twice', method: 'interactive/block_actions', times: 1 });
    await sandbox.as(LIAISON).click(sandbox.as(LIAISON).inbox().at(-1)!, 'sign');
    expect(bodies).toHaveLength(4);
    expect(bodies[2]).toEqual(bodies[3]);
  });

  it('comes a second time when the fault is ended, however late', async () => {
    const late = fault({ kind: 'twice', again: 'when-ended', times: 1 });
    await sandbox.as(LIAISON).command('/duban', '进度');
    expect(bodies).toHaveLength(1);
    expect(sandbox.faults.list()).toHaveLength(1);
    late.end();
    await sandbox.until('the second time', () => bodies.length === 2);
    expect(bodies[1]).toEqual(bodies[0]);
    expect(sandbox.faults.list()).toEqual([]);
  });

  it('comes again when the acknowledgement got lost', async () => {
    fault({ kind: 'lose-ack', times: 2 });
    sandbox.as(LIAISON).say('dm', '你好');
    await sandbox.until('the third time', () => bodies.length === 3);
    expect(new Set(bodies.map((body) => body.event_id)).size).toBe(1);
    expect(sandbox.troubles()).toEqual([]);

    fault({ kind: 'lose-ack', times: 1 });
    const { answer } = await sandbox.as(LIAISON).command('/duban', '进度');
    expect(answer?.shown).toContain('operation_timeout');
    expect(bodies).toHaveLength(4);
  });

  it('comes twice over HTTP, too, and says that it is a retry', async () => {
    const retries: unknown[] = [];
    const other = new App({
      token: sandbox.botToken,
      signingSecret: sandbox.signingSecret,
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: sandbox.apiUrl },
    });
    other.event('message', async ({ body, context }) => {
      retries.push([body.event_id, context.retryNum ?? null, context.retryReason ?? null]);
    });
    const server = await other.start({ port: 0, host: '127.0.0.1' });
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : null;
    sandbox.deliverTo(`http://127.0.0.1:${port}/slack/events`);
    fault({ kind: 'twice', again: 'afterwards', times: 1 });
    sandbox.as(LIAISON).say('dm', '你好');
    await sandbox.until('both', () => retries.length === 2);
    const id = expect.stringMatching(/^Ev/);
    expect(retries).toEqual([
      [id, null, null],
      [id, 1, 'http_timeout'],
    ]);
    await other.stop();
  });
});

describe('a Socket Mode connection', () => {
  it.each(['refresh_requested', 'warning', null] as const)('ends (%s) and comes back', async (notice) => {
    const app = new App({
      token: sandbox.botToken,
      receiver: new SocketModeReceiver({
        appToken: sandbox.appToken,
        logger: silent,
        clientPingTimeout: 500, // which is also the pause before the library comes back
        installerOptions: { clientOptions: { slackApiUrl: sandbox.apiUrl } },
      }),
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: sandbox.apiUrl },
    });
    app.command('/duban', async ({ ack, body }) => await ack(`收到 ${body.text}`));
    app.message(async ({ say }) => void (await say('收到')));
    await app.start();

    fault({ kind: 'disconnect', notice, times: 1 });
    expect(sandbox.faults.list()).toEqual([]);
    // An event waits for the bot to be back; a command would fail.
    sandbox.as(LIAISON).say('dm', '你好');
    await sandbox.until('the answer', () => inbox().length === 1);
    expect(greetings()).toEqual(notice ? ['hello', 'disconnect', 'hello'] : ['hello', 'hello']);
    const { answer } = await sandbox.as(LIAISON).command('/duban', '2');
    expect(answer?.shown).toBe('收到 2');
    await app.stop();
  });

  const greetings = () =>
    sandbox
      .wire()
      .map((entry) => entry.name)
      .filter((name) => name === 'hello' || name === 'disconnect');
});

describe('a bot that may not come back', () => {
  it('is turned away until it has been turned away so often, or the fault is ended', async () => {
    const twice = fault({ kind: 'disconnect', times: 3 });
    const knock = () =>
      new WebClient(sandbox.appToken, {
        slackApiUrl: sandbox.apiUrl,
        logger: silent,
        retryConfig: { retries: 0 },
      }).apps.connections.open({});
    for (const _ of [1, 2]) expect(await failed(knock())).toMatchObject({ statusCode: 503 });
    expect((await knock()).ok).toBe(true);
    expect(twice.struck).toBe(3);

    const long = fault({ kind: 'disconnect' });
    for (const _ of [1, 2]) expect(await failed(knock())).toMatchObject({ statusCode: 503 });
    expect(await post('一')).toMatchObject({ ok: true });
    long.end();
    expect((await knock()).ok).toBe(true);
  });
});

describe('a response_url', () => {
  it('is a call as any other, known by its name', async () => {
    const app = socketApp(sandbox);
    let url = '';
    app.command('/duban', async ({ ack, body }) => {
      url = body.response_url;
      await ack();
    });
    await app.start();
    await sandbox.as(LIAISON).command('/duban', '进度');
    await app.stop();
    const respond = async (text: string) => {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ text }) });
      return [answer.status, await answer.text()];
    };

    fault({ kind: 'rate-limit', method: 'response_url', user: LIAISON, times: 1 });
    expect((await respond('一'))[0]).toBe(429);
    fault({ kind: 'refuse', method: 'response_url', error: 'expired_url', times: 1 });
    expect(await respond('二')).toEqual([404, '{"ok":false,"error":"expired_url"}']);
    fault({ kind: 'drop-after-accept', method: 'response_url', channel: LIAISON, times: 1 });
    expect(await failed(respond('三'))).toBeInstanceOf(TypeError);
    expect(await respond('四')).toEqual([200, '{"ok":true}']);
    expect(inbox()).toEqual(['三', '四']);
  });
});

describe('the list of faults', () => {
  it('is ordered, looked at and ended on the page', async () => {
    const order = { kind: 'rate-limit', method: 'chat.postMessage', times: null, retryAfter: 3 };
    const { id } = await onPage('fault', order);
    expect(await look('faults')).toEqual({
      active: [
        {
          id,
          kind: 'rate-limit',
          method: 'chat.postMessage',
          channel: null,
          user: null,
          left: null,
          retryAfter: 3,
          error: null,
          struck: 0,
        },
      ],
    });
    expect(await failed(post('一'))).toMatchObject({ retryAfter: 3 });
    await onPage('end-fault', { id });
    await post('二');
    expect(await look('faults')).toEqual({ active: [] });
    expect(await onPage('end-fault', { id })).toMatchObject({ message: '这个故障已经结束' });
    expect(await onPage('fault', { kind: 'flood' })).toMatchObject({
      message: expect.stringContaining('kind'),
    });
  });

  it('ends as a whole', async () => {
    fault({ kind: 'rate-limit' });
    fault({ kind: 'drop-before' });
    sandbox.faults.endAll();
    await post('一');
    expect(inbox()).toEqual(['一']);
  });

  async function onPage(name: string, body: object): Promise<{ id?: string }> {
    const response = await fetch(`${sandbox.url}/page/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { id?: string };
  }

  async function look(name: string): Promise<unknown> {
    return await (await fetch(`${sandbox.url}/page/${name}?as=${DESK}`)).json();
  }
});

const signButton = {
  type: 'actions' as const,
  elements: [
    {
      type: 'button' as const,
      action_id: 'sign',
      text: { type: 'plain_text' as const, text: '签收' },
    },
  ],
};
