import { describe, expect, test } from 'vitest';
import { firstUnheardDay, leaveFault, overlapping, readLeave } from '../../src/domain/absence.ts';
import { buildFacts } from '../support/facts.ts';

const TODAY = '2022-04-06';

describe('A10 leave in words', () => {
  test.each([
    ['4月11日至4月15日', '2022-04-11', '2022-04-15'],
    ['4月11日-15日', '2022-04-11', '2022-04-15'],
    ['4月28日到5月6日', '2022-04-28', '2022-05-06'],
    ['从4月11日起至15日止', '2022-04-11', '2022-04-15'],
    ['４月１１日 ～ ４月１５日', '2022-04-11', '2022-04-15'],
    ['2022年4月11日至2022年4月15日', '2022-04-11', '2022-04-15'],
    ['4/11-4/15', '2022-04-11', '2022-04-15'],
    ['2022-04-11至2022-04-15', '2022-04-11', '2022-04-15'],
    ['4月11日', '2022-04-11', '2022-04-11'],
    ['今天', TODAY, TODAY],
    ['明天至4月15日', '2022-04-07', '2022-04-15'],
    ['明天到后天', '2022-04-07', '2022-04-08'],
    ['至4月15日', TODAY, '2022-04-15'],
    ['4月1日至4月8日请假', '2022-04-01', '2022-04-08'],
    ['12月28日至1月3日', '2021-12-28', '2022-01-03'],
  ])('“%s”', (text, from, until) => {
    expect(readLeave(text, TODAY)).toEqual({ from, until });
  });

  test.each([
    '',
    '一周',
    '下周',
    '4月31日',
    '4月11日至2月30日',
    '4月11日和4月15日',
    '4月11日至4月15日由李某代办',
    '病假',
    '12',
    `${'4月11日至'.repeat(200)}4月15日`,
  ])('is not guessed from “%s”', (text) => {
    expect(readLeave(text, TODAY)).toBeNull();
  });
});

describe('A10 leave that cannot be', () => {
  test.each([
    ['ends before it begins', '2022-04-15', '2022-04-14', 'until'],
    ['is over', '2022-04-01', '2022-04-05', 'until'],
    ['lasts half a year', '2022-04-06', '2022-10-03', 'until'],
    ['ends today', '2022-04-01', '2022-04-06', null],
    ['is one day', '2022-04-06', '2022-04-06', null],
    ['lasts 180 days', '2022-04-06', '2022-10-02', null],
  ])('%s', (_what, from, until, at) => {
    expect(leaveFault({ from, until }, TODAY)?.at ?? null).toBe(at);
  });

  test.each([
    ['the day before', '2022-04-08', '2022-04-10', false],
    ['touches the first day', '2022-04-08', '2022-04-11', true],
    ['lies within', '2022-04-12', '2022-04-12', true],
    ['lies around', '2022-04-01', '2022-04-30', true],
    ['touches the last day', '2022-04-15', '2022-04-20', true],
    ['the day after', '2022-04-16', '2022-04-20', false],
  ])('overlaps other leave of the person: %s', (_how, from, until, expected) => {
    const known = { memberId: 'a', from: '2022-04-11', until: '2022-04-15', deputyId: null };
    expect(overlapping({ from, until }, 'a', [known]) !== null).toBe(expected);
    expect(overlapping({ from, until }, 'b', [known])).toBeNull();
  });
});

test('A10 the first day on which nobody of the unit is there is known', () => {
  const { members } = buildFacts({
    members: [
      { role: 'liaison', unitId: '区教育局' },
      { role: 'deputy', unitId: '区教育局' },
    ],
  });
  const leave = (role: string, from: string, until: string) => ({
    memberId: `区教育局/${role}`,
    from,
    until,
    deputyId: null,
  });
  const first = (...absences: ReturnType<typeof leave>[]) =>
    firstUnheardDay('区教育局', { from: '2022-04-11', until: '2022-04-15' }, members, absences);
  const liaison = leave('liaison', '2022-04-11', '2022-04-15');
  expect(first(liaison)).toBeNull();
  expect(first(liaison, leave('deputy', '2022-04-13', '2022-04-13'))).toBe('2022-04-13');
  expect(first(liaison, leave('deputy', '2022-04-16', '2022-04-20'))).toBeNull();
  expect(firstUnheardDay('区教育局', liaison, members.slice(0, 1), [liaison])).toBe('2022-04-11');
});
