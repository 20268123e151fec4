import { request } from 'node:http';
import { ErrorCode, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { DESK, GROUP, LIAISON, openWorkspace } from './workspace-fixture.ts';

let sandbox: Sandbox;
let client: WebClient;

beforeEach(async () => {
  sandbox = await openWorkspace();
  client = clientWith(sandbox.botToken);
});

afterEach(async () => await sandbox.close());

describe('who calls', () => {
  it('names the bot and its scopes', async () => {
    const answer = await client.auth.test();

    expect(answer).toMatchObject({
      user_id: sandbox.botUserId,
      team_id: sandbox.teamId,
      bot_id: expect.stringMatching(/^B/),
    });
    expect(answer.response_metadata?.scopes).toContain('chat:write');
  });

  it('refuses no token, a wrong token and a token of the wrong kind', async () => {
    const bare = await fetch(`${sandbox.apiUrl}auth.test`, { method: 'POST' });
    expect(await bare.json()).toEqual({ ok: false, error: 'not_authed' });
    expect(await refusal(clientWith('xoxb-wrong').auth.test())).toBe('invalid_auth');
    expect(await refusal(clientWith(sandbox.botToken).apps.connections.open({}))).toBe(
      'not_allowed_token_type',
    );
    expect(await refusal(clientWith(sandbox.appToken).users.list({}))).toBe('not_allowed_token_type');
  });

  it('fails loudly, by name, on a method it does not have', async () => {
    expect(await refusal(client.chat.scheduleMessage({ channel: GROUP, text: 'x', post_at: 1 }))).toBe(
      'unknown_method',
    );
    expect(sandbox.troubles().map((trouble) => trouble.message)).toEqual([
      'The bot called chat.scheduleMessage, which the sandbox does not have',
    ]);
  });

  it('refuses a request that was led here under another name', async () => {
    const status = await new Promise((resolve) => {
      request(`${sandbox.url}/`, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
});

describe('messages', () => {
  const cell = { type: 'raw_text', text: 'x' };

  it('opens the direct message when it posts to a person, and keeps metadata for those who ask', async () => {
    const metadata = { event_type: 'delivery', event_payload: { delivery_id: 'd1' } };
    const { channel, ts } = await client.chat.postMessage({ channel: LIAISON, text: '你好', metadata });

    const bare = await client.conversations.history({ channel: channel! });
    const whole = await client.conversations.history({
      channel: channel!,
      include_all_metadata: true,
      oldest: '0',
    });
    expect(channel).toMatch(/^D/);
    expect(bare.messages).toEqual([expect.not.objectContaining({ metadata: expect.anything() })]);
    expect(whole.messages).toEqual([expect.objectContaining({ ts, text: '你好', metadata })]);
    expect((await client.conversations.open({ users: LIAISON })).channel?.id).toBe(channel);
    expect((await client.conversations.info({ channel: channel! })).channel).toMatchObject({
      is_im: true,
      user: LIAISON,
    });
  });

  it('gives every message its own rising time stamp though the clock stands', async () => {
    const stamps = [];
    for (const text of ['一', '二', '三'])
      stamps.push((await client.chat.postMessage({ channel: GROUP, text })).ts!);
    expect(stamps).toEqual([...new Set(stamps)].toSorted());
    expect(Number(stamps[0])).toBeCloseTo(Date.parse('2022-04-06T01:00:00Z') / 1000, 2);
  });

  it('pages history and leaves replies to the thread', async () => {
    const { ts } = await client.chat.postMessage({ channel: GROUP, text: '通知' });
    await client.chat.postMessage({ channel: GROUP, text: '收到', thread_ts: ts! });
    await client.chat.postMessage({ channel: GROUP, text: '第二' });

    const first = await client.conversations.history({ channel: GROUP, limit: 1 });
    const cursor = first.response_metadata?.next_cursor;
    const second = await client.conversations.history({ channel: GROUP, limit: 1, cursor: cursor! });
    expect([first.has_more, second.has_more]).toEqual([true, false]);
    expect([first.messages?.[0]?.text, second.messages?.[0]?.text]).toEqual(['第二', '通知']);
    expect(second.messages?.[0]).toMatchObject({ reply_count: 1, thread_ts: ts });

    const thread = await client.conversations.replies({ channel: GROUP, ts: ts! });
    expect(thread.messages?.map((message) => message.text)).toEqual(['通知', '收到']);
  });

  it('takes old blocks away when an update brings text alone, and keeps metadata', async () => {
    const metadata = { event_type: 'delivery', event_payload: { delivery_id: 'd1' } };
    const blocks = [{ type: 'divider' }];
    const { ts } = await client.chat.postMessage({ channel: GROUP, text: '旧', blocks, metadata });
    await client.chat.update({ channel: GROUP, ts: ts!, text: '新' });

    const [message] = sandbox.as(DESK).messages(GROUP);
    expect(message).toMatchObject({ shown: '新', blocks: [], edited: true, metadata });
  });

  it.each([
    ['channel_not_found', { channel: 'C0NOWHERE', text: 'x' }],
    ['no_text', { channel: GROUP, text: ' ' }],
    ['msg_too_long', { channel: GROUP, text: 'x'.repeat(40_001) }],
    ['invalid_blocks_format', { channel: GROUP, text: 'x', blocks: '{}' }],
    ['thread_not_found', { channel: GROUP, text: 'x', thread_ts: '1.000001' }],
    [
      'invalid_attachments',
      { channel: GROUP, text: 'x', blocks: [1, 2].map(() => ({ type: 'table', rows: [[cell]] })) },
    ],
    ['invalid_metadata_format', { channel: GROUP, text: 'x', metadata: { event_type: 'a' } }],
  ])('answers %s', async (error, args) => {
    expect(await refusal(client.apiCall('chat.postMessage', args))).toBe(error);
  });

  it('refuses a channel the bot is not in, until it joins', async () => {
    const quiet = await openWorkspace({ channels: [{ id: GROUP, name: '群', members: [LIAISON] }] });
    try {
      const stranger = new WebClient(quiet.botToken, {
        slackApiUrl: quiet.apiUrl,
        retryConfig: { retries: 0 },
      });
      expect(await refusal(stranger.chat.postMessage({ channel: GROUP, text: 'x' }))).toBe('not_in_channel');
      await stranger.conversations.join({ channel: GROUP });
      await stranger.chat.postMessage({ channel: GROUP, text: '到了' });
      expect((await stranger.conversations.members({ channel: GROUP })).members).toEqual([
        LIAISON,
        quiet.botUserId,
      ]);
    } finally {
      await quiet.close();
    }
  });

  it('says where blocks are wrong', async () => {
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    const error = await client.chat
      .postMessage({ channel: GROUP, text: 'x', blocks })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
        },
      },
    });
  });

  it('only lets the bot change its own messages', async () => {
    const { ts } = sandbox.as(DESK).say(GROUP, '我说的');
    expect(await refusal(client.chat.update({ channel: GROUP, ts, text: 'x' }))).toBe('cant_update_message');
    expect(await refusal(client.chat.update({ channel: GROUP, ts: '1.000001', text: 'x' }))).toBe(
      'message_not_found',
    );
  });
});

describe('people', () => {
  it('finds people by id and by e-mail, and pages through them', async () => {
    expect((await client.users.info({ user: LIAISON })).user?.real_name).toBe('区教育局联络员');
    expect((await client.users.lookupByEmail({ email: 'JYJ@example.cn' })).user?.id).toBe(LIAISON);
    expect(await refusal(client.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found');
    expect(await refusal(client.users.lookupByEmail({ email: 'no@example.cn' }))).toBe('users_not_found');

    const ids = [];
    for (let cursor = ''; ids.length === 0 || cursor; ) {
      const { members, response_metadata } = await client.users.list({ limit: 1, cursor });
      ids.push(...(members ?? []).map((member) => member.id));
      cursor = response_metadata?.next_cursor ?? '';
    }
    expect(ids).toEqual([LIAISON, DESK, sandbox.botUserId]);
  });

  it('follows when the list of people is replaced', async () => {
    sandbox.setPeople([{ id: 'U0NEW00001', name: '新来的', email: 'new@example.cn', group: '区卫健局' }]);
    expect((await client.users.lookupByEmail({ email: 'new@example.cn' })).user?.id).toBe('U0NEW00001');
    expect(await refusal(client.users.info({ user: LIAISON }))).toBe('user_not_found');
  });
});

describe('views', () => {
  const view = { type: 'home' as const, blocks: [] };

  it('guards a home with its hash', async () => {
    const first = await client.views.publish({ user_id: LIAISON, view });
    const second = await client.views.publish({ user_id: LIAISON, view, hash: first.view!.hash! });
    expect(second.view?.id).toBe(first.view?.id);
    expect(await refusal(client.views.publish({ user_id: LIAISON, view, hash: first.view!.hash! }))).toBe(
      'hash_conflict',
    );
    expect(await refusal(client.views.publish({ user_id: 'U0NOBODY', view }))).toBe('user_not_found');
  });

  it('refuses what is no trigger and what is no modal', async () => {
    const modal = { type: 'modal' as const, title: { type: 'plain_text' as const, text: '表' }, blocks: [] };
    expect(await refusal(client.views.open({ trigger_id: '1.2.abc', view: modal }))).toBe(
      'invalid_trigger_id',
    );
    expect(await refusal(client.views.open({ trigger_id: '1.2.abc', view }))).toBe('invalid_arguments');
    expect(await refusal(client.views.update({ view_id: 'V0NONE', view: modal }))).toBe('not_found');
  });
});

function clientWith(token: string): WebClient {
  return new WebClient(token, { slackApiUrl: sandbox.apiUrl, retryConfig: { retries: 0 } });
}

async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      error.code === ErrorCode.PlatformError &&
      'data' in error
    ) {
      const data = error.data as { error: string };
      return data.error;
    }
    throw error;
  }
  return 'no refusal';
}
