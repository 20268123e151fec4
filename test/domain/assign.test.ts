import { describe, expect, test } from 'vitest';
import { type AssignFault, assignDayFault, assignFault, isSecondRound } from '../../src/domain/assign.ts';
import type { Role } from '../../src/domain/facts.ts';
import { notice } from '../support/rules.ts';

const held = (roles: readonly Role[], endedOn: string | null = null) =>
  roles.map((role, index) => ({ unitId: `unit${index}`, role, endedOn }));

describe('who can be given a proposal beside those who hold it', () => {
  test.each<[readonly Role[], Role, AssignFault | null]>([
    [[], 'lead', null],
    [[], 'sole', null],
    [[], 'split', null],
    [[], 'joint', 'no-lead'],
    [['lead'], 'lead', 'has-lead'],
    [['lead'], 'sole', 'not-alone'],
    [['lead'], 'split', null],
    [['lead'], 'joint', null],
    [['lead', 'joint'], 'joint', null],
    [['sole'], 'lead', 'has-sole'],
    [['sole'], 'joint', 'has-sole'],
    [['sole'], 'split', 'has-sole'],
    [['split'], 'split', null],
    [['split'], 'lead', null],
    [['split'], 'joint', 'no-lead'],
    [['split'], 'sole', 'not-alone'],
    [['joint'], 'lead', null],
    [['joint'], 'sole', 'not-alone'],
  ])('held as %j, given as %s: %s', (roles, role, expected) => {
    expect(assignFault({ unitId: 'new', role }, held(roles))).toBe(expected);
  });

  test('a unit that holds it, in whatever role, is not given it again; one that gave it up may be', () => {
    expect(assignFault({ unitId: 'unit1', role: 'joint' }, held(['lead', 'split']))).toBe('holds-it');
    expect(assignFault({ unitId: 'unit0', role: 'lead' }, held(['lead'], '2022-04-28'))).toBeNull();
  });
});

test.each([
  ['2022-03-27', '2022-05-10', '交办日期不能早于2022-03-28'],
  ['2022-03-28', '2022-05-10', null],
  ['2022-05-10', '2022-05-10', null],
  ['2022-05-11', '2022-05-10', '交办日期不能晚于今天'],
  ['2023-01-01', '2023-01-10', '本年度的办理到2022-12-31为止'],
])('assigned on %s as of %s: %s', (day, today, expected) => {
  expect(assignDayFault(day, notice, today)).toBe(expected);
});

test('R11, R12: only what was given back, and is nobody’s since, is a second assignment', () => {
  expect(isSecondRound([], true)).toBe(true);
  expect(isSecondRound(held(['joint']), true)).toBe(true);
  expect(isSecondRound(held(['split']), true)).toBe(false);
  expect(isSecondRound([], false)).toBe(false);
});
