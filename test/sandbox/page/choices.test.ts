import { expect, test } from 'vitest';
import { groupsIn, matching } from '../../../src/sandbox/page/blocks/elements/choices.ts';

const text = (words: string) => ({ type: 'plain_text', text: words });
const option = (words: string, description?: string) => ({
  text: text(words),
  value: `v-${words}`,
  ...(description && { description: text(description) }),
});
const grouped = {
  option_groups: [
    { label: text('主办'), options: [option('区教育局', '3件'), option('区水利局')] },
    { label: text('会办'), options: [option('区财政局', '3件')] },
  ],
};

const names = (lists: ReturnType<typeof groupsIn>) =>
  lists.map(({ label, choices }) => [label, ...choices.map((choice) => choice.text)]);

test('choices come with their groups, and a list without groups is one', () => {
  expect(names(groupsIn(grouped))).toEqual([
    ['主办', '区教育局', '区水利局'],
    ['会办', '区财政局'],
  ]);
  expect(names(groupsIn({ options: [option('甲')], groups: [] }))).toEqual([['', '甲']]);
});

test('typed words are looked for in text, description and group, in any order', () => {
  const find = (query: string) => names(matching(groupsIn(grouped), query));
  expect(find('3件')).toEqual([
    ['主办', '区教育局'],
    ['会办', '区财政局'],
  ]);
  expect(find('财政 会办')).toEqual([['会办', '区财政局']]);
  expect(find('没有')).toEqual([]);
  expect(find('')).toHaveLength(2);
});
