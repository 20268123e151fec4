import type { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { GROUP, LIAISON, openWorkspace, socketApp } from './workspace-fixture.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const form = (title: string, more: object = {}) => ({
  type: 'modal' as const,
  callback_id: 'form',
  title: plain(title),
  submit: plain('好'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'name',
      label: plain('名称'),
      element: { type: 'plain_text_input' as const, action_id: 'text', max_length: 5 },
    },
  ],
  ...more,
});

describe('what Slack itself does with a gesture', () => {
  let sandbox: Sandbox;
  let app: App;
  const errors: string[] = [];

  beforeEach(async () => {
    errors.length = 0;
    sandbox = await openWorkspace({
      commands: [{ command: '/duban', hint: { zh: '督办', en: 'Duban' }, verbs: [] }],
      timing: { triggerMs: 60_000 },
    });
    app = socketApp(sandbox);
    await app.start();
  });

  afterEach(async () => {
    await app.stop();
    await sandbox.close();
  });

  it('refuses commands in threads and unknown commands', async () => {
    const liaison = sandbox.as(LIAISON);
    const { ts } = liaison.say(GROUP, '话题');

    const inThread = await liaison.command('/duban', 'help', { in: GROUP, thread: ts });
    expect(inThread.answer?.shown).toContain('not supported in threads');
    expect((await liaison.command('/nothing')).answer?.shown).toContain('not a valid command');
  });

  it('tells the person alone when the bot stays silent', async () => {
    const strict = await openWorkspace({ timing: { ackMs: 50 } });
    const silent = socketApp(strict);
    try {
      await silent.start();
      silent.command('/duban', async () => {});
      const { ok, answer } = await strict.as(LIAISON).command('/duban', 'help');
      expect(ok).toBe(false);
      expect(answer).toMatchObject({ shown: expect.stringContaining('operation_timeout'), onlyForYou: true });
    } finally {
      await silent.stop();
      await strict.close();
    }
  });

  it('takes a trigger once', async () => {
    app.command('/duban', async ({ ack, body, client }) => {
      await client.views.open({ trigger_id: body.trigger_id, view: form('一') });
      await client.views.open({ trigger_id: body.trigger_id, view: form('二') }).catch(note);
      await ack();
    });
    const liaison = sandbox.as(LIAISON);
    await liaison.command('/duban');
    expect(errors).toEqual(['An API error occurred: exchanged_trigger_id']);
    expect(liaison.modal()?.title).toBe('一');
  });

  it('lets a trigger run out', async () => {
    const hasty = await openWorkspace({ timing: { triggerMs: 0 } });
    const late = socketApp(hasty);
    try {
      await late.start();
      late.command('/duban', async ({ ack, body, client }) => {
        await client.views.open({ trigger_id: body.trigger_id, view: form('一') }).catch(note);
        await ack();
      });
      await hasty.as(LIAISON).command('/duban');
      expect(errors).toEqual(['An API error occurred: expired_trigger_id']);
    } finally {
      await late.stop();
      await hasty.close();
    }
  });

  it('stacks, updates and clears forms, keeping what was typed', async () => {
    app.command('/duban', async ({ ack, body, client }) => {
      await client.views.open({ trigger_id: body.trigger_id, view: form('一') });
      await ack();
    });
    const answers = [
      { response_action: 'update' as const, view: form('二') },
      { response_action: 'push' as const, view: form('三') },
      { response_action: 'clear' as const },
    ];
    app.view('form', async ({ ack }) => await ack(answers.shift()));
    const liaison = sandbox.as(LIAISON);
    await liaison.command('/duban');

    expect(await liaison.fill({ 名称: '甲乙丙丁戊己' }).submit()).toMatchObject({
      result: 'errors',
      from: 'form',
    });
    expect(await liaison.fill({ 名称: '甲' }).submit()).toEqual({ result: 'updated' });
    expect(liaison.modal()).toMatchObject({ title: '二', values: { name: { text: { value: '甲' } } } });
    expect(await liaison.submit()).toEqual({ result: 'pushed' });
    expect(liaison.modal()).toMatchObject({ title: '三', values: { name: { text: { value: null } } } });
    expect(await liaison.fill({ name: '乙' }).submit()).toEqual({ result: 'cleared' });
    expect(liaison.modal()).toBeNull();
  });

  it('guards a form with its hash, and tells of its closing', async () => {
    let closed = 0;
    app.command('/duban', async ({ ack, body, client }) => {
      const { view } = await client.views.open({
        trigger_id: body.trigger_id,
        view: form('一', { notify_on_close: true }),
      });
      const target = { view_id: view!.id!, hash: view!.hash! };
      await client.views.update({ ...target, view: form('二', { notify_on_close: true }) });
      await client.views.update({ ...target, view: form('三') }).catch(note);
      await ack();
    });
    app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack }) => {
      closed += 1;
      await ack();
    });
    const liaison = sandbox.as(LIAISON);
    await liaison.command('/duban');
    expect(errors).toEqual(['An API error occurred: hash_conflict']);
    expect(liaison.modal()?.title).toBe('二');
    await liaison.close();
    expect([closed, liaison.modal()]).toEqual([1, null]);
  });

  it('does not show errors that name no input of the form', async () => {
    app.command('/duban', async ({ ack, body, client }) => {
      await client.views.open({ trigger_id: body.trigger_id, view: form('一') });
      await ack();
    });
    app.view(
      'form',
      async ({ ack }) => await ack({ response_action: 'errors', errors: { nowhere: '不对' } }),
    );
    const liaison = sandbox.as(LIAISON);
    await liaison.command('/duban');
    expect(await liaison.fill({ 名称: '甲' }).submit()).toMatchObject({ result: 'failed' });
    expect(sandbox.troubles().at(-1)?.message).toContain('nowhere');
  });

  it('takes five posts to a response_url', async () => {
    let url = '';
    app.command('/duban', async ({ ack, command }) => {
      url = command.response_url;
      await ack();
    });
    const liaison = sandbox.as(LIAISON);
    await liaison.command('/duban');
    const post = () => fetch(url, { method: 'POST', body: JSON.stringify({ text: '又一条' }) });
    for (let use = 0; use < 5; use += 1) expect((await post()).status).toBe(200);
    const sixth = await post();
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
    expect(liaison.inbox()).toHaveLength(5);
  });

  it('lets a response_url run out after half an hour of simulated time', async () => {
    let url = '';
    app.command('/duban', async ({ ack, command }) => {
      url = command.response_url;
      await ack();
    });
    await sandbox.as(LIAISON).command('/duban');
    sandbox.clock.set(new Date('2022-04-06T09:31:00+08:00'));
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ text: '晚了' }) });
    expect(await response.json()).toEqual({ ok: false, error: 'expired_url' });
  });

  it('carries what was chosen in a message along with a click', async () => {
    let state: unknown;
    app.action('go', async ({ ack, body }) => {
      state = body.type === 'block_actions' && body.state?.values;
      await ack();
    });
    app.action('pick', async ({ ack }) => await ack());
    const option = (value: string) => ({ text: plain(value), value });
    await app.client.chat.postMessage({
      channel: LIAISON,
      text: '选',
      blocks: [
        {
          type: 'actions',
          block_id: 'row',
          elements: [
            { type: 'checkboxes', action_id: 'pick', options: [option('12'), option('15')] },
            { type: 'button', action_id: 'go', text: plain('签收') },
          ],
        },
      ],
    });
    const liaison = sandbox.as(LIAISON);
    const message = liaison.inbox()[0]!;
    await liaison.click(message, 'pick', ['15']);
    await liaison.click(message, '签收');
    expect(state).toEqual({
      row: {
        pick: {
          type: 'checkboxes',
          selected_options: [{ text: { ...plain('15'), emoji: true }, value: '15' }],
        },
      },
    });
  });

  function note(error: unknown): void {
    errors.push(error instanceof Error ? error.message : String(error));
  }
});
