import { describe, expect, it } from 'vitest';
import {
  askAfter,
  EVERYTHING,
  outcomeOf,
  passes,
  type WireFilter,
  withAnswer,
} from '../../../src/sandbox/page/panels/wire-log.ts';
import type { WireEntry } from '../../../src/sandbox/page-server/contract.ts';

function entry(seq: number, more: Partial<WireEntry> = {}): WireEntry {
  return {
    seq,
    at: `2022-04-06T01:00:${String(seq % 60).padStart(2, '0')}.000Z`,
    way: 'from-bot',
    name: 'chat.postMessage',
    result: 'ok',
    tookMs: 3,
    fault: null,
    sent: {},
    answered: {},
    ...more,
  };
}

const pending = (seq: number) => entry(seq, { result: 'pending', tookMs: null, answered: null });
const numbers = (entries: readonly WireEntry[] | null) => entries?.map((one) => one.seq);

describe('the log of the wire', () => {
  it('asks from the beginning, then for the newest again', () => {
    expect(askAfter([])).toBe(0);
    expect(askAfter([entry(1), entry(2)])).toBe(1);
  });

  it('asks again for what was still open, and sees its answer', () => {
    const known = [entry(1), pending(2), entry(3)];
    const after = askAfter(known);
    expect(after).toBe(1);
    const now = withAnswer(known, after, [entry(2), entry(3), entry(4)]);
    expect(numbers(now)).toEqual([1, 2, 3, 4]);
    expect(now?.[1]?.result).toBe('ok');
  });

  it('keeps what is known where more has passed than one answer holds', () => {
    const known = [entry(1), entry(2)];
    expect(numbers(withAnswer(known, askAfter(known), [entry(900), entry(901)]))).toEqual([1, 900, 901]);
  });

  it('notices a sandbox that counts anew', () => {
    const known = [entry(7), entry(8)];
    expect(withAnswer(known, 7, [])).toBeNull();
    expect(withAnswer(known, 7, [entry(8, { name: 'auth.test' }), entry(9)])).toBeNull();
    expect(numbers(withAnswer(known, 7, [entry(8)]))).toEqual([7, 8]);
  });

  it('keeps the last five hundred', () => {
    const many = Array.from({ length: 600 }, (_, index) => entry(index + 1));
    const kept = withAnswer([], 0, many);
    expect(kept).toHaveLength(500);
    expect(kept?.[0]?.seq).toBe(101);
  });

  it.each([
    ['ok', 'well'],
    ['ack', 'well'],
    ['HTTP 200', 'well'],
    ['HTTP 503', 'failed'],
    ['channel_not_found', 'failed'],
    ['dropped', 'failed'],
    ['pending', 'pending'],
  ])('takes %s for %s', (result, outcome) => {
    expect(outcomeOf(entry(1, { result }))).toBe(outcome);
  });

  it.each<[Partial<WireFilter>, number[]]>([
    [{}, [1, 2, 3, 4]],
    [{ way: 'to-bot' }, [2]],
    [{ name: ' POSTmessage ' }, [1, 4]],
    [{ result: 'failed' }, [4]],
    [{ result: 'pending' }, [3]],
    [{ result: 'fault' }, [4]],
    [{ way: 'from-bot', result: 'well' }, [1]],
  ])('lets pass, by %j, %j', (filter, left) => {
    const entries = [
      entry(1),
      entry(2, { way: 'to-bot', name: 'events_api/message', result: 'ack' }),
      { ...pending(3), name: 'views.open' },
      entry(4, { result: 'ratelimited', fault: 'rate-limit' }),
    ];
    expect(numbers(entries.filter((one) => passes(one, { ...EVERYTHING, ...filter })))).toEqual(left);
  });
});
