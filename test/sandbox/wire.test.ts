import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireEntry } from '../../src/sandbox/page-server/contract.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { forShow } from '../../src/sandbox/wire/for-show.ts';
import { GROUP, LIAISON, openWorkspace, socketApp } from './workspace-fixture.ts';

let sandbox: Sandbox;
let client: WebClient;

beforeEach(async () => {
  sandbox = await openWorkspace();
  client = new WebClient(sandbox.botToken, { slackApiUrl: sandbox.apiUrl });
});

afterEach(async () => await sandbox.close());

const named = (name: string): WireEntry => {
  const found = sandbox.wire().find((entry) => entry.name === name);
  if (!found) throw new Error(`${name} did not cross the wire`);
  return found;
};

describe('the wire', () => {
  it('takes note of a call: what was asked, what was answered and how long it took', async () => {
    const blocks = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: '*请签收*' } }];
    await client.chat.postMessage({ channel: LIAISON, text: '请签收', blocks });
    expect(named('chat.postMessage')).toMatchObject({
      way: 'from-bot',
      at: '2022-04-06T01:00:00.000Z',
      result: 'ok',
      tookMs: expect.any(Number),
      fault: null,
      sent: { channel: LIAISON, text: '请签收', blocks },
      answered: { ok: true, ts: sandbox.as(LIAISON).inbox()[0]?.ts },
    });
  });

  it('takes note of what goes to the bot, its acknowledgement, and the answer to a response_url', async () => {
    const app = socketApp(sandbox);
    app.command('/duban', async ({ ack, respond }) => {
      await ack('稍等');
      await respond('好了');
    });
    app.action('sign', async ({ ack }) => await ack());
    await app.start();
    const liaison = sandbox.as(LIAISON);
    await liaison.command('/duban', '进度');
    await sandbox.until('the answer', () => liaison.inbox().length === 2);
    liaison.say(GROUP, '大家好');
    await sandbox.until('the event', () => sandbox.wire().at(-1)?.result === 'ack');
    await app.stop();

    expect(named('slash_commands//duban')).toMatchObject({
      way: 'to-bot',
      result: 'ack',
      sent: { command: '/duban', text: '进度', user_id: LIAISON },
      answered: { text: '稍等' },
    });
    expect(named('response_url')).toMatchObject({ result: 'ok', sent: { text: '好了', user: LIAISON } });
    expect(named('events_api/message')).toMatchObject({ sent: { event: { channel: GROUP } } });
    expect(named('apps.connections.open').way).toBe('from-bot');
  });

  it('names refusals, faults, and what is still under way', async () => {
    await client.users.info({ user: 'U404' }).catch(() => {});
    expect(named('users.info').result).toBe('user_not_found');
    sandbox.faults.add({ kind: 'server-error', method: 'auth.test', times: 1 });
    await fetch(`${sandbox.apiUrl}auth.test`, { method: 'POST' });
    expect(named('auth.test')).toMatchObject({ result: 'HTTP 503', fault: 'server-error' });

    const hanging = sandbox.faults.add({ kind: 'hang', method: 'users.list', times: 1 });
    const answer = fetch(`${sandbox.apiUrl}users.list`, { method: 'POST' });
    await sandbox.until('the call', () => hanging.struck === 1);
    expect(named('users.list')).toMatchObject({ result: 'pending', tookMs: null, fault: 'hang' });
    hanging.end();
    await expect(answer).rejects.toThrow();
    expect(named('users.list').result).toBe('dropped');
  });

  it('shows no token, no secret and no address that works like one', async () => {
    const app = socketApp(sandbox);
    const others = 'one-of-another-workspace';
    const secrets = [sandbox.botToken, sandbox.appToken, sandbox.signingSecret, others];
    app.command('/duban', async ({ ack, body }) => {
      secrets.push(body.token, new URL(body.response_url).pathname.split('/').at(-1)!);
      await ack(`${sandbox.botToken} ${sandbox.signingSecret} ${body.token}`);
    });
    await app.start();
    await sandbox.as(LIAISON).command('/duban', '进度');
    await fetch(`${sandbox.apiUrl}auth.test?token=${others}`, { method: 'POST' });
    await app.stop();

    const shown = JSON.stringify(sandbox.wire());
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(10);
      expect(shown).not.toContain(secret);
    }
    expect(shown).toContain('/commands/');
    expect(shown).toMatch(/ticket=•••/);
  });

  it('keeps the newest, shows 200 of them at most, and goes on where the page stopped', async () => {
    for (let count = 0; count < 520; count += 1)
      await fetch(`${sandbox.apiUrl}auth.test`, { method: 'POST', body: '' });
    const all = sandbox.wire();
    expect(all).toHaveLength(200);
    expect(all.at(-1)?.seq).toBe(520);
    expect(sandbox.wire(517).map((entry) => entry.seq)).toEqual([518, 519, 520]);
    expect(sandbox.wire(520)).toEqual([]);
    const look = await fetch(`${sandbox.url}/page/wire?as=${LIAISON}&after=519`);
    expect(await look.json()).toMatchObject({ entries: [{ seq: 520, name: 'auth.test' }] });
  });

  it('tells of much at once in few words', async () => {
    let told = 0;
    sandbox.onChange((change) => {
      if (change.kind === 'wire') told += 1;
    });
    const calls = Array.from({ length: 50 }, () => fetch(`${sandbox.apiUrl}auth.test`, { method: 'POST' }));
    await Promise.all(calls);
    await sandbox.until('a word of it', () => told > 0);
    expect(told).toBeLessThan(25);
  });
});

describe('a long body', () => {
  it('is cut: in its texts, its lists and as a whole', () => {
    const long = 'x'.repeat(5_000);
    const shown = JSON.stringify(
      forShow({ long, many: Array.from({ length: 50 }, () => long), last: '!' }, []),
    );
    expect(shown.length).toBeLessThan(20_000);
    expect(shown).toContain('… (5000)');
    expect(shown).toContain('… (50)');
  });

  it('is left alone when it is short', () => {
    const body = { a: null, b: [1, 'zwei', { c: true }], blocks: '[{"type":"divider"}]' };
    expect(forShow(body, [])).toEqual({ ...body, blocks: [{ type: 'divider' }] });
  });
});
