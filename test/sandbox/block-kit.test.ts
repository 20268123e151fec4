import { describe, expect, it } from 'vitest';
import { isTooLong, problemsInBlocks, problemsInView } from '../../src/sandbox/block-kit/check.ts';
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
      'eleven fields',
      [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
  ])('refuses %s', (_, blocks, expected) => {
    const problems = problemsInBlocks(blocks);
    expect(problems.join('\n')).toContain(expected);
    expect(problems.every((problem) => problem.startsWith('[ERROR] '))).toBe(true);
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

  it.each<[string, JsonObject, string]>([
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
