import { describe, expect, test } from 'vitest';
import { readinessOf } from '../../src/ops/readiness.ts';

const SHORT_MS = 20;

describe('readiness', () => {
  test('names each check with what it found', async () => {
    const ready = readinessOf({ database: async () => 'answers', bot: () => 'running' });
    expect(await ready()).toEqual({
      ready: true,
      checks: { database: { ok: true, why: 'answers' }, bot: { ok: true, why: 'running' } },
    });
  });

  test('is missing when one check fails, in whatever way, and says why in one line', async () => {
    const ready = readinessOf({
      thrown: () => {
        throw new Error('not connected\nat line 2');
      },
      rejected: () => Promise.reject(new Error('refused')),
      several: () => Promise.reject(new AggregateError([new Error('ECONNREFUSED ::1')])),
      wordless: () => Promise.reject(new Error('')),
      well: () => 'answers',
    });
    expect(await ready()).toEqual({
      ready: false,
      checks: {
        thrown: { ok: false, why: 'not connected' },
        rejected: { ok: false, why: 'refused' },
        several: { ok: false, why: 'ECONNREFUSED ::1' },
        wordless: { ok: false, why: 'failed without a word' },
        well: { ok: true, why: 'answers' },
      },
    });
  });

  test('does not wait for what hangs, nor asks it again meanwhile, and finds it well when it comes back', async () => {
    let asked = 0;
    let answer = (_why: string) => {};
    const hanging = () => {
      asked += 1;
      return new Promise<string>((resolve) => {
        answer = resolve;
      });
    };
    const ready = readinessOf({ database: hanging, queue: () => 'answers' }, SHORT_MS);
    const late = {
      ready: false,
      checks: {
        database: { ok: false, why: 'no answer within 0.02 s' },
        queue: { ok: true, why: 'answers' },
      },
    };
    expect(await Promise.all([ready(), ready()])).toEqual([late, late]);
    expect(await ready()).toEqual(late);
    expect(asked).toBe(1);

    const again = ready();
    answer('answers');
    expect((await again).ready).toBe(true);
    expect(asked).toBe(1);
    const anew = ready();
    answer('answers');
    expect((await anew).ready).toBe(true);
    expect(asked).toBe(2);
  });
});
