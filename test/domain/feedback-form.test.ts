import { describe, expect, test } from 'vitest';
import { deriveDuties } from '../../src/domain/duty.ts';
import {
  backBy,
  checkFormDays,
  type FormDays,
  type FormKind,
  formOutlook,
  formOutlooks,
  formTerms,
  gradeOf,
  receiveBy,
  whyNoForm,
} from '../../src/domain/feedback-form.ts';
import { computeFigures } from '../../src/domain/figures.ts';
import { riskText } from '../../templates/risk-lines.ts';
import { buildFacts, fact, facts } from '../support/facts.ts';
import { calendar, notice, noticeWith } from '../support/rules.ts';

const found = formTerms(notice);
if (!found) throw new Error('the rule file asks for no form');
const terms = found;
const EDU = '区教育局';

describe('R51 the member’s twenty days', () => {
  test.each([
    ['2022-05-10', '2022-05-30'],
    ['2022-08-30', '2022-09-19'], // a reply that arrives on its last day
    ['2022-09-10', '2022-09-30'],
    ['2022-09-11', '2022-10-01'],
    ['2022-10-10', '2022-10-30'],
    ['2022-12-20', '2023-01-09'],
  ])('a form received on %s should be back by %s, rest days counted', (received, until) => {
    expect(backBy(terms, calendar, received)).toBe(until);
  });

  test('counts working days where the office reads the notice so', () => {
    const working = { ...terms, counted: 'working' as const };
    expect(backBy(working, calendar, '2022-09-09')).toBe('2022-10-13');
    expect(receiveBy(working, calendar, '2022-10-13')).toBe('2022-09-09');
  });

  test('R52, R53 the dates by which it must be received are 09-10 and 10-10', () => {
    expect(terms).toMatchObject({ target: '2022-09-30', latest: '2022-10-30' });
    expect(receiveBy(terms, calendar, terms.target)).toBe('2022-09-10');
    expect(receiveBy(terms, calendar, terms.latest)).toBe('2022-10-10');
  });
});

describe('R52, R53 whether the twenty days still fit', () => {
  const plain = { hard: false };
  const hard = { hard: true };
  test.each([
    // received: the day it came decides, whatever today is
    [{ 'form-received': '2022-09-10' }, '2022-09-12', plain, 'with-member', '2022-09-30', null],
    [{ 'form-received': '2022-09-11' }, '2022-09-12', plain, 'with-member', '2022-10-01', '2022-09-30'],
    [{ 'form-received': '2022-09-11' }, '2022-10-01', plain, 'with-member', '2022-10-01', null],
    [{ 'form-received': '2022-10-10' }, '2022-10-11', plain, 'with-member', '2022-10-30', null],
    [{ 'form-received': '2022-10-11' }, '2022-10-11', plain, 'with-member', '2022-10-31', '2022-10-30'],
    // sent or not, today is the best it can be
    [{ 'form-sent': '2022-09-01' }, '2022-09-10', plain, 'on-its-way', '2022-09-30', null],
    [{ 'form-sent': '2022-09-01' }, '2022-09-11', plain, 'on-its-way', '2022-10-01', '2022-09-30'],
    [{}, '2022-04-06', plain, 'to-send', '2022-04-26', null],
    [{}, '2022-09-10', plain, 'to-send', '2022-09-30', null],
    [{}, '2022-09-11', plain, 'to-send', '2022-10-01', '2022-09-30'],
    [{}, '2022-10-10', plain, 'to-send', '2022-10-30', null],
    [{}, '2022-10-11', plain, 'to-send', '2022-10-31', '2022-10-30'],
    // R22: a hard proposal may be answered after the target; only the last date counts
    [{}, '2022-09-11', hard, 'to-send', '2022-10-01', null],
    [{ 'form-received': '2022-09-20' }, '2022-09-21', hard, 'with-member', '2022-10-10', null],
    [{}, '2022-10-10', hard, 'to-send', '2022-10-30', null],
    [{}, '2022-10-11', hard, 'to-send', '2022-10-31', '2022-10-30'],
  ] as [FormDays, string, { hard: boolean }, string, string, string | null][])(
    '%o on %s, %o: %s until %s, misses %s',
    (days, today, of, step, until, misses) => {
      expect(formOutlook(days, terms, calendar, today, of)).toMatchObject({ step, until, misses });
    },
  );

  test.each([
    [{}, '2022-09-30', hard, null],
    [{}, '2022-10-01', hard, '2022-10-10'],
    [{ 'form-sent': '2022-09-29' }, '2022-10-10', plain, '2022-10-10'],
    [{}, '2022-10-11', hard, null], // too late, which is said instead
    [{ 'form-received': '2022-10-05' }, '2022-10-06', plain, null],
  ] as [FormDays, string, { hard: boolean }, string | null][])(
    'R22 the last ten days in which it can arrive press: %o on %s, %o: by %s',
    (days, today, of, hurry) => {
      expect(formOutlook(days, terms, calendar, today, of)?.hurry ?? null).toBe(hurry);
    },
  );

  test.each(['form-back-unit', 'form-back-desk', 'form-back-online'])(
    'nothing is to be said once %s is on record',
    (kind) => {
      expect(formOutlook({ [kind]: '2022-10-12' }, terms, calendar, '2022-10-20', hard)).toBeNull();
    },
  );
});

describe('R54 who owes a form', () => {
  const office = buildFacts({
    proposals: [
      { number: '1', lead: EDU, joint: ['区财政局'] },
      { number: '2', sole: EDU, kind: 'letter' },
      { number: '3', sole: EDU, endedOn: '2022-05-01' },
      { number: '4', split: [EDU, '区民政局'] },
    ],
  });

  test('every unit that answers, for a proposal that it holds; nobody for a letter', () => {
    expect([...formOutlooks(notice, office, calendar, '2022-09-12').keys()]).toEqual([
      '1@区教育局',
      '4@区教育局',
      '4@区民政局',
    ]);
  });

  test('the refusal is the notice’s own sentence', () => {
    expect(whyNoForm(notice, 'sole', 'letter')).toEqual({
      because: '信函类型案件，不需要寄送征询意见表',
      clause: '三(六)',
    });
    expect(whyNoForm(notice, 'joint', 'proposal')?.because).toContain('会办');
    expect(whyNoForm(notice, 'split', 'proposal')).toBeNull();
  });

  test('a notice that asks for no form owes none', () => {
    const silent = noticeWith((data) => {
      const isForm = (id: string) => /^form-/.test(id);
      data.duties = data.duties.filter(({ id }) => !isForm(id));
      data.rates = data.rates.filter(({ duties }) => !duties.some(isForm));
    });
    expect(formTerms(silent)).toBeNull();
    expect(formOutlooks(silent, office, calendar, '2022-09-12').size).toBe(0);
    expect(whyNoForm(silent, 'sole', 'proposal')).not.toBeNull();
  });
});

describe('R50, R51 days that somebody typed', () => {
  const on = { today: '2022-06-10', assignedOn: '2022-03-28' };
  type Typed = Partial<Record<FormKind, string>>;
  test.each([
    ['the future', {}, { 'form-sent': '2022-06-11' }, { 'form-sent': 'future' }],
    ['today', {}, { 'form-sent': '2022-06-10' }, {}],
    ['before the assignment', {}, { 'form-sent': '2022-03-27' }, { 'form-sent': 'before-assignment' }],
    [
      'sent before the reply',
      { 'reply-delivered': '2022-05-10' },
      { 'form-sent': '2022-05-09' },
      { 'form-sent': 'too-early' },
    ],
    ['sent with the reply', { 'reply-delivered': '2022-05-10' }, { 'form-sent': '2022-05-10' }, {}],
    [
      'received before the reply, sending unknown',
      { 'reply-delivered': '2022-05-10' },
      { 'form-received': '2022-05-09' },
      { 'form-received': 'too-early' },
    ],
    [
      'sent with a reply that was sent back and written anew since',
      { 'form-sent': '2022-05-10', 'reply-delivered': '2022-06-01' },
      { 'form-received': '2022-05-12' },
      {},
    ],
    [
      'received before it was sent',
      { 'form-sent': '2022-05-10' },
      { 'form-received': '2022-05-09' },
      { 'form-received': 'too-early' },
    ],
    [
      'both typed the wrong way round',
      {},
      { 'form-sent': '2022-05-12', 'form-received': '2022-05-10' },
      { 'form-received': 'too-early' },
    ],
    [
      'sent after it was back',
      { 'form-back-unit': '2022-05-20' },
      { 'form-sent': '2022-05-21' },
      { 'form-sent': 'too-late' },
    ],
    ['back without sent and received: asked for, not refused', {}, { 'form-back-unit': '2022-05-20' }, {}],
    [
      'back before received',
      { 'form-received': '2022-05-12' },
      { 'form-back-desk': '2022-05-11' },
      { 'form-back-desk': 'too-early' },
    ],
    [
      'online before the paper came',
      { 'form-received': '2022-05-12' },
      { 'form-back-online': '2022-05-11' },
      {},
    ],
    [
      'online before it was sent',
      { 'form-sent': '2022-05-12' },
      { 'form-back-online': '2022-05-11' },
      { 'form-back-online': 'too-early' },
    ],
    [
      'another day than the one on record',
      { 'form-sent': '2022-05-12' },
      { 'form-sent': '2022-05-13' },
      { 'form-sent': 'recorded' },
    ],
    ['the day on record once more', { 'form-sent': '2022-05-12' }, { 'form-sent': '2022-05-12' }, {}],
  ] as [string, FormDays, Typed, Record<string, string>][])('%s', (_what, known, typed, wrong) => {
    const faults = Object.entries(checkFormDays(known, typed, on)).map(([kind, fault]) => [kind, fault.why]);
    expect(Object.fromEntries(faults)).toEqual(wrong);
  });
});

describe('R51 the member’s grade', () => {
  const about = '12@区教育局';
  test('is the worst, where the returns differ, and only that of a return', () => {
    const graded = (kind: string, grade: string) => fact(kind, about, '2022-06-01', { details: { grade } });
    expect(gradeOf(notice, [])).toBeNull();
    expect(gradeOf(notice, [graded('form-back-unit', '满意')])).toBe('满意');
    expect(gradeOf(notice, [graded('form-back-unit', '不满意'), graded('form-back-desk', '满意')])).toBe(
      '不满意',
    );
    expect(gradeOf(notice, [graded('form-sent', '不满意')])).toBeNull();
    expect(gradeOf(notice, [graded('form-back-unit', '很满意')])).toBeNull();
  });
});

describe('R51–R53 in the figures of the desk and the managers', () => {
  const office = buildFacts({
    proposals: [
      { number: '1', sole: EDU, title: '关于学位的提案' },
      { number: '2', sole: EDU, hard: true },
      { number: '3', sole: EDU },
      { number: '4', sole: EDU },
    ],
    registrations: [
      ...['1', '3', '4'].flatMap((number) =>
        facts(
          ['contacted', 'reply-delivered', 'reply-uploaded', 'form-sent'],
          `${number}@${EDU}`,
          '2022-08-30',
        ),
      ),
      fact('form-received', `3@${EDU}`, '2022-09-12'),
      fact('form-received', `4@${EDU}`, '2022-09-02'),
      fact('form-back-unit', `4@${EDU}`, '2022-09-20', { details: { grade: '不满意' } }),
      fact('contacted', `2@${EDU}`, '2022-08-01'),
    ],
  });
  const figures = (asOf: string) =>
    computeFigures(notice, office, deriveDuties(notice, office, asOf), calendar, asOf);

  test('say what is wrong with each form, the last date missed first, and who is not satisfied', () => {
    expect(figures('2022-10-11').risks.map(riskText)).toEqual([
      '第4号《关于第4件事的提案》 委员不满意，需要重新办理（通知未规定程序）：区教育局',
      '第1号《关于学位的提案》 征询意见表已寄出，未登记委员收到，10月30日前留给委员的天数已不够：区教育局',
      '第2号《关于第2件事的提案》 征询意见表未寄出，10月30日前留给委员的天数已不够：区教育局',
    ]);
    expect(figures('2022-09-21').risks.map(riskText)).toEqual([
      expect.stringContaining('第4号'),
      '第1号《关于学位的提案》 征询意见表已寄出，未登记委员收到，9月30日前留给委员的天数已不够：区教育局',
      '第3号《关于第3件事的提案》 征询意见表委员应于10月2日前寄回，已超过9月30日：区教育局',
    ]);
  });

  test('R22 press for a hard proposal’s form before 10-10', () => {
    expect(figures('2022-10-08').risks.map(riskText)).toContain(
      '第2号《关于第2件事的提案》 征询意见表未寄出，须在10月10日前让委员收到：区教育局',
    );
  });

  test('count the grades from best to worst', () => {
    expect(figures('2022-10-11').grades).toEqual([
      { name: '满意', count: 0 },
      { name: '基本满意', count: 0 },
      { name: '不满意', count: 1 },
    ]);
  });
});
