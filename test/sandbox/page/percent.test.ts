import { describe, expect, it } from 'vitest';
import { percentOf } from '../../../src/sandbox/page/panels/percent.ts';

describe('how far a move has come', () => {
  const from = '2022-04-06T00:00:00Z';
  const to = '2022-04-16T00:00:00Z';

  it.each([
    ['2022-04-06T00:00:00Z', 0],
    ['2022-04-11T00:00:00Z', 50],
    ['2022-04-16T00:00:00Z', 100],
    ['2022-04-17T00:00:00Z', 100],
    ['2022-04-01T00:00:00Z', 0],
  ])('is, at %s, %i percent', (at, percent) => {
    expect(percentOf({ from, to, at })).toBe(percent);
  });

  it('is all of it where there is nothing to go', () => {
    expect(percentOf({ from, to: from, at: from })).toBe(100);
  });
});
