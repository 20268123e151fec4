import { describe, expect, test } from 'vitest';
import { dateIn, timeIn } from '../../src/domain/calendar.ts';
import type { Facts } from '../../src/domain/facts.ts';
import type { Notice } from '../../src/domain/notice.ts';
import { nextPlanning, nextSending, type OwedReminder } from '../../src/domain/reminder.ts';
import { owedAt, playDays, toldOf } from '../support/days.ts';
import {
  buildFacts,
  explanation,
  fact,
  facts,
  type Given,
  type GivenProposal,
  report,
} from '../support/facts.ts';
import { calendar, notice, noticeWith, policy, zone } from '../support/rules.ts';

const EDU = '区教育局';
const FIN = '区财政局';
const LIAISON = '区教育局/liaison';
const REPLY = ['reply-delivered', 'reply-uploaded'];

/** One proposal, 第12号, that 区教育局 holds alone unless said otherwise. */
function one({
  proposal,
  ...given
}: Omit<Given, 'proposals'> & { proposal?: Partial<GivenProposal> } = {}): Facts {
  return buildFacts({ ...given, proposals: [{ number: '12', ...(proposal ?? { sole: EDU }) }] });
}

/** The facts of the day: registrations and reports of later days are not there yet. */
function upTo(all: Facts): (date: string) => Facts {
  return (date) => ({
    ...all,
    registrations: all.registrations.filter((one) => one.on <= date),
    reportEntries: all.reportEntries.filter((one) => one.submittedOn <= date),
    assignments: all.assignments.filter((one) => one.assignedOn <= date),
  });
}

function privately(sent: readonly OwedReminder[]): OwedReminder[] {
  return sent.filter((one) => one.kind === 'reminder' || one.kind === 'urgent');
}

const at = (local: string) => new Date(`${local}:00+08:00`);
const shown = (instant: Date) => `${dateIn(zone, instant)} ${timeIn(zone, instant)}`;

describe('A3 the sending windows', () => {
  test.each([
    ['a minute before the first', '2022-04-08T08:59', '2022-04-08 09:00'],
    ['as the first opens', '2022-04-08T09:00', '2022-04-08 09:00'],
    ['within the first', '2022-04-08T10:17', '2022-04-08 10:17'],
    ['in the last minute of the first', '2022-04-08T11:29', '2022-04-08 11:29'],
    ['as the first closes', '2022-04-08T11:30', '2022-04-08 14:30'],
    ['at noon', '2022-04-08T12:00', '2022-04-08 14:30'],
    ['a minute before the second', '2022-04-08T14:29', '2022-04-08 14:30'],
    ['as the second opens', '2022-04-08T14:30', '2022-04-08 14:30'],
    ['in the last minute of the second', '2022-04-08T17:29', '2022-04-08 17:29'],
    ['as the second closes, on a Friday', '2022-04-08T17:30', '2022-04-11 09:00'],
    ['on a Friday evening', '2022-04-08T18:00', '2022-04-11 09:00'],
    ['on an ordinary evening', '2022-04-12T18:00', '2022-04-13 09:00'],
    ['in the middle of the night', '2022-04-13T00:00', '2022-04-13 09:00'],
    ['on the evening before a holiday', '2022-04-29T17:30', '2022-05-05 09:00'],
    ['during a holiday', '2022-10-03T10:00', '2022-10-08 09:00'],
    ['on a make-up Saturday', '2022-05-07T10:00', '2022-05-07 10:00'],
    ['on an ordinary Saturday', '2022-04-09T10:00', '2022-04-11 09:00'],
    ['on New Year’s Eve', '2022-12-30T18:00', '2023-01-03 09:00'],
  ])('%s', (_when, now, expected) => {
    expect(shown(nextSending(policy, at(now)))).toBe(expected);
  });

  test.each([
    ['before the planning time of a working day', '2022-04-08T08:39', '2022-04-08 08:40'],
    ['at the planning time', '2022-04-08T08:40', '2022-04-11 08:40'],
    ['later in the day', '2022-04-12T15:00', '2022-04-13 08:40'],
    ['on a rest day', '2022-05-01T07:00', '2022-05-05 08:40'],
  ])('planning comes next, %s', (_when, now, expected) => {
    expect(shown(nextPlanning(policy, at(now)))).toBe(expected);
  });

  test.each([
    ['2022-04-08T08:40', '2022-04-08 09:00'],
    ['2022-04-08T12:00', '2022-04-08 14:30'],
    ['2022-04-08T18:00', '2022-04-11 09:00'],
    ['2022-04-09T03:00', '2022-04-11 09:00'],
  ])('a bot that plans at %s sends once, at %s', (now, expected) => {
    const owed = owedAt(now, one());
    expect(owed.map((message) => shown(message.sendAt))).toEqual([expected, expected].slice(0, owed.length));
    expect(privately(owed)).toHaveLength(1);
    expect(owedAt(now, one(), owed)).toEqual([]);
  });
});

describe('the ladder of every duty', () => {
  /** Nobody acts, except for the facts given. */
  function ladderOf(duty: string, all: Facts, to = '2022-12-31', member = LIAISON): string[] {
    return toldOf(playDays({ from: '2022-03-28', to, facts: upTo(all) }), member, duty);
  }
  const sent = [...facts(REPLY, '12@区教育局', '2022-08-19'), fact('form-sent', '12@区教育局', '2022-08-19')];

  test.each<[string, string, Facts, string[]]>([
    ['R03 sign', 'sign/12@区教育局', one(), ['2022-03-28 0', '2022-04-06 1', '2022-04-08 2', '2022-04-11 3']],
    [
      'R70 join-group',
      'join-group/区教育局/liaison',
      one({ members: [{ role: 'liaison', unitId: EDU, joinedGroup: false }] }),
      ['2022-04-06 0', '2022-04-08 1', '2022-04-13 2', '2022-04-14 3'],
    ],
    ['R05 return-request, a right: mentioned once', 'return-request/12@区教育局', one(), ['2022-04-12 1']],
    ['R36 contact-member has no line of its own', 'contact-member/12@区教育局', one(), []],
    [
      'R21 joint-opinion',
      'joint-opinion/12@区教育局',
      one({ proposal: { lead: FIN, joint: [EDU] } }),
      ['2022-03-28 0', '2022-06-21 1', '2022-06-30 2', '2022-07-01 3'],
    ],
    [
      'R20 reply',
      'reply/12@区教育局',
      one(),
      ['2022-03-28 0', '2022-08-19 1', '2022-08-30 2', '2022-08-31 3'],
    ],
    [
      'R22 reply to a hard case',
      'reply/12@区教育局',
      one({ proposal: { sole: EDU, hard: true } }),
      ['2022-03-28 0', '2022-10-20 1', '2022-10-28 2', '2022-10-31 3'],
    ],
    [
      'R23 reply-next',
      'reply-next/12@区教育局/2022-10-16',
      one({
        registrations: [fact('reply-phased', '12@区教育局', '2022-08-29', { promisedOn: '2022-10-16' })],
      }),
      ['2022-10-08 1', '2022-10-14 2', '2022-10-17 3'],
    ],
    [
      'R50 form-send, due the day it opens: told at once and late only from the second day',
      'form-send/12@区教育局',
      one({ registrations: facts(REPLY, '12@区教育局', '2022-08-19') }),
      ['2022-08-19 2', '2022-08-23 3'],
    ],
    [
      'R52, R53 form-back-unit, whose ladder begins again for the last date without a second opening',
      'form-back-unit/12@区教育局',
      one({ registrations: sent }),
      ['2022-08-26 0', '2022-09-21 1', '2022-09-30 2', '2022-10-20 1', '2022-10-28 2', '2022-10-31 3'],
    ],
    [
      'R53 form-back-unit of a form that went out when its last date had passed: opened, then overdue, no last day',
      'form-back-unit/12@区教育局',
      one({ registrations: facts([...REPLY, 'form-sent'], '12@区教育局', '2022-10-28') }),
      ['2022-11-04 0', '2022-11-08 3'],
    ],
    [
      'R40 monthly, April',
      'monthly/12@区教育局/2022-04',
      one(),
      ['2022-04-01 0', '2022-04-08 1', '2022-04-15 2', '2022-04-18 3'],
    ],
    [
      'R40 monthly, May: 05-07 counts, 05-13 is the last day',
      'monthly/12@区教育局/2022-05',
      one(),
      ['2022-05-05 0', '2022-05-09 1', '2022-05-13 2', '2022-05-16 3'],
    ],
    [
      'R40 monthly, October: 10-08 and 10-09 count, 10-14 is the last day',
      'monthly/12@区教育局/2022-10',
      one(),
      ['2022-10-08 0', '2022-10-10 1', '2022-10-14 2', '2022-10-17 3'],
    ],
    [
      'R60 yearly',
      'yearly/区教育局',
      one(),
      ['2022-10-17 0', '2022-11-04 1', '2022-11-15 2', '2022-11-16 3'],
    ],
    ['R31 profile, once', 'profile/区教育局', one({ units: [{ name: EDU, phone: null }] }), ['2022-04-06 0']],
    [
      'R12 sign-again, assigned ten days before: at once, and once more on the last working day',
      'sign-again/12@区教育局',
      one({ proposal: { sole: EDU, on: '2022-04-20', reassigned: true } }),
      ['2022-04-20 2', '2022-04-29 2', '2022-05-05 3'],
    ],
    [
      'R12 sign-again, assigned on the last working day: once',
      'sign-again/12@区教育局',
      one({ proposal: { sole: EDU, on: '2022-04-29', reassigned: true } }),
      ['2022-04-29 2', '2022-05-05 3'],
    ],
  ])('%s', (_row, duty, all, expected) => {
    expect(ladderOf(duty, all)).toEqual(expected);
  });

  test.each<[string, string, Facts, string[]]>([
    ['R20 reply', 'reply/12@区教育局', one({ office: true }), ['2022-08-31 3', '2022-09-02 4']],
    ['R40 monthly', 'monthly/12@区教育局/2022-04', one({ office: true }), ['2022-04-18 3', '2022-04-20 4']],
    ['R60 yearly stops at stage 3', 'yearly/区教育局', one({ office: true }), ['2022-11-16 3']],
    [
      'R10 reassign, its own, from the opening on',
      'reassign/r1',
      one({
        office: true,
        requests: [{ id: 'r1', assignmentId: '12@区教育局', requestedOn: '2022-04-12', open: true }],
      }),
      ['2022-04-15 0', '2022-04-25 1', '2022-04-28 2', '2022-04-29 3'],
    ],
  ])('%s, for the desk', (_row, duty, all, expected) => {
    expect(ladderOf(duty, all, '2022-12-31', 'desk')).toEqual(expected);
  });

  test('R01 nothing is said before the day of assignment, nor after the year is closed', () => {
    expect(owedAt('2022-03-25T08:40', one({ office: true }))).toEqual([]);
    expect(owedAt('2022-03-28T08:40', one({ office: true }))).not.toEqual([]);
    expect(owedAt('2022-12-30T08:40', one({ office: true }))).not.toEqual([]);
    const closed = { ...policy, notice: { ...notice, closes: '2022-12-29' } };
    expect(owedAt('2022-12-30T08:40', one({ office: true }), [], closed)).toEqual([]);
  });

  test('R12, A1 a case assigned again on the afternoon of 04-28 is told that afternoon and once more on 04-29', () => {
    const all = upTo(one({ proposal: { sole: EDU, on: '2022-04-28', reassigned: true } }));
    const sent = playDays({ from: '2022-04-25', to: '2022-05-06', facts: all, times: ['08:40', '15:00'] });
    expect(toldOf(sent, LIAISON, 'sign-again/12@区教育局')).toEqual([
      '2022-04-28 2',
      '2022-04-29 2',
      '2022-05-05 3',
    ]);
  });

  test('a stage that was missed is told once, at the highest stage reached', () => {
    const down = ['2022-04-06', '2022-04-07', '2022-04-08', '2022-04-11', '2022-04-12'];
    const sent = playDays({ from: '2022-03-28', to: '2022-04-30', facts: one(), down });
    expect(toldOf(sent, LIAISON, 'sign/12@区教育局')).toEqual(['2022-03-28 0', '2022-04-13 3']);
  });

  test('a missed last working day is made up for while there is one left', () => {
    const sent = playDays({
      from: '2022-06-01',
      to: '2022-07-05',
      facts: one({ proposal: { lead: FIN, joint: [EDU] } }),
      down: ['2022-06-21', '2022-06-22'],
    });
    expect(toldOf(sent, LIAISON, 'joint-opinion/12@区教育局')).toEqual([
      '2022-06-01 0',
      '2022-06-23 1',
      '2022-06-30 2',
      '2022-07-01 3',
    ]);
  });

  test('a case marked as hard on the eve of its date is told its new date, and its ladder begins again', () => {
    const plain = one();
    const marked = one({ proposal: { sole: EDU, hard: true } });
    const sent = playDays({
      from: '2022-08-15',
      to: '2022-11-01',
      facts: (date) => (date < '2022-08-25' ? plain : marked),
    });
    const reply = privately(sent).flatMap((message) =>
      message.items
        .filter((item) => item.duty === 'reply/12@区教育局')
        .map((item) => `${message.date} ${item.stage} ${item.deadline}`),
    );
    expect(reply).toEqual([
      '2022-08-15 0 2022-08-30',
      '2022-08-19 1 2022-08-30',
      '2022-08-25 0 2022-10-30',
      '2022-10-20 1 2022-10-30',
      '2022-10-28 2 2022-10-30',
      '2022-10-31 3 2022-10-30',
    ]);
  });

  test('R22 a case that is hard no more is told the old date again, once', () => {
    const [plain, marked] = [one(), one({ proposal: { sole: EDU, hard: true } })];
    const sent = playDays({
      from: '2022-08-15',
      to: '2022-08-31',
      facts: (date) => ('2022-08-22' <= date && date < '2022-08-25' ? marked : plain),
    });
    const reply = privately(sent).flatMap((message) =>
      message.items
        .filter((item) => item.duty === 'reply/12@区教育局')
        .map((item) => `${message.date} ${item.stage} ${item.deadline}`),
    );
    expect(reply).toEqual([
      '2022-08-15 0 2022-08-30',
      '2022-08-19 1 2022-08-30',
      '2022-08-22 0 2022-10-30',
      '2022-08-25 1 2022-08-30',
      '2022-08-30 2 2022-08-30',
      '2022-08-31 3 2022-08-30',
    ]);
  });

  test('R53 between the target and the last date nobody is called late', () => {
    const all = upTo(one({ office: true, registrations: sent }));
    const told = playDays({ from: '2022-08-19', to: '2022-10-28', facts: all });
    expect(toldOf(told, 'desk', 'form-back-unit/12@区教育局')).toEqual([]);
    expect(
      privately(told)
        .flatMap((one) => one.items)
        .filter((item) => item.stage > 2 && item.duty.startsWith('form-back')),
    ).toEqual([]);
  });
});

describe('with the due day itself taken out by the setting', () => {
  const strict = noticeWith((data) => {
    data.settings.dueDayIncluded = false;
  });
  const by = { ...policy, notice: strict };

  test.each<[string, string, string[]]>([
    ['R20 due on a Tuesday', 'reply/12@区教育局', ['2022-08-19 1', '2022-08-29 2', '2022-08-30 3']],
    [
      'R40 due on a Sunday',
      'monthly/12@区教育局/2022-05',
      ['2022-05-05 0', '2022-05-09 1', '2022-05-13 2', '2022-05-16 3'],
    ],
    ['R05 a right that has run out', 'return-request/12@区教育局', ['2022-04-12 1']],
  ])('%s', (_row, duty, expected) => {
    const told = toldOf(playDays({ from: '2022-03-28', to: '2022-12-31', facts: one(), by }), LIAISON, duty);
    expect(told.filter((line) => !line.startsWith('2022-03-28'))).toEqual(expected);
  });

  test('a right is not mentioned on the day that no longer counts', () => {
    const told = playDays({ from: '2022-04-15', to: '2022-04-20', facts: one(), by });
    expect(toldOf(told, LIAISON, 'return-request/12@区教育局')).toEqual([]);
  });

  test('a target that has passed still makes nobody late', () => {
    const all = one({
      registrations: [
        ...facts(REPLY, '12@区教育局', '2022-08-19'),
        fact('form-received', '12@区教育局', '2022-08-22'),
      ],
    });
    const told = toldOf(
      playDays({ from: '2022-09-19', to: '2022-10-12', facts: all, by }),
      LIAISON,
      'form-back-unit/12@区教育局',
    );
    expect(told).toEqual(['2022-09-19 0', '2022-09-21 1', '2022-09-29 2']);
  });
});

describe('A1 one private message a person and working day', () => {
  test('a unit that leads one case and joins another gets both in one message', () => {
    const all = buildFacts({
      proposals: [
        { number: '1', lead: EDU, joint: [FIN] },
        { number: '2', lead: FIN, joint: [EDU] },
      ],
    });
    const messages = privately(owedAt('2022-03-28T08:40', all)).filter(
      (message) => message.memberId === LIAISON,
    );
    expect(messages).toHaveLength(1);
    expect(messages[0]?.items.map((item) => item.duty)).toEqual([
      'sign/1@区教育局',
      'sign/2@区教育局',
      'joint-opinion/2@区教育局',
      'reply/1@区教育局',
    ]);
  });

  test('what opens later in the day waits for the next working day', () => {
    const morning = privately(owedAt('2022-04-15T08:40', one()));
    const more = buildFacts({
      proposals: [
        { number: '12', sole: EDU },
        { number: '13', sole: EDU, on: '2022-04-15' },
      ],
    });
    expect(privately(owedAt('2022-04-15T15:00', more, morning))).toEqual([]);
    const [next] = privately(owedAt('2022-04-18T08:40', more, morning));
    expect(next?.items.map((item) => item.duty)).toContain('sign/13@区教育局');
  });

  test('R12 a reassignment with few days left may follow the morning’s message, alone', () => {
    const before = one();
    const morning = owedAt('2022-04-28T08:40', before);
    expect(privately(morning)).toHaveLength(1);
    const after = buildFacts({
      proposals: [
        { number: '12', sole: EDU },
        { number: '30', sole: EDU, on: '2022-04-28', reassigned: true },
        { number: '31', sole: EDU, on: '2022-04-28' },
      ],
    });
    const urgent = privately(owedAt('2022-04-28T11:00', after, morning));
    expect(urgent.map(({ kind, date, items }) => ({ kind, date, items }))).toEqual([
      {
        kind: 'urgent',
        date: '2022-04-28',
        items: [{ duty: 'sign-again/30@区教育局', stage: 2, deadline: '2022-04-30' }],
      },
    ]);
    expect(privately(owedAt('2022-04-28T11:01', after, [...morning, ...urgent]))).toEqual([]);
  });

  test('R12 a second reassignment of the same afternoon follows too, each once', () => {
    const morning = owedAt('2022-04-28T08:40', one());
    const given = (numbers: string[]) =>
      buildFacts({
        proposals: [
          { number: '12', sole: EDU },
          ...numbers.map((number) => ({ number, sole: EDU, on: '2022-04-28', reassigned: true })),
        ],
      });
    const first = privately(owedAt('2022-04-28T10:00', given(['30']), morning));
    const second = privately(owedAt('2022-04-28T15:00', given(['30', '31']), [...morning, ...first]));
    expect(second.map((message) => message.items.map((item) => item.duty))).toEqual([
      ['sign-again/31@区教育局'],
    ]);
    expect(first[0]?.key).not.toBe(second[0]?.key);
  });

  test('R12 with more days left it waits for the next morning', () => {
    const morning = owedAt('2022-04-20T08:40', one());
    expect(privately(morning)).toHaveLength(1);
    const after = buildFacts({
      proposals: [
        { number: '12', sole: EDU },
        { number: '30', sole: EDU, on: '2022-04-20', reassigned: true },
      ],
    });
    expect(privately(owedAt('2022-04-20T11:00', after, morning))).toEqual([]);
  });

  test('R12 to somebody who has had no message today it is the day’s message', () => {
    const after = one({ proposal: { sole: FIN, on: '2022-04-28', reassigned: true } });
    const [message] = privately(owedAt('2022-04-28T11:00', after));
    expect(message?.kind).toBe('reminder');
  });
});

test('A2 at most two chases follow the opening notice before a date', () => {
  const sent = privately(playDays({ from: '2022-03-28', to: '2022-12-31', facts: one() }));
  const chases = new Map<string, number>();
  for (const { date, items } of sent) {
    for (const item of items) {
      if (item.stage === 0 || item.deadline === null || date > item.deadline) continue;
      const key = `${item.duty} ${item.deadline}`;
      chases.set(key, (chases.get(key) ?? 0) + 1);
    }
  }
  expect(Math.max(...chases.values())).toBe(2);
});

describe('A4 a date on a rest day', () => {
  test.each([
    ['04-10', 'sign/12@区教育局', '2022-04-08'],
    ['04-30', 'sign-again/13@区教育局', '2022-04-29'],
    ['05-15', 'monthly/12@区教育局/2022-05', '2022-05-13'],
    ['10-15', 'monthly/12@区教育局/2022-10', '2022-10-14'],
    ['10-30', 'reply/14@区教育局', '2022-10-28'],
  ])('%s is reminded of on the last working day before it, the date unmoved', (due, duty, day) => {
    const all = buildFacts({
      proposals: [
        { number: '12', sole: EDU },
        { number: '13', sole: EDU, on: '2022-04-28', reassigned: true },
        { number: '14', sole: EDU, hard: true },
      ],
    });
    const items = privately(playDays({ from: '2022-03-28', to: '2022-12-31', facts: upTo(all) }))
      .filter((message) => message.date === day)
      .flatMap((message) => message.items);
    expect(items).toContainEqual({ duty, stage: 2, deadline: `2022-${due}` });
  });
});

describe('A5 what is done, exempt or explained is not reminded of', () => {
  test.each<[string, string, Given]>([
    ['signed', 'sign/12@区教育局', { registrations: [fact('signed', '12@区教育局', '2022-04-01')] }],
    ['replied', 'reply/12@区教育局', { registrations: facts(REPLY, '12@区教育局', '2022-08-01') }],
    ['explained', 'reply/12@区教育局', { registrations: [explanation('reply/12@区教育局', '2022-08-01')] }],
    [
      'replied to in phases',
      'reply/12@区教育局',
      { registrations: [fact('reply-phased', '12@区教育局', '2022-08-01', { promisedOn: '2022-12-01' })] },
    ],
    [
      'reported',
      'monthly/12@区教育局/2022-08',
      { reports: [report('12@区教育局', '2022-08', '2022-08-01')] },
    ],
  ])('%s', (_what, duty, given) => {
    const all = one({ ...given, office: true });
    const sent = playDays({ from: '2022-08-01', to: '2022-12-31', facts: all });
    expect(toldOf(sent, LIAISON, duty)).toEqual([]);
    expect(toldOf(sent, 'desk', duty)).toEqual([]);
  });

  test('an exempt duty never appears', () => {
    const all = one({ proposal: { lead: FIN, joint: [EDU] } });
    const told = privately(playDays({ from: '2022-03-28', to: '2022-12-31', facts: all })).flatMap(
      (message) => message.items,
    );
    expect(told.some((item) => item.duty === 'monthly/12@区教育局')).toBe(false);
    expect(
      told.filter((item) => item.duty.startsWith('monthly/')).every((item) => item.duty.includes(FIN)),
    ).toBe(true);
  });
});

describe('A7 the work group', () => {
  const groupDays = (sent: readonly OwedReminder[]) =>
    sent
      .filter((message) => message.kind === 'group')
      .map((message) => `${message.date} ${message.items.map((item) => item.duty).join(' ')}`);

  test('hears on last working days, of rules and never of units or people', () => {
    const all = upTo(
      buildFacts({
        proposals: [
          { number: '12', lead: EDU, joint: [FIN] },
          { number: '14', sole: EDU, hard: true },
        ],
        members: [{ role: 'liaison', unitId: EDU, joinedGroup: false }],
        registrations: [
          ...facts(REPLY, '12@区教育局', '2022-08-19'),
          fact('form-sent', '12@区教育局', '2022-08-19'),
        ],
      }),
    );
    const sent = playDays({ from: '2022-03-28', to: '2022-12-31', facts: all });
    expect(groupDays(sent)).toEqual([
      '2022-04-08 sign',
      '2022-04-13 join-group',
      '2022-04-15 monthly',
      '2022-05-13 monthly',
      '2022-06-15 monthly',
      '2022-06-30 joint-opinion',
      '2022-07-15 monthly',
      '2022-08-15 monthly',
      '2022-09-15 monthly',
      '2022-09-30 form-back-unit',
      '2022-10-14 monthly',
      '2022-10-28 reply form-back-unit',
      '2022-11-15 monthly yearly',
      '2022-12-15 monthly',
    ]);
    expect(
      sent.filter((message) => message.kind === 'group').every((message) => message.memberId === null),
    ).toBe(true);
  });

  test('does not hear of what is all done', () => {
    expect(groupDays(owedAt('2022-04-08T08:40', one()))).toEqual(['2022-04-08 sign']);
    const signed = one({ registrations: [fact('signed', '12@区教育局', '2022-04-01')] });
    expect(groupDays(owedAt('2022-04-08T08:40', signed))).toEqual([]);
  });

  test('hears at most as often a week as the rule file says', () => {
    const groupPosts = (groupPostsPerWeek: number) => {
      const limited = noticeWith((data) => {
        data.sending.groupPostsPerWeek = groupPostsPerWeek;
      });
      const all = one({ members: [{ role: 'liaison', unitId: EDU, joinedGroup: false }] });
      return groupDays(
        playDays({ from: '2022-04-11', to: '2022-04-17', facts: all, by: { ...policy, notice: limited } }),
      );
    };
    expect(groupPosts(2)).toEqual(['2022-04-13 join-group', '2022-04-15 monthly']);
    expect(groupPosts(1)).toEqual(['2022-04-13 join-group']);
    expect(groupPosts(0)).toEqual([]);
  });

  test('gets no second post on a day', () => {
    const sent = playDays({
      from: '2022-04-08',
      to: '2022-04-08',
      facts: one(),
      times: ['08:40', '10:00', '15:00'],
    });
    expect(groupDays(sent)).toHaveLength(1);
  });
});

describe('A10 who is told', () => {
  const members = (...list: { role: 'liaison' | 'deputy' | 'leader'; id?: string; bound?: boolean }[]) =>
    list.map((member) => ({ unitId: EDU, ...member }));
  const people = (sent: readonly OwedReminder[], stage: number) =>
    privately(sent)
      .filter((message) =>
        message.items.some((item) => item.duty === 'sign/12@区教育局' && item.stage === stage),
      )
      .map((message) => message.memberId);

  test('the deputy on the last working day only, the leader never', () => {
    const all = one({ members: members({ role: 'liaison' }, { role: 'deputy' }, { role: 'leader' }) });
    const sent = playDays({ from: '2022-03-28', to: '2022-04-20', facts: all });
    expect([0, 1, 2, 3].map((stage) => people(sent, stage))).toEqual([
      ['区教育局/liaison'],
      ['区教育局/liaison'],
      ['区教育局/liaison', '区教育局/deputy'],
      ['区教育局/liaison'],
    ]);
  });

  test.each([
    ['there is no liaison', members({ role: 'deputy' })],
    ['the liaison cannot be reached', members({ role: 'liaison', bound: false }, { role: 'deputy' })],
  ])('the deputy alone where %s', (_what, list) => {
    const sent = playDays({ from: '2022-03-28', to: '2022-04-20', facts: one({ members: list }) });
    expect([0, 1, 2, 3].map((stage) => people(sent, stage))).toEqual(Array(4).fill(['区教育局/deputy']));
  });

  test('every liaison of a unit that has two', () => {
    const all = one({ members: members({ role: 'liaison', id: 'a' }, { role: 'liaison', id: 'b' }) });
    expect(people(owedAt('2022-03-28T08:40', all), 0)).toEqual(['a', 'b']);
  });

  test('nobody, and no crash, where a unit has no people', () => {
    expect(privately(owedAt('2022-04-08T08:40', one({ members: [] })))).toEqual([]);
  });

  test('a liaison who takes over hears once where things stand', () => {
    const before = one({ members: members({ role: 'liaison', id: 'old' }) });
    const after = one({ members: members({ role: 'liaison', id: 'new' }) });
    const sent = playDays({
      from: '2022-03-28',
      to: '2022-04-30',
      facts: (date) => (date < '2022-04-07' ? before : after),
    });
    expect(toldOf(sent, 'old', 'sign/12@区教育局')).toEqual(['2022-03-28 0', '2022-04-06 1']);
    expect(toldOf(sent, 'new', 'sign/12@区教育局')).toEqual(['2022-04-07 1', '2022-04-08 2', '2022-04-11 3']);
  });

  test('R70 only the person who has not joined hears of joining', () => {
    const all = one({
      members: [
        { role: 'liaison', unitId: EDU, id: 'in' },
        { role: 'liaison', unitId: EDU, id: 'out', joinedGroup: false },
        { role: 'deputy', unitId: EDU, id: 'deputy' },
      ],
    });
    const told = privately(owedAt('2022-04-13T08:40', all)).filter((message) =>
      message.items.some((item) => item.duty.startsWith('join-group')),
    );
    expect(told.map((message) => message.memberId)).toEqual(['out']);
  });
});

describe('A11 the desk’s hand on the ledger', () => {
  test('what was held or cancelled counts as told, and only that', () => {
    const [message] = privately(owedAt('2022-04-08T08:40', one()));
    if (!message) throw new Error('nothing was owed');
    expect(privately(owedAt('2022-04-08T08:45', one(), [message]))).toEqual([]);
    expect(
      privately(owedAt('2022-04-11T08:40', one(), [message])).flatMap((next) =>
        next.items.map((item) => `${item.duty} ${item.stage}`),
      ),
    ).toEqual(['sign/12@区教育局 3']);
  });

  test('what was released and is not in the ledger comes back with whatever else is owed by then', () => {
    const [held] = privately(owedAt('2022-04-08T08:40', one()));
    const [again] = privately(owedAt('2022-04-11T08:40', one(), []));
    expect(again?.key).not.toBe(held?.key);
    expect(again?.items).toContainEqual({ duty: 'sign/12@区教育局', stage: 3, deadline: '2022-04-10' });
  });
});

describe('A12 the weekly digest', () => {
  const digests = (sent: readonly OwedReminder[], who: string) =>
    sent
      .filter((message) => message.memberId === who && message.digestWeek !== null)
      .map((message) => `${message.date} ${message.digestWeek}`);
  const quiet = buildFacts({ office: true });

  test('goes to the manager and the desk on the first working day of every week, also when nothing is wrong', () => {
    const sent = playDays({ from: '2022-03-28', to: '2022-05-16', facts: quiet });
    const expected = [
      '2022-03-28 2022-W13',
      '2022-04-06 2022-W14',
      '2022-04-11 2022-W15',
      '2022-04-18 2022-W16',
      '2022-04-25 2022-W17',
      '2022-05-05 2022-W18',
      '2022-05-09 2022-W19',
      '2022-05-16 2022-W20',
    ];
    expect(digests(sent, 'manager')).toEqual(expected);
    expect(digests(sent, 'desk')).toEqual(expected);
  });

  test('is made up for later in the week, once', () => {
    const sent = playDays({
      from: '2022-04-11',
      to: '2022-04-15',
      facts: quiet,
      down: ['2022-04-11', '2022-04-12'],
      times: ['08:40', '15:00'],
    });
    expect(digests(sent, 'manager')).toEqual(['2022-04-13 2022-W15']);
    expect(digests(sent, 'desk')).toEqual(['2022-04-13 2022-W15']);
  });

  test('never goes to a unit', () => {
    const sent = playDays({ from: '2022-03-28', to: '2022-05-16', facts: one({ office: true }) });
    expect(privately(sent).every((message) => message.digestWeek === null)).toBe(true);
  });

  test('rides on the desk’s own note of the day', () => {
    const sent = owedAt('2022-04-11T08:40', one({ office: true }));
    const desk = sent.filter((message) => message.memberId === 'desk');
    expect(desk).toHaveLength(1);
    expect(desk[0]).toMatchObject({
      kind: 'desk',
      digestWeek: '2022-W15',
      items: [{ duty: 'sign/12@区教育局', stage: 3 }],
    });
  });
});

describe('the year’s ends', () => {
  test('nothing before the assignment or after the notice closes', () => {
    const all = one({ office: true });
    expect(owedAt('2022-03-25T08:40', all)).toEqual([]);
    expect(owedAt('2022-03-25T18:00', all)).not.toEqual([]);
    expect(owedAt('2022-12-30T08:40', all)).not.toEqual([]);
    expect(owedAt('2022-12-30T18:00', all)).toEqual([]);
    expect(owedAt('2023-01-03T08:40', all)).toEqual([]);
  });

  test('a year whose holidays are not published stops planning and is named', () => {
    expect(() => owedAt('2099-04-08T08:40', one())).toThrow(/2099年/);
  });

  test('the last days of a year can be planned before the next year’s list is out', () => {
    const until: Notice = { ...notice, closes: '2026-12-31', assigned: '2026-03-02' };
    const all = one({
      proposal: { sole: EDU, on: '2026-11-01' },
      registrations: [fact('reply-phased', '12@区教育局', '2026-12-01', { promisedOn: '2026-12-30' })],
    });
    expect(calendar.knows(2027)).toBe(false);
    const owed = owedAt('2026-12-30T08:40', all, [], { ...policy, notice: until });
    expect(privately(owed).flatMap((message) => message.items)).toContainEqual({
      duty: 'reply-next/12@区教育局/2026-12-30',
      stage: 2,
      deadline: '2026-12-30',
    });
  });
});
