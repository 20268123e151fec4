import { expect, test } from 'vitest';
import { readDate } from '../../src/domain/date-text.ts';

test.each([
  '2022-03-28',
  '2022/3/28',
  '2022.3.28',
  '2022年3月28日',
  '2022 年 3 月 28 日',
  '2022年3月28号',
  '22年3月28日',
  '20220328',
  '２０２２．３．２８',
  '２０２２年０３月２８日',
  '44648',
  '44648.375',
  '3月28日',
  '3/28',
  '03-28',
  '2022-03-28 09:00:00',
  '2022/3/28 9:00',
  '2022-03-28T00:00:00.000Z',
  '2022-03-28T08:00:00+08:00',
  '2022年3月28日 上午9时30分',
  '2022年3月28日（星期一）',
  '2022-03-28 周一',
])('%s is 2022-03-28', (text) => {
  expect(readDate(text, 2022)).toBe('2022-03-28');
});

test('month and day alone take the given year', () => {
  expect(readDate('3月28日', 2023)).toBe('2023-03-28');
});

test('29 February exists in leap years only', () => {
  expect(readDate('2024-02-29', 2022)).toBe('2024-02-29');
  expect(readDate('2022-02-29', 2022)).toBeNull();
  expect(readDate('2月29日', 2022)).toBeNull();
});

test.each([
  '',
  '2022-13-01',
  '2022-4-31',
  '2022-00-10',
  '20220431',
  '3.28',
  '3/28/2022',
  '28/3/2022',
  '2022-3',
  '三月',
  '12',
  '尽快',
  '2022-03-28至04-10',
])('%j is no date', (text) => {
  expect(readDate(text, 2022)).toBeNull();
});
