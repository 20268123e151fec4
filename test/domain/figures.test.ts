import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '../../src/domain/calendar.ts';
import { type Duty, deriveDuties } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import { computeFigures, type Figures } from '../../src/domain/figures.ts';
import { buildFacts, explanation, fact, facts, report } from '../support/facts.ts';
import { chances } from '../support/random.ts';
import { calendar, notice } from '../support/rules.ts';

const EDU = '区教育局';
const FIN = '区财政局';
const REPLY = ['reply-delivered', 'reply-uploaded'];

function figuresOf(all: Facts, asOf: string): Figures {
  return computeFigures(notice, all, deriveDuties(notice, all, asOf), calendar, asOf);
}

function rate(figures: Figures, name: string) {
  const found = figures.rates.find((one) => one.name === name);
  if (!found) throw new Error(`no rate ${name}`);
  return { owed: found.owed, done: found.done, before: found.before };
}

/** Two proposals: 区教育局 leads the first with 区财政局, and 区财政局 holds the second alone, a letter. */
const small = buildFacts({
  proposals: [
    { number: '1', lead: EDU, joint: [FIN] },
    { number: '2', sole: FIN, kind: 'letter' },
  ],
  registrations: [
    fact('signed', '1@区教育局', '2022-04-02'),
    fact('signed', '1@区财政局', '2022-04-07'),
    fact('contacted', '1@区教育局', '2022-04-07', { text: '面商' }),
    fact('contacted', '2@区财政局', '2022-04-01', { text: '电话' }),
  ],
  reports: [report('1@区教育局', '2022-04', '2022-04-11')],
});

describe('a small office, reckoned by hand, on Monday 2022-04-11', () => {
  const figures = figuresOf(small, '2022-04-11');

  // Owed: 3 sign, 2 join-group, 2 contact-member, 1 joint-opinion, 2 reply, 2 monthly, 2 profile.
  test('in all', () => {
    expect(figures.total).toEqual({ owed: 14, done: 9, open: 5, overdue: 1 });
  });

  test('by rule', () => {
    expect(
      figures.byRule.map(({ rule, owed, done, open, overdue, nextDeadline }) => [
        rule.id,
        owed,
        done,
        open,
        overdue,
        nextDeadline,
      ]),
    ).toEqual([
      ['sign', 3, 2, 1, 1, null],
      ['join-group', 2, 2, 0, 0, null],
      ['contact-member', 2, 2, 0, 0, null],
      ['joint-opinion', 1, 0, 1, 0, '2022-06-30'],
      ['reply', 2, 0, 2, 0, '2022-08-30'],
      ['monthly', 2, 1, 1, 0, '2022-04-15'],
      ['profile', 2, 2, 0, 0, null],
    ]);
  });

  test('by unit, the longest overdue first', () => {
    expect(
      figures.byUnit.map(({ unit, owed, done, open, overdue, nextDeadline, oldest }) => [
        unit.name,
        owed,
        done,
        open,
        overdue,
        nextDeadline,
        oldest,
      ]),
    ).toEqual([
      [FIN, 8, 4, 4, 1, '2022-04-15', '2022-04-10'],
      [EDU, 6, 5, 1, 0, '2022-08-30', null],
    ]);
  });

  test('by proposal, in order of number', () => {
    expect(
      figures.byProposal.map(({ proposal, owed, done, open, overdue }) => [
        proposal.number,
        owed,
        done,
        open,
        overdue,
      ]),
    ).toEqual([
      ['1', 6, 4, 2, 0],
      ['2', 4, 1, 3, 1],
    ]);
  });

  test('what is overdue, what falls due, and what threatens', () => {
    expect(figures.overdue.map((duty) => duty.key)).toEqual(['sign/2@区财政局']);
    expect(figures.dueThisWeek.map(({ rule, deadline, open }) => [rule.id, deadline, open])).toEqual([
      ['monthly', '2022-04-15', 1],
    ]);
    expect(figures.risks).toEqual([]);
    expect(figures.forSupervision).toEqual([]);
  });

  test.each([
    ['签收率', 3, 2, { owed: 3, done: 1 }],
    ['答复率', 2, 0, { owed: 2, done: 0 }],
    ['会办上传率', 1, 0, { owed: 1, done: 0 }],
    ['月报报送率', 2, 1, { owed: 2, done: 0 }],
    ['征询收回率', 0, 0, null],
    ['面商率', 2, 1, { owed: 1, done: 0 }],
  ])('%s: %i owed, %i done', (name, owed, done, before) => {
    expect(rate(figures, name)).toEqual({ owed, done, before });
  });
});

test('R40 the rate of monthly reports is that of the month owed now, so that it does not fall on every first', () => {
  const all = buildFacts({
    proposals: [{ number: '1', sole: EDU }],
    reports: [report('1@区教育局', '2022-04', '2022-04-11')],
  });
  expect(rate(figuresOf(all, '2022-04-29'), '月报报送率')).toMatchObject({ owed: 1, done: 1 });
  expect(rate(figuresOf(all, '2022-05-05'), '月报报送率')).toEqual({ owed: 1, done: 0, before: null });
});

test('risks are in the order of the numbers and units, whatever the order of the facts', () => {
  const proposals = ['2', '10', '1'].map((number) => ({ number, lead: EDU, joint: ['乙局', '甲局'] }));
  const orders = [proposals, [...proposals].reverse()].map((list) => {
    const { risks } = figuresOf(buildFacts({ proposals: list }), '2022-06-27');
    return risks.map(({ proposal, ...risk }) => [proposal.number, 'units' in risk ? risk.units : []]);
  });
  expect(orders[0]?.map(([number]) => number)).toEqual(['1', '2', '10']);
  expect(orders[0]).toEqual(orders[1]);
});

describe('overdue', () => {
  test('the longest first, then by number', () => {
    const all = buildFacts({
      proposals: ['10', '9', '2'].map((number) => ({ number, sole: EDU })),
      registrations: [fact('signed', '2@区教育局', '2022-04-01')],
    });
    expect(figuresOf(all, '2022-05-20').overdue.map((duty) => duty.key)).toEqual([
      'sign/9@区教育局',
      'sign/10@区教育局',
      'monthly/2@区教育局/2022-04',
      'monthly/9@区教育局/2022-04',
      'monthly/10@区教育局/2022-04',
      'monthly/2@区教育局/2022-05',
      'monthly/9@区教育局/2022-05',
      'monthly/10@区教育局/2022-05',
    ]);
  });

  test('R50 a form is not late on the first day on which anybody could be told to send it', () => {
    const all = buildFacts({
      proposals: [{ number: '1', sole: EDU }],
      registrations: facts([...REPLY, 'signed'], '1@区教育局', '2022-08-30'),
    });
    const late = (asOf: string) =>
      figuresOf(all, asOf).overdue.filter((duty) => duty.rule.id === 'form-send').length;
    expect([late('2022-08-30'), late('2022-08-31'), late('2022-09-01')]).toEqual([0, 0, 1]);
  });

  test('R24 at the last stage a supervision letter can be drafted, unless the unit has explained itself', () => {
    const all = buildFacts({
      proposals: [{ number: '1', sole: EDU }],
      registrations: [fact('contacted', '1@区教育局', '2022-08-01')],
    });
    const letters = (asOf: string, of = all) =>
      figuresOf(of, asOf).forSupervision.filter((duty) => duty.rule.id === 'reply').length;
    expect([letters('2022-09-05'), letters('2022-09-06')]).toEqual([0, 1]);
    const explained = {
      ...all,
      registrations: [...all.registrations, explanation('reply/1@区教育局', '2022-09-01')],
    };
    expect(letters('2022-09-06', explained)).toBe(0);
    expect(figuresOf(explained, '2022-09-06').overdue.map((duty) => duty.key)).toContain('reply/1@区教育局');
  });

  test('R33 what was sent back is counted each time, and stays counted', () => {
    const back = (on: string) => fact('sent-back', '1@区教育局', on, { promisedOn: '2022-09-05' });
    const all = buildFacts({
      proposals: [{ number: '1', sole: EDU }],
      registrations: [back('2022-08-20'), back('2022-08-26'), ...facts(REPLY, '1@区教育局', '2022-08-27')],
    });
    expect(figuresOf(all, '2022-08-28').sentBack).toBe(2);
  });

  test('the way of a contact is told by its details, whatever note stands beside it', () => {
    const all = buildFacts({
      proposals: [{ number: '1', sole: EDU }],
      registrations: [
        fact('contacted', '1@区教育局', '2022-05-01', {
          text: '已电话预约',
          details: { way: '面商', phase: 'before' },
        }),
      ],
    });
    const met = figuresOf(all, '2022-05-02').rates.find(({ name }) => name === '面商率');
    expect([met?.owed, met?.done]).toEqual([1, 1]);
  });

  test('the right to return a proposal is never counted', () => {
    const all = buildFacts({ proposals: [{ number: '1', sole: EDU }] });
    expect(figuresOf(all, '2022-05-01').byRule.map(({ rule }) => rule.id)).not.toContain('return-request');
  });
});

describe('risks', () => {
  const kinds = (all: Facts, asOf: string) =>
    figuresOf(all, asOf).risks.map((risk) => `${risk.kind} ${risk.proposal.number}`);
  const joint = buildFacts({
    proposals: [{ number: '1', lead: EDU, joint: [FIN, '区民政局'] }],
    registrations: [
      fact('contacted', '1@区教育局', '2022-04-20'),
      fact('opinion-uploaded', '1@区民政局', '2022-06-01'),
    ],
  });

  test('R21 a missing joint opinion is shown ten working days ahead, with its lead', () => {
    expect(kinds(joint, '2022-06-16')).toEqual([]);
    expect(figuresOf(joint, '2022-06-17').risks).toEqual([
      { kind: 'opinion-missing', proposal: joint.proposals[0], units: [FIN], lead: EDU },
    ]);
    expect(kinds(joint, '2022-07-20')).toEqual(['opinion-missing 1']);
  });

  test('R36 a reply that is near without contact', () => {
    const all = buildFacts({
      proposals: [
        { number: '1', sole: EDU },
        { number: '2', sole: EDU, hard: true },
      ],
    });
    expect(kinds(all, '2022-08-16')).toEqual([]);
    expect(kinds(all, '2022-08-17')).toEqual(['not-contacted 1']);
  });

  test('R36 a reply without contact is shown in its place, until the contact or the desk’s reason is on record', () => {
    const replied = (...more: Parameters<typeof fact>[]) =>
      buildFacts({
        proposals: [{ number: '1', sole: EDU, kind: 'letter' }],
        registrations: [
          fact('reply-delivered', '1@区教育局', '2022-08-17'),
          ...more.map((one) => fact(...one)),
        ],
      });
    expect(figuresOf(replied(), '2022-08-18').risks).toEqual([
      { kind: 'replied-uncontacted', proposal: replied().proposals[0], unit: EDU, on: '2022-08-17' },
    ]);
    for (const settled of [
      replied(['contacted', '1@区教育局', '2022-08-10']),
      replied(['contact-waived', '1@区教育局', '2022-08-18', { text: '委员出国' }]),
    ])
      expect(kinds(settled, '2022-08-18')).toEqual([]);
  });

  test('R51, R53 a form that has not gone out when the member’s twenty days run short', () => {
    const all = buildFacts({
      proposals: [
        { number: '1', sole: EDU },
        { number: '2', sole: EDU, kind: 'letter' },
        { number: '3', lead: EDU, joint: [FIN], endedOn: '2022-05-01' },
        { number: '4', sole: EDU },
      ],
      registrations: [
        ...['1', '2', '4'].flatMap((number) =>
          facts([...REPLY, 'contacted'], `${number}@区教育局`, '2022-08-20'),
        ),
        fact('form-sent', '4@区教育局', '2022-08-21'),
      ],
    });
    expect(kinds(all, '2022-09-10')).toEqual([]);
    // Received today, twenty days end after the target; nobody has recorded that the fourth was received.
    expect(kinds(all, '2022-09-11')).toEqual(['form-too-late 1', 'form-too-late 4']);
    expect(kinds(all, '2022-10-01')).toEqual(['form-too-late 1', 'form-too-late 4']);
    expect(kinds(all, '2022-10-30')).toEqual(['form-too-late 1', 'form-too-late 4']);
    expect(kinds(all, '2022-10-31')).toEqual([]);
  });
});

test('an empty office has figures too', () => {
  const figures = figuresOf(buildFacts(), '2022-05-09');
  expect(figures.total).toEqual({ owed: 0, done: 0, open: 0, overdue: 0 });
  expect(figures.rates.every((one) => one.owed === 0 && one.before === null)).toBe(true);
});

describe('the same figures, counted one by one by somebody who does not know how they are made', () => {
  const chance = chances(7);
  const units = [EDU, FIN, '区民政局', '镇盛镇'];
  const large = buildFacts({
    proposals: Array.from({ length: 40 }, (_, index) => ({
      number: String(index + 1),
      lead: chance.pick(units.slice(0, 2)),
      joint: [chance.pick(units.slice(2))],
      kind: chance.happens(0.2) ? ('letter' as const) : ('proposal' as const),
      hard: chance.happens(0.2),
    })),
  });
  const registrations = large.assignments.flatMap((one) =>
    Object.keys(notice.registrations)
      .filter((kind) => kind !== 'reply-phased' && chance.happens(0.5))
      .map((kind) => fact(kind, one.id, addDays('2022-03-28', Math.floor(chance.next() * 200)))),
  );

  test.each([
    '2022-04-06',
    '2022-04-11',
    '2022-05-16',
    '2022-07-01',
    '2022-08-31',
    '2022-09-05',
    '2022-10-28',
    '2022-11-16',
  ])('on %s', (asOf) => {
    const all = { ...large, registrations: registrations.filter((one) => one.on <= asOf) };
    const duties = deriveDuties(notice, all, asOf);
    const figures = computeFigures(notice, all, duties, calendar, asOf);

    const seen = { owed: 0, done: 0, open: 0, overdue: 0 };
    const byUnit: Record<string, typeof seen> = {};
    const byProposal: Record<string, typeof seen> = {};
    for (const duty of duties) {
      if (duty.rule.id === 'return-request' || duty.state === 'exempt' || duty.state === 'waiting') continue;
      const overdue = duty.state === 'open' && isLateByHand(duty, asOf);
      for (const tally of [seen, ours(byUnit, duty.unitId), ours(byProposal, duty.proposal?.number)]) {
        tally.owed += 1;
        if (duty.state === 'done') tally.done += 1;
        else tally.open += 1;
        if (overdue) tally.overdue += 1;
      }
    }
    delete byProposal.none;
    expect(figures.total).toEqual(seen);
    expect(
      Object.fromEntries(
        figures.byUnit.map(({ unit, owed, done, open, overdue }) => [
          unit.name,
          { owed, done, open, overdue },
        ]),
      ),
    ).toEqual(byUnit);
    expect(
      Object.fromEntries(
        figures.byProposal.map(({ proposal, owed, done, open, overdue }) => [
          proposal.number,
          { owed, done, open, overdue },
        ]),
      ),
    ).toEqual(byProposal);
    expect(figures.overdue).toHaveLength(seen.overdue);
    const dates = figures.overdue.map((duty) => daysBetween(duty.latest ?? duty.due ?? '', asOf));
    expect(dates).toEqual([...dates].sort((one, other) => other - one));

    const signed = all.registrations.filter((one) => one.kind === 'signed');
    expect(rate(figures, '签收率')).toEqual({
      owed: all.assignments.length,
      done: signed.length,
      before:
        asOf < '2022-04-04'
          ? null
          : {
              owed: all.assignments.length,
              done: signed.filter((one) => one.on <= addDays(asOf, -7)).length,
            },
    });
  });

  function ours(
    tallies: Record<string, { owed: number; done: number; open: number; overdue: number }>,
    name: string | null | undefined,
  ) {
    const key = name ?? 'none';
    tallies[key] ??= { owed: 0, done: 0, open: 0, overdue: 0 };
    return tallies[key];
  }

  function isLateByHand({ rule, due, latest, opens }: Duty, asOf: string): boolean {
    const last = latest ?? due;
    if (last === null || asOf <= last) return false;
    const told = rule.opens.at === 'registration' ? calendar.after(opens, 1) : calendar.onOrAfter(opens);
    return asOf > told;
  }
});
