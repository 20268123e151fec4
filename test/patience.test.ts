import { expect, test } from 'vitest';
import { AwayError } from '../src/errors.ts';
import { type Patience, patiently } from '../src/patience.ts';

const away = (waitMs = 0) => new AwayError('away', { what: 'Slack', code: 'http_503', waitMs });

function patience(pause: Patience['pause'] = async () => {}) {
  const stop = new AbortController();
  const pauses: number[] = [];
  const told: string[] = [];
  return {
    stop,
    pauses,
    told,
    stopping: stop.signal,
    onAway: (error: AwayError, againMs: number) => void told.push(`${error.code} ${againMs}`),
    pause: (ms: number, signal: AbortSignal) => {
      pauses.push(ms);
      return pause(ms, signal);
    },
  };
}

/** Fails as often as there are errors. */
function failing(errors: unknown[]): () => Promise<string> {
  return async () => {
    if (errors.length > 0) throw errors.shift();
    return 'done';
  };
}

test('what is away is tried again, with pauses that grow to half a minute, as often as it takes', async () => {
  const bears = patience();
  expect(await patiently(bears, failing(Array.from({ length: 9 }, () => away())))).toBe('done');
  expect(bears.pauses).toEqual([1, 2, 4, 8, 16, 30, 30, 30, 30].map((seconds) => seconds * 1_000));
  expect(bears.told[0]).toBe('http_503 1000');
});

test('who asks to be left alone for longer is left alone for longer', async () => {
  const bears = patience();
  await patiently(bears, failing([away(600_000), away(500)]));
  expect(bears.pauses).toEqual([600_000, 2_000]);
});

test('what no waiting mends ends it at once', async () => {
  const bears = patience();
  await expect(patiently(bears, failing([away(), new Error('invalid_auth')]))).rejects.toThrow(
    'invalid_auth',
  );
  expect(bears.pauses).toEqual([1_000]);
});

test.each([
  ['while it works', () => new Promise<never>(() => {}), undefined],
  ['while it pauses', failing([away()]), () => new Promise<never>(() => {})],
])('told to stop %s, it ends at once', async (_when, work, pause) => {
  const bears = patience(pause);
  const ended = patiently(bears, work);
  await new Promise(setImmediate);
  bears.stop.abort(new Error('stop'));
  await expect(ended).rejects.toThrow('stop');
  await expect(patiently(bears, async () => 'done')).rejects.toThrow('stop');
});
