import { describe, expect, test } from 'vitest';
import { type AgendaLine, buildAgenda, numbersOf } from '../../src/domain/agenda.ts';
import { deriveDuties } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import { buildFacts, fact, facts, type Given } from '../support/facts.ts';
import { calendar, notice, noticeWith } from '../support/rules.ts';

const EDU = '区教育局';
const FIN = '区财政局';
const REPLY = ['reply-delivered', 'reply-uploaded'];

/** The unit's open duties that have a line of their own, as the reminder lists them. */
function agendaOf(all: Facts, today: string, rules: readonly string[] = [], unit = EDU): AgendaLine[] {
  const open = deriveDuties(notice, all, today).filter(
    (duty) =>
      duty.state === 'open' && duty.unitId === unit && (rules.length === 0 || rules.includes(duty.rule.id)),
  );
  return buildAgenda(open, notice, calendar, today);
}

function one(given: Given = {}): Facts {
  return buildFacts({ proposals: [{ number: '12', sole: EDU }], ...given });
}

function lineOf(all: Facts, today: string, rule: string): AgendaLine {
  const [line, ...rest] = agendaOf(all, today, [rule]);
  if (!line || rest.length > 0) throw new Error(`${rest.length + (line ? 1 : 0)} lines for ${rule}`);
  return line;
}

test('overdue comes first, the longest on top, then by date, without a date last', () => {
  const all = one({ units: [{ name: EDU, phone: null }] });
  expect(agendaOf(all, '2022-05-17').map((line) => `${line.name} ${line.deadline} ${line.overdue}`)).toEqual([
    '签收 2022-04-10 true',
    '月报 2022-04-15 true',
    '月报 2022-05-15 true',
    '答复前沟通 2022-08-30 false',
    '答复委员 2022-08-30 false',
    '完善单位资料 null false',
  ]);
});

describe('lines', () => {
  test('one for all proposals of one date, in order of number', () => {
    const all = buildFacts({ proposals: ['10', '9', '2'].map((number) => ({ number, lead: EDU })) });
    const line = lineOf(all, '2022-04-06', 'sign');
    expect(line.duties.map((duty) => duty.proposal?.number)).toEqual(['2', '9', '10']);
    expect(numbersOf(line.duties)).toEqual(['2', '9', '10']);
  });

  test('lines of one name and date come in the order of the roles, whatever the order of the facts', () => {
    const proposals = [
      { number: '1', lead: FIN, joint: [EDU] },
      { number: '2', sole: EDU },
    ];
    const orders = [proposals, [...proposals].reverse()].map((list) =>
      agendaOf(buildFacts({ proposals: list }), '2022-04-06', ['return-request'])
        .filter((line) => line.duties[0]?.unitId === EDU)
        .map((line) => numbersOf(line.duties)),
    );
    expect(orders).toEqual([
      [['2'], ['1']],
      [['2'], ['1']],
    ]);
  });

  test('one for lead and joint alike where the same is asked, two where it is not (R05, R07)', () => {
    const all = buildFacts({
      proposals: [
        { number: '1', lead: EDU },
        { number: '2', lead: FIN, joint: [EDU] },
      ],
    });
    expect(agendaOf(all, '2022-04-06', ['sign']).map((line) => numbersOf(line.duties))).toEqual([['1', '2']]);
    expect(
      agendaOf(all, '2022-04-06', ['return-request']).map((line) => [line.ask, ...numbersOf(line.duties)]),
    ).toEqual([
      ['理由＋本单位主要负责同志签批＋书面告知建议提案股＋系统上传拒收附件', '1'],
      ['先征得主办单位同意，再向建议提案股提出', '2'],
    ]);
  });

  test('one for the three returns of a form (R51)', () => {
    const all = one({
      registrations: [
        ...facts(REPLY, '12@区教育局', '2022-08-20'),
        fact('form-received', '12@区教育局', '2022-08-22'),
      ],
    });
    const [line, ...rest] = agendaOf(all, '2022-09-01', ['form-back-unit', 'form-back-desk', 'form-online']);
    expect(rest).toEqual([]);
    expect(line).toMatchObject({ name: '收回征询意见表', deadline: '2022-09-30', target: true });
    expect(line?.duties).toHaveLength(3);
    expect(numbersOf(line?.duties ?? [])).toEqual(['12']);
  });

  test('two for an ordinary and a hard case (R20, R22)', () => {
    const all = buildFacts({
      proposals: [
        { number: '1', sole: EDU },
        { number: '2', sole: EDU, hard: true },
      ],
    });
    expect(agendaOf(all, '2022-08-01', ['reply']).map((line) => line.deadline)).toEqual([
      '2022-08-30',
      '2022-10-30',
    ]);
  });
});

describe('days', () => {
  test.each([
    ['D1: two working days left of 04-15', '2022-04-14', 'monthly', 2],
    ['the day itself is one', '2022-04-15', 'monthly', 1],
    ['R03 the Friday before a Sunday is the last one', '2022-04-08', 'sign', 1],
    ['R03 on the Saturday none is left', '2022-04-09', 'sign', 0],
    ['R40 the make-up Saturday 05-07 counts', '2022-05-07', 'monthly', 6],
  ])('%s', (_what, today, rule, left) => {
    const all = one(
      rule === 'monthly' && today > '2022-05-01'
        ? { reports: [{ assignmentId: '12@区教育局', period: '2022-04', submittedOn: '2022-04-11' }] }
        : {},
    );
    expect(lineOf(all, today, rule)).toMatchObject({
      overdue: false,
      workingDaysLeft: left,
      daysOver: 0,
      workingDaysOver: 0,
    });
  });

  test.each([
    ['D3: two days and two working days over 08-30', '2022-09-01', 'reply', 2, 2],
    ['R03 due on a Sunday, the Monday after', '2022-04-11', 'sign', 1, 1],
    ['over a weekend', '2022-09-05', 'reply', 6, 4],
    ['on a Saturday', '2022-09-03', 'reply', 4, 3],
  ])('%s', (_what, today, rule, over, working) => {
    expect(lineOf(one(), today, rule)).toMatchObject({
      overdue: true,
      workingDaysLeft: 0,
      daysOver: over,
      workingDaysOver: working,
    });
  });

  test('R52, R53 after the target the last date counts, and nothing is overdue', () => {
    const all = one({
      registrations: [
        ...facts(REPLY, '12@区教育局', '2022-08-20'),
        fact('form-received', '12@区教育局', '2022-08-22'),
      ],
    });
    expect(lineOf(all, '2022-10-08', 'form-back-desk')).toMatchObject({
      deadline: '2022-10-30',
      target: false,
      overdue: false,
    });
    expect(lineOf(all, '2022-10-31', 'form-back-desk')).toMatchObject({
      deadline: '2022-10-30',
      overdue: true,
      daysOver: 1,
    });
  });

  test('with the due day taken out by the setting, the day itself is over', () => {
    const strict = noticeWith((data) => {
      data.settings.dueDayIncluded = false;
    });
    const open = deriveDuties(strict, one(), '2022-08-30').filter((duty) => duty.rule.id === 'reply');
    expect(buildAgenda(open, strict, calendar, '2022-08-30')[0]).toMatchObject({
      overdue: true,
      daysOver: 0,
    });
  });
});

describe('what is asked, and what is quoted', () => {
  test('R23 an overdue reply is asked for otherwise than one that is due', () => {
    expect(lineOf(one(), '2022-08-30', 'reply').ask).toContain(
      '书面答复领衔委员并同步上传办理系统（附件1格式，标注答复类别）',
    );
    expect(lineOf(one(), '2022-08-31', 'reply').ask).toBe('请补答复，或向委员解释说明并分阶段答复');
  });

  test('R24 the notice’s words where it has some, null where it has none (R40)', () => {
    expect(lineOf(one(), '2022-08-31', 'reply').consequence).toBe(
      '如不按时完成办理答复工作，将根据情况进行通报批评或者扣除依法行政考评相关分数。',
    );
    expect(agendaOf(one(), '2022-08-31', ['monthly']).map((line) => line.consequence)).toEqual(
      Array(5).fill(null),
    );
  });

  test.each([
    ['2022-08-31', { stage: 4, date: '2022-09-02' }],
    ['2022-09-02', { stage: 5, date: '2022-09-06' }],
    ['2022-09-06', null],
  ])('D3: on %s the next step of an overdue reply is %j', (today, next) => {
    expect(lineOf(one(), today, 'reply').next).toEqual(next);
  });

  test('R60 a low ladder has no next step, nor has what is not overdue', () => {
    expect(lineOf(one(), '2022-11-16', 'yearly').next).toBeNull();
    expect(lineOf(one(), '2022-08-30', 'reply').next).toBeNull();
  });
});

test('nothing open is no agenda', () => {
  expect(buildAgenda([], notice, calendar, '2022-05-05')).toEqual([]);
});
