import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationView } from '../../src/sandbox/page-server/contract.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { DESK, GROUP, LIAISON, openWorkspace } from './workspace-fixture.ts';

describe('the page', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await openWorkspace();
  });

  afterEach(async () => await sandbox.close());

  it('serves its files, every one the page asks for, and nothing beside them', async () => {
    const html = await (await fetch(sandbox.url)).text();
    const asked = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]!);
    expect(asked.toSorted()).toEqual(['/app.css', '/app.js']);
    for (const path of ['/', ...asked]) {
      const response = await fetch(sandbox.url + path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
      const text = await response.text();
      expect(text.length).toBeGreaterThan(100);
      // The bundle is whole: it asks for no module of its own and for nothing from elsewhere.
      expect(text).not.toMatch(/(?:\bfrom|import\()\s*["']|@import|url\(["']?https?:/);
    }
    for (const path of ['/../sandbox.ts', '/%2e%2e/sandbox.ts', '/sandbox.ts', '/main.tsx', '/app.js.map'])
      expect((await fetch(sandbox.url + path)).status).toBe(404);
  });

  it('says a line and runs a command from the same box', async () => {
    expect(await post('send', { as: LIAISON, channel: GROUP, text: '大家好' })).toMatchObject({
      status: 200,
    });
    expect(await post('send', { as: LIAISON, channel: 'dm', text: ' /duban help' })).toMatchObject({
      status: 200,
      body: { ok: false, error: 'dispatch_failed' },
    });
    expect(
      sandbox
        .as(DESK)
        .messages(GROUP)
        .map((message) => message.shown),
    ).toEqual(['大家好']);
  });

  it('never shows a person what is not theirs', async () => {
    const client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
    const { channel } = await client.chat.postMessage({ channel: LIAISON, text: '只给联络员' });
    await client.chat.postEphemeral({ channel: GROUP, user: LIAISON, text: '悄悄话' });

    expect((await look('conversation', { as: DESK, id: channel! })).status).toBe(400);
    expect(JSON.stringify((await look('conversation', { as: DESK, id: GROUP })).body)).not.toContain(
      '悄悄话',
    );
    expect(JSON.stringify((await look('workspace', { as: DESK })).body)).not.toContain(channel);
    expect(JSON.stringify((await look('conversation', { as: LIAISON, id: GROUP })).body)).toContain('悄悄话');
  });

  it('tells of changes elsewhere without saying where', async () => {
    const changes = await listen(DESK);
    sandbox.as(LIAISON).say('dm', '私下');
    const heard = await changes.until(/data:/);
    changes.stop();
    expect(heard).toContain('data: {"kind":"elsewhere"}');
    expect(heard).not.toContain('"D');
  });

  it('tells a change at once, and a burst of the same only once more', async () => {
    const changes = await listen(DESK);
    for (let count = 0; count < 20; count += 1) sandbox.as(LIAISON).say(GROUP, `${count}`);
    sandbox.as(DESK).read(GROUP);
    const first = await changes.until(/"read"/);
    const all = await changes.until(/"message"[\s\S]*"message"/);
    sandbox.as(LIAISON).say('dm', '以后');
    const last = await changes.until(/"elsewhere"/);
    changes.stop();
    const told = (heard: string) => heard.match(/"kind":"message"/g)?.length;
    expect([told(first), told(all), told(last)]).toEqual([1, 2, 2]);
  });

  it('refuses other sites and forms', async () => {
    const body = JSON.stringify({ as: LIAISON, channel: GROUP, text: '伪造' });
    const json = { 'content-type': 'application/json' };
    const attempts = [
      { ...json, origin: 'https://evil.example' },
      { ...json, 'sec-fetch-site': 'cross-site' },
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
    ];
    for (const headers of attempts) {
      const response = await fetch(`${sandbox.url}/page/send`, { method: 'POST', headers, body });
      expect([403, 400]).toContain(response.status);
    }
    expect(sandbox.as(DESK).messages(GROUP)).toEqual([]);
  });

  it('moves the clock, and refuses to move it back', async () => {
    expect(await post('advance', { to: '2022-04-06T02:00:00.000Z' })).toMatchObject({ status: 200 });
    expect(await post('advance', { to: '2022-04-06T01:00:00.000Z' })).toEqual({
      status: 400,
      body: { message: '时间只能往前走，不能回到过去' },
    });
    expect((await post('advance', { to: 'tomorrow' })).status).toBe(400);
  });

  it('lets a person edit and delete only what they said themselves', async () => {
    const { ts } = sandbox.as(LIAISON).say(GROUP, '旧');
    expect((await post('edit', { as: DESK, channel: GROUP, ts, text: '假' })).status).toBe(400);
    expect((await post('edit', { as: LIAISON, channel: GROUP, ts, text: '新' })).status).toBe(200);
    expect((await post('delete', { as: DESK, channel: GROUP, ts })).status).toBe(400);
    expect(sandbox.as(DESK).messages(GROUP)[0]?.shown).toBe('新');
  });

  it('shows the newest part of a long conversation, its threads whole, and how much came before', async () => {
    const liaison = sandbox.as(LIAISON);
    const [first, ...rest] = ['一', '二', '三', '四'].map((text) => liaison.say(GROUP, text));
    const last = rest.at(-1)!;
    liaison.say(GROUP, '早先的回复', { thread: first!.ts });
    liaison.say(GROUP, '新近的回复', { thread: last.ts });
    const client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
    await client.chat.postMessage({
      channel: GROUP,
      text: '也发到频道',
      thread_ts: first!.ts,
      reply_broadcast: true,
    });

    const seen = async (query: Record<string, string>) => {
      const { body } = await look('conversation', { as: DESK, id: GROUP, ...query });
      const { messages, earlier } = body as ConversationView;
      return { shown: messages.map((message) => message.shown), earlier };
    };
    expect(await seen({})).toMatchObject({ earlier: 0, shown: { length: 7 } });
    expect(await seen({ newest: '2' })).toEqual({ earlier: 3, shown: ['四', '新近的回复', '也发到频道'] });
    expect(await seen({ newest: '2', thread: first!.ts })).toEqual({
      earlier: 3,
      shown: ['一', '四', '早先的回复', '新近的回复', '也发到频道'],
    });
    expect((await look('conversation', { as: DESK, id: GROUP, newest: '0' })).status).toBe(400);
  });

  it('says of each message what a reader must know, and up to where the person had read', async () => {
    const client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
    const said = sandbox.as(LIAISON).say(GROUP, '收到 <b> @督办 @提案股值班员');
    await post('edit', { as: LIAISON, channel: GROUP, ts: said.ts, text: '改过 @提案股值班员' });
    await post('read', { as: DESK, channel: GROUP });
    await client.chat.postEphemeral({ channel: GROUP, user: DESK, text: '悄悄话' });
    const { body } = await look('conversation', { as: DESK, id: GROUP });
    const { messages, readUpTo } = body as ConversationView;
    expect(readUpTo).toBe(said.ts);
    expect(messages).toMatchObject([
      { from: LIAISON, name: '区教育局联络员', fromBot: false, edited: true, ephemeral: false },
      { name: '督办', fromBot: true, edited: false, ephemeral: true },
    ]);
    expect(messages[0]).toMatchObject({ text: `改过 <@${DESK}>`, shown: '改过 @提案股值班员' });
  });

  it('suggests to a newcomer somebody of a unit who is in a channel', async () => {
    const person = (id: string, group: string) => ({ id, name: id, email: null, group, title: '值班' });
    const suggested = async (...people: ReturnType<typeof person>[]) => {
      sandbox.setPeople(people);
      return (await look('workspace', {})).body as { newcomer: string };
    };
    const desk = person(DESK, '值班');
    const outside = person('U0OUTSIDE', '区财政局');
    expect(await suggested(desk, outside, person(LIAISON, '区教育局'))).toMatchObject({ newcomer: LIAISON });
    expect(await suggested(desk, outside)).toMatchObject({ newcomer: 'U0OUTSIDE' });
    expect(await suggested(desk)).toMatchObject({ newcomer: DESK, conversations: [], dm: null });
  });

  /** The line of changes as one person hears it; `until` resolves with everything heard so far. */
  async function listen(person: string) {
    const stop = new AbortController();
    const response = await fetch(`${sandbox.url}/page/changes?as=${person}`, { signal: stop.signal });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    return {
      stop: () => stop.abort(),
      async until(pattern: RegExp): Promise<string> {
        while (!pattern.test(heard)) {
          const { value, done } = await reader.read();
          if (done) throw new Error(`The line ended; it said ${heard}`);
          heard += value;
        }
        return heard;
      },
    };
  }

  async function post(what: string, body: object) {
    const response = await fetch(`${sandbox.url}/page/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  }

  async function look(what: string, query: Record<string, string>) {
    const response = await fetch(`${sandbox.url}/page/${what}?${new URLSearchParams(query)}`);
    return { status: response.status, body: (await response.json()) as unknown };
  }
});
