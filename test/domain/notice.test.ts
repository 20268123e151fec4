import { describe, expect, test } from 'vitest';
import { deriveDuties } from '../../src/domain/duty.ts';
import { type DutyRule, ruleOf } from '../../src/domain/notice.ts';
import { parseNotice } from '../../src/domain/parse-notice.ts';
import { planReminders } from '../../src/domain/reminder.ts';
import { rulesFrom } from '../../src/office.ts';
import { buildFacts, fact } from '../support/facts.ts';
import { notice, noticeWith, zone } from '../support/rules.ts';

describe('the rule file of 茂南府办〔2022〕3号', () => {
  /** Sentences of the notice, as it prints them. */
  const SIGN_LATE = '无故延误签收时限以致影响办理工作的责任自负，区政府办公室将按照有关规定予以通报批评。';
  const RETURN_LATE = '申请退办或改办的政协提案要按期报送，逾期未报的不予退办或改办。';
  const SENT_BACK = '不按照格式复文的将予以退回。';
  const REPLY_LATE = '如不按时完成办理答复工作，将根据情况进行通报批评或者扣除依法行政考评相关分数。';

  test.each<[string, string, string | undefined]>([
    ['R15 sign', 'sign', SIGN_LATE],
    ['R15 sign-again', 'sign-again', SIGN_LATE],
    ['R08 return-request', 'return-request', RETURN_LATE],
    ['R24 reply', 'reply', REPLY_LATE],
    ['R70 join-group', 'join-group', undefined],
    ['R10 reassign', 'reassign', undefined],
    ['R36 contact-member', 'contact-member', undefined],
    ['R21 joint-opinion', 'joint-opinion', undefined],
    ['R23 reply-next', 'reply-next', undefined],
    ['R33 opinion-again', 'opinion-again', SENT_BACK],
    ['R33 reply-again', 'reply-again', SENT_BACK],
    ['R50 form-send', 'form-send', undefined],
    ['R52 form-back-unit', 'form-back-unit', undefined],
    ['R52 form-back-desk', 'form-back-desk', undefined],
    ['R52 form-online', 'form-online', undefined],
    ['R40 monthly', 'monthly', undefined],
    ['R60 yearly', 'yearly', undefined],
    ['R31 profile', 'profile', undefined],
  ])('%s threatens with the notice’s own words or not at all', (_row, id, words) => {
    expect(ruleOf(notice, id).consequence).toBe(words);
  });

  test.each([
    ['sign', '一', 'R02 R03 R15'],
    ['sign-again', '一', 'R12 R15'],
    ['join-group', '三(八)', 'R70'],
    ['return-request', '一', 'R04 R05 R06 R07 R08 R11'],
    ['reassign', '一', 'R09 R10'],
    ['contact-member', '三(四)', 'R35 R36'],
    ['joint-opinion', '二', 'R21 R34'],
    ['reply', '二', 'R20 R22 R23 R24 R33'],
    ['reply-next', '二', 'R23'],
    ['opinion-again', '三(三)', 'R33 R34'],
    ['reply-again', '三(三)', 'R33'],
    ['form-send', '三(六)', 'R50 R54'],
    ['form-back-unit', '三(六)', 'R51 R52 R53 R54'],
    ['form-back-desk', '三(六)', 'R51 R52 R53 R54'],
    ['form-online', '三(六)', 'R51 R52 R53 R54'],
    ['monthly', '三(五)', 'R40 R41'],
    ['yearly', '三(七)', 'R60 R61'],
    ['profile', '三(二)', 'R31 R32'],
  ])('%s cites clause %s and carries out %s', (id, clause, rows) => {
    const rule = ruleOf(notice, id);
    expect(rule.clause).toBe(clause);
    expect(rule.rules.join(' ')).toBe(rows);
  });

  test('has a duty for every row that asks somebody for something: not for R01, R30, R37 and R71', () => {
    const carried = new Set(notice.duties.flatMap((rule) => rule.rules));
    const rows =
      'R01 R02 R03 R04 R05 R06 R07 R08 R09 R10 R11 R12 R15 R20 R21 R22 R23 R24 R30 R31 R32 R33 R34 R35 R36 R37 ' +
      'R40 R41 R50 R51 R52 R53 R54 R60 R61 R70 R71';
    // R01 is done; R30 is to be studied; R37 tells units how to work together; R71 is a telephone number.
    expect(rows.split(' ').filter((row) => !carried.has(row))).toEqual(['R01', 'R30', 'R37', 'R71']);
  });

  test('R71 gives the telephone of the desk', () => {
    expect(notice.contact).toEqual({
      name: '区政府办公室建议提案股',
      phone: '0668-2887782',
      address: '茂名市茂南区站南路138号大院',
    });
  });

  test('never mentions the account of the members or its password', () => {
    expect(JSON.stringify(notice)).not.toMatch(/密码|账号|:8090/);
  });

  test('accepts a file number only in its normal form', () => {
    const pattern = new RegExp(notice.settings.fileNumber.pattern, 'u');
    expect(['茂南府办〔2022〕3号', '茂南教函〔2022〕12号'].every((number) => pattern.test(number))).toBe(
      true,
    );
    for (const number of [
      '茂南府办[2022]3号',
      '茂南府办〔2022〕03号',
      '茂南府办〔22〕3号',
      '〔2022〕3号',
      '茂南府办〔2022〕3',
    ])
      expect(pattern.test(number)).toBe(false);
  });
});

test('an unknown duty is a fault of the program and says so', () => {
  expect(() => ruleOf(notice, 'dance')).toThrow(RangeError);
});

test('a rule that leaves out what has a default gets it', () => {
  const { exempt, optional, urgent, pausedBy, askByRole, ladder } = ruleOf(notice, 'yearly');
  expect({ exempt, optional, urgent, pausedBy, askByRole, group: ladder.group }).toEqual({
    exempt: [],
    optional: false,
    urgent: false,
    pausedBy: [],
    askByRole: {},
    group: true,
  });
});

test.each([null, undefined, 3, 'text', [], {}])(
  '%j is answered with problems and not with a crash',
  (data) => {
    const result = parseNotice(data);
    expect('problems' in result && result.problems.length).toBeGreaterThan(0);
  },
);

describe('next year’s notice is a new file and no code', () => {
  const next = noticeWith((data) => {
    Object.assign(data, {
      id: 'maonan-2026-2',
      number: '茂南府办〔2026〕2号',
      issued: '2026-03-20',
      year: 2026,
      assigned: '2026-03-16',
      closes: '2026-12-31',
    });
    data.settings.dueDayIncluded = false;
    data.registrations = { signed: '签收', answered: '答复' };
    data.rates = [{ name: '答复率', duties: ['answer'] }];
    data.duties = [
      rule({
        id: 'sign',
        doneWhen: { registered: ['signed'] },
        due: { at: 'date', date: '2026-04-06' },
        ladder: { first: 3, stages: [0, 2, 3], group: false },
      }),
      rule({
        id: 'answer',
        roles: ['sole', 'split'],
        doneWhen: { registered: ['answered'] },
        due: { at: 'date', date: '2026-09-26', hardDate: '2026-11-28' },
        exempt: [{ kind: 'letter', because: '信函不需要答复' }],
        ladder: { first: 10, stages: [1, 2, 3], group: true },
      }),
      rule({
        id: 'progress',
        opens: { at: 'period' },
        due: { at: 'month-day', day: 25, firstAfterDays: 14 },
        doneWhen: { reported: true },
        roles: ['split'],
        ladder: { first: 2, stages: [2, 3], group: false },
      }),
    ];
  });
  const { calendar } = rulesFrom(next);
  const facts = buildFacts({
    proposals: [
      { number: '1', sole: '区教育局', joint: ['区财政局'], on: '2026-03-16' },
      { number: '2', split: ['区财政局', '镇盛镇'], hard: true, on: '2026-03-16' },
      { number: '3', sole: '镇盛镇', kind: 'letter', on: '2026-03-16' },
    ],
    registrations: [fact('signed', '1@区教育局', '2026-03-18')],
  });

  test('its roles, dates and exemptions make the duties', () => {
    const lines = deriveDuties(next, facts, '2026-04-01').map(
      ({ key, due, state }) => `${key} ${due} ${state}`,
    );
    expect(lines).toEqual([
      'sign/1@区教育局 2026-04-06 done',
      'sign/1@区财政局 2026-04-06 open',
      'sign/2@区财政局 2026-04-06 open',
      'sign/2@镇盛镇 2026-04-06 open',
      'sign/3@镇盛镇 2026-04-06 open',
      'answer/1@区教育局 2026-09-26 open',
      'answer/2@区财政局 2026-11-28 open',
      'answer/2@镇盛镇 2026-11-28 open',
      'answer/3@镇盛镇 2026-09-26 exempt',
      'progress/2@区财政局/2026-04 2026-04-25 open',
      'progress/2@镇盛镇/2026-04 2026-04-25 open',
    ]);
  });

  test('its reminders keep to the holidays of its year', () => {
    // 清明 2026 is 04-04 to 04-06, so the day before the date, which does not count itself, is 04-03.
    const now = new Date('2026-04-03T09:00:00+08:00');
    const owed = planReminders(
      deriveDuties(next, facts, '2026-04-03'),
      facts.members,
      [],
      { notice: next, calendar, zone },
      now,
    );
    const told = owed.filter((one) => one.memberId === '区财政局/liaison').flatMap((one) => one.items);
    expect(told).toContainEqual({ duty: 'sign/1@区财政局', stage: 2, deadline: '2026-04-06' });
    expect(calendar.isWorkingDay('2026-04-06')).toBe(false);
  });
});

function rule(given: Pick<DutyRule, 'id' | 'due' | 'doneWhen' | 'ladder'> & Partial<DutyRule>): DutyRule {
  return {
    ...ruleOf(notice, 'joint-opinion'),
    roles: undefined,
    rules: ['R99'],
    name: given.id,
    clause: '一',
    opens: { at: 'assignment' },
    pausedBy: [],
    ask: '请办理',
    ...given,
  };
}
