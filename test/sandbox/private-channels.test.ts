import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOT, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { DESK, GROUP, LIAISON, openWorkspace, socketApp } from './workspace-fixture.ts';

const OPEN = 'C0OPEN0001';

describe('a private channel', () => {
  let sandbox: Sandbox;
  let app: App;

  beforeEach(async () => {
    sandbox = await openWorkspace({
      channels: [
        { id: OPEN, name: '公开', members: [BOT, LIAISON] },
        { id: GROUP, name: '提案股', members: [DESK, LIAISON], isPrivate: true },
      ],
    });
    app = socketApp(sandbox);
  });

  afterEach(async () => {
    await app.stop();
    await sandbox.close();
  });

  it('is not there for a bot that is not in it', async () => {
    const refused = (call: Promise<unknown>) =>
      call.then(
        () => null,
        (thrown: { data?: { error?: string } }) => thrown.data?.error,
      );
    expect(await refused(app.client.conversations.info({ channel: GROUP }))).toBe('channel_not_found');
    expect(await refused(app.client.conversations.history({ channel: GROUP }))).toBe('channel_not_found');
    expect(await refused(app.client.conversations.join({ channel: GROUP }))).toBe('channel_not_found');
    const types = 'public_channel,private_channel';
    expect(await namesOf(types)).toEqual(['公开']);

    await addBot();
    expect(await namesOf(types)).toEqual(['公开', '提案股']);
    expect(await namesOf('private_channel')).toEqual(['提案股']);
    expect((await app.client.conversations.info({ channel: GROUP })).channel).toMatchObject({
      name: '提案股',
      is_private: true,
    });
    expect(await refused(app.client.conversations.join({ channel: GROUP }))).toBe(
      'method_not_supported_for_channel_type',
    );
  });

  it('is a group in events, and hides its name from commands', async () => {
    const heard: unknown[] = [];
    app.message(async ({ message }) => void heard.push(message.channel_type));
    app.event('app_mention', async ({ event }) => void heard.push(event.type));
    app.event('member_joined_channel', async ({ event }) => void heard.push(event.channel_type));
    app.command('/duban', async ({ ack, command }) => await ack(command.channel_name));
    await app.start();
    await addBot();
    const desk = sandbox.as(DESK);
    desk.say('提案股', '@督办 进度');
    await sandbox.until('the events', () => heard.length >= 3);
    expect(heard.map(String).toSorted()).toEqual(['G', 'app_mention', 'group']);
    const { answer } = await desk.command('/duban', '', { in: GROUP });
    expect(answer?.shown).toBe('privategroup');
  });

  it('shows who may see it on the page, and to nobody else', async () => {
    const look = async (as: string) => {
      const response = await fetch(`${sandbox.url}/page/workspace?as=${as}`);
      return (await response.json()) as { conversations: { name: string; isPrivate: boolean }[] };
    };
    expect((await look(DESK)).conversations).toMatchObject([{ name: '提案股', isPrivate: true }]);
    sandbox.setPeople([{ id: 'U0OTHER001', name: '外人', email: null, group: '' }]);
    expect((await look('U0OTHER001')).conversations).toEqual([]);
  });

  it('keeps a file shared in it private', async () => {
    await addBot();
    await sandbox.as(DESK).upload(GROUP, { name: '名册.csv', bytes: Buffer.from('a') });
    const { messages } = await app.client.conversations.history({ channel: GROUP });
    const { file } = await app.client.files.info({ file: messages![0]!.files![0]!.id! });
    expect(file).toMatchObject({
      is_public: false,
      channels: [],
      groups: [GROUP],
      shares: { private: { [GROUP]: [{ channel_name: '提案股' }] } },
    });
  });

  async function namesOf(types: string) {
    const { channels } = await app.client.conversations.list({ types });
    return channels?.map((channel) => channel.name);
  }

  /** As a member of the channel adds it on the page. */
  async function addBot() {
    await fetch(`${sandbox.url}/page/membership`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: DESK, channel: GROUP, user: sandbox.botUserId, member: true }),
    });
  }
});
