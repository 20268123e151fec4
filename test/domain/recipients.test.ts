import { describe, expect, test } from 'vitest';
import type { Absence, Member } from '../../src/domain/facts.ts';
import { routeOn } from '../../src/domain/recipients.ts';

const EDU = '区教育局';

/** People of 区教育局 by name: `liaison`, `deputy`, or a role of their own. */
function people(...list: (string | [string, Member['role']])[]): Member[] {
  return list.map((entry) => {
    const [id, role] = typeof entry === 'string' ? [entry, entry as Member['role']] : entry;
    return { id, role, unitId: EDU, name: id, bound: true, joinedGroup: true };
  });
}

/** `who from until [stand-in]`, separated by spaces. */
function away(...lines: string[]): Absence[] {
  return lines.map((line) => {
    const [memberId = '', from = '', until = '', deputyId = null] = line.split(' ');
    return { memberId, from, until, deputyId };
  });
}

const ofUnit = { unitId: EDU, memberId: null };
const ids = (members: readonly Member[]) => members.map((one) => one.id).join(' ');

describe('A10 whoever is away', () => {
  const both = people('liaison', 'deputy');
  const leave = away('liaison 2022-04-11 2022-04-15');

  test.each([
    ['the day before', '2022-04-10', 'liaison'],
    ['the first day', '2022-04-11', 'deputy'],
    ['a day in between', '2022-04-13', 'deputy'],
    ['the last day', '2022-04-15', 'deputy'],
    ['the day after', '2022-04-16', 'liaison'],
  ])('is stood in for from the first day to the last, both included: %s', (_when, date, expected) => {
    expect(ids(routeOn(date, both, leave).to(ofUnit, 1))).toBe(expected);
  });

  test('for one day alone', () => {
    const day = away('liaison 2022-04-11 2022-04-11');
    const on = (date: string) => ids(routeOn(date, both, day).to(ofUnit, 1));
    expect([on('2022-04-10'), on('2022-04-11'), on('2022-04-12')]).toEqual(['liaison', 'deputy', 'liaison']);
  });

  test.each<[string, Member[], Absence[], string]>([
    [
      'by the one who was named',
      people('liaison', 'deputy', ['second', 'deputy']),
      away('liaison 2022-04-11 2022-04-15 second'),
      'second',
    ],
    [
      'by the deputies where the one who was named has left the unit',
      both,
      away('liaison 2022-04-11 2022-04-15 gone'),
      'deputy',
    ],
    [
      'by the deputies where the one who was named is away too',
      people('liaison', 'deputy', ['second', 'liaison']),
      away('liaison 2022-04-11 2022-04-15 second', 'second 2022-04-12 2022-04-13 liaison'),
      'deputy',
    ],
    [
      'by the other liaison where there is no deputy',
      people('liaison', ['second', 'liaison']),
      leave,
      'second',
    ],
    [
      'by the other liaison, who hears anyway, and the deputy',
      people('liaison', ['second', 'liaison'], 'deputy'),
      leave,
      'deputy second',
    ],
    [
      'by the other deputy where there is no liaison',
      people('deputy', ['other', 'deputy']),
      away('deputy 2022-04-11 2022-04-15'),
      'other',
    ],
    ['by nobody where everybody is away', both, [...leave, ...away('deputy 2022-04-12 2022-04-12')], ''],
    [
      'by nobody where there is nobody else, for the leader is no stand-in',
      people('liaison', 'leader'),
      leave,
      '',
    ],
    [
      'by nobody of another unit',
      [...people('liaison'), { ...people('deputy')[0]!, unitId: '区财政局' }],
      leave,
      '',
    ],
  ])('is stood in for %s', (_how, members, absences, expected) => {
    expect(ids(routeOn('2022-04-12', members, absences).to(ofUnit, 1))).toBe(expected);
  });

  test('is stood in for in what is theirs alone too', () => {
    const duty = { unitId: EDU, memberId: 'liaison' };
    expect(ids(routeOn('2022-04-12', both, leave).to(duty, 0))).toBe('deputy');
    expect(ids(routeOn('2022-04-18', both, leave).to(duty, 0))).toBe('liaison');
    expect(ids(routeOn('2022-04-18', people('deputy'), []).to(duty, 0))).toBe('');
  });

  test('and was to hear beside the liaison on the last working day leaves it to the liaison, who hears once', () => {
    const absent = away('deputy 2022-04-11 2022-04-15');
    expect(ids(routeOn('2022-04-12', both, absent).to(ofUnit, 2))).toBe('liaison');
    expect(ids(routeOn('2022-04-12', both, leave).to(ofUnit, 2))).toBe('deputy');
  });
});

describe('a routing', () => {
  test('says for whom a person stands in', () => {
    const leave = away('liaison 2022-04-11 2022-04-15', 'second 2022-04-11 2022-04-20 liaison');
    const members = people('liaison', 'deputy', ['second', 'liaison']);
    const of = (date: string, id: string) =>
      routeOn(date, members, leave)
        .standsInFor(id)
        .map(({ memberId }) => memberId);
    expect(of('2022-04-12', 'deputy')).toEqual(['liaison', 'second']);
    expect(of('2022-04-12', 'liaison')).toEqual([]);
    expect(of('2022-04-18', 'deputy')).toEqual([]);
    expect(of('2022-04-18', 'liaison')).toEqual(['second']);
  });

  test('knows who speaks for a unit: its liaisons, not the deputies beside them', () => {
    expect(ids(routeOn('2022-04-12', people('deputy', 'liaison'), []).speaksFor(EDU))).toBe('liaison');
    expect(ids(routeOn('2022-04-12', people('deputy'), []).speaksFor(EDU))).toBe('deputy');
    expect(ids(routeOn('2022-04-12', people('leader'), []).speaksFor(EDU))).toBe('');
  });

  test('has nobody for the desk’s own duties', () => {
    const routing = routeOn('2022-04-12', people('liaison'), []);
    expect(routing.to({ unitId: null, memberId: null }, 2)).toEqual([]);
  });
});
