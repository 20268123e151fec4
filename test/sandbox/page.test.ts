import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
    const pages = ['/', ...[...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1]!)];
    const seen = new Set<string>();
    while (pages.length > 0) {
      const path = pages.pop()!;
      if (seen.has(path)) continue;
      seen.add(path);
      const response = await fetch(sandbox.url + path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
      for (const match of (await response.text()).matchAll(/from '\.(\/[^']+)'/g)) pages.push(match[1]!);
    }
    expect(seen.size).toBeGreaterThan(8);
    for (const path of ['/../sandbox.ts', '/%2e%2e/sandbox.ts', '/sandbox.ts', '/page-server/gestures.ts'])
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
    const stop = new AbortController();
    const response = await fetch(`${sandbox.url}/page/changes?as=${DESK}`, { signal: stop.signal });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    sandbox.as(LIAISON).say('dm', '私下');
    let heard = '';
    while (!heard.includes('data:')) heard += (await reader.read()).value;
    stop.abort();
    expect(heard).toContain('data: {"kind":"elsewhere"}');
    expect(heard).not.toContain('"D');
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
