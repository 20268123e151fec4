import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { home, modal } from '../../src/chat/form.ts';
import { type Message, section } from '../../src/chat/message.ts';
import { ChatFailure, createSlack, reasonInChinese, type Slack } from '../../src/chat/slack.ts';
import { createLog } from '../../src/log.ts';
import { type ApiAnswer, type FakeApi, json, startFakeApi, status } from './fake-api.ts';

const log = createLog('silent');
const inTime = { isPast: () => false };
const hello: Message = { text: '提醒', blocks: [section('*提醒*')] };
let api: FakeApi;
let slack: Slack;

beforeEach(async () => {
  api = await startFakeApi();
  slack = createSlack({ token: 'xoxb-1', apiUrl: api.url, log, timeoutMs: 5_000 });
});
afterEach(() => api[Symbol.asyncDispose]());

async function failure(call: Promise<unknown>): Promise<ChatFailure> {
  const error = await call.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ChatFailure) return error;
  throw error;
}

const post = () => slack.post({ channel: 'C1', message: hello, deliveryId: 'd-1' });

describe('posting', () => {
  test('sends the message with its delivery id, and neither unfurls links nor links names', async () => {
    api.on('chat.postMessage', { ok: true, channel: 'D9', ts: '1.000200', message: {} });
    await expect(
      slack.post({ channel: 'U1', threadTs: '1.0', message: hello, deliveryId: 'd-1' }),
    ).resolves.toEqual({ channel: 'D9', ts: '1.000200' });
    const [call] = api.calls;
    expect(call).toEqual({
      method: 'chat.postMessage',
      authorization: 'Bearer xoxb-1',
      fields: {
        channel: 'U1',
        thread_ts: '1.0',
        text: '提醒',
        blocks: JSON.stringify(hello.blocks),
        metadata: '{"event_type":"delivery","event_payload":{"delivery_id":"d-1"}}',
        unfurl_links: 'false',
        unfurl_media: 'false',
        link_names: 'false',
      },
    });
  });

  test('brings a long message within the limits', async () => {
    api.on('chat.postMessage', { ok: true, channel: 'C1', ts: '1.1' });
    await slack.post({
      channel: 'C1',
      message: { text: '长'.repeat(5_000), blocks: [section('字'.repeat(4_000))] },
    });
    expect(api.calls[0]?.fields.text).toHaveLength(4_000);
    expect(JSON.parse(api.calls[0]?.fields.blocks ?? '')).toHaveLength(2);
  });

  test('updates a message in place', async () => {
    api.on('chat.update', { ok: true });
    await slack.update({ channel: 'C1', ts: '1.1', message: hello });
    expect(api.calls[0]?.fields).toMatchObject({ channel: 'C1', ts: '1.1', text: '提醒' });
  });
});

describe('a post that fails', () => {
  test.each([
    ['channel_not_found', 'permanent'],
    ['not_in_channel', 'permanent'],
    ['is_archived', 'permanent'],
    ['user_disabled', 'permanent'],
    ['msg_too_long', 'permanent'],
    ['something_new', 'permanent'],
    ['invalid_auth', 'shut-out'],
    ['account_inactive', 'shut-out'],
    ['token_revoked', 'shut-out'],
    ['missing_scope', 'shut-out'],
    ['messages_tab_disabled', 'shut-out'],
    ['fatal_error', 'ambiguous'],
    ['internal_error', 'ambiguous'],
    ['request_timeout', 'ambiguous'],
    ['ratelimited', 'rate-limited'],
  ])('with %s is %s, and is not tried again', async (code, kind) => {
    api.on('chat.postMessage', { ok: false, error: code });
    await expect(failure(post())).resolves.toMatchObject({ code, kind });
    expect(api.calls).toHaveLength(1);
  });

  test.each<[string, ApiAnswer, Partial<ChatFailure>]>([
    ['HTTP 500', status(500), { kind: 'ambiguous', code: 'http_500' }],
    ['HTTP 503', status(503, { 'retry-after': '7' }), { kind: 'ambiguous', code: 'http_503' }],
    ['a proxy that refuses', status(403, {}, '<html>'), { kind: 'transient', code: 'http_403' }],
    ['a proxy that finds it too large', status(413), { kind: 'permanent', code: 'http_413' }],
    ['a page of HTTP 500', status(500, {}, '<html>500</html>'), { kind: 'ambiguous', code: 'http_500' }],
    ["a proxy's page", status(200, {}, '<html>502</html>'), { kind: 'ambiguous', code: 'unreadable_answer' }],
    ['no ts', json({ ok: true, channel: 'C1' }), { kind: 'ambiguous', code: 'unreadable_answer' }],
    ['a reset', (_call, response) => response.socket?.destroy(), { kind: 'ambiguous' }],
    [
      'a reset in the middle of the answer',
      (_call, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"ok":', () => response.socket?.destroy());
      },
      { kind: 'ambiguous' },
    ],
  ])('by %s is judged by whether it may have arrived', async (_what, answer, expected) => {
    api.on('chat.postMessage', answer);
    await expect(failure(post())).resolves.toMatchObject(expected);
    expect(api.calls).toHaveLength(1);
  });

  test('by silence is ambiguous', async () => {
    api.on('chat.postMessage', () => {});
    slack = createSlack({ token: 'xoxb-1', apiUrl: api.url, log, timeoutMs: 50 });
    await expect(failure(post())).resolves.toMatchObject({ kind: 'ambiguous', code: 'timeout' });
  });

  test('by a refused connection was never sent', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const address = closed.address();
    const port = typeof address === 'object' ? address?.port : 0;
    closed.close();
    await once(closed, 'close');
    slack = createSlack({ token: 'xoxb-1', apiUrl: `http://127.0.0.1:${port}/api/`, log });
    await expect(failure(post())).resolves.toMatchObject({ kind: 'transient', code: 'econnrefused' });
  });

  test('by an unknown host was never sent', async () => {
    slack = createSlack({ token: 'xoxb-1', apiUrl: 'http://nowhere.invalid/api/', log });
    await expect(failure(post())).resolves.toMatchObject({ kind: 'transient' });
  });

  test.each([
    ['3', 3_000],
    [undefined, 30_000],
    ['soon', 30_000],
    ['', 30_000],
    ['0', 1_000],
    ['-5', 1_000],
    ['900', 600_000],
    ['1e12', 30_000],
  ])('by 429 with Retry-After %s waits %d ms', async (header, waitMs) => {
    api.on('chat.postMessage', status(429, header === undefined ? {} : { 'retry-after': header }));
    await expect(failure(post())).resolves.toMatchObject({ kind: 'rate-limited', retryAfterMs: waitMs });
    expect(api.calls).toHaveLength(1);
  });

  test('does not hold up other channels', async () => {
    api.on('chat.postMessage', ((call, response) => {
      const answer =
        call.fields.channel === 'C1'
          ? status(429, { 'retry-after': '60' })
          : json({ ok: true, channel: 'C2', ts: '2.2' });
      answer(call, response);
    }) satisfies ApiAnswer);
    await failure(post());
    await expect(slack.post({ channel: 'C2', message: hello })).resolves.toEqual({
      channel: 'C2',
      ts: '2.2',
    });
  });

  test('says why in Chinese to the desk', () => {
    expect(reasonInChinese('not_in_channel')).toBe('机器人不在该频道，请先邀请机器人加入');
    expect(reasonInChinese('something_new')).toBe('消息平台拒绝了请求（something_new）');
  });
});

test('a read that fails half-way may simply be made again', async () => {
  api.on('users.info', status(502));
  await expect(failure(slack.user('U1'))).resolves.toMatchObject({ kind: 'transient', code: 'http_502' });
});

describe('looking up a post', () => {
  const delivered = {
    ts: '5.5',
    metadata: { event_type: 'delivery', event_payload: { delivery_id: 'd-1' } },
  };
  const since = new Date('2022-04-06T01:00:00Z');

  test('reads the history page by page from shortly before it was sent', async () => {
    api.on('conversations.history', ((call, response) => {
      const page = call.fields.cursor
        ? { ok: true, messages: [{ ts: '6.6' }, delivered] }
        : {
            ok: true,
            messages: [{ ts: '7.7', metadata: { event_type: 'other' } }],
            response_metadata: { next_cursor: 'p2' },
          };
      json(page)(call, response);
    }) satisfies ApiAnswer);
    await expect(slack.findPosted({ channel: 'C1', deliveryId: 'd-1', since })).resolves.toEqual({
      channel: 'C1',
      ts: '5.5',
    });
    expect(api.calls[0]?.fields).toMatchObject({ include_all_metadata: 'true', oldest: '1649120400.000000' });
    expect(api.calls).toHaveLength(2);
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['an empty object', {}],
    ['a list', []],
    ['a payload that is none', { event_type: 'delivery', event_payload: null }],
    ['another type', { event_type: 7, event_payload: { delivery_id: 'd-1' } }],
  ])('finds it beside a message whose metadata are %s', async (_what, metadata) => {
    api.on('conversations.history', {
      ok: true,
      messages: [{ ts: '6.6', metadata }, delivered],
      response_metadata: { next_cursor: null },
    });
    await expect(slack.findPosted({ channel: 'C1', deliveryId: 'd-1', since })).resolves.toEqual({
      channel: 'C1',
      ts: '5.5',
    });
  });

  test('opens the direct message first when it went to a person', async () => {
    api.on('conversations.open', { ok: true, channel: { id: 'D7' } });
    api.on('conversations.history', { ok: true, messages: [delivered] });
    await expect(slack.findPosted({ channel: 'U1', deliveryId: 'd-1', since })).resolves.toEqual({
      channel: 'D7',
      ts: '5.5',
    });
    expect(api.calls[1]?.fields.channel).toBe('D7');
  });

  test('looks in the thread it went to, and gives null when it is not there', async () => {
    api.on('conversations.replies', { ok: true, messages: [delivered] });
    await expect(
      slack.findPosted({ channel: 'C1', deliveryId: 'd-2', since, threadTs: '1.1' }),
    ).resolves.toBeNull();
    expect(api.calls[0]).toMatchObject({ method: 'conversations.replies', fields: { ts: '1.1' } });
  });
});

describe('people and places', () => {
  test('the bot learns who it is and what it may do', async () => {
    api.on(
      'auth.test',
      json(
        { ok: true, team_id: 'T1', team: '茂南', user_id: 'UB' },
        { 'x-oauth-scopes': 'chat:write, im:write' },
      ),
    );
    await expect(slack.identify()).resolves.toEqual({
      teamId: 'T1',
      team: '茂南',
      botUserId: 'UB',
      scopes: ['chat:write', 'im:write'],
    });
  });

  test('a person is found by e-mail, or is not', async () => {
    api.on('users.lookupByEmail', {
      ok: true,
      user: { id: 'U1', profile: { real_name: '区教育局联络员', email: 'a@b.cn' } },
    });
    await expect(slack.userByEmail('a@b.cn')).resolves.toEqual({
      id: 'U1',
      name: '区教育局联络员',
      email: 'a@b.cn',
      isBot: false,
      isGuest: false,
      isStranger: false,
      deleted: false,
    });
    api.on('users.lookupByEmail', { ok: false, error: 'users_not_found' });
    await expect(slack.userByEmail('x@b.cn')).resolves.toBeNull();
  });

  test('guests, strangers, bots and people who left are told apart', async () => {
    api.on('users.info', {
      ok: true,
      user: { id: 'U1', name: 'li', is_ultra_restricted: true, is_stranger: true, deleted: true },
    });
    await expect(slack.user('U1')).resolves.toMatchObject({
      name: 'li',
      email: null,
      isGuest: true,
      isStranger: true,
      deleted: true,
    });
    api.on('users.info', { ok: true, user: { id: 'USLACKBOT', is_bot: false } });
    await expect(slack.user('USLACKBOT')).resolves.toMatchObject({ isBot: true });
  });

  test('all members of a channel are read, page by page', async () => {
    api.on('conversations.members', ((call, response) => {
      const page = call.fields.cursor
        ? { members: ['U3'] }
        : { members: ['U1', 'U2'], response_metadata: { next_cursor: 'n' } };
      json({ ok: true, ...page })(call, response);
    }) satisfies ApiAnswer);
    await expect(slack.channelMembers('C1')).resolves.toEqual(['U1', 'U2', 'U3']);
  });

  test('a channel says whether the bot is in it', async () => {
    api.on('conversations.info', {
      ok: true,
      channel: { id: 'C1', name: '工作群', is_member: true, is_private: true, is_ext_shared: true },
    });
    await expect(slack.channelInfo('C1')).resolves.toEqual({
      id: 'C1',
      name: '工作群',
      isMember: true,
      isArchived: false,
      isPrivate: true,
      isDirect: false,
      isShared: true,
    });
    api.on('conversations.join', { ok: true });
    await slack.joinChannel('C1');
  });
});

test('forms and Home tabs are opened, stacked, updated and published', async () => {
  for (const method of ['views.open', 'views.push', 'views.update', 'views.publish'])
    api.on(method, { ok: true, view: { id: 'V1' } });
  const view = modal({ callback: 'f', title: '表', blocks: [section('一')] });
  await expect(slack.openForm('t1', view)).resolves.toBe('V1');
  await expect(slack.pushForm('t2', view)).resolves.toBe('V1');
  await slack.updateForm({ viewId: 'V1', hash: 'h' }, view);
  await slack.publishHome('U1', home([section('首页')]));
  expect(
    api.calls.map(({ method, fields }) => [method, fields.trigger_id ?? fields.hash ?? fields.user_id]),
  ).toEqual([
    ['views.open', 't1'],
    ['views.push', 't2'],
    ['views.update', 'h'],
    ['views.publish', 'U1'],
  ]);
});

test('a Home tab that has changed since is left alone, and says so', async () => {
  const view = home([section('首页')]);
  api.on('views.publish', { ok: true, view: { id: 'V1', hash: 'new' } });
  await expect(slack.publishHome('U1', view, 'old')).resolves.toBe('new');
  expect(api.calls.at(-1)?.fields.hash).toBe('old');
  api.on('views.publish', { ok: false, error: 'hash_conflict' });
  await expect(slack.publishHome('U1', view, 'old')).resolves.toBeNull();
  await expect(slack.publishHome('U1', view)).rejects.toThrow(ChatFailure);
});

describe('response addresses', () => {
  test('take private answers on the host of the configured workspace', async () => {
    api.on('/respond/1', status(200, {}, 'ok'));
    await slack.respond(`${api.origin.replace('127.0.0.1', 'localhost')}/respond/1`, hello, {
      replace: true,
    });
    expect(api.calls[0]).toMatchObject({
      method: '/respond/1',
      authorization: undefined,
      fields: { text: '提醒', response_type: 'ephemeral', replace_original: 'true' },
    });
  });

  test.each([
    'http://169.254.169.254/latest',
    'https://hooks.slack.com.evil.cn/x',
    'https://hooks.slack.com@evil.cn/x',
    'http://hooks.slack.com/x',
    'https://hooks.slack.com:8443/x',
    'file:///etc/passwd',
    'not an address',
  ])('elsewhere are refused: %s', async (address) => {
    await expect(failure(slack.respond(address, hello))).resolves.toMatchObject({
      code: 'foreign_response_url',
      kind: 'permanent',
    });
  });

  test('do not follow a redirect to another host', async () => {
    api.on('/respond/1', status(302, { location: `${api.origin}/elsewhere` }));
    await failure(slack.respond(`${api.origin}/respond/1`, hello));
    expect(api.calls.map(({ method }) => method)).toEqual(['/respond/1']);
  });

  test('that are used up fail for good', async () => {
    api.on('/respond/1', status(404));
    await expect(failure(slack.respond(`${api.origin}/respond/1`, hello))).resolves.toMatchObject({
      kind: 'permanent',
      code: 'http_404',
    });
  });
});

describe('files', () => {
  const shared = (address: string) => ({
    ok: true,
    file: {
      id: 'F1',
      name: '签批\u202e件\u0000.pdf',
      mimetype: 'application/pdf',
      size: 3,
      user: 'U1',
      url_private_download: address,
    },
  });

  test('are described and fetched with the token', async () => {
    api.on('files.info', shared(`${api.origin}/files/F1`));
    api.on('/files/F1', (_, response) => response.end('一二三'));
    await expect(slack.file('F1')).resolves.toEqual({
      id: 'F1',
      name: '签批件.pdf',
      mimetype: 'application/pdf',
      size: 3,
      userId: 'U1',
    });
    await expect(slack.download('F1', 100)).resolves.toEqual(Buffer.from('一二三'));
    expect(api.calls.at(-1)).toMatchObject({ method: '/files/F1', authorization: 'Bearer xoxb-1' });
  });

  test('larger than allowed are not read to their end, whatever size was announced', async () => {
    api.on('files.info', shared(`${api.origin}/files/F1`));
    api.on('/files/F1', (_, response) => response.end('x'.repeat(101)));
    await expect(failure(slack.download('F1', 100))).resolves.toMatchObject({ code: 'file_too_large' });
  });

  test('that redirect to a login page are not readable, and the token stays here', async () => {
    api.on('files.info', shared(`${api.origin}/files/F1`));
    api.on('/files/F1', status(302, { location: `${api.origin}/login` }));
    await expect(failure(slack.download('F1', 100))).resolves.toMatchObject({ code: 'file_not_readable' });
    expect(api.calls.map(({ method }) => method)).not.toContain('/login');
  });

  test.each(['https://files.slack.com.evil.cn/F1', 'http://127.0.0.1:1/F1', 'file:///etc/passwd', ''])(
    'elsewhere are refused: %s',
    async (address) => {
      api.on('files.info', shared(address));
      await expect(failure(slack.download('F1', 100))).resolves.toMatchObject({
        kind: 'permanent',
        code: 'file_not_readable',
      });
    },
  );

  const made = { name: '台账.xlsx', content: Buffer.from('一二三') };
  /** Slack's three steps; `shares` is what it says of the file afterwards. */
  function takesFiles(address = `${api.origin}/upload/1`): void {
    api.on('files.getUploadURLExternal', { ok: true, upload_url: address, file_id: 'F9' });
    api.on('/upload/1', (_, response) => response.end('OK'));
    api.on('files.completeUploadExternal', { ok: true, files: [{ id: 'F9' }] });
    api.on('conversations.open', { ok: true, channel: { id: 'D1' } });
  }

  test('that the bot made go to their one-time address without the token, and stay unseen', async () => {
    takesFiles();
    await expect(slack.uploadFile(made)).resolves.toBe('F9');
    const [place, bytes, completed] = api.calls;
    expect(place?.fields).toMatchObject({ filename: '台账.xlsx', length: '9' });
    expect(bytes).toMatchObject({ method: '/upload/1', authorization: undefined });
    expect(completed?.fields).toEqual({ files: JSON.stringify([{ id: 'F9', title: '台账.xlsx' }]) });
  });

  test('are shared only after their id was kept', async () => {
    takesFiles();
    const kept: [string, string[]][] = [];
    const reserved = async (id: string) => {
      kept.push([id, api.calls.map(({ method }) => method)]);
      return inTime;
    };
    const share = { file: made, channel: 'U1', comment: '台账', threadTs: '1.0' };
    await expect(slack.shareFile(share, reserved)).resolves.toBe('D1');
    expect(kept).toEqual([['F9', ['conversations.open', 'files.getUploadURLExternal', '/upload/1']]]);
    expect(api.calls.at(-1)?.fields).toMatchObject({
      channel_id: 'D1',
      initial_comment: '台账',
      thread_ts: '1.0',
    });
  });

  test('are not shared when the id could not be kept', async () => {
    takesFiles();
    const lost = () => Promise.reject(new Error('no database'));
    await expect(slack.shareFile({ file: made, channel: 'D1', comment: '' }, lost)).rejects.toThrow(
      'no database',
    );
    expect(api.calls.map(({ method }) => method)).not.toContain('files.completeUploadExternal');
  });

  test.each(['https://files.slack.com.evil.cn/u', 'http://127.0.0.1:1/u', 'file:///tmp/u'])(
    'are sent to no other host: %s',
    async (address) => {
      takesFiles(address);
      await expect(failure(slack.uploadFile(made))).resolves.toMatchObject({
        kind: 'permanent',
        code: 'upload_address',
      });
    },
  );

  test.each([
    [500, { kind: 'transient', code: 'http_500' }],
    [429, { kind: 'rate-limited', retryAfterMs: 7_000 }],
    [403, { kind: 'permanent', code: 'http_403' }],
  ])('whose bytes are answered with %i fail accordingly, before anything could be seen', async (code, as) => {
    takesFiles();
    api.on('/upload/1', status(code, { 'retry-after': '7' }));
    await expect(failure(slack.uploadFile(made))).resolves.toMatchObject(as);
  });

  test.each([
    [503, { kind: 'transient', code: 'http_503' }],
    [429, { kind: 'rate-limited', retryAfterMs: 7_000 }],
    [404, { kind: 'permanent', code: 'file_not_readable' }],
  ])('that are answered with %i when they are fetched fail accordingly', async (code, as) => {
    api.on('files.info', shared(`${api.origin}/files/F1`));
    api.on('/files/F1', status(code, { 'retry-after': '7' }));
    await expect(failure(slack.download('F1', 100))).resolves.toMatchObject(as);
  });

  test.each([
    ['files.getUploadURLExternal', 'token_revoked', 'shut-out'],
    ['files.getUploadURLExternal', 'file_upload_size_restricted', 'permanent'],
    ['files.getUploadURLExternal', 'internal_error', 'transient'],
    ['files.completeUploadExternal', 'file_uploads_disabled', 'permanent'],
    ['files.completeUploadExternal', 'internal_error', 'ambiguous'],
    ['files.completeUploadExternal', 'ratelimited', 'rate-limited'],
  ])('whose sharing fails in %s with %s are %s', async (method, code, kind) => {
    takesFiles();
    api.on(method, { ok: false, error: code });
    const sharing = slack.shareFile({ file: made, channel: 'D1', comment: '' }, async () => inTime);
    await expect(failure(sharing)).resolves.toMatchObject({ kind, code });
  });

  test('whose sharing has no answer may be there', async () => {
    takesFiles();
    api.on('files.completeUploadExternal', (_, response) => response.destroy());
    const sharing = slack.shareFile({ file: made, channel: 'D1', comment: '' }, async () => inTime);
    await expect(failure(sharing)).resolves.toMatchObject({ kind: 'ambiguous' });
  });

  test.each<[string, object, unknown]>([
    [
      'in a private place',
      { ok: true, file: { shares: { private: { D1: [{ ts: '1.2' }] } } } },
      { channel: 'D1', ts: '1.2' },
    ],
    ['not yet', { ok: true, file: { shares: {} } }, 'not-yet'],
    ['nowhere', { ok: false, error: 'file_not_found' }, null],
    ['no more', { ok: false, error: 'file_deleted' }, null],
  ])('are found by their id: %s', async (_where, answer, found) => {
    api.on('files.info', answer);
    await expect(slack.findShared('F9')).resolves.toEqual(found);
  });
});
