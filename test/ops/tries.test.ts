import { beforeEach, expect, test } from 'vitest';
import { createTries, type Tries } from '../../src/ops/tries.ts';

const MINUTE = 60_000;
let now: number;
let tries: Tries;
beforeEach(() => {
  now = 0;
  tries = createTries(() => now);
});
const guess = (address: string, times: number) =>
  Array.from({ length: times }, () => tries.wrong(address)).at(-1);

test('ten wrong passwords are free, then each wait is twice the last, up to a minute', () => {
  expect(guess('10.0.0.1', 9)).toBe(0);
  const waits = Array.from({ length: 9 }, () => tries.wrong('10.0.0.1') / 1_000);
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test('whoever waits is looked at again afterwards, and others at once', () => {
  guess('10.0.0.1', 12);
  expect([tries.waitMs('10.0.0.1'), tries.waitMs('10.0.0.2')]).toEqual([4_000, 0]);
  now += 4_000;
  expect(tries.waitMs('10.0.0.1')).toBe(0);
});

test('the right one, or an hour, makes forget the wrong ones', () => {
  guess('10.0.0.1', 12);
  tries.right('10.0.0.1');
  expect(guess('10.0.0.1', 12)).toBe(4_000);
  now += 61 * MINUTE;
  expect(tries.wrong('10.0.0.1')).toBe(0);
});

test('when many guess at once, each address has one try, and whoever knows it still has that one', () => {
  for (let host = 0; host < 101; host += 1) tries.wrong(`10.0.1.${host}`);
  expect(tries.wrong('10.0.2.1')).toBe(1_000);
  expect(tries.waitMs('10.0.2.2')).toBe(0);
  now += 61 * MINUTE;
  expect(tries.wrong('10.0.2.3')).toBe(0);
});

test.each([
  ['2001:db8:1:2::9', '2001:db8:1:2:aaaa:bbbb:cccc:dddd', true],
  ['2001:db8::9', '2001:db8:0:0:1::', true],
  ['::1', '::2', true],
  ['2001:db8:1:2::9', '2001:db8:1:3::9', false],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.2', false],
])('%s and %s are one network: %s', (one, other, same) => {
  guess(one, 12);
  expect(tries.waitMs(other) > 0).toBe(same);
});

test('only so many addresses are remembered', () => {
  guess('10.9.9.9', 12);
  for (let host = 0; host < 1_000; host += 1) tries.wrong(`10.1.${host >> 8}.${host & 255}`);
  expect(tries.waitMs('10.9.9.9')).toBe(0);
});
