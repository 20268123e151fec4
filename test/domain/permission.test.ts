import { describe, expect, test } from 'vitest';
import { MEMBER_ROLES } from '../../src/domain/facts.ts';
import { mayUse, ROLE_NAMES, VERBS, whoMay } from '../../src/domain/permission.ts';

const OF_A_UNIT =
  'help mine sign report done explain snooze contact opinion reply hard form summary profile liaison leave return case draft undo';

test.each([
  ['liaison', OF_A_UNIT],
  ['deputy', OF_A_UNIT],
  ['leader', 'help mine liaison'],
  [
    'desk',
    'help mine report waive sendback hard hard-decide form summary profile liaison leave phone return requests ' +
      'status digest case assign urge letter draft export undo preview group import',
  ],
  ['manager', 'help mine approve status digest case letter draft export undo'],
] as const)('a %s may use %s, and nothing else', (role, verbs) => {
  expect(VERBS.filter((verb) => mayUse(role, verb)).join(' ')).toBe(verbs);
});

test.each([
  ['return', 'liaison deputy desk'],
  ['requests', 'desk'],
  ['approve', 'manager'],
] as const)('R04, R09 of 退办、改办 %s is for %s', (verb, roles) => {
  expect(MEMBER_ROLES.filter((role) => mayUse(role, verb)).join(' ')).toBe(roles);
});

describe('the sentence that refuses', () => {
  test.each([
    ['sign', '联络员、副联络员'],
    ['status', '建议提案股、区府办领导'],
    ['preview', '建议提案股'],
  ] as const)('names who may use %s', (verb, names) => {
    expect(whoMay(verb)).toBe(names);
  });

  test('has a Chinese name for every role', () => {
    for (const role of MEMBER_ROLES) expect(ROLE_NAMES[role]).toMatch(/^\p{Script=Han}+$/u);
  });
});
