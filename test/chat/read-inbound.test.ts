import { describe, expect, test } from 'vitest';
import { NotTaken } from '../../src/chat/not-taken.ts';
import { readAction, readCommand, readEvent, readForm } from '../../src/chat/read-inbound.ts';

const command = {
  command: '/duban',
  text: '签收 12 &amp; 15',
  team_id: 'T1',
  user_id: 'U1',
  channel_id: 'C1',
  trigger_id: 't.1',
  response_url: 'https://hooks.slack.com/commands/1',
};

function message(event: object, envelope: object = {}) {
  return readEvent({
    team_id: 'T1',
    event_id: 'Ev1',
    event: { type: 'message', channel: 'C1', user: 'U1', text: '签收 12', ts: '1.1', ...event },
    ...envelope,
  });
}

describe('a command', () => {
  test('is read with the text as typed', () => {
    expect(readCommand(command)).toEqual({
      id: 'command:t.1',
      kind: 'command',
      team: 'T1',
      user: 'U1',
      name: '/duban',
      text: '签收 12 & 15',
      channel: 'C1',
      triggerId: 't.1',
      responseUrl: 'https://hooks.slack.com/commands/1',
    });
  });

  test.each([
    [{ ...command, user_id: ['U1', 'UADMIN'] }, 'user_id'],
    [{ ...command, team_id: '' }, 'team_id'],
    [{ ...command, response_url: undefined }, 'response_url'],
  ])('with a wrong field is refused, naming the field and not its value', (body, field) => {
    expect(() => readCommand(body)).toThrow(NotTaken);
    expect(() => readCommand(body)).toThrow(field);
    expect(() => readCommand(body)).not.toThrow('UADMIN');
  });
});

describe('a typed message', () => {
  test('in a channel', () => {
    expect(message({})).toEqual({
      id: 'message:C1:1.1',
      kind: 'message',
      team: 'T1',
      user: 'U1',
      channel: 'C1',
      direct: false,
      ts: '1.1',
      text: '签收 12',
      files: [],
    });
  });

  test('with files, one of which is no longer to be had', () => {
    const files = [
      { id: 'F1', name: '名册\u202e.xlsx', mimetype: 'application/pdf', size: 12, url_private: 'https://x' },
      { id: 'F2', mode: 'tombstone' },
    ];
    expect(message({ subtype: 'file_share', text: '', files })).toMatchObject({
      text: '',
      files: [
        { id: 'F1', name: '名册.xlsx', mimetype: 'application/pdf', size: 12 },
        { id: 'F2', name: '', mimetype: '', size: 0 },
      ],
    });
  });

  test.each([
    ['in the direct message', { channel: 'D1', channel_type: 'im' }, { direct: true }],
    ['in a thread', { thread_ts: '0.9' }, { threadTs: '0.9' }],
    ['with a file', { subtype: 'file_share', text: '见附件' }, { text: '见附件' }],
    ['with nothing but a file', { subtype: 'file_share', text: null }, { text: '' }],
    ['in a thread and the channel', { subtype: 'thread_broadcast', thread_ts: '0.9' }, { threadTs: '0.9' }],
    ['with markup', { text: '&lt;12&gt; 见<http://12.cn|12.cn>\u0000' }, { text: '<12> 见12.cn' }],
    [
      'that mentions the bot',
      { type: 'app_mention', text: '<@UB> 我的' },
      { id: 'message:C1:1.1', text: '<@UB> 我的' },
    ],
  ])('%s', (_where, event, expected) => {
    expect(message(event)).toMatchObject(expected);
  });

  test('that started a thread is not in it', () => {
    expect(message({ thread_ts: '1.1' })).not.toHaveProperty('threadTs');
  });

  test('has one id in however many events it comes', () => {
    expect(message({}, { event_id: 'Ev2' })?.id).toBe(message({})?.id);
  });

  test('belongs to the workspace the bot is installed in', () => {
    expect(message({ team: 'T9' }, { authorizations: [{ team_id: 'T2' }] })?.team).toBe('T2');
  });

  test.each([
    ["the bot's own or another bot's", { bot_id: 'B1' }],
    ['of a classic bot', { subtype: 'bot_message', user: undefined }],
    ['edited', { subtype: 'message_changed', text: undefined, ts: '2.2', message: {} }],
    ['deleted', { subtype: 'message_deleted', deleted_ts: '1.1', user: undefined }],
    ['about joining', { subtype: 'channel_join' }],
    ['of Slackbot', { user: 'USLACKBOT' }],
    ['hidden', { hidden: true }],
    ['of nobody', { user: undefined }],
  ])('is ignored when %s', (_what, event) => {
    expect(message(event)).toBeNull();
  });
});

describe('a click', () => {
  const click = {
    type: 'block_actions',
    team: { id: 'T1' },
    user: { id: 'U1', team_id: 'T1' },
    trigger_id: 't.2',
    response_url: 'https://hooks.slack.com/actions/1',
    channel: { id: 'C1' },
    message: { ts: '1.1', thread_ts: '0.9' },
    container: { type: 'message', message_ts: '1.1', channel_id: 'C1' },
    actions: [{ type: 'button', action_id: 'sign#2', block_id: 'b', value: '12', action_ts: '3.3' }],
  };

  test('in a message', () => {
    expect(readAction(click)).toEqual({
      id: 'action:t.2',
      kind: 'action',
      source: 'message',
      team: 'T1',
      user: 'U1',
      actionId: 'sign',
      value: '12',
      triggerId: 't.2',
      responseUrl: 'https://hooks.slack.com/actions/1',
      channel: 'C1',
      messageTs: '1.1',
      threadTs: '0.9',
    });
  });

  test('in a form brings what the form holds', () => {
    const view = {
      id: 'V1',
      type: 'modal',
      hash: 'h1',
      callback_id: 'report',
      private_metadata: '{"page":1}',
      state: { values: { p: { value: { type: 'plain_text_input', value: '进展' } } } },
    };
    expect(
      readAction({ ...click, channel: undefined, message: undefined, container: { type: 'view' }, view }),
    ).toMatchObject({
      source: 'form',
      viewId: 'V1',
      viewHash: 'h1',
      viewMetadata: '{"page":1}',
      viewValues: { p: '进展' },
    });
    expect(readAction({ ...click, view: { ...view, type: 'home' } })).toMatchObject({ source: 'home' });
  });

  test.each([
    [{ type: 'static_select', selected_option: { value: 'a' } }, { value: 'a' }],
    [{ type: 'static_select', selected_option: null }, { value: null }],
    [{ type: 'overflow', selected_option: { value: 'o' } }, { value: 'o' }],
    [{ type: 'datepicker', selected_date: '2022-05-12' }, { value: '2022-05-12' }],
    [
      { type: 'checkboxes', selected_options: [{ value: 'a' }, { value: 'b' }] },
      { value: 'a', values: ['a', 'b'] },
    ],
    [
      { type: 'checkboxes', selected_options: [] },
      { value: null, values: [] },
    ],
    [{ type: 'users_select', selected_user: 'U2' }, { value: 'U2' }],
    [{ type: 'button' }, { value: null }],
  ])('on %o gives its value', (element, expected) => {
    expect(readAction({ ...click, actions: [{ action_id: 'x', ...element }] })).toMatchObject(expected);
  });

  test('in an organisation-wide installation belongs to the workspace of the person', () => {
    expect(readAction({ ...click, team: null, user: { id: 'U1', team_id: 'T3' } }).team).toBe('T3');
  });

  test('without an action is refused', () => {
    expect(() => readAction({ ...click, actions: [] })).toThrow(NotTaken);
  });
});

describe('a form sent in', () => {
  const body = (value: string) => ({
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U1' },
    trigger_id: 't.3',
    view: {
      id: 'V1',
      type: 'modal',
      hash: 'h1',
      callback_id: 'report',
      private_metadata: 'm',
      blocks: [
        { type: 'section', block_id: 's' },
        { type: 'input', block_id: 'p' },
      ],
      state: { values: { p: { value: { type: 'plain_text_input', value } } } },
    },
  });

  test('is read with its answers and its first field', () => {
    const { form, firstField } = readForm(body('进展'));
    expect(form).toMatchObject({
      kind: 'form',
      team: 'T1',
      user: 'U1',
      callback: 'report',
      metadata: 'm',
      values: { p: '进展' },
      viewId: 'V1',
      hash: 'h1',
      triggerId: 't.3',
    });
    expect(firstField).toBe('p');
  });

  test('is another act after a correction, and the same one when delivered again', () => {
    expect(readForm(body('甲')).form.id).toBe(readForm({ ...body('甲'), trigger_id: 't.4' }).form.id);
    expect(readForm(body('甲')).form.id).not.toBe(readForm(body('乙')).form.id);
  });
});

describe('an event', () => {
  const event = (inner: object) => readEvent({ team_id: 'T1', event_id: 'Ev1', event: inner });

  test.each([
    [
      { type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home' },
      { type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home' },
    ],
    [
      { type: 'app_home_opened', user: 'U1', tab: 'home', view: { hash: 'h1', private_metadata: '{}' } },
      { type: 'app_home_opened', user: 'U1', tab: 'home', viewHash: 'h1', viewMetadata: '{}' },
    ],
    [
      { type: 'member_joined_channel', user: 'UB', channel: 'C1' },
      { type: 'member_joined_channel', user: 'UB', channel: 'C1' },
    ],
    [
      { type: 'user_change', user: { id: 'U1', name: 'li' } },
      { type: 'user_change', user: 'U1' },
    ],
    [{ type: 'app_uninstalled' }, { type: 'app_uninstalled', user: '' }],
  ])('%o is heard', (inner, expected) => {
    expect(event(inner)).toEqual({ id: 'event:Ev1', kind: 'event', team: 'T1', ...expected });
  });

  test('that nobody asked for is ignored', () => {
    expect(event({ type: 'reaction_added', user: 'U1', item: {} })).toBeNull();
  });

  test('without an id is refused, because it could not be told from its repetition', () => {
    expect(() => readEvent({ team_id: 'T1', event: { type: 'app_home_opened', user: 'U1' } })).toThrow(
      'event_id',
    );
  });
});
