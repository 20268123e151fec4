import { describe, expect, test } from 'vitest';
import { keyOf, narrow, nearest, tidy } from '../../src/domain/spelling.ts';

test.each([
  ['　区教育局 ', '区教育局'],
  ['李　四', '李四'],
  ['关于加强\r\n农村公路', '关于加强农村公路'],
  ['关于 5G  基站', '关于 5G 基站'],
  ['\ufeff区\u200b教育局\u0007', '区教育局'],
  ['关于（试行）：意见', '关于（试行）：意见'],
])('%j is kept as %j', (text, expected) => {
  expect(tidy(text)).toBe(expected);
});

test('codes are made plain, and names are compared without spaces, width and case', () => {
  expect(narrow(' Ｕ０１ＥＤＵ　')).toBe('U01EDU');
  expect(keyOf('联络员 Ｓｌａｃｋ　ID')).toBe(keyOf('联络员slack id'));
});

describe('the nearest name', () => {
  const units = [
    '区教育局',
    '区卫生健康局',
    '区农业农村局',
    '市公安局茂南分局',
    '金塘镇人民政府',
    '河东街道办事处',
  ];
  test.each([
    ['教育局', '区教育局'],
    ['茂南区教育局', '区教育局'],
    ['区教肓局', '区教育局'],
    ['区育教局', '区教育局'],
    ['卫健局', '区卫生健康局'],
    ['区农业局', '区农业农村局'],
    ['公安分局', '市公安局茂南分局'],
    ['金塘镇', '金塘镇人民政府'],
    ['河东街办', '河东街道办事处'],
  ])('of %s is %s', (name, expected) => {
    expect(nearest(name, units)).toBe(expected);
  });

  test.each(['', '税务', '石化公司', 'x', '区教育局'.repeat(50)])('of %j is none', (name) => {
    expect(nearest(name, units)).toBeNull();
  });

  test('works for words in Latin letters', () => {
    expect(nearest('sgin', ['mine', 'sign', 'report'])).toBe('sign');
  });
});
