import { expect, test } from 'vitest';
import { grouped } from '../../../src/sandbox/page/frame/people-groups.ts';

const people = [
  { id: 'U1', name: '值班员', group: '建议提案股', title: '建议提案股', unread: 0 },
  { id: 'U2', name: '王老师', group: '区教育局', title: '联络员', unread: 2 },
  { id: 'U3', name: '李医生', group: '区卫生健康局', title: '联络员', unread: 0 },
  { id: 'U4', name: '陈老师', group: '区教育局', title: '副联络员', unread: 0 },
];
const names = (wanted: string) =>
  grouped(people, wanted).map(({ group, people: members }) => [group, members.map((one) => one.name)]);

test('people stand in their groups, in the order in which they come', () => {
  expect(names('')).toEqual([
    ['建议提案股', ['值班员']],
    ['区教育局', ['王老师', '陈老师']],
    ['区卫生健康局', ['李医生']],
  ]);
});

test('a search looks at name, unit and title, and every word of it must be there', () => {
  expect(names('医生')).toEqual([['区卫生健康局', ['李医生']]]);
  expect(names('教育 副联络')).toEqual([['区教育局', ['陈老师']]]);
  expect(names('教育 医生')).toEqual([]);
});
