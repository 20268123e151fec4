import { expect, test } from 'vitest';
import { formatProblems } from '../../src/domain/import-problem.ts';

test('problems are one line each, in the order of the rows', () => {
  const at = { file: '名册.csv', column: '联络员邮箱', expected: '邮箱地址' };
  expect(
    formatProblems([
      { ...at, row: 10, found: '' },
      { ...at, row: 9, found: 'abc\ndef' },
      { ...at, row: 9, found: '长'.repeat(60) },
    ]),
  ).toBe(
    [
      '名册.csv 第 9 行「联络员邮箱」：填的是“abc def”，应为邮箱地址',
      `名册.csv 第 9 行「联络员邮箱」：填的是“${'长'.repeat(40)}……”，应为邮箱地址`,
      '名册.csv 第 10 行「联络员邮箱」：没有填，应为邮箱地址',
    ].join('\n'),
  );
});
