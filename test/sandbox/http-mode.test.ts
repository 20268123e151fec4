import type { AddressInfo } from 'node:net';
import { App, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { GROUP, LIAISON, openWorkspace } from './workspace-fixture.ts';

describe('a Bolt app over HTTP', () => {
  let sandbox: Sandbox;
  let app: App;

  beforeEach(async () => {
    sandbox = await openWorkspace();
    app = new App({
      token: sandbox.botToken,
      signingSecret: sandbox.signingSecret,
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: sandbox.apiUrl },
    });
    const server = await app.start({ port: 0, host: '127.0.0.1' });
    const { port } = server.address() as AddressInfo;
    sandbox.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  });

  afterEach(async () => {
    await app.stop();
    await sandbox.close();
  });

  it('takes signed events, commands and clicks', async () => {
    app.message('进度', async ({ say }) => void (await say('都好')));
    app.command(
      '/duban',
      async ({ ack, command }) => await ack({ response_type: 'in_channel', text: `公开：${command.text}` }),
    );
    app.action('sign', async ({ ack, respond }) => {
      await ack();
      await respond('点到了');
    });
    const liaison = sandbox.as(LIAISON);

    liaison.say('dm', '进度');
    await sandbox.until('the answer', () => liaison.inbox().some((message) => message.shown === '都好'));

    const { answer } = await liaison.command('/duban', '进度 & <全部>', { in: GROUP });
    expect(answer).toMatchObject({ shown: '公开：进度 & <全部>', onlyForYou: false });

    const element = {
      type: 'button' as const,
      action_id: 'sign',
      text: { type: 'plain_text' as const, text: '签收' },
    };
    await app.client.chat.postMessage({
      channel: LIAISON,
      text: '签收',
      blocks: [{ type: 'actions', elements: [element] }],
    });
    await liaison.click(liaison.inbox().at(-1)!, 'sign');
    await sandbox.until('the answer to the click', () =>
      liaison.inbox().some((message) => message.shown === '点到了'),
    );
  });

  it('tells the person when the bot is not there', async () => {
    sandbox.deliverTo('http://127.0.0.1:1/slack/events');
    const { ok, answer } = await sandbox.as(LIAISON).command('/duban', 'help');
    expect(ok).toBe(false);
    expect(answer?.shown).toContain('dispatch_failed');
  });
});
