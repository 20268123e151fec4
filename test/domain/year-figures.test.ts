import { describe, expect, test } from 'vitest';
import { deriveDuties } from '../../src/domain/duty.ts';
import { computeFigures } from '../../src/domain/figures.ts';
import { caseloadOf, computeYear } from '../../src/domain/year-figures.ts';
import { buildFacts, fact, facts, type Given, report } from '../support/facts.ts';
import { calendar, notice, noticeWith } from '../support/rules.ts';

const EDU = '区教育局';
const WATER = '区水务局';
const PROPOSALS: Given['proposals'] = [
  { number: '1', lead: EDU, joint: [WATER], hard: true },
  { number: '2', sole: WATER, kind: 'letter' },
  { number: '3', sole: WATER, endedOn: '2022-04-20' },
  { number: '4', split: [EDU, WATER], reassigned: true, on: '2022-04-25' },
];

function yearOf(given: Given, asOf: string, of = notice) {
  const all = buildFacts(given);
  const duties = deriveDuties(of, all, asOf);
  return {
    year: computeYear(of, all, duties, asOf),
    figures: computeFigures(of, all, duties, calendar, asOf),
  };
}

describe('what was assigned', () => {
  test('counts what is held, letters and hard ones of it, and parts by role', () => {
    expect(caseloadOf(buildFacts({ proposals: PROPOSALS }))).toEqual({
      proposals: 3,
      letters: 1,
      hard: 1,
      units: 2,
      roles: [
        { role: 'lead', count: 1 },
        { role: 'sole', count: 1 },
        { role: 'split', count: 2 },
        { role: 'joint', count: 1 },
      ],
    });
  });

  test('nothing is nothing', () => {
    const { year } = yearOf({}, '2022-06-01');
    expect(year.caseload).toEqual({ proposals: 0, letters: 0, hard: 0, units: 0, roles: [] });
    expect([year.pace, year.months]).toEqual([[], []]);
  });
});

describe('how duties were kept', () => {
  const signed = (on: string) => ({
    proposals: [{ number: '1', sole: EDU }],
    registrations: [fact('signed', '1@区教育局', on)],
  });
  const pace = (given: Given, asOf: string, rule: string, of = notice) =>
    yearOf(given, asOf, of).year.pace.find((one) => one.rule.id === rule);

  test.each([
    ['on the day', '2022-04-10', { onTime: 1, late: 0, open: 0 }],
    ['the day after', '2022-04-11', { onTime: 0, late: 1, open: 0 }],
  ])('R03: signed %s', (_when, on, kept) => {
    expect(pace(signed(on), '2022-05-01', 'sign')).toMatchObject({ owed: 1, ...kept });
  });

  test('R03: the day itself is late where the notice excludes it', () => {
    const strict = noticeWith((data) => {
      data.settings.dueDayIncluded = false;
    });
    expect(pace(signed('2022-04-10'), '2022-05-01', 'sign', strict)).toMatchObject({ onTime: 0, late: 1 });
  });

  test('R53: a form that came back after the target and by the last date was in time', () => {
    const given: Given = {
      proposals: [{ number: '1', sole: EDU }],
      registrations: [
        ...facts(['reply-delivered', 'reply-uploaded', 'form-sent'], '1@区教育局', '2022-08-20'),
        fact('form-received', '1@区教育局', '2022-09-20'),
        fact('form-back-unit', '1@区教育局', '2022-10-08'),
        fact('form-back-desk', '1@区教育局', '2022-10-31'),
      ],
    };
    expect(pace(given, '2022-11-01', 'form-back-unit')).toMatchObject({ onTime: 1, late: 0 });
    expect(pace(given, '2022-11-01', 'form-back-desk')).toMatchObject({ onTime: 0, late: 1 });
    expect(pace(given, '2022-11-01', 'form-online')).toMatchObject({ onTime: 0, late: 0, open: 1 });
  });

  test('agrees with the figures of every other picture, rule by rule', () => {
    const { year, figures } = yearOf(
      {
        proposals: PROPOSALS,
        registrations: [
          ...facts(['signed', 'contacted', 'reply-delivered'], '1@区教育局', '2022-05-20'),
          fact('signed', '2@区水务局', '2022-04-12'),
        ],
        reports: [
          report('1@区教育局', '2022-04', '2022-04-14'),
          report('2@区水务局', '2022-04', '2022-04-16'),
        ],
      },
      '2022-06-20',
    );
    expect(
      year.pace.map(({ rule, owed, onTime, late, open }) => [rule.id, owed, onTime + late, open]),
    ).toEqual(figures.byRule.map(({ rule, owed, done, open }) => [rule.id, owed, done, open]));
  });
});

test('R40: every month so far has its tally, the latest is the one of the figures', () => {
  const { year, figures } = yearOf(
    {
      proposals: [
        { number: '1', sole: EDU },
        { number: '2', sole: WATER },
      ],
      reports: [
        report('1@区教育局', '2022-04', '2022-04-14'),
        report('2@区水务局', '2022-04', '2022-04-16'),
        report('1@区教育局', '2022-05', '2022-05-12'),
      ],
    },
    '2022-05-20',
  );
  expect(
    year.months.map(({ period, owed, onTime, late, missing }) => [period, owed, onTime, late, missing]),
  ).toEqual([
    ['2022-04', 2, 1, 1, 0],
    ['2022-05', 2, 1, 0, 1],
  ]);
  expect(year.months.at(-1)).toEqual(figures.reports);
});

test('R35: contacts by phase and by way; one without a phase is the one before the reply', () => {
  const contact = (about: string, details: object) => fact('contacted', about, '2022-05-01', { details });
  const { year } = yearOf(
    {
      proposals: [
        { number: '1', sole: EDU },
        { number: '2', sole: EDU },
      ],
      registrations: [
        contact('1@区教育局', { way: '电话' }),
        contact('1@区教育局', { way: '面商', phase: 'before' }),
        contact('2@区教育局', { way: '面商', phase: 'during' }),
        fact('reply-phased', '2@区教育局', '2022-08-20', { promisedOn: '2022-10-14' }),
      ],
      urges: [
        { dutyKey: 'sign/1', on: '2022-04-12' },
        { dutyKey: 'sign/1', on: '2022-04-13', way: 'phone' },
      ],
    },
    '2022-09-01',
  );
  expect(year.contacts).toEqual([
    { phase: 'before', times: 2, proposals: 1 },
    { phase: 'during', times: 1, proposals: 1 },
    { phase: 'after', times: 0, proposals: 0 },
  ]);
  expect(year.ways).toEqual([
    { name: '面商', times: 2 },
    { name: '电话', times: 1 },
    { name: '书面', times: 0 },
  ]);
  expect([year.phased, year.urges]).toEqual([1, { message: 1, phone: 1 }]);
});
