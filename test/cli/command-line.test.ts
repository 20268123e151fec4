import { expect, test } from 'vitest';
import { readDate, readOptions } from '../../src/cli/command-line.ts';
import { UserError } from '../../src/errors.ts';

const OPTIONS = { roster: { type: 'string' }, 'dry-run': { type: 'boolean' } } as const;
const read = (...args: string[]) => readOptions(args, OPTIONS, '用法：…');

test('values and switches are read, in either spelling', () => {
  expect(read('--roster', 'a.csv', '--dry-run')).toEqual({ roster: 'a.csv', 'dry-run': true });
  expect(read('--roster=a.csv')).toEqual({ roster: 'a.csv' });
  expect(read()).toEqual({});
});

test.each([
  [['--rooster', 'x.csv'], '没有这个选项：--rooster，您是不是要写 --roster'],
  [['-x'], '没有这个选项：-x'],
  [['--roster'], '--roster 后面要写一个值'],
  [['--roster='], '--roster 后面要写一个值'],
  [['--roster', '--dry-run'], '--roster 后面要写一个值'],
  [['--dry-run=yes'], '--dry-run 后面不写值'],
  [['--roster', 'a.csv', '--roster', 'b.csv'], '--roster 只能写一次'],
  [['a.csv'], '多出来的参数：a.csv（npm run 的参数前面要加 --'],
])('%j is refused, with the usage', (args, reason) => {
  expect(() => read(...args)).toThrow(UserError);
  expect(() => read(...args)).toThrow(reason);
  expect(() => read(...args)).toThrow('用法：…');
});

test('everything wrong is told at once', () => {
  expect(() => read('--rooster', '--roster')).toThrow(/--rooster.*--roster 后面要写一个值/su);
});

test('a date is a date that exists', () => {
  expect(readDate('--from', '2022-03-28')).toBe('2022-03-28');
  for (const wrong of ['2022-02-30', '28.3.2022', '2022-3-28', ''])
    expect(() => readDate('--from', wrong)).toThrow(`--from：“${wrong}”不是日期`);
});
