import { describe, expect, test } from 'vitest';
import { dateIn } from '../../src/domain/calendar.ts';
import { deadline, deriveDuties, isOverdue } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import { buildFacts, explanation, fact, facts, type Given, report } from '../support/facts.ts';
import { dutyOf, notice, noticeWith, zone } from '../support/rules.ts';

const EDU = '区教育局';
const FIN = '区财政局';
const FORMS = ['form-back-unit', 'form-back-desk', 'form-back-online'];
const REPLY = ['reply-delivered', 'reply-uploaded'];

/** One proposal, 第12号, that 区教育局 holds alone unless said otherwise. */
function one(
  given: Omit<Given, 'proposals'> & { proposal?: Partial<NonNullable<Given['proposals']>[number]> } = {},
) {
  const { proposal, ...rest } = given;
  return buildFacts({ ...rest, proposals: [{ number: '12', ...(proposal ?? { sole: EDU }) }] });
}

/** `open 2022-03-28→2022-04-10`, or `none`. */
function shape(of: Facts, key: string, asOf: string): string {
  const duty = dutyOf(of, key, asOf);
  if (!duty) return 'none';
  return `${duty.state} ${duty.opens}→${duty.due ?? '—'}${duty.latest ? `…${duty.latest}` : ''}`;
}

const held = one({ proposal: { lead: EDU, joint: [FIN], split: ['镇盛镇'] } });
const late = one({ proposal: { lead: EDU, joint: [FIN], on: '2022-04-28', reassigned: true } });
const replied = one({ registrations: facts(REPLY, '12@区教育局', '2022-08-20') });
const sent = one({
  registrations: [
    ...facts(REPLY, '12@区教育局', '2022-08-20'),
    fact('form-sent', '12@区教育局', '2022-08-20'),
  ],
});
const requested = one({
  requests: [{ id: 'r1', assignmentId: '12@区教育局', requestedOn: '2022-04-12', open: true }],
});

test('R01 the day of assignment starts every clock: on the eve nothing is owed', () => {
  const eve = deriveDuties(notice, held, '2022-03-27').filter(({ state }) => state === 'open');
  expect(eve).toEqual([]);
  const day = deriveDuties(notice, held, '2022-03-28').filter(({ state }) => state === 'open');
  expect(new Set(day.map(({ rule }) => rule.id))).toContain('sign');
});

describe('the duty catalogue: opens → due', () => {
  test.each<[string, Facts, string, string, string]>([
    ['R03 sign, the lead', held, 'sign/12@区教育局', '2022-04-06', 'open 2022-03-28→2022-04-10'],
    ['R03 sign, the joint unit too', held, 'sign/12@区财政局', '2022-04-06', 'open 2022-03-28→2022-04-10'],
    [
      'R70 join-group',
      one({ members: [{ role: 'liaison', unitId: EDU, joinedGroup: false }] }),
      'join-group/区教育局/liaison',
      '2022-04-06',
      'open 2022-04-03→2022-04-13',
    ],
    [
      'R05 return-request of the lead',
      held,
      'return-request/12@区教育局',
      '2022-04-06',
      'open 2022-03-28→2022-04-15',
    ],
    [
      'R07 return-request of the joint unit',
      held,
      'return-request/12@区财政局',
      '2022-04-06',
      'open 2022-03-28→2022-04-15',
    ],
    [
      'R10 reassign, before it opens',
      requested,
      'reassign/r1',
      '2022-04-14',
      'waiting 2022-04-15→2022-04-28',
    ],
    ['R10 reassign', requested, 'reassign/r1', '2022-04-15', 'open 2022-04-15→2022-04-28'],
    ['R12 sign-again', late, 'sign-again/12@区教育局', '2022-04-28', 'open 2022-04-28→2022-04-30'],
    ['R36 contact-member', held, 'contact-member/12@区教育局', '2022-04-06', 'open 2022-03-28→2022-08-30'],
    [
      'R36 contact-member of a split unit',
      held,
      'contact-member/12@镇盛镇',
      '2022-04-06',
      'open 2022-03-28→2022-08-30',
    ],
    ['R21 joint-opinion', held, 'joint-opinion/12@区财政局', '2022-04-06', 'open 2022-03-28→2022-06-30'],
    ['R20 reply of the lead', held, 'reply/12@区教育局', '2022-04-06', 'open 2022-03-28→2022-08-30'],
    ['R20 reply of a split unit', held, 'reply/12@镇盛镇', '2022-04-06', 'open 2022-03-28→2022-08-30'],
    [
      'R22 reply to a hard case',
      one({ proposal: { sole: EDU, hard: true } }),
      'reply/12@区教育局',
      '2022-04-06',
      'open 2022-03-28→2022-10-30',
    ],
    [
      'R22 contact before the reply to a hard case',
      one({ proposal: { sole: EDU, hard: true } }),
      'contact-member/12@区教育局',
      '2022-04-06',
      'open 2022-03-28→2022-10-30',
    ],
    ['R50 form-send', replied, 'form-send/12@区教育局', '2022-08-20', 'open 2022-08-20→2022-08-20'],
    [
      'R52 form-back-unit, a week after sending when nobody says it arrived',
      sent,
      'form-back-unit/12@区教育局',
      '2022-08-20',
      'waiting 2022-08-27→2022-09-30…2022-10-30',
    ],
    [
      'R53 form-back-desk',
      sent,
      'form-back-desk/12@区教育局',
      '2022-08-27',
      'open 2022-08-27→2022-09-30…2022-10-30',
    ],
    [
      'R51 form-online',
      sent,
      'form-online/12@区教育局',
      '2022-09-30',
      'open 2022-08-27→2022-09-30…2022-10-30',
    ],
    [
      'R40 monthly, the first',
      held,
      'monthly/12@区教育局/2022-04',
      '2022-04-01',
      'open 2022-04-01→2022-04-15',
    ],
    ['R60 yearly', held, 'yearly/区财政局', '2022-10-15', 'open 2022-10-15→2022-11-15'],
    [
      'R31 profile',
      one({ units: [{ name: EDU, phone: null }] }),
      'profile/区教育局',
      '2022-04-06',
      'open 2022-04-03→—',
    ],
  ])('%s', (_row, of, key, asOf, expected) => {
    expect(shape(of, key, asOf)).toBe(expected);
  });

  test.each<[string, Facts, string]>([
    ['R40 会办 owes no monthly report', held, 'monthly/12@区财政局'],
    [
      'R54 a letter asks for no form to be sent',
      one({ proposal: { sole: EDU, kind: 'letter' } }),
      'form-send/12@区教育局',
    ],
    [
      'R54 a letter asks for no form back',
      one({ proposal: { sole: EDU, kind: 'letter' } }),
      'form-back-unit/12@区教育局',
    ],
    ['R54 nor at the desk', one({ proposal: { sole: EDU, kind: 'letter' } }), 'form-back-desk/12@区教育局'],
    ['R54 nor online', one({ proposal: { sole: EDU, kind: 'letter' } }), 'form-online/12@区教育局'],
  ])('%s, and says why', (_row, of, key) => {
    const duty = dutyOf(of, key, '2022-09-01');
    expect(duty?.state).toBe('exempt');
    expect(duty?.because).toMatch(/会办单位无需报送月报|信函类型案件，不需要寄送征询意见表/);
  });

  test.each<[string, Facts, string]>([
    ['R20 会办 does not reply to the member', held, 'reply/12@区财政局'],
    ['R21 the lead gives no joint opinion', held, 'joint-opinion/12@区教育局'],
    ['R36 会办 is not asked to contact the member', held, 'contact-member/12@区财政局'],
    ['R12 the first round is signed for once', held, 'sign-again/12@区教育局'],
    ['R03 the second round has its own date', late, 'sign/12@区教育局'],
    ['R11 the second round cannot be returned', late, 'return-request/12@区教育局'],
    ['R50 no form before the reply', one(), 'form-send/12@区教育局'],
    ['R52 no form back before it was sent', replied, 'form-back-unit/12@区教育局'],
    ['R10 no request, nothing to reassign', held, 'reassign/r1'],
    ['R60 a unit without a proposal sums nothing up', one({ units: [{ name: FIN }] }), 'yearly/区财政局'],
  ])('%s', (_row, of, key) => {
    expect(shape(of, key, '2022-09-01')).toBe('none');
  });

  test.each([
    ['2022-04-15T23:59:59', 'open', null],
    ['2022-04-16T00:00:00', 'exempt', '已过申请期限'],
  ])('R08 at %s the right to return a proposal is %s', (local, state, because) => {
    const asOf = dateIn(zone, new Date(`${local}+08:00`));
    expect(dutyOf(held, 'return-request/12@区教育局', asOf)).toMatchObject({ state, because });
  });

  test('R08 a request made in time stays open after the date', () => {
    expect(dutyOf(requested, 'return-request/12@区教育局', '2022-04-20')).toMatchObject({
      state: 'open',
      paused: true,
      because: '已申请，等待研究',
    });
  });

  test('R31 a unit without a proposal still completes its profile', () => {
    const of = one({ units: [{ name: FIN, address: null }] });
    expect(shape(of, 'profile/区财政局', '2022-04-06')).toBe('open 2022-04-03→—');
  });

  test('R70 only liaisons join, and only those who have not', () => {
    const of = one({
      members: [
        { role: 'liaison', unitId: EDU, joinedGroup: true },
        { role: 'deputy', unitId: EDU, joinedGroup: false },
        { role: 'leader', unitId: EDU, joinedGroup: false },
      ],
      office: true,
    });
    const joins = deriveDuties(notice, of, '2022-04-06').filter((duty) => duty.rule.id === 'join-group');
    expect(joins.map((duty) => [duty.memberId, duty.state])).toEqual([['区教育局/liaison', 'done']]);
  });
});

describe('what closes a duty', () => {
  test.each<[string, string, string[], string]>([
    ['R02 signed', 'sign', ['signed'], 'done'],
    ['R20 written but not uploaded stays open', 'reply', ['reply-delivered'], 'open'],
    ['R20 uploaded but not written stays open', 'reply', ['reply-uploaded'], 'open'],
    ['R20 written and uploaded', 'reply', REPLY, 'done'],
    ['R36 contacted', 'contact-member', ['contacted'], 'done'],
    ['R20 an opinion is no reply', 'reply', ['opinion-uploaded', 'signed'], 'open'],
  ])('%s', (_row, rule, kinds, state) => {
    const of = one({ registrations: facts(kinds, '12@区教育局', '2022-05-06') });
    expect(dutyOf(of, `${rule}/12@区教育局`, '2022-05-06')?.state).toBe(state);
  });

  test('R20 what is missing is named, and the later half dates the reply', () => {
    const half = one({ registrations: [fact('reply-delivered', '12@区教育局', '2022-08-20')] });
    expect(dutyOf(half, 'reply/12@区教育局', '2022-08-21')).toMatchObject({
      missing: ['reply-uploaded'],
      doneOn: null,
    });
    const whole = one({
      registrations: [
        fact('reply-uploaded', '12@区教育局', '2022-08-25'),
        fact('reply-delivered', '12@区教育局', '2022-08-20'),
      ],
    });
    expect(dutyOf(whole, 'reply/12@区教育局', '2022-08-26')).toMatchObject({
      missing: [],
      doneOn: '2022-08-25',
    });
  });

  test('R34 an uploaded opinion closes the joint unit’s duty and no other’s', () => {
    const of = one({
      proposal: { lead: EDU, joint: [FIN, '区民政局'] },
      registrations: [fact('opinion-uploaded', '12@区财政局', '2022-06-01')],
    });
    expect(dutyOf(of, 'joint-opinion/12@区财政局', '2022-06-02')?.state).toBe('done');
    expect(dutyOf(of, 'joint-opinion/12@区民政局', '2022-06-02')?.state).toBe('open');
  });

  test('R51 the three returns are ticked one by one', () => {
    const of = one({
      registrations: [
        ...facts(REPLY, '12@区教育局', '2022-08-20'),
        fact('form-received', '12@区教育局', '2022-08-23'),
        fact('form-back-unit', '12@区教育局', '2022-09-05'),
      ],
    });
    const states = ['form-back-unit', 'form-back-desk', 'form-online'].map((id) =>
      shape(of, `${id}/12@区教育局`, '2022-09-06'),
    );
    expect(states).toEqual([
      'done 2022-08-23→2022-09-30…2022-10-30',
      'open 2022-08-23→2022-09-30…2022-10-30',
      'open 2022-08-23→2022-09-30…2022-10-30',
    ]);
  });

  test.each<[string, Partial<{ phone: null; functions: null; address: null }>, string]>([
    ['has all three', {}, 'done'],
    ['has no telephone', { phone: null }, 'open'],
    ['has no functions', { functions: null }, 'open'],
    ['has no address', { address: null }, 'open'],
  ])('R31 the profile of a unit that %s', (_what, missing, state) => {
    expect(dutyOf(one({ units: [{ name: EDU, ...missing }] }), 'profile/区教育局', '2022-04-06')?.state).toBe(
      state,
    );
  });

  test('R60 the summary received closes the unit’s duty', () => {
    const of = one({ registrations: [fact('summary-received', EDU, '2022-11-10')] });
    expect(dutyOf(of, 'yearly/区教育局', '2022-11-11')).toMatchObject({
      state: 'done',
      doneOn: '2022-11-10',
    });
  });

  test('R10 the desk’s duty is done when the request is closed, and the right of R05 is used up', () => {
    const [request] = requested.returnRequests;
    if (!request) throw new Error('no request');
    const closed = { ...requested, returnRequests: [{ ...request, open: false }] };
    expect(dutyOf(requested, 'return-request/12@区教育局', '2022-04-12')).toMatchObject({
      state: 'open',
      paused: true,
    });
    expect(dutyOf(closed, 'return-request/12@区教育局', '2022-04-20')?.state).toBe('done');
    expect(dutyOf(closed, 'reassign/r1', '2022-04-20')?.state).toBe('done');
  });

  test('R10 a request made after the fifteenth gives the desk no earlier start', () => {
    const of = one({
      requests: [{ id: 'r2', assignmentId: '12@区教育局', requestedOn: '2022-04-18', open: true }],
    });
    expect(shape(of, 'reassign/r2', '2022-04-18')).toBe('open 2022-04-18→2022-04-28');
  });

  test('a unit that gave the proposal up owes nothing for it any more', () => {
    const of = one({
      proposal: { sole: EDU, endedOn: '2022-04-28' },
      reports: [report('12@区教育局', '2022-04', '2022-04-14')],
    });
    const left = deriveDuties(notice, of, '2022-09-01').filter(
      (duty) => duty.assignment && duty.state !== 'exempt',
    );
    expect(left.map((duty) => `${duty.key} ${duty.state}`)).toEqual(['monthly/12@区教育局/2022-04 done']);
    expect(dutyOf(of, 'yearly/区教育局', '2022-11-01')).toBeUndefined();
  });

  test('R40 nor the months that it never reported before', () => {
    const of = one({ proposal: { sole: EDU, endedOn: '2022-06-20' } });
    const months = deriveDuties(notice, of, '2022-09-01').filter((duty) => duty.rule.id === 'monthly');
    expect(months.map((duty) => `${duty.period} ${duty.state} ${duty.because}`)).toEqual(
      ['2022-04', '2022-05', '2022-06', '2022-07'].map((month) => `${month} exempt 已不再承办`),
    );
  });
});

describe('R40, R41 the monthly report', () => {
  const months = (of: Facts, asOf: string) =>
    deriveDuties(notice, of, asOf)
      .filter((duty) => duty.rule.id === 'monthly' && duty.state !== 'exempt')
      .map((duty) => `${duty.period} ${duty.state}`);

  test.each([
    ['2022-03-28', '2022-04'],
    ['2022-04-08', '2022-04'],
    ['2022-04-09', '2022-05'],
    ['2022-04-28', '2022-05'],
    ['2022-05-08', '2022-05'],
    ['2022-05-09', '2022-06'],
  ])('assigned on %s, the first month reported is %s', (on, first) => {
    expect(months(one({ proposal: { sole: EDU, on } }), '2022-12-31')[0]).toBe(`${first} open`);
  });

  test('opens with the month and not before', () => {
    expect(months(one(), '2022-03-31')).toEqual([]);
    expect(months(one(), '2022-04-30')).toEqual(['2022-04 open']);
    expect(months(one(), '2022-05-01')).toEqual(['2022-04 open', '2022-05 open']);
  });

  test('opens with the assignment when that comes within the month', () => {
    expect(
      shape(one({ proposal: { sole: EDU, on: '2022-05-06' } }), 'monthly/12@区教育局/2022-05', '2022-05-06'),
    ).toBe('open 2022-05-06→2022-05-15');
  });

  test('is owed whether or not the proposal is signed for', () => {
    expect(months(one({ registrations: [] }), '2022-04-10')).toEqual(['2022-04 open']);
  });

  test('a month reported late is done on the day it came', () => {
    const of = one({ reports: [report('12@区教育局', '2022-05', '2022-05-20')] });
    expect(dutyOf(of, 'monthly/12@区教育局/2022-05', '2022-06-01')).toMatchObject({
      state: 'done',
      due: '2022-05-15',
      doneOn: '2022-05-20',
    });
  });

  test('R41 a unit that has replied still reports while one form is out', () => {
    const of = one({
      registrations: [
        ...facts(REPLY, '12@区教育局', '2022-08-20'),
        ...facts(FORMS.slice(0, 2), '12@区教育局', '2022-09-10'),
      ],
      reports: ['04', '05', '06', '07', '08'].map((month) =>
        report('12@区教育局', `2022-${month}`, `2022-${month}-10`),
      ),
    });
    expect(months(of, '2022-10-20').slice(-2)).toEqual(['2022-09 open', '2022-10 open']);
  });

  test.each<[string, string, string]>([
    ['R41 the last form arrives on 09-28: October is not asked', '2022-09-28', '2022-09'],
    ['the last form arrives on the due date itself', '2022-09-15', '2022-08'],
    ['the last form arrives the day after the due date', '2022-09-16', '2022-09'],
    ['the last form arrives in October before the fifteenth', '2022-10-10', '2022-09'],
  ])('%s', (_what, back, lastOwed) => {
    const of = one({
      registrations: [
        ...facts(FORMS.slice(0, 2), '12@区教育局', '2022-09-01'),
        fact('form-back-online', '12@区教育局', back),
      ],
    });
    expect(months(of, '2022-12-31').at(-1)).toBe(`${lastOwed} open`);
  });

  test('R54 a letter leaves the report after its reply, the form never sent', () => {
    const of = one({
      proposal: { sole: EDU, kind: 'letter' },
      registrations: facts(REPLY, '12@区教育局', '2022-07-05'),
    });
    expect(months(of, '2022-12-31').at(-1)).toBe('2022-06 open');
    expect(dutyOf(of, 'monthly/12@区教育局/2022-07', '2022-07-10')?.because).toBe('信函已答复');
  });

  test('R54 a letter half replied to goes on', () => {
    const of = one({
      proposal: { sole: EDU, kind: 'letter' },
      registrations: [fact('reply-delivered', '12@区教育局', '2022-07-05')],
    });
    expect(months(of, '2022-08-01').at(-1)).toBe('2022-08 open');
  });

  test('stops when the notice closes', () => {
    expect(months(one(), '2023-03-01').at(-1)).toBe('2022-12 open');
  });

  test('R40 a unit that leads one case and joins another reports on the one it leads', () => {
    const of = buildFacts({
      proposals: [
        { number: '1', lead: EDU, joint: [FIN] },
        { number: '2', lead: FIN, joint: [EDU] },
      ],
    });
    const open = deriveDuties(notice, of, '2022-04-06').filter(
      (duty) => duty.rule.id === 'monthly' && duty.state === 'open',
    );
    expect(open.map((duty) => duty.key)).toEqual([
      'monthly/1@区教育局/2022-04',
      'monthly/2@区财政局/2022-04',
    ]);
  });
});

describe('R23 a reply in phases', () => {
  const promised = (on: string, promisedOn: string) =>
    fact('reply-phased', '12@区教育局', on, { promisedOn, text: null });

  test('stops the ladder of the reply, which stays open, and opens the next one', () => {
    const of = one({ registrations: [promised('2022-08-25', '2022-09-30')] });
    expect(dutyOf(of, 'reply/12@区教育局', '2022-08-26')).toMatchObject({
      state: 'open',
      paused: true,
      due: '2022-08-30',
      because: '分阶段答复委员，9月30日前再报',
    });
    expect(shape(of, 'reply-next/12@区教育局/2022-09-30', '2022-08-26')).toBe('open 2022-08-25→2022-09-30');
  });

  test('the next promise takes the place of the last', () => {
    const of = one({
      registrations: [promised('2022-08-25', '2022-09-20'), promised('2022-09-19', '2022-10-20')],
    });
    expect(
      deriveDuties(notice, of, '2022-09-20')
        .filter((duty) => duty.rule.id === 'reply-next')
        .map((duty) => duty.key),
    ).toEqual(['reply-next/12@区教育局/2022-10-20']);
  });

  test('the whole reply closes both', () => {
    const of = one({
      registrations: [promised('2022-08-25', '2022-09-30'), ...facts(REPLY, '12@区教育局', '2022-09-28')],
    });
    expect(dutyOf(of, 'reply/12@区教育局', '2022-09-28')).toMatchObject({
      state: 'done',
      paused: false,
      because: null,
    });
    expect(dutyOf(of, 'reply-next/12@区教育局/2022-09-30', '2022-09-28')?.state).toBe('done');
  });

  test('what was on record before the promise does not fulfil it', () => {
    const of = one({
      registrations: [...facts(REPLY, '12@区教育局', '2022-08-20'), promised('2022-08-25', '2022-09-30')],
    });
    expect(dutyOf(of, 'reply-next/12@区教育局/2022-09-30', '2022-08-26')?.state).toBe('open');
  });

  test('without a date nothing more is dated', () => {
    const of = one({ registrations: [fact('reply-phased', '12@区教育局', '2022-08-25')] });
    expect(deriveDuties(notice, of, '2022-09-01').filter((duty) => duty.rule.id === 'reply-next')).toEqual(
      [],
    );
  });
});

describe('R33 what is sent back', () => {
  const returned = (about: string, on: string, promisedOn: string) =>
    fact('sent-back', about, on, { promisedOn, text: '格式不符' });
  const ordered = one({ proposal: { lead: EDU, joint: [FIN] } });

  test('is asked for anew by the date the desk has set; the notice’s own date stays and its ladder stands still', () => {
    const of = {
      ...ordered,
      registrations: [
        fact('reply-delivered', '12@区教育局', '2022-08-20'),
        returned('12@区教育局', '2022-08-25', '2022-09-05'),
      ],
    };
    expect(dutyOf(of, 'reply/12@区教育局', '2022-08-26')).toMatchObject({
      state: 'open',
      due: '2022-08-30',
      paused: true,
      because: '格式不符，9月5日前再报',
    });
    expect(shape(of, 'reply-again/12@区教育局/2022-09-05', '2022-08-26')).toBe('open 2022-08-25→2022-09-05');
    // The half that was not sent back still counts.
    expect(dutyOf(of, 'reply-again/12@区教育局/2022-09-05', '2022-08-26')?.missing).toEqual([
      'reply-uploaded',
    ]);
  });

  test('is done with the new one, both the old duty and the new', () => {
    const of = {
      ...ordered,
      registrations: [
        returned('12@区财政局', '2022-06-20', '2022-06-27'),
        fact('opinion-uploaded', '12@区财政局', '2022-06-24'),
      ],
    };
    expect(dutyOf(of, 'joint-opinion/12@区财政局', '2022-06-25')).toMatchObject({
      state: 'done',
      paused: false,
    });
    expect(dutyOf(of, 'opinion-again/12@区财政局/2022-06-27', '2022-06-25')?.state).toBe('done');
  });

  test('a second time counts by the later date, and each unit only its own', () => {
    const of = {
      ...ordered,
      registrations: [
        returned('12@区财政局', '2022-06-20', '2022-06-27'),
        returned('12@区财政局', '2022-06-28', '2022-07-04'),
      ],
    };
    const again = deriveDuties(notice, of, '2022-06-29').filter(({ rule }) => rule.id.endsWith('-again'));
    expect(again.map(({ key }) => key)).toEqual(['opinion-again/12@区财政局/2022-07-04']);
    expect(dutyOf(of, 'reply/12@区教育局', '2022-06-29')?.paused).toBe(false);
  });
});

describe('R36 a contact that the desk has found unnecessary', () => {
  test('is owed no more, with the desk’s reason', () => {
    const of = one({
      registrations: [fact('contact-waived', '12@区教育局', '2022-08-22', { text: '委员出国' })],
    });
    expect(dutyOf(of, 'contact-member/12@区教育局', '2022-08-23')).toMatchObject({
      state: 'exempt',
      because: '委员出国',
    });
    expect(dutyOf(of, 'reply/12@区教育局', '2022-08-23')).toMatchObject({ state: 'open', paused: false });
  });

  test('stays done where there was one', () => {
    const of = one({
      registrations: [
        fact('contacted', '12@区教育局', '2022-05-10'),
        fact('contact-waived', '12@区教育局', '2022-08-22'),
      ],
    });
    expect(dutyOf(of, 'contact-member/12@区教育局', '2022-08-23')?.state).toBe('done');
  });
});

describe('overdue', () => {
  test.each<[string, Facts, string, string, boolean]>([
    ['R03 23:59 of the due day is on time', one(), 'sign/12@区教育局', '2022-04-10T23:59:59', false],
    ['R03 the next 00:00 is overdue, a Monday', one(), 'sign/12@区教育局', '2022-04-11T00:00:00', true],
    [
      'R05 the right to return is never overdue',
      one(),
      'return-request/12@区教育局',
      '2022-04-16T00:00:00',
      false,
    ],
    ['R10 the desk’s reassignment on 04-28 is not', requested, 'reassign/r1', '2022-04-28T23:59:59', false],
    ['R10 on 04-29 it is', requested, 'reassign/r1', '2022-04-29T00:00:00', true],
    ['R12 a second assignment on 04-30 is not', late, 'sign-again/12@区教育局', '2022-04-30T23:59:59', false],
    ['R12 on 05-01 it is', late, 'sign-again/12@区教育局', '2022-05-01T00:00:00', true],
    ['R21 an opinion on 06-30 is not', held, 'joint-opinion/12@区财政局', '2022-06-30T23:59:59', false],
    ['R21 on 07-01 it is', held, 'joint-opinion/12@区财政局', '2022-07-01T00:00:00', true],
    ['R40 a report on the 15th is not', one(), 'monthly/12@区教育局/2022-05', '2022-05-15T23:59:59', false],
    ['R40 on the 16th it is', one(), 'monthly/12@区教育局/2022-05', '2022-05-16T00:00:00', true],
    ['R60 a summary on 11-15 is not', held, 'yearly/区财政局', '2022-11-15T23:59:59', false],
    ['R60 on 11-16 it is', held, 'yearly/区财政局', '2022-11-16T00:00:00', true],
    ['R20 23:59 of 08-30 is on time', one(), 'reply/12@区教育局', '2022-08-30T23:59:59', false],
    ['R20 an ordinary case on 08-31 is', one(), 'reply/12@区教育局', '2022-08-31T00:00:00', true],
    [
      'R22 a hard case on 08-31 is not',
      one({ proposal: { sole: EDU, hard: true } }),
      'reply/12@区教育局',
      '2022-08-31T00:00:00',
      false,
    ],
    [
      'R22 a hard case on 10-31 is',
      one({ proposal: { sole: EDU, hard: true } }),
      'reply/12@区教育局',
      '2022-10-31T00:00:00',
      true,
    ],
    [
      'R52 a form that is not back by the target is not',
      sent,
      'form-back-unit/12@区教育局',
      '2022-10-01T00:00:00',
      false,
    ],
    [
      'R53 a form that is not back by the last date is',
      sent,
      'form-back-unit/12@区教育局',
      '2022-10-31T00:00:00',
      true,
    ],
    ['R20 a reply that was sent is not', replied, 'reply/12@区教育局', '2022-09-30T00:00:00', false],
    [
      'R31 what has no date is not',
      one({ units: [{ name: EDU, phone: null }] }),
      'profile/区教育局',
      '2022-12-01T00:00:00',
      false,
    ],
  ])('%s', (_row, of, key, local, expected) => {
    const asOf = dateIn(zone, new Date(`${local}+08:00`));
    const duty = dutyOf(of, key, asOf);
    expect(duty && isOverdue(duty, asOf, notice.settings)).toBe(expected);
  });

  test('the setting can take the due day itself out', () => {
    const strict = noticeWith((data) => {
      data.settings.dueDayIncluded = false;
    });
    const duty = dutyOf(one(), 'sign/12@区教育局', '2022-04-10', strict);
    expect(duty && isOverdue(duty, '2022-04-09', strict.settings)).toBe(false);
    expect(duty && isOverdue(duty, '2022-04-10', strict.settings)).toBe(true);
  });

  test('R52, R53 the target counts until it has passed, then the last date', () => {
    const duty = dutyOf(sent, 'form-back-unit/12@区教育局', '2022-09-30');
    expect(duty && [deadline(duty, '2022-09-30'), deadline(duty, '2022-10-01')]).toEqual([
      '2022-09-30',
      '2022-10-30',
    ]);
  });
});

describe('说明情况', () => {
  test.each<[string, Given['registrations'], string]>([
    ['a reply', [], 'reply/12@区教育局'],
    ['one month’s report', [], 'monthly/12@区教育局/2022-05'],
    ['a unit’s summary', [], 'yearly/区教育局'],
  ])('about %s stops its ladder, keeps the reason and leaves it open', (_what, others, key) => {
    const of = one({ registrations: [...(others ?? []), explanation(key, '2022-11-16', '正在会商')] });
    expect(dutyOf(of, key, '2022-11-17')).toMatchObject({ state: 'open', paused: true, because: '正在会商' });
    const rest = deriveDuties(notice, of, '2022-11-17').filter((duty) => duty.paused && duty.key !== key);
    expect(rest).toEqual([]);
  });

  test('about a person who cannot join the group', () => {
    const of = one({
      members: [{ role: 'liaison', unitId: EDU, joinedGroup: false }],
      registrations: [explanation('join-group/区教育局/liaison', '2022-04-14', '正在更换手机')],
    });
    expect(dutyOf(of, 'join-group/区教育局/liaison', '2022-04-15')).toMatchObject({
      paused: true,
      because: '正在更换手机',
    });
  });
});

describe('what the notice leaves open', () => {
  test.each([
    ['2022-04-10', '2022-04-10'],
    ['2022-04-11', '2022-04-24'],
    ['2022-05-10', '2022-05-23'],
  ])('a proposal first assigned on %s is signed for by %s', (on, due) => {
    expect(dutyOf(one({ proposal: { sole: EDU, on } }), 'sign/12@区教育局', on)?.due).toBe(due);
  });

  test.each([
    ['2022-04-20', '2022-04-30'],
    ['2022-04-30', '2022-04-30'],
    ['2022-05-05', '2022-05-07'],
  ])('R12 a proposal reassigned on %s is signed for by %s', (on, due) => {
    expect(
      dutyOf(one({ proposal: { sole: EDU, on, reassigned: true } }), 'sign-again/12@区教育局', on)?.due,
    ).toBe(due);
  });

  test('signing opens nothing, unless the setting says so', () => {
    const strict = noticeWith((data) => {
      data.settings.signingOpensDuties = true;
    });
    const rules = (of: Facts, by = notice) => [
      ...new Set(
        deriveDuties(by, of, '2022-04-06')
          .filter((duty) => duty.assignment && duty.state === 'open')
          .map((duty) => duty.rule.id),
      ),
    ];
    const signed = one({ registrations: [fact('signed', '12@区教育局', '2022-04-06')] });
    expect(rules(one())).toEqual(['sign', 'return-request', 'contact-member', 'reply', 'monthly']);
    expect(rules(one(), strict)).toEqual(['sign']);
    expect(rules(signed, strict)).toEqual(['return-request', 'contact-member', 'reply', 'monthly']);
  });
});

test('no two duties have the same key, and deriving twice gives the same', () => {
  const of = buildFacts({
    office: true,
    proposals: [
      { number: '1', lead: EDU, joint: [FIN, '区民政局'], split: ['镇盛镇', '公馆镇'] },
      { number: '2', sole: FIN, kind: 'letter', hard: true },
      { number: '3', sole: FIN, on: '2022-04-28', reassigned: true },
    ],
    registrations: [
      ...facts([...REPLY, 'form-sent', 'contacted'], '1@区教育局', '2022-08-01'),
      fact('reply-phased', '2@区财政局', '2022-08-20', { promisedOn: '2022-09-20' }),
    ],
    requests: [{ id: 'r1', assignmentId: '1@镇盛镇', requestedOn: '2022-04-12', open: true }],
  });
  const duties = deriveDuties(notice, of, '2022-11-20');
  expect(new Set(duties.map((duty) => duty.key)).size).toBe(duties.length);
  expect(deriveDuties(notice, of, '2022-11-20')).toEqual(duties);
});

test('an assignment whose proposal is unknown, and an empty office, derive nothing', () => {
  const of = one();
  expect(
    deriveDuties(notice, { ...of, proposals: [] }, '2022-04-06').filter((duty) => duty.assignment),
  ).toEqual([]);
  expect(deriveDuties(notice, buildFacts(), '2022-04-06')).toEqual([]);
});
