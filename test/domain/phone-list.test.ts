import { describe, expect, test } from 'vitest';
import { deriveDuties } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import { phoneList, type Reached } from '../../src/domain/phone-list.ts';
import { buildFacts, explanation, fact, type Given } from '../support/facts.ts';
import { notice, policy } from '../support/rules.ts';

const EDU = '区教育局';
const LIAISON = `${EDU}/liaison`;
const NONE: Reached = { unbound: new Set(), failed: [] };

function reasons(facts: Facts, today: string, reached: Partial<Reached> = {}) {
  const duties = deriveDuties(notice, facts, today);
  return phoneList(policy, facts, duties, { ...NONE, ...reached }, today).flatMap(({ unit, reasons }) =>
    reasons.map((one) => `${unit.name} ${one.kind}`),
  );
}

const one = (given: Given = {}) => buildFacts({ proposals: [{ number: '12', sole: EDU }], ...given });

describe('电话单', () => {
  test.each<[string, Facts, string, Partial<Reached>, string[]]>([
    ['is empty where everybody is reached', one(), '2022-04-06', {}, []],
    // Signing: due 04-10, overdue 04-11, telephone stage 04-13.
    ['waits for the ladder’s telephone stage', one(), '2022-04-12', {}, []],
    ['has what is at the telephone stage', one(), '2022-04-13', {}, [`${EDU} overdue`]],
    [
      'leaves out what was explained',
      one({ registrations: [explanation(`sign/12@${EDU}`, '2022-04-12')] }),
      '2022-04-13',
      {},
      [],
    ],
    [
      'leaves out what is done',
      one({ registrations: [fact('signed', `12@${EDU}`, '2022-04-13')] }),
      '2022-04-13',
      {},
      [],
    ],
    [
      'R70 has who has not joined the group, from the beginning and after 04-13',
      one({ members: [{ role: 'liaison', unitId: EDU, joinedGroup: false }] }),
      '2022-04-08',
      {},
      [`${EDU} outside`],
    ],
    ['has a unit without a liaison', one({ members: [] }), '2022-04-06', {}, [`${EDU} no-liaison`]],
    [
      'counts a deputy as no liaison, though the deputy is told',
      one({ members: [{ role: 'deputy', unitId: EDU }] }),
      '2022-04-06',
      {},
      [`${EDU} no-liaison`],
    ],
    [
      'has whose account is not known',
      one(),
      '2022-04-06',
      { unbound: new Set([LIAISON]) },
      [`${EDU} unbound`],
    ],
    [
      'has whose message was given up',
      one(),
      '2022-04-06',
      { failed: [{ memberId: LIAISON, reason: '账号已停用' }] },
      [`${EDU} failed`],
    ],
    [
      'has a unit of which everybody is away',
      one({ absences: [{ memberId: LIAISON, from: '2022-04-06', until: '2022-04-08', deputyId: null }] }),
      '2022-04-08',
      {},
      [`${EDU} away`],
    ],
    [
      'has not the unit of which somebody is there',
      one({
        members: [
          { role: 'liaison', unitId: EDU },
          { role: 'deputy', unitId: EDU },
        ],
        absences: [{ memberId: LIAISON, from: '2022-04-06', until: '2022-04-08', deputyId: null }],
      }),
      '2022-04-08',
      {},
      [],
    ],
  ])('%s', (_what, facts, today, reached, expected) => {
    expect(reasons(facts, today, reached)).toEqual(expected);
  });

  test('has every unit once, with all its reasons, the most urgent unit first', () => {
    const facts = buildFacts({
      proposals: [{ number: '12', sole: EDU }],
      units: [{ name: '区财政局' }, { name: '区民政局' }],
      members: [
        { role: 'liaison', unitId: EDU, joinedGroup: false },
        { role: 'liaison', unitId: '区财政局', joinedGroup: false },
      ],
    });
    expect(reasons(facts, '2022-04-14')).toEqual([
      `${EDU} overdue`,
      `${EDU} outside`,
      '区民政局 no-liaison',
      '区财政局 outside',
    ]);
  });
});
