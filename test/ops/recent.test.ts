import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recent } from '../../src/ops/recent.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

const limits = { maxAgeMs: 5_000, patienceMs: 2_000 };

test('a figure is read once for all who ask, and anew when it is old', async () => {
  let reads = 0;
  const figure = recent(async () => ++reads, limits);
  expect(await Promise.all([figure(), figure()])).toEqual([1, 1]);
  vi.advanceTimersByTime(4_999);
  expect(await figure()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(await figure()).toBe(2);
});

test('one that cannot be read is none, not the old one, and is tried again', async () => {
  let fails = false;
  const figure = recent(async () => {
    if (fails) throw new Error('away');
    return 1;
  }, limits);
  expect(await figure()).toBe(1);
  fails = true;
  vi.advanceTimersByTime(5_000);
  expect(await figure()).toBeNull();
  fails = false;
  expect(await figure()).toBe(1);
});

test('one that takes too long is none for now, and is not asked for a second time', async () => {
  let reads = 0;
  let answer = (_value: number) => {};
  const figure = recent(() => {
    reads += 1;
    return new Promise<number>((resolve) => {
      answer = resolve;
    });
  }, limits);
  const first = figure();
  vi.advanceTimersByTime(2_000);
  expect(await first).toBeNull();
  const second = figure();
  answer(7);
  expect(await second).toBe(7);
  expect(reads).toBe(1);
});
