import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { knowsPassword } from '../../src/ops/password.ts';

const compare = vi.spyOn(crypto, 'timingSafeEqual');
syncBuiltinESMExports();
afterAll(() => {
  compare.mockRestore();
  syncBuiltinESMExports();
});

const PASSWORD = '督办:queue 2022';
const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

beforeEach(() => {
  compare.mockClear();
});

describe('the password of the board', () => {
  test.each([
    ['any user', basic(`desk:${PASSWORD}`)],
    ['no user', basic(`:${PASSWORD}`)],
    ['the scheme in small letters', basic(`a:${PASSWORD}`).replace('Basic', 'basic')],
  ])('is taken from %s', (_case, header) => {
    expect(knowsPassword(header, PASSWORD)).toBe(true);
  });

  test.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['another scheme', `Bearer ${Buffer.from(`a:${PASSWORD}`).toString('base64')}`],
    ['the password as the user', basic(`${PASSWORD}:`)],
    ['nothing but the password', basic('queue 2022')],
    ['no password', basic('desk:')],
    ['a beginning of it', basic(`desk:${PASSWORD.slice(0, -1)}`)],
    ['more than it', basic(`desk:${PASSWORD} `)],
    ['other letters', basic(`desk:${PASSWORD.toUpperCase()}`)],
    ['no base64', 'Basic ***'],
  ])('is not known from %s', (_case, header) => {
    expect(knowsPassword(header, PASSWORD)).toBe(false);
  });

  test.each([undefined, basic('a:x'), basic(`a:${'x'.repeat(5_000)}`), basic(`a:${PASSWORD}`)])(
    'is compared in one time whatever was sent',
    (header) => {
      knowsPassword(header, PASSWORD);
      expect(compare.mock.calls.map((pair) => pair.map((one) => one.byteLength))).toEqual([[32, 32]]);
    },
  );
});
