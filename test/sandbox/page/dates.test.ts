import { expect, test } from 'vitest';
import { formatDate, isInstant } from '../../../src/sandbox/page/blocks/dates.ts';

/** 2022-04-06 00:30 in the office, still the day before in UTC. */
const MIDNIGHT = Date.parse('2022-04-06T00:30:00+08:00') / 1000;
const now = Date.parse('2022-04-06T09:00:00+08:00');

test.each([
  ['{date_num}', '2022-04-06', '2022-04-06'],
  ['{date}', '2022年4月6日', 'April 6, 2022'],
  ['{date_short}', '2022年4月6日', 'Apr 6, 2022'],
  ['{date_long}', '2022年4月6日星期三', 'Wednesday, April 6, 2022'],
  ['{time}', '00:30', '12:30 AM'],
  ['{time_secs}', '00:30:00', '12:30:00 AM'],
  ['{date_short_pretty} {time}', '今天 00:30', 'today 12:30 AM'],
  ['{ago}', '8小时前', '8 hours ago'],
  ['截至 {date_num}，{weather}', '截至 2022-04-06，{weather}', '截至 2022-04-06，{weather}'],
])('%s is shown in the zone of the office', (format, zh, en) => {
  expect(formatDate(MIDNIGHT, format, { language: 'zh', now })).toBe(zh);
  expect(formatDate(MIDNIGHT, format, { language: 'en', now })).toBe(en);
});

test('only the day before, this day and the next have names', () => {
  const name = (days: number) =>
    formatDate(MIDNIGHT + days * 86_400, '{date_pretty}', { language: 'zh', now });
  expect([-2, -1, 0, 1, 2].map(name)).toEqual(['2022年4月4日', '昨天', '今天', '明天', '2022年4月8日']);
});

test('what is no instant is known as such', () => {
  expect([isInstant(MIDNIGHT), isInstant(1e15), isInstant(Number.NaN)]).toEqual([true, false, false]);
});
