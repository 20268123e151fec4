import { describe, expect, test } from 'vitest';
import { home, modal, readValues } from '../../src/chat/form.ts';
import {
  actions,
  button,
  checkboxes,
  context,
  datePicker,
  multiSelect,
  radio,
  section,
  select,
  textInput,
} from '../../src/chat/message.ts';

const choices = [
  { text: '办理中', value: 'working' },
  { text: '已答复', value: 'replied' },
];

describe('a form', () => {
  test('holds every kind of field, with what was there before', () => {
    const view = modal({
      callback: 'report',
      title: '填写月报',
      submit: '提交',
      metadata: '{"period":"2022-05"}',
      blocks: [
        textInput({
          id: 'p',
          label: '进展',
          multiline: true,
          maxLength: 500,
          initial: '已沟通',
          placeholder: '一句话',
        }),
        select({ id: 's', label: '阶段', choices, initial: 'replied' }),
        multiSelect({ id: 'm', label: '方式', choices, initial: ['working', 'gone'], optional: true }),
        checkboxes({ id: 'c', label: '表', choices, hint: '可多选' }),
        radio({ id: 'r', label: '结果', choices, initial: 'gone' }),
        datePicker({ id: 'd', label: '日期', initial: '2022-05-12' }),
      ],
    });
    expect(view).toMatchObject({
      type: 'modal',
      callback_id: 'report',
      private_metadata: '{"period":"2022-05"}',
    });
    expect(view.blocks.map((block) => block.block_id)).toEqual(['p', 's', 'm', 'c', 'r', 'd']);
    expect(view.blocks[0]).toMatchObject({
      optional: false,
      element: { multiline: true, initial_value: '已沟通' },
    });
    expect(view.blocks[1]).toMatchObject({ element: { initial_option: { value: 'replied' } } });
    // A value that is no longer offered would make Slack refuse the whole form.
    expect(view.blocks[2]).toMatchObject({
      optional: true,
      element: { initial_options: [{ value: 'working' }] },
    });
    expect(view.blocks[4]).not.toHaveProperty('element.initial_option');
    expect(view.blocks[5]).toMatchObject({ element: { initial_date: '2022-05-12' } });
  });

  test('that Slack would refuse is refused with every reason at once', () => {
    const build = () =>
      modal({
        callback: 'x',
        title: '这是一个超过二十四个字符的表单标题因此不会被平台接受',
        blocks: [
          textInput({ id: 'same', label: '甲', maxLength: 5, initial: '六个字符太长' }),
          textInput({ id: 'same', label: '乙' }),
          select({ id: 'v', label: '丙', choices: [{ text: '长', value: 'v'.repeat(151) }] }),
          checkboxes({ id: 'none', label: '丁', choices: [] }),
        ],
      });
    expect(build).toThrow(
      'Slack would refuse this view: title has 26 characters, at most 24; ' +
        'submit is missing although there are fields to fill in; block id same is used twice; ' +
        'same: initial_value has 6 characters, at most 5; v option: value has 151 characters, at most 150; ' +
        'none: options is empty',
    );
  });

  test('takes a hundred blocks, a Home tab too, and not one more', () => {
    const blocks = Array.from({ length: 100 }, () => section('一'));
    expect(home(blocks).blocks).toHaveLength(100);
    expect(() => modal({ callback: 'f', title: '表', blocks: [...blocks, section('二')] })).toThrow(
      '101 blocks, at most 100',
    );
  });
});

describe('answers', () => {
  test('are read from every kind of element', () => {
    const one = { value: 'a' };
    expect(
      readValues({
        text: { value: { value: 'NUL\u0000没有\r\n第二行' } },
        empty: { value: { value: null } },
        untouched: { value: {} },
        option: { value: { selected_option: one } },
        noOption: { value: { selected_option: null } },
        options: { value: { selected_options: [one, { value: 'b' }] } },
        noOptions: { value: { selected_options: [] } },
        date: { value: { selected_date: '2022-05-12' } },
        time: { value: { selected_time: '09:30' } },
        dateTime: { value: { selected_date_time: 1_652_320_800 } },
        user: { value: { selected_user: 'U1' } },
        users: { value: { selected_users: ['U1', 'U2'] } },
        channel: { value: { selected_channel: 'C1' } },
        channels: { value: { selected_channels: ['C1'] } },
        conversation: { value: { selected_conversation: 'D1' } },
        conversations: { value: { selected_conversations: ['D1'] } },
        files: { value: { files: [{ id: 'F1' }] } },
        rich: { value: { rich_text_value: { elements: [{ elements: [{ text: '粗' }, { text: '细' }] }] } } },
        row: { left: { selected_option: one }, right: { selected_date: null } },
      }),
    ).toEqual({
      text: 'NUL没有\n第二行',
      empty: null,
      untouched: null,
      option: 'a',
      noOption: null,
      options: ['a', 'b'],
      noOptions: [],
      date: '2022-05-12',
      time: '09:30',
      dateTime: '1652320800',
      user: 'U1',
      users: ['U1', 'U2'],
      channel: 'C1',
      channels: ['C1'],
      conversation: 'D1',
      conversations: ['D1'],
      files: ['F1'],
      rich: '粗细',
      'row.left': 'a',
      'row.right': null,
    });
  });
});

describe('a Home tab', () => {
  test('that holds too much loses its tail, and keeps what a person acts on', () => {
    const long = Array.from({ length: 120 }, (_, index) => section(`第${index}段`));
    const ending = [actions([button({ text: '下一页', action: 'next' })]), context('依据')];
    const { blocks } = home([...long, ...ending]);
    expect(blocks).toHaveLength(100);
    expect(blocks.slice(-2)).toEqual(ending);
    expect(JSON.stringify(blocks.at(-3))).toContain('…还有 23 段未显示');
  });

  test('stays below 250,000 bytes whatever stands in it', () => {
    const view = home(Array.from({ length: 100 }, () => section('承办“&amp;”'.repeat(400))));
    expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(250_000);
  });

  test('has inputs that are heard on Enter', () => {
    expect(textInput({ id: 'search', label: '查找', onEnter: 'find' })).toMatchObject({
      dispatch_action: true,
      element: {
        action_id: 'find',
        dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      },
    });
  });
});
