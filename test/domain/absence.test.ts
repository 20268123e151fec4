import { describe, expect, test } from 'vitest';
import type { Absence, Facts } from '../../src/domain/facts.ts';
import type { OwedReminder } from '../../src/domain/reminder.ts';
import { owedAt, playDays, toldOf } from '../support/days.ts';
import { buildFacts, type Given } from '../support/facts.ts';

const EDU = '区教育局';
const [LIAISON, DEPUTY] = [`${EDU}/liaison`, `${EDU}/deputy`];
const SIGN = `sign/12@${EDU}`;
const BOTH: Given['members'] = [
  { role: 'liaison', unitId: EDU },
  { role: 'deputy', unitId: EDU },
];

function office(absences: Absence[], members: Given['members'] = BOTH): Facts {
  return buildFacts({ proposals: [{ number: '12', sole: EDU }], members, absences, office: true });
}

const away = (memberId: string, from: string, until: string, deputyId: string | null = null): Absence => ({
  memberId,
  from,
  until,
  deputyId,
});

function play(facts: Facts, to = '2022-04-20'): OwedReminder[] {
  return playDays({ from: '2022-03-28', to, facts });
}

/** Whom a duty’s stages reached: `2022-04-06 1 deputy`. */
function heard(sent: readonly OwedReminder[], duty = SIGN): string[] {
  return [LIAISON, DEPUTY, 'desk']
    .flatMap((id) => toldOf(sent, id, duty).map((line) => `${line} ${id.replace(`${EDU}/`, '')}`))
    .sort();
}

// Signing: 03-28 opens, 04-06 first chase, 04-08 last working day, 04-11 overdue, 04-13 telephone.
describe('A10 the reminders of a liaison on leave', () => {
  test.each<[string, Absence[], string[]]>([
    [
      'go to nobody else before it begins and after it ends',
      [],
      [
        '2022-03-28 0 liaison',
        '2022-04-06 1 liaison',
        '2022-04-08 2 deputy',
        '2022-04-08 2 liaison',
        '2022-04-11 3 liaison',
      ],
    ],
    [
      'go to the deputy for its days, and what was said meanwhile is told on the day after',
      [away(LIAISON, '2022-04-06', '2022-04-07')],
      [
        '2022-03-28 0 liaison',
        '2022-04-06 1 deputy',
        '2022-04-08 2 deputy',
        '2022-04-08 2 liaison',
        '2022-04-11 3 liaison',
      ],
    ],
    [
      'begin with what is open when it begins between two stages',
      [away(LIAISON, '2022-04-01', '2022-04-15')],
      [
        '2022-03-28 0 liaison',
        '2022-04-01 0 deputy',
        '2022-04-06 1 deputy',
        '2022-04-08 2 deputy',
        '2022-04-11 3 deputy',
        '2022-04-18 3 liaison',
      ],
    ],
    [
      'come back on the next working day when it ends on a rest day',
      [away(LIAISON, '2022-04-06', '2022-04-09')],
      ['2022-03-28 0 liaison', '2022-04-06 1 deputy', '2022-04-08 2 deputy', '2022-04-11 3 liaison'],
    ],
  ])('%s', (_what, absences, expected) => {
    const sent = play(office(absences));
    expect(heard(sent).filter((line) => !line.endsWith('desk'))).toEqual(expected);
  });

  test('go to the desk’s telephone list where nobody of the unit is there, and are never dropped', () => {
    const absences = [away(LIAISON, '2022-04-06', '2022-04-12'), away(DEPUTY, '2022-04-08', '2022-04-08')];
    const sent = play(office(absences));
    expect(heard(sent)).toEqual([
      '2022-03-28 0 liaison',
      '2022-04-06 1 deputy',
      '2022-04-08 2 desk',
      '2022-04-11 3 deputy',
      '2022-04-11 3 desk',
      '2022-04-13 3 liaison',
      '2022-04-13 4 desk',
    ]);
  });

  test('go to the desk from the first day where the unit has no reachable person at all', () => {
    const sent = play(office([], [{ role: 'liaison', unitId: EDU, bound: false }]));
    expect(heard(sent)).toEqual([
      '2022-03-28 0 desk',
      '2022-04-06 1 desk',
      '2022-04-08 2 desk',
      '2022-04-11 3 desk',
      '2022-04-13 4 desk',
    ]);
  });

  test('A1 make no second message a day for the one who stands in', () => {
    const sent = play(office([away(LIAISON, '2022-04-01', '2022-04-15')]));
    const days = sent.filter((one) => one.memberId === DEPUTY).map((one) => one.date);
    expect(new Set(days).size).toBe(days.length);
  });

  test('R70 carry the personal duty to join the group too', () => {
    const sent = play(
      office(
        [away(LIAISON, '2022-04-13', '2022-04-13')],
        [
          { role: 'liaison', unitId: EDU, joinedGroup: false },
          { role: 'deputy', unitId: EDU },
        ],
      ),
    );
    const duty = `join-group/${LIAISON}`;
    expect(heard(sent, duty)).toContain('2022-04-13 2 deputy');
    expect(heard(sent, duty)).toContain('2022-04-14 3 liaison');
  });
});

describe('D9 the desk’s message of the day', () => {
  const kinds = (sent: readonly OwedReminder[]) =>
    sent.filter((one) => one.memberId === 'desk').map((one) => `${one.date} ${one.kind}`);

  test('is one on every working day, a note where there is news and a heartbeat where there is none', () => {
    const sent = playDays({
      from: '2022-04-04',
      to: '2022-04-15',
      facts: office([]),
      times: ['08:40', '10:00', '15:00'],
    });
    // 04-04 and 04-05 are 清明; the digest comes with the first message of the week.
    expect(kinds(sent)).toEqual([
      '2022-04-06 desk',
      '2022-04-07 heartbeat',
      '2022-04-08 heartbeat',
      '2022-04-11 desk',
      '2022-04-12 heartbeat',
      '2022-04-13 desk',
      '2022-04-14 heartbeat',
      '2022-04-15 heartbeat',
    ]);
    expect(sent.find((one) => one.kind === 'heartbeat')?.key).toBe('heartbeat/desk/2022-04-07');
  });

  test.each([
    ['planned in the night', '2022-04-07T03:00', '2022-04-07T08:40'],
    ['planned on time', '2022-04-07T08:40', '2022-04-07T08:40'],
    ['planned between planning and the window', '2022-04-07T08:47', '2022-04-07T08:47'],
    ['planned within the window', '2022-04-07T10:00', '2022-04-07T10:00'],
    ['planned at noon', '2022-04-07T12:00', '2022-04-07T14:30'],
    ['planned in the evening', '2022-04-07T18:00', '2022-04-08T08:40'],
    ['planned on the eve of a rest day', '2022-04-08T18:00', '2022-04-11T08:40'],
    ['planned on a make-up Saturday', '2022-05-07T06:00', '2022-05-07T08:40'],
  ])('goes out before the window of everybody else: %s', (_when, now, expected) => {
    const owed = owedAt(now, office([]));
    const at = (local: string) => new Date(`${local}:00+08:00`);
    const ofDesk = owed.filter((one) => one.memberId === 'desk');
    expect(ofDesk.map((one) => one.sendAt)).toEqual([at(expected)]);
    for (const { sendAt } of owed.filter((one) => one.memberId !== 'desk'))
      expect(sendAt >= at(expected)).toBe(true);
  });

  test('is not there outside the notice’s year', () => {
    expect(kinds(owedAt('2022-03-25T08:40', office([])))).toEqual([]);
    expect(kinds(owedAt('2022-12-31T08:40', office([])))).toEqual([]);
  });
});
