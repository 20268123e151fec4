import { describe, expect, test } from 'vitest';
import { readAsked, urgeRefusal } from '../../src/domain/asked.ts';
import { deriveDuties } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import { createLadder } from '../../src/domain/ladder.ts';
import type { OwedReminder } from '../../src/domain/reminder.ts';
import { readTold } from '../../src/domain/told.ts';
import { playDays, toldOf } from '../support/days.ts';
import { buildFacts, explanation, fact, facts, type Given, type GivenProposal } from '../support/facts.ts';
import { calendar, notice } from '../support/rules.ts';

const EDU = '区教育局';
const LIAISON = '区教育局/liaison';
const DEPUTY = '区教育局/deputy';
const SIGN = 'sign/12@区教育局';
const REPLY = 'reply/12@区教育局';
const MEMBERS: Given['members'] = [
  { role: 'liaison', unitId: EDU },
  { role: 'deputy', unitId: EDU },
];

interface Scene extends Omit<Given, 'proposals'> {
  proposal?: Partial<GivenProposal>;
  /** [duty, day on which the desk urged it] */
  urged?: [string, string][];
  /** [duty, day until which the liaison put it off, day on which they did] */
  snoozed?: [string, string, string][];
  from?: string;
  to?: string;
  down?: string[];
}

/** Nobody acts; what was asked for is known from the day after it was asked, as when the day's message is out. */
function play({ proposal, urged = [], snoozed = [], from, to, down, ...given }: Scene): OwedReminder[] {
  const all = buildFacts({
    members: MEMBERS,
    ...given,
    proposals: [{ number: '12', ...(proposal ?? { sole: EDU }) }],
  });
  const of = (date: string): Facts => ({
    ...all,
    registrations: all.registrations.filter((one) => one.on <= date),
    urges: urged.filter(([, on]) => on < date).map(([dutyKey, on]) => ({ dutyKey, on })),
    snoozes: snoozed
      .filter(([, , on]) => on < date)
      .map(([dutyKey, until]) => ({ memberId: LIAISON, dutyKey, until })),
  });
  return playDays({
    from: from ?? '2022-03-28',
    to: to ?? '2022-04-30',
    facts: of,
    ...(down && { down }),
  });
}

describe('A9 what a liaison puts off', () => {
  test.each<[string, Scene, string, string[]]>([
    [
      'comes on the day that was chosen, once, in place of what would have come before',
      { snoozed: [[SIGN, '2022-04-07', '2022-03-28']] },
      SIGN,
      ['2022-03-28 0', '2022-04-07 1', '2022-04-08 2', '2022-04-11 3'],
    ],
    [
      'comes again though its stage was told already',
      { snoozed: [[SIGN, '2022-03-30', '2022-03-28']] },
      SIGN,
      ['2022-03-28 0', '2022-03-30 0', '2022-04-06 1', '2022-04-08 2', '2022-04-11 3'],
    ],
    [
      'comes on the last working day whatever was chosen: 04-10 is a Sunday',
      { snoozed: [[SIGN, '2022-04-20', '2022-03-28']] },
      SIGN,
      ['2022-03-28 0', '2022-04-08 2', '2022-04-11 3'],
    ],
    [
      'comes on the next working day where the chosen one is a rest day',
      { snoozed: [[SIGN, '2022-04-03', '2022-03-28']] },
      SIGN,
      ['2022-03-28 0', '2022-04-06 1', '2022-04-08 2', '2022-04-11 3'],
    ],
    [
      'comes after a day on which the bot was down',
      { snoozed: [[REPLY, '2022-04-13', '2022-03-28']], down: ['2022-04-13'] },
      REPLY,
      ['2022-03-28 0', '2022-04-14 0'],
    ],
    [
      'never stays away once overdue',
      { snoozed: [[SIGN, '2022-04-28', '2022-04-08']] },
      SIGN,
      ['2022-03-28 0', '2022-04-06 1', '2022-04-08 2', '2022-04-11 3'],
    ],
    [
      'is gone when it was done in the meantime (A5)',
      {
        snoozed: [[SIGN, '2022-04-07', '2022-03-28']],
        registrations: [fact('signed', '12@区教育局', '2022-04-06')],
      },
      SIGN,
      ['2022-03-28 0'],
    ],
    [
      'comes on the last working day before a holiday that the deadline lies in (R12)',
      {
        proposal: { sole: EDU, on: '2022-04-25', reassigned: true },
        snoozed: [['sign-again/12@区教育局', '2022-05-05', '2022-04-25']],
      },
      'sign-again/12@区教育局',
      ['2022-04-25 2', '2022-04-29 2'],
    ],
  ])('%s', (_what, scene, duty, expected) => {
    expect(toldOf(play(scene), LIAISON, duty)).toEqual(expected);
  });

  test('is put off for that person and duty alone', () => {
    const sent = play({
      members: [...MEMBERS, { id: 'other', role: 'liaison', unitId: EDU }],
      snoozed: [[SIGN, '2022-04-07', '2022-03-28']],
      to: '2022-04-08',
    });
    expect(toldOf(sent, 'other', SIGN)).toEqual(['2022-03-28 0', '2022-04-06 1', '2022-04-08 2']);
    expect(toldOf(sent, LIAISON, 'return-request/12@区教育局')).toEqual([]);
    expect(toldOf(sent, DEPUTY, SIGN)).toEqual(['2022-04-08 2']);
  });
});

describe('A2 what the desk urges', () => {
  test.each<[string, Scene, string, string[]]>([
    [
      'brings the first chase forward, which then does not come a second time',
      { urged: [[SIGN, '2022-03-30']] },
      SIGN,
      ['2022-03-28 0', '2022-03-31 1', '2022-04-08 2', '2022-04-11 3'],
    ],
    [
      'is not said again before the last working day, however often it is urged',
      {
        urged: [
          [SIGN, '2022-03-29'],
          [SIGN, '2022-03-31'],
          [SIGN, '2022-04-06'],
        ],
      },
      SIGN,
      ['2022-03-28 0', '2022-03-30 1', '2022-04-08 2', '2022-04-11 3'],
    ],
    [
      'after the first chase only waits for the last working day',
      { urged: [[SIGN, '2022-04-06']] },
      SIGN,
      ['2022-03-28 0', '2022-04-06 1', '2022-04-08 2', '2022-04-11 3'],
    ],
    [
      'when overdue is said once more for every urge',
      {
        urged: [
          [SIGN, '2022-04-12'],
          [SIGN, '2022-04-18'],
        ],
      },
      SIGN,
      ['2022-03-28 0', '2022-04-06 1', '2022-04-08 2', '2022-04-11 3', '2022-04-13 3', '2022-04-19 3'],
    ],
    [
      'waits for a working day: 04-30 to 05-04 is a holiday',
      { urged: [[SIGN, '2022-04-29']], to: '2022-05-06' },
      SIGN,
      ['2022-03-28 0', '2022-04-06 1', '2022-04-08 2', '2022-04-11 3', '2022-05-05 3'],
    ],
    [
      'whose ladder begins on its last step leaves room for two chases',
      {
        proposal: { sole: EDU, on: '2022-04-20', reassigned: true },
        urged: [
          ['sign-again/12@区教育局', '2022-04-21'],
          ['sign-again/12@区教育局', '2022-04-25'],
        ],
      },
      'sign-again/12@区教育局',
      ['2022-04-20 2', '2022-04-22 2', '2022-04-29 2'],
    ],
    [
      'comes though the liaison had put it off',
      {
        snoozed: [[SIGN, '2022-04-07', '2022-03-28']],
        urged: [[SIGN, '2022-03-29']],
      },
      SIGN,
      ['2022-03-28 0', '2022-03-30 1', '2022-04-07 1', '2022-04-08 2', '2022-04-11 3'],
    ],
    [
      'is gone when it was done in the meantime (A5)',
      { urged: [[SIGN, '2022-04-12']], registrations: [fact('signed', '12@区教育局', '2022-04-13')] },
      SIGN,
      ['2022-03-28 0', '2022-04-06 1', '2022-04-08 2', '2022-04-11 3'],
    ],
    [
      'stays silent while the unit’s explanation stands',
      {
        urged: [[SIGN, '2022-04-14']],
        registrations: [explanation(SIGN, '2022-04-12')],
      },
      SIGN,
      ['2022-03-28 0', '2022-04-06 1', '2022-04-08 2', '2022-04-11 3'],
    ],
  ])('%s', (_what, scene, duty, expected) => {
    expect(toldOf(play(scene), LIAISON, duty)).toEqual(expected);
  });

  test('A1: joins the day’s one message and makes no second one', () => {
    const sent = play({
      urged: [
        [SIGN, '2022-04-12'],
        [REPLY, '2022-04-12'],
      ],
    });
    const keys = sent.filter((one) => one.memberId === LIAISON).map((one) => one.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key.startsWith('urgent'))).toEqual([]);
  });

  test('A1: is no reason for a second message on the day, not even about a second assignment', () => {
    const all = buildFacts({
      members: MEMBERS,
      proposals: [{ number: '12', sole: EDU, on: '2022-04-27', reassigned: true }],
    });
    const key = 'sign-again/12@区教育局';
    const sent = playDays({ from: '2022-04-27', to: '2022-04-27', facts: all });
    const again = playDays({
      from: '2022-04-27',
      to: '2022-04-27',
      facts: { ...all, urges: [{ dutyKey: key, on: '2022-04-27' }] },
      times: ['08:40', '10:00', '15:00'],
    });
    expect(again.filter((one) => one.memberId === LIAISON)).toHaveLength(
      sent.filter((one) => one.memberId === LIAISON).length,
    );
  });

  test('by telephone changes no message', () => {
    const all = buildFacts({ members: MEMBERS, proposals: [{ number: '12', sole: EDU }] });
    const phoned = { ...all, urges: [{ dutyKey: SIGN, on: '2022-03-29', way: 'phone' as const }] };
    const play = (given: Facts) =>
      toldOf(playDays({ from: '2022-03-28', to: '2022-04-20', facts: given }), LIAISON, SIGN);
    expect(play(phoned)).toEqual(play(all));
  });
});

describe('A2 why the desk cannot urge', () => {
  const ladder = createLadder(notice, calendar);
  const refusalOn = (date: string, key: string, given: Omit<Given, 'proposals'> = {}, sole = EDU) => {
    const all = buildFacts({ members: MEMBERS, ...given, proposals: [{ number: '12', sole }] });
    const before = (day: string): Facts => ({
      ...all,
      registrations: all.registrations.filter((one) => one.on <= day),
      urges: all.urges.filter((one) => one.on < day),
    });
    const told = readTold(playDays({ from: '2022-03-28', to: date, facts: before }), ladder);
    const duty = deriveDuties(notice, before(date), date).find((one) => one.key === key);
    if (!duty) throw new Error(`no duty ${key}`);
    return urgeRefusal(duty, told, ladder, readAsked(all), [
      { memberId: LIAISON, date: calendar.after(date, 1) },
    ]);
  };

  test.each<[string, string, string, Omit<Given, 'proposals'>, string | null]>([
    ['before the first chase it can', '2022-04-01', SIGN, {}, null],
    ['after the first chase it cannot', '2022-04-06', SIGN, {}, 'chased'],
    ['on the last working day, for the day after, it is overdue and can', '2022-04-08', SIGN, {}, null],
    ['when overdue it can', '2022-04-12', SIGN, {}, null],
    [
      'what is asked for already waits',
      '2022-04-12',
      SIGN,
      { urges: [{ dutyKey: SIGN, on: '2022-04-12' }] },
      'asked',
    ],
    [
      'what was asked for and said can be asked for again',
      '2022-04-13',
      SIGN,
      { urges: [{ dutyKey: SIGN, on: '2022-04-12' }] },
      null,
    ],
    [
      'what is done',
      '2022-04-12',
      SIGN,
      { registrations: [fact('signed', '12@区教育局', '2022-04-07')] },
      'done',
    ],
    ['what is explained', '2022-04-12', SIGN, { registrations: [explanation(SIGN, '2022-04-11')] }, 'paused'],
    ['a right is no duty (R04)', '2022-04-06', 'return-request/12@区教育局', {}, 'optional'],
    ['what has no line of its own', '2022-04-06', 'contact-member/12@区教育局', {}, 'unspoken'],
    ['what has not begun', '2022-04-06', 'yearly/区教育局', {}, 'waiting'],
    [
      'a form that is exempt',
      '2022-08-20',
      SIGN,
      { registrations: facts(['signed'], '12@区教育局', '2022-04-01') },
      'done',
    ],
  ])('%s', (_what, date, key, given, expected) => {
    expect(refusalOn(date, key, given)).toBe(expected);
  });
});
