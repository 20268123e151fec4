import type { AddressInfo } from 'node:net';
import { App, type BlockSuggestion, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { GROUP, LIAISON, openWorkspace, socketApp } from './workspace-fixture.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(`${value}号提案`), value });
const shown = (value: string) => ({ text: { ...plain(`${value}号提案`), emoji: true }, value });

describe('options that the bot offers while somebody types', () => {
  let sandbox: Sandbox;
  let app: App;
  let submitted: unknown;
  const asked: BlockSuggestion[] = [];

  beforeEach(async () => {
    asked.length = 0;
    submitted = undefined;
    sandbox = await openWorkspace();
    app = socketApp(sandbox);
    app.command('/duban', async ({ ack, body, client }) => {
      await ack();
      await client.views.open({ trigger_id: body.trigger_id, view: form() });
    });
    app.options('one', async ({ ack, options }) => {
      asked.push(options);
      await ack({ options: ['12', '15'].filter((id) => id.includes(options.value)).map(option) });
    });
    app.options('some', async ({ ack }) => {
      await ack({ option_groups: [{ label: plain('道路'), options: [option('12'), option('15')] }] });
    });
    app.view('form', async ({ ack, view }) => {
      submitted = view.state.values;
      await ack();
    });
    await app.start();
  });

  afterEach(async () => {
    await app.stop();
    await sandbox.close();
  });

  it('come for what was typed in a form, which is told along, and can be chosen', async () => {
    const liaison = await withForm();
    liaison.fill({ note: '先看' });
    expect(await liaison.suggest('modal', 'one', '12')).toEqual({ options: [shown('12')] });
    expect(asked).toMatchObject([
      {
        type: 'block_suggestion',
        action_id: 'one',
        block_id: 'pick',
        value: '12',
        user: { id: LIAISON },
        team: { id: sandbox.teamId },
        container: { type: 'view', view_id: liaison.modal()?.id },
        view: { callback_id: 'form', state: { values: { note: { text: { value: '先看' } } } } },
      },
    ]);
    expect(asked[0]).not.toHaveProperty('trigger_id');

    expect(await liaison.suggest('modal', 'some', '')).toEqual({
      options: [],
      groups: [{ label: { ...plain('道路'), emoji: true }, options: [shown('12'), shown('15')] }],
    });
    liaison.fill({ one: '12号提案', some: ['15', '12'] });
    expect(await liaison.submit()).toEqual({ result: 'closed' });
    expect(submitted).toMatchObject({
      pick: { one: { type: 'external_select', selected_option: shown('12') } },
      picks: { some: { type: 'multi_external_select', selected_options: [shown('15'), shown('12')] } },
    });
  });

  it('are the only ones, beside what is chosen already', async () => {
    const liaison = await withForm();
    expect(() => liaison.fill({ one: '12' })).toThrow('There is no choice "12"');
    await liaison.suggest('modal', 'one', '12');
    liaison.fill({ one: '12' });
    await liaison.suggest('modal', 'one', '15');
    liaison.fill({ one: '12' }).fill({ one: '15' });
    expect(() => liaison.fill({ one: '12' })).toThrow('There is no choice "12"');
  });

  it('are not asked for before enough was typed', async () => {
    const liaison = await withForm();
    expect(await liaison.suggest('modal', 'one', '1')).toEqual({ options: [] });
    expect(asked).toEqual([]);
  });

  it('come in a message, too, with the message and its channel', async () => {
    const element = { type: 'external_select', action_id: 'one', placeholder: plain('找提案') };
    await app.client.apiCall('chat.postMessage', {
      channel: GROUP,
      text: '找',
      blocks: [{ type: 'actions', block_id: 'row', elements: [element] }],
    });
    let chosen: unknown;
    app.action('one', async ({ ack, action }) => {
      chosen = 'selected_option' in action && action.selected_option;
      await ack();
    });
    const liaison = sandbox.as(LIAISON);
    const [message] = liaison.messages(GROUP);
    await liaison.suggest(message!, 'one', '15');
    expect(asked).toEqual([]);
    await liaison.suggest(message!, 'one', '15号');
    expect(asked).toMatchObject([
      {
        container: { type: 'message', message_ts: message?.ts, channel_id: GROUP, is_ephemeral: false },
        channel: { id: GROUP },
        message: { ts: message?.ts, text: '找' },
      },
    ]);
    expect(asked[0]).not.toHaveProperty('response_url');
    await expect(liaison.click(message!, 'one', '15')).rejects.toThrow('There is no choice');

    app.options('two', async ({ ack }) => await ack({ options: [option('16')] }));
    await app.client.apiCall('chat.update', {
      channel: GROUP,
      ts: message!.ts,
      text: '找',
      blocks: [{ type: 'actions', block_id: 'row', elements: [{ ...element, action_id: 'two' }] }],
    });
    app.action('two', async ({ ack, action }) => {
      chosen = 'selected_option' in action && action.selected_option;
      await ack();
    });
    await liaison.suggest(message!, 'two', '十六号');
    await liaison.click(message!, 'two', '16');
    expect(chosen).toEqual(shown('16'));
  });

  it.each([
    ['too many', { options: Array.from({ length: 101 }, (_, at) => option(String(at))) }],
    ['no options at all', {}],
    ['both kinds', { options: [], option_groups: [] }],
    ['a value that is too long', { options: [{ text: plain('x'), value: 'x'.repeat(151) }] }],
  ])('are not shown when there are %s', async (_, answer) => {
    app.options('bad', async ({ ack }) => await ack(answer as { options: [] }));
    const liaison = await withForm();
    expect(await liaison.suggest('modal', 'bad', '')).toEqual({ options: [], error: 'dispatch_failed' });
    expect(sandbox.troubles().at(-1)?.message).toContain('options for bad');
  });

  it('do not come from a bot that stays silent', async () => {
    const strict = await openWorkspace({ timing: { ackMs: 50 } });
    const silent = socketApp(strict);
    try {
      await silent.start();
      silent.options('one', async () => {});
      await silent.client.views.publish({ user_id: LIAISON, view: { type: 'home', blocks: form().blocks } });
      expect(await strict.as(LIAISON).suggest('home', 'one', '12')).toEqual({
        options: [],
        error: 'operation_timeout',
      });
    } finally {
      await silent.stop();
      await strict.close();
    }
  });

  it('come to the page', async () => {
    const liaison = await withForm();
    const ask = async (body: object) => {
      const response = await fetch(`${sandbox.url}/page/suggest`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ as: LIAISON, surface: { kind: 'modal' }, query: '12', ...body }),
      });
      return [response.status, await response.json()];
    };
    expect(await ask({ blockId: 'pick', actionId: 'one' })).toEqual([200, { options: [shown('12')] }]);
    expect(await ask({ blockId: 'note', actionId: 'text' })).toMatchObject([400, {}]);
    await fetch(`${sandbox.url}/page/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        as: LIAISON,
        surface: { kind: 'modal' },
        blockId: 'pick',
        actionId: 'one',
        answer: '12',
      }),
    });
    expect(liaison.modal()?.values.pick?.one).toEqual({
      type: 'external_select',
      selected_option: shown('12'),
    });
  });

  it('come to the same address as everything else, signed, from a bot that listens to HTTP', async () => {
    const http = new App({
      token: sandbox.botToken,
      signingSecret: sandbox.signingSecret,
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: sandbox.apiUrl },
    });
    http.options('one', async ({ ack, options }) => await ack({ options: [option(options.value)] }));
    const server = await http.start({ port: 0, host: '127.0.0.1' });
    try {
      const liaison = await withForm();
      sandbox.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
      expect(await liaison.suggest('modal', 'one', '77')).toEqual({ options: [shown('77')] });
    } finally {
      await http.stop();
    }
  });

  async function withForm() {
    const liaison = sandbox.as(LIAISON);
    await liaison.command('/duban');
    await sandbox.until('the form', () => liaison.modal());
    return liaison;
  }
});

function form() {
  const input = (block_id: string, element: object) => ({
    type: 'input' as const,
    block_id,
    optional: true,
    label: plain(block_id),
    element: element as { type: 'plain_text_input' },
  });
  return {
    type: 'modal' as const,
    callback_id: 'form',
    title: plain('找'),
    submit: plain('好'),
    blocks: [
      input('note', { type: 'plain_text_input', action_id: 'text' }),
      input('pick', { type: 'external_select', action_id: 'one', min_query_length: 2 }),
      input('picks', { type: 'multi_external_select', action_id: 'some', min_query_length: 0 }),
      input('bad', { type: 'external_select', action_id: 'bad', min_query_length: 0 }),
    ],
  };
}
