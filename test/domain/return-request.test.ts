import { describe, expect, test } from 'vitest';
import { dateIn } from '../../src/domain/calendar.ts';
import type { Role } from '../../src/domain/facts.ts';
import {
  checkApplication,
  firstState,
  LIVE_STATES,
  leaderOf,
  markOf,
  mayPropose,
  openRequests,
  placementFault,
  type ReturnApplication,
  type ReturnState,
  returnRefusal,
  TAKEN_FROM,
} from '../../src/domain/return-request.ts';
import { buildFacts } from '../support/facts.ts';
import { dutyOf, notice, noticeWith, zone } from '../support/rules.ts';

const first = { endedOn: null, reassigned: false };

describe('the gate', () => {
  test.each([
    ['R04 the day of the assignment', '2022-03-28T09:00', null],
    ['R05 the last day', '2022-04-15T12:00', null],
    ['R05 the last minute', '2022-04-15T23:59', null],
    ['R08 the minute after', '2022-04-16T00:00', 'too-late'],
    ['R08 a month later', '2022-05-16T10:00', 'too-late'],
  ] as const)('%s (%s)', (_what, local, expected) => {
    const today = dateIn(zone, new Date(`${local}:00+08:00`));
    expect(returnRefusal(notice, first, false, today)).toBe(expected);
  });

  test.each([
    ['R11 the second round is final, on its first day too', { ...first, reassigned: true }, false, 'final'],
    [
      'R04 what is no longer held cannot be given back',
      { ...first, endedOn: '2022-04-12' },
      false,
      'given-up',
    ],
    ['R04 one request at a time', first, true, 'asked'],
  ] as const)('%s', (_what, assignment, live, expected) => {
    expect(returnRefusal(notice, assignment, live, '2022-04-14')).toBe(expected);
  });

  test('R08 a notice that excludes its due day closes a day earlier', () => {
    const strict = noticeWith((data) => {
      data.settings.dueDayIncluded = false;
    });
    expect(returnRefusal(strict, first, false, '2022-04-14')).toBeNull();
    expect(returnRefusal(strict, first, false, '2022-04-15')).toBe('too-late');
  });

  test('R11 says more than R08: the second round is final whatever the day', () => {
    expect(returnRefusal(notice, { ...first, reassigned: true }, false, '2022-05-01')).toBe('final');
  });
});

describe('the application', () => {
  const whole: ReturnApplication = {
    kind: 'return',
    reasons: '该事项属区交通运输局职责',
    suggested: 'none',
    headName: '张三',
    headSignedOn: '2022-04-12',
    files: 1,
    uploaded: true,
  };
  const holds = (...roles: Role[]) => roles.map((role) => ({ role, assignedOn: '2022-03-28' }));
  const faults = (changed: Partial<ReturnApplication>, roles: Role[] = ['lead'], today = '2022-04-13') =>
    Object.keys(checkApplication({ ...whole, ...changed }, holds(...roles), '一', today)).sort();

  test.each<[string, Partial<ReturnApplication>, Role[], string[]]>([
    ['R05 is whole for the lead', {}, ['lead'], []],
    ['R05 is whole for a sole and a split unit', {}, ['sole', 'split'], []],
    ['R05 wants reasons', { reasons: ' \n ' }, ['lead'], ['reasons']],
    ['R05 takes reasons of a whole field', { reasons: '理'.repeat(3_000) }, ['lead'], []],
    ['R05 takes no more', { reasons: '理'.repeat(20_000) }, ['lead'], ['reasons']],
    ['R05 wants the head’s name', { headName: ' ' }, ['lead'], ['head']],
    ['R05 wants the day of the signature', { headSignedOn: null }, ['sole'], ['signedOn']],
    ['R05 a signature is not of tomorrow', { headSignedOn: '2022-04-14' }, ['lead'], ['signedOn']],
    ['R05 a signature of today will do', { headSignedOn: '2022-04-13' }, ['lead'], []],
    [
      'R05 a signature is not older than the assignment',
      { headSignedOn: '2022-03-27' },
      ['lead'],
      ['signedOn'],
    ],
    ['R05 a signature of the assignment’s day will do', { headSignedOn: '2022-03-28' }, ['lead'], []],
    ['R05 wants the written application', { files: 0 }, ['split'], ['files']],
    ['R06 wants the reasons in the system too', { uploaded: false }, ['lead'], ['uploaded']],
    [
      'R05, R06 name everything that is missing at once',
      { reasons: '', headName: '', headSignedOn: null, files: 0, uploaded: false },
      ['lead'],
      ['files', 'head', 'reasons', 'signedOn', 'uploaded'],
    ],
    [
      'R07 a joint unit owes reasons alone',
      { headName: '', headSignedOn: null, files: 0, uploaded: false },
      ['joint'],
      [],
    ],
    ['R07 a joint unit without reasons is refused', { reasons: '' }, ['joint'], ['reasons']],
    [
      'R05 one that is not joint among several makes the signature owed',
      { headName: '', files: 0 },
      ['joint', 'split'],
      ['files', 'head'],
    ],
    ['R04 a reassignment names a unit', { kind: 'reassign' }, ['lead'], ['suggested']],
    ['R04 and another one than itself', { kind: 'reassign', suggested: 'itself' }, ['lead'], ['suggested']],
    ['R04 a return names none', { kind: 'return', suggested: 'none' }, ['lead'], []],
  ])('%s', (_what, changed, roles, expected) => {
    expect(faults(changed, roles)).toEqual(expected);
  });

  test('R05 the signature is no older than any of the assignments', () => {
    const both = [
      { role: 'lead' as const, assignedOn: '2022-03-28' },
      { role: 'sole' as const, assignedOn: '2022-04-12' },
    ];
    expect(checkApplication({ ...whole, headSignedOn: '2022-04-11' }, both, '一', '2022-04-13')).toEqual({
      signedOn: '签批日期不能早于交办日期 2022-04-12',
    });
  });

  test('R05 every fault of what the clause demands cites it', () => {
    const said = checkApplication(
      { ...whole, reasons: '', headName: '', headSignedOn: null, files: 0, uploaded: false },
      holds('lead'),
      '一',
      '2022-04-13',
    );
    for (const fault of Object.values(said)) expect(fault).toContain('（一）');
  });
});

describe('R07 consent', () => {
  const held = (role: Role, unitId: string, endedOn: string | null = null) => ({ role, unitId, endedOn });

  test.each<[string, ReturnType<typeof held>[], string | undefined]>([
    ['the lead unit', [held('joint', 'c'), held('lead', 'a')], 'a'],
    ['the sole unit', [held('sole', 'a'), held('joint', 'c')], 'a'],
    ['nobody among split units', [held('split', 'a'), held('joint', 'c')], undefined],
    ['nobody once the lead has gone', [held('lead', 'a', '2022-04-20')], undefined],
    ['the new lead, not the old one', [held('lead', 'a', '2022-04-20'), held('lead', 'b')], 'b'],
  ])('is given by %s', (_who, assignments, expected) => {
    expect(leaderOf(assignments)?.unitId).toBe(expected);
  });

  test('is waited for by joint units only, and only where somebody leads', () => {
    expect(firstState('joint', true)).toBe('awaiting-consent');
    expect(firstState('joint', false)).toBe('open');
    for (const role of ['lead', 'sole', 'split'] as const) expect(firstState(role, true)).toBe('open');
  });

  test('cannot be skipped by the desk while there is a lead', () => {
    expect(mayPropose('awaiting-consent', true)).toBe(false);
    expect(mayPropose('awaiting-consent', false)).toBe(true);
  });
});

test('R09, R10 each act takes a request from the states that the clause leaves it', () => {
  const states: ReturnState[] = [...LIVE_STATES, 'refused', 'withdrawn', 'carried-out'];
  const table = Object.fromEntries(
    Object.entries(TAKEN_FROM).map(([act, from]) => [
      act,
      states.filter((one) => from.some((two) => two === one)),
    ]),
  );
  expect(table).toEqual({
    consent: ['awaiting-consent'],
    withdraw: ['awaiting-consent', 'open', 'submitted'],
    refuse: ['awaiting-consent', 'open', 'submitted'],
    propose: ['awaiting-consent', 'open', 'submitted'],
    submit: ['open'],
    sign: ['submitted'],
    sendBack: ['submitted'],
    carryOut: ['signed'],
  });
});

test('R09 what is signed is what was read: a changed unit, role or reason shows', () => {
  const opinion = { id: 'r1', newUnitId: 'b', newRole: 'lead' as const, deskWhy: '属地管理' };
  const mark = markOf([opinion]);
  expect(markOf([{ ...opinion }])).toBe(mark);
  for (const changed of [
    { newUnitId: 'c' },
    { newUnitId: null },
    { newRole: 'joint' as const },
    { deskWhy: null },
  ])
    expect(markOf([{ ...opinion, ...changed }])).not.toBe(mark);
  expect(markOf([opinion, { ...opinion, id: 'r2' }])).not.toBe(mark);
});

describe('R10 where a proposal may go', () => {
  const holder = (unitId: string, role: Role, endedOn: string | null = null) => ({
    id: `12@${unitId}`,
    unitId,
    role,
    endedOn,
  });
  const giver = holder('a', 'lead');
  const all = [giver, holder('c', 'joint'), holder('d', 'joint')];

  test.each<[string, string, Role, string[], ReturnType<typeof holder>[], string | null]>([
    ['to a new unit in the same role', 'b', 'lead', ['a'], all, null],
    ['to a new unit that assists', 'b', 'joint', ['a'], all, null],
    ['not back to who gives it up', 'a', 'lead', ['a'], all, 'same-unit'],
    ['to a unit that assisted, as the lead', 'c', 'lead', ['a'], all, null],
    ['not to a unit that assists, to assist', 'c', 'joint', ['a'], all, 'holds-it'],
    ['not to a unit that wants to give it up itself', 'c', 'lead', ['a', 'c'], all, 'asks-too'],
    ['not to a second lead', 'b', 'lead', ['c'], [holder('c', 'joint'), giver], 'has-lead'],
    ['to sole only where nobody else holds it', 'b', 'sole', ['a'], all, 'not-alone'],
    ['to sole where nobody else holds it', 'b', 'sole', ['a'], [giver], null],
    ['to sole by who assisted alone', 'c', 'sole', ['a'], [giver, holder('c', 'joint')], null],
    [
      'to a unit that gave it up before',
      'e',
      'lead',
      ['a'],
      [...all, holder('e', 'lead', '2022-04-01')],
      null,
    ],
    ['not to one of the split units', 'f', 'split', ['a'], [giver, holder('f', 'split')], 'holds-it'],
  ])('%s', (_what, unitId, role, asking, holders, expected) => {
    const from = expected === 'has-lead' ? holder('c', 'joint') : giver;
    expect(placementFault({ unitId, role }, from, holders, asking)).toBe(expected);
  });
});

describe('requests among the facts', () => {
  const proposals = [
    { number: '2', lead: 'a', joint: ['b'] },
    { number: '12', sole: 'a' },
  ];
  const request = (assignmentId: string, open: boolean, requestedOn = '2022-04-12') => ({
    id: `${assignmentId}/${open}/${requestedOn}`,
    assignmentId,
    requestedOn,
    open,
  });

  test('are listed by whom they wait for, in the order of the numbers', () => {
    const facts = buildFacts({
      proposals,
      requests: [
        { ...request('12@a', true), waitsFor: 'desk' },
        { ...request('2@a', true), waitsFor: 'desk' },
        { ...request('2@b', true), waitsFor: 'lead' },
        { ...request('2@b', false, '2022-04-01'), waitsFor: null },
      ],
    });
    expect(openRequests(facts)).toEqual({ lead: ['2'], desk: ['2', '12'], manager: [] });
  });

  test('R05 one that is open stops the reminder, whatever was answered before on the same day', () => {
    const asked = [request('12@a', true), request('12@a', false)];
    for (const requests of [asked, [...asked].reverse()]) {
      const duty = dutyOf(buildFacts({ proposals, requests }), 'return-request/12@a', '2022-04-13');
      expect(duty?.paused).toBe(true);
    }
  });
});
