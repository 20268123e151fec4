import { describe, expect, it } from 'vitest';
import {
  hasSecondTable,
  isTooLong,
  problemsInBlocks,
  problemsInView,
} from '../../src/sandbox/block-kit/check.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (more: JsonObject = {}) => ({
  type: 'button',
  text: plain('签收'),
  action_id: 'sign',
  ...more,
});
const option = (value: string) => ({ text: plain(value), value });
const select = (more: JsonObject) => ({ type: 'static_select', action_id: 's', ...more });
const actions = (...elements: JsonObject[]) => ({ type: 'actions', elements });
const input = (element: JsonObject, more: JsonObject = {}) => ({
  type: 'input',
  label: plain('标签'),
  element,
  ...more,
});

const cell = (text: string) => ({ type: 'raw_text', text });
const table = (rows: JsonObject[][], more: JsonObject = {}) => ({ type: 'table', rows, ...more });
const rowsOf = (rows: number, columns: number, text = 'x') =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => cell(text)));
const richCell = {
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '已办' }] }],
};

describe('blocks of a message', () => {
  it.each<[string, JsonObject[]]>([
    [
      'everything at its limit',
      [section('字'.repeat(3000)), { type: 'header', text: plain('字'.repeat(150)) }],
    ],
    ['fifty blocks', Array.from({ length: 50 }, () => ({ type: 'divider' }))],
    ['the same action id in two blocks', [actions(button()), actions(button())]],
    ['a long option value', [actions(select({ options: [option('x'.repeat(75))] }))]],
    ['an input', [input({ type: 'plain_text_input' })]],
    [
      'menus that ask the bot, with options it does not list',
      [
        actions(
          { type: 'external_select', action_id: 'a', min_query_length: 0, initial_option: option('12') },
          { type: 'multi_external_select', action_id: 'b', initial_options: [option('12')] },
        ),
      ],
    ],
    [
      'menus of several in a row of actions',
      [
        actions(
          { type: 'multi_static_select', action_id: 'a', options: [option('a')] },
          { type: 'multi_users_select', action_id: 'b' },
          { type: 'multi_channels_select', action_id: 'c', initial_channels: ['C1'] },
        ),
      ],
    ],
    ['an instant', [actions({ type: 'datetimepicker', initial_date_time: 1649206800 })]],
    ['a table of a hundred rows', [table(rowsOf(100, 2))]],
    [
      'a table of twenty columns and three kinds of cells',
      [
        table([[...rowsOf(1, 18).flat(), { type: 'raw_number', value: 12, text: '12' }, richCell]], {
          column_settings: [{ align: 'right', is_wrapped: true }, null],
        }),
      ],
    ],
    ['a table of ten thousand characters', [table(rowsOf(10, 1, 'x'.repeat(1000)))]],
    ['a picture of the workspace', [{ type: 'image', slack_file: { id: 'F1' }, alt_text: '图' }]],
  ])('lets pass %s', (_, blocks) => expect(problemsInBlocks(blocks)).toEqual([]));

  it.each<[string, JsonObject[], string]>([
    [
      'a long section',
      [section('字'.repeat(3001))],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    ['an empty text', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    [
      'a section of nothing',
      [{ type: 'section' }],
      'must define either `text` or `fields` [json-pointer:/blocks/0]',
    ],
    ['an unknown block', [{ type: 'carousel' }], 'unsupported type [json-pointer:/blocks/0/type]'],
    [
      'an unknown property',
      [{ type: 'divider', color: 'red' }],
      'invalid additional property: color [json-pointer:/blocks/0]',
    ],
    ['a missing field', [{ type: 'header' }], 'missing required field: text [json-pointer:/blocks/0]'],
    [
      '51 blocks',
      Array.from({ length: 51 }, () => ({ type: 'divider' })),
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    [
      '26 elements',
      [actions(...Array.from({ length: 26 }, (_, at) => button({ action_id: `a${at}` })))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'a long button',
      [actions(button({ text: plain('字'.repeat(76)) }))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'mrkdwn on a button',
      [actions(button({ text: { type: 'mrkdwn', text: 'x' } }))],
      '[json-pointer:/blocks/0/elements/0/text/type]',
    ],
    [
      'one action id twice in a block',
      [actions(button(), button())],
      'action_id `sign` already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'one block id twice',
      [
        { type: 'divider', block_id: 'b' },
        { type: 'divider', block_id: 'b' },
      ],
      'block_id `b` already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      'six overflow options',
      [actions({ type: 'overflow', options: ['1', '2', '3', '4', '5', '6'].map(option) })],
      'no more than 5 items allowed',
    ],
    [
      'one option value twice',
      [actions(select({ options: [option('a'), option('a')] }))],
      'option value `a` is used more than once',
    ],
    [
      'an initial option that is none',
      [actions(select({ options: [option('a')], initial_option: option('b') }))],
      'initial option must exactly match',
    ],
    ['a menu without options', [actions(select({}))], 'must define either `options` or `option_groups`'],
    ['a button in an input', [input(button())], 'unsupported type [json-pointer:/blocks/0/element/type]'],
    [
      'a date that is none',
      [actions({ type: 'datepicker', initial_date: '2022/4/6' })],
      'must be a date in the format YYYY-MM-DD',
    ],
    [
      'much to type before the bot is asked',
      [actions({ type: 'external_select', min_query_length: -1 })],
      'must be no less than 0 [json-pointer:/blocks/0/elements/0/min_query_length]',
    ],
    [
      'options in a menu that asks the bot',
      [actions({ type: 'external_select', options: [option('a')] })],
      'invalid additional property: options',
    ],
    [
      'milliseconds',
      [actions({ type: 'datetimepicker', initial_date_time: 1649206800000 })],
      'must be no more than 9999999999 [json-pointer:/blocks/0/elements/0/initial_date_time]',
    ],
    [
      'an instant beside a section',
      [{ ...section('x'), accessory: { type: 'datetimepicker' } }],
      'unsupported type [json-pointer:/blocks/0/accessory/type]',
    ],
    [
      'a place for files outside a form',
      [input({ type: 'file_input' })],
      'unsupported type [json-pointer:/blocks/0/element/type]',
    ],
    [
      'rich text typed outside a form',
      [input({ type: 'rich_text_input' })],
      'unsupported type [json-pointer:/blocks/0/element/type]',
    ],
    ['101 rows', [table(rowsOf(101, 1))], 'no more than 100 items allowed [json-pointer:/blocks/0/rows]'],
    ['no rows', [table([])], 'no less than 1 items required [json-pointer:/blocks/0/rows]'],
    ['21 columns', [table(rowsOf(1, 21))], 'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]'],
    [
      'an empty cell',
      [table([[cell('')]])],
      'must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]',
    ],
    [
      'mrkdwn in a cell',
      [table([[{ type: 'mrkdwn', text: 'x' }]])],
      'unsupported type [json-pointer:/blocks/0/rows/0/0/type]',
    ],
    [
      'settings for 21 columns',
      [table(rowsOf(1, 1), { column_settings: Array.from({ length: 21 }, () => null) })],
      'no more than 20 items allowed [json-pointer:/blocks/0/column_settings]',
    ],
    [
      'a column that is justified',
      [table(rowsOf(1, 1), { column_settings: [{ align: 'justify' }] })],
      '[json-pointer:/blocks/0/column_settings/0/align]',
    ],
    [
      'a table of more than ten thousand characters',
      [table([...rowsOf(10, 1, 'x'.repeat(1000)), [cell('x')]])],
      'must have no more than 10000 characters [json-pointer:/blocks/0/rows]',
    ],
    [
      'a picture from nowhere',
      [{ type: 'image', alt_text: '图' }],
      'must define either `image_url` or `slack_file` [json-pointer:/blocks/0]',
    ],
    [
      'a picture from two places',
      [
        {
          ...section('x'),
          accessory: { type: 'image', alt_text: '图', image_url: 'https://x', slack_file: { id: 'F1' } },
        },
      ],
      'must define either `image_url` or `slack_file` [json-pointer:/blocks/0/accessory]',
    ],
    [
      'eleven fields',
      [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
  ])('refuses %s', (_, blocks, expected) => {
    const problems = problemsInBlocks(blocks);
    expect(problems.join('\n')).toContain(expected);
    expect(problems.every((problem) => problem.startsWith('[ERROR] '))).toBe(true);
  });

  it('may hold one table', () => {
    expect(hasSecondTable([table(rowsOf(1, 1)), section('x')])).toBe(false);
    expect(hasSecondTable([table(rowsOf(1, 1)), section('x'), table(rowsOf(1, 1))])).toBe(true);
  });

  it('counts the characters of all blocks together', () => {
    expect(isTooLong(Array.from({ length: 4 }, () => section('字'.repeat(3000))))).toBe(false);
    expect(isTooLong(Array.from({ length: 5 }, () => section('字'.repeat(3000))))).toBe(true);
  });
});

describe('views', () => {
  const modal = (more: JsonObject) => ({ type: 'modal', title: plain('月报'), blocks: [], ...more });

  it('lets pass a form with a hundred blocks', () => {
    const blocks = Array.from({ length: 100 }, () => ({ type: 'divider' }));
    expect(problemsInView(modal({ blocks }), 'modal')).toEqual([]);
  });

  it('lets pass a form for files, instants and rich text', () => {
    const elements = [
      { type: 'file_input', filetypes: ['csv'], max_files: 10 },
      { type: 'datetimepicker' },
      { type: 'rich_text_input', min_lines: 1, max_lines: 100 },
    ];
    expect(
      problemsInView(modal({ submit: plain('好'), blocks: elements.map((one) => input(one)) }), 'modal'),
    ).toEqual([]);
  });

  it.each<[string, JsonObject]>([
    ['files', input({ type: 'file_input' })],
    ['instants', input({ type: 'datetimepicker' })],
  ])('refuses %s on the App Home', (_, block) => {
    expect(problemsInView({ type: 'home', blocks: [block] }, 'home').join('\n')).toContain(
      'unsupported type [json-pointer:/view/blocks/0/element/type]',
    );
  });

  it.each<[string, JsonObject, string]>([
    [
      'a form for eleven files',
      modal({ submit: plain('好'), blocks: [input({ type: 'file_input', max_files: 11 })] }),
      'must be no more than 10 [json-pointer:/view/blocks/0/element/max_files]',
    ],
    [
      'a form for no files',
      modal({ submit: plain('好'), blocks: [input({ type: 'file_input', max_files: 0 })] }),
      'must be no less than 1 [json-pointer:/view/blocks/0/element/max_files]',
    ],
    [
      'a form for files of no kind',
      modal({ submit: plain('好'), blocks: [input({ type: 'file_input', filetypes: [] })] }),
      'no less than 1 items required [json-pointer:/view/blocks/0/element/filetypes]',
    ],
    [
      'a field of 101 lines',
      modal({ submit: plain('好'), blocks: [input({ type: 'rich_text_input', max_lines: 101 })] }),
      'must be no more than 100 [json-pointer:/view/blocks/0/element/max_lines]',
    ],
    [
      'a table in a form',
      modal({ blocks: [table(rowsOf(1, 1))] }),
      'unsupported type [json-pointer:/view/blocks/0/type]',
    ],
    [
      'inputs without a submit button',
      modal({ blocks: [input({ type: 'plain_text_input' })] }),
      '`submit` is required',
    ],
    [
      'a long title',
      modal({ title: plain('字'.repeat(25)) }),
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    ['no title', { type: 'modal', blocks: [] }, 'missing required field: title [json-pointer:/view]'],
    [
      '101 blocks',
      modal({ blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }),
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    [
      'much private_metadata',
      modal({ private_metadata: 'x'.repeat(3001) }),
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'two focused elements',
      modal({
        submit: plain('好'),
        blocks: ['a', 'b'].map((id) =>
          input({ type: 'plain_text_input', focus_on_load: true }, { block_id: id }),
        ),
      }),
      'focus_on_load',
    ],
  ])('refuses %s', (_, view, expected) =>
    expect(problemsInView(view, 'modal').join('\n')).toContain(expected),
  );
});
