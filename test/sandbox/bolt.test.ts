import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { DESK, GROUP, LIAISON, openWorkspace, socketApp } from './workspace-fixture.ts';

describe('a Bolt app over Socket Mode', () => {
  let sandbox: Sandbox;
  let app: App;

  beforeEach(async () => {
    sandbox = await openWorkspace();
    app = socketApp(sandbox);
  });

  afterEach(async () => {
    await app.stop();
    await sandbox.close();
  });

  it('hears what a person says in a channel, in a thread and in a direct message, and answers', async () => {
    const heard: unknown[] = [];
    app.message(async ({ message, say }) => {
      if (message.subtype) return;
      heard.push([message.channel_type, message.text, message.thread_ts ?? null]);
      await say({ text: '收到', ...(message.thread_ts && { thread_ts: message.thread_ts }) });
    });
    await app.start();
    const liaison = sandbox.as(LIAISON);

    const first = liaison.say('提案办理工作群', '12号 <已签收> & 已读');
    liaison.say(GROUP, '补充', { thread: first.ts });
    liaison.say('dm', '签收 12');

    await sandbox.until(
      'three answers',
      () => liaison.messages(GROUP).length === 4 && liaison.inbox().length === 1,
    );
    expect(heard).toEqual(
      expect.arrayContaining([
        ['channel', '12号 &lt;已签收&gt; &amp; 已读', null],
        ['channel', '补充', first.ts],
        ['im', '签收 12', null],
      ]),
    );
    expect(liaison.messages(GROUP).filter((message) => message.threadTs === first.ts)).toHaveLength(2);
    expect(liaison.messages(GROUP)[0]?.shown).toBe('12号 <已签收> & 已读');
  });

  it('answers a slash command to that person alone', async () => {
    app.command('/duban', async ({ command, ack }) => await ack(`${command.text} from ${command.user_name}`));
    await app.start();

    const { ok, answer } = await sandbox.as(LIAISON).command('/duban', 'help', { in: GROUP });

    expect(ok).toBe(true);
    expect(answer).toMatchObject({ shown: 'help from jyj', onlyForYou: true });
    expect(sandbox.as(DESK).messages(GROUP)).toEqual([]);
  });

  it('opens a form, is told what was filled in, shows its errors and closes', async () => {
    let state: unknown;
    app.command('/yuebao', async ({ ack, client, body }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: reportForm() });
    });
    app.view('report', async ({ ack, view }) => {
      state = view.state.values;
      const text = view.state.values.progress?.text?.value ?? '';
      if (text.length < 4) await ack({ response_action: 'errors', errors: { progress: '太短了' } });
      else await ack();
    });
    await app.start();
    const liaison = sandbox.as(LIAISON);
    await liaison.command('/yuebao');
    await sandbox.until('the form', () => liaison.modal());

    expect(await liaison.submit()).toMatchObject({
      result: 'errors',
      from: 'form',
      errors: { progress: '请填写此项' },
    });
    liaison.fill({ 进展: '在办', stage: 'b', 完成日期: '2022-04-30' });
    expect(await liaison.submit()).toEqual({ result: 'errors', from: 'bot', errors: { progress: '太短了' } });
    liaison.fill({ 进展: '已经办结' });
    expect(await liaison.submit()).toEqual({ result: 'closed' });

    expect(liaison.modal()).toBeNull();
    expect(state).toEqual({
      progress: { text: { type: 'plain_text_input', value: '已经办结' } },
      stage: {
        choice: {
          type: 'static_select',
          selected_option: { text: { type: 'plain_text', text: '办结', emoji: true }, value: 'b' },
        },
      },
      date: { day: { type: 'datepicker', selected_date: '2022-04-30' } },
    });
  });

  it('is told of a click, replaces the message through response_url and keeps one conversation private', async () => {
    app.action('sign', async ({ ack, respond, action }) => {
      await ack();
      await respond({ text: `已签收 ${'value' in action ? action.value : ''}`, replace_original: true });
    });
    await app.start();
    const liaison = sandbox.as(LIAISON);
    await app.client.chat.postMessage({ channel: LIAISON, text: '请签收', blocks: [signButton()] });
    const [reminder] = liaison.inbox();

    expect(await liaison.click(reminder!, '签收')).toEqual({ ok: true });
    await sandbox.until('the replaced message', () => liaison.inbox()[0]?.shown === '已签收 12');

    expect(liaison.inbox()).toHaveLength(1);
    expect(() => sandbox.as(DESK).messages(reminder!.channel)).toThrow('看不到会话');
  });

  it('publishes an App Home when it is opened and is told what is clicked there', async () => {
    const clicked: unknown[] = [];
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [signButton()] } });
    });
    app.action('sign', async ({ ack, body }) => {
      await ack();
      clicked.push(body.type === 'block_actions' && body.container.type);
    });
    await app.start();
    const liaison = sandbox.as(LIAISON);

    liaison.openHome();
    await sandbox.until('the home', () => liaison.home());
    await liaison.click('home', 'sign');

    expect(clicked).toEqual(['view']);
    expect(sandbox.as(DESK).home()).toBeNull();
  });

  it('hears of members, edits, deletions and mentions', async () => {
    const heard: string[] = [];
    for (const name of ['member_joined_channel', 'app_mention'] as const)
      app.event(name, async () => void heard.push(name));
    app.event('message', async ({ event }) => void heard.push(event.subtype ?? 'message'));
    await app.start();
    const desk = sandbox.as(DESK);

    const message = desk.say(GROUP, '@督办 进度');
    desk.edit(message, '进度');
    desk.remove(message);

    const all = ['message', 'app_mention', 'message_changed', 'message_deleted'];
    await sandbox.until('every event', () => all.every((name) => heard.includes(name)));
    expect(desk.messages(GROUP)).toEqual([]);
  });
});

function signButton() {
  return {
    type: 'section' as const,
    text: { type: 'mrkdwn' as const, text: '提案 *12*' },
    accessory: {
      type: 'button' as const,
      action_id: 'sign',
      value: '12',
      text: { type: 'plain_text' as const, text: '签收' },
    },
  };
}

function reportForm() {
  const plain = (text: string) => ({ type: 'plain_text' as const, text });
  return {
    type: 'modal' as const,
    callback_id: 'report',
    title: plain('月报'),
    submit: plain('报送'),
    blocks: [
      {
        type: 'input' as const,
        block_id: 'progress',
        label: plain('进展'),
        element: { type: 'plain_text_input' as const, action_id: 'text', multiline: true },
      },
      {
        type: 'input' as const,
        block_id: 'stage',
        label: plain('阶段'),
        element: {
          type: 'static_select' as const,
          action_id: 'choice',
          options: [
            { text: plain('在办'), value: 'a' },
            { text: plain('办结'), value: 'b' },
          ],
        },
      },
      {
        type: 'input' as const,
        block_id: 'date',
        optional: true,
        label: plain('完成日期'),
        element: { type: 'datepicker' as const, action_id: 'day' },
      },
    ],
  };
}
