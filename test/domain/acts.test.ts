import { describe, expect, test } from 'vitest';
import { type Act, readActs } from '../../src/domain/act-list.ts';
import { applyAct, checkActs } from '../../src/domain/acts.ts';
import type { Facts } from '../../src/domain/facts.ts';
import { buildFacts } from '../support/facts.ts';
import { dutyOf, notice } from '../support/rules.ts';

/** 12 is led by the education bureau with the finance bureau beside it, 15 is a letter, 31 belongs to the others. */
const office = buildFacts({
  proposals: [
    { number: '12', lead: '区教育局', joint: ['区财政局'] },
    { number: '15', sole: '区教育局', kind: 'letter' },
    { number: '31', sole: '区财政局' },
  ],
  units: [{ name: '区教育局', shortName: '教育局' }, { name: '区民政局' }],
});

function actsOf(...entries: unknown[]): Act[] {
  const read = readActs(entries);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.acts;
}

const after = (...entries: unknown[]): Facts =>
  actsOf(...entries).reduce((facts, act) => applyAct(notice, facts, act), office);

const problemOf = (...entries: unknown[]) => checkActs(notice, office, actsOf(...entries))[0];

describe('what acts do to the facts', () => {
  test('signing without numbers signs for everything the unit holds, under its short name too', () => {
    const facts = after({ date: '2022-04-07', act: 'sign', unit: '教育局' });
    expect(facts.registrations.map(({ assignmentId, kind, on }) => [assignmentId, kind, on])).toEqual([
      ['12@区教育局', 'signed', '2022-04-07'],
      ['15@区教育局', 'signed', '2022-04-07'],
    ]);
    expect(office.registrations).toEqual([]);
  });

  test('signing again changes nothing, and the first day stays', () => {
    const once = after({ date: '2022-04-07', act: 'sign', unit: '区教育局', proposals: 12 });
    const twice = after(
      { date: '2022-04-07', act: 'sign', unit: '区教育局', proposals: 12 },
      { date: '2022-04-09', act: 'sign', unit: '区教育局', proposals: '第012号' },
    );
    expect(twice).toEqual(once);
  });

  test('acts happen in order of time, whatever their order in the file', () => {
    const moments = actsOf(
      { date: '2022-04-08', act: 'sign', unit: '区教育局' },
      { date: '2022-04-07', act: 'sign', unit: '区教育局' },
      { date: '2022-04-07', time: '09:30', act: 'sign', unit: '区教育局' },
    ).map(({ date, time, index }) => [date, time, index]);
    expect(moments).toEqual([
      ['2022-04-07', '09:30', 2],
      ['2022-04-07', '12:00', 1],
      ['2022-04-08', '12:00', 0],
    ]);
  });

  test('a report is of the month of its date, and leaves out what the unit only supports', () => {
    const facts = after({ date: '2022-05-12', act: 'report', unit: '区财政局' });
    expect(facts.reportEntries).toEqual([
      { assignmentId: '31@区财政局', period: '2022-05', submittedOn: '2022-05-12' },
    ]);
  });

  test('registering a fact that closes a duty closes it on the day it happened', () => {
    const facts = after(
      {
        date: '2022-06-01',
        act: 'register',
        unit: '区教育局',
        kind: 'reply-delivered',
        proposals: 12,
        on: '2022-05-31',
      },
      { date: '2022-06-01', act: 'register', unit: '区教育局', kind: 'reply-uploaded', proposals: 12 },
    );
    expect(dutyOf(facts, 'reply/12@区教育局', '2022-06-02')).toMatchObject({
      state: 'done',
      doneOn: '2022-06-01',
    });
  });

  test('what a letter does not need is not registered for it, nor a form for what has no reply', () => {
    const act = { date: '2022-06-01', act: 'register', unit: '区教育局' };
    const sentOf = (facts: Facts) =>
      facts.registrations.flatMap(({ kind, assignmentId }) => (kind === 'form-sent' ? assignmentId : []));
    expect(sentOf(after({ ...act, kind: 'form-sent' }))).toEqual([]);
    expect(sentOf(after({ ...act, kind: ['reply-delivered', 'form-sent'] }))).toEqual(['12@区教育局']);
  });

  test('the yearly summary belongs to the unit and to no proposal', () => {
    const facts = after({ date: '2022-11-10', act: 'register', unit: '区教育局', kind: 'summary-received' });
    expect(dutyOf(facts, 'yearly/区教育局', '2022-11-11')?.state).toBe('done');
  });

  test('a phased reply promises the next one', () => {
    const facts = after({
      date: '2022-08-29',
      act: 'register',
      unit: '区教育局',
      kind: 'reply-phased',
      proposals: 12,
      promised: '2022-10-17',
    });
    expect(dutyOf(facts, 'reply-next/12@区教育局/2022-10-17', '2022-08-30')?.state).toBe('open');
    expect(dutyOf(facts, 'reply/12@区教育局', '2022-08-30')?.paused).toBe(true);
  });

  test('an explanation stops the ladder and gives its reason', () => {
    const facts = after({
      date: '2022-04-12',
      act: 'explain',
      unit: '区教育局',
      duty: 'sign',
      text: '系统故障',
    });
    expect(dutyOf(facts, 'sign/12@区教育局', '2022-04-13')).toMatchObject({
      state: 'open',
      paused: true,
      because: '系统故障',
    });
  });

  test('joining the group is for one person or for all of the unit', () => {
    const outside = {
      ...office,
      members: office.members.map((member) => ({ ...member, joinedGroup: false })),
    };
    const [act] = actsOf({ date: '2022-04-08', act: 'join-group', unit: '区教育局' });
    if (!act) throw new Error('no act');
    const joined = applyAct(notice, outside, act).members.filter((member) => member.joinedGroup);
    expect(joined.map((member) => member.unitId)).toEqual(['区教育局']);
  });

  test('a profile is completed field by field', () => {
    const facts = after({ date: '2022-04-08', act: 'profile', unit: '区教育局', phone: '0668-0000001' });
    const [before] = office.units;
    expect(facts.units[0]).toEqual({ ...before, phone: '0668-0000001' });
  });

  test('a new liaison takes the place of the old one', () => {
    const facts = after({
      date: '2022-04-12',
      act: 'liaison',
      unit: '区教育局',
      name: '新联络员',
      bound: false,
    });
    expect(facts.members.filter((member) => member.unitId === '区教育局')).toMatchObject([
      { name: '新联络员', role: 'liaison', bound: false, joinedGroup: false, since: '2022-04-12' },
    ]);
  });

  test('a proposal marked as hard is due on the later date (R22)', () => {
    const facts = after({ date: '2022-05-06', act: 'hard', proposals: [12] });
    expect(dutyOf(facts, 'reply/12@区教育局', '2022-05-07')?.due).toBe('2022-10-30');
  });

  test('a reassignment to a unit that assisted makes it the lead, and it holds the proposal once', () => {
    const facts = after({
      date: '2022-04-28',
      act: 'reassign',
      proposal: 12,
      from: '区教育局',
      to: '区财政局',
    });
    const own = facts.assignments.filter((one) => one.proposalId === '12' && one.unitId === '区财政局');
    expect(own.map(({ role, endedOn, reassigned }) => [role, endedOn, reassigned])).toEqual([
      ['joint', '2022-04-28', false],
      ['lead', null, true],
    ]);
  });

  test('a reassignment ends one assignment, begins another in the second round, and closes the request', () => {
    const facts = after(
      { date: '2022-04-13', act: 'return-request', unit: '区教育局', proposals: 15 },
      { date: '2022-04-28', act: 'reassign', proposal: 15, from: '区教育局', to: '区财政局' },
    );
    expect(facts.returnRequests).toMatchObject([{ assignmentId: '15@区教育局', open: false }]);
    expect(facts.assignments.filter((one) => one.proposalId === '15')).toMatchObject([
      { unitId: '区教育局', endedOn: '2022-04-28' },
      { unitId: '区财政局', role: 'sole', assignedOn: '2022-04-28', reassigned: true, endedOn: null },
    ]);
  });

  test('a refused request leaves the proposal where it is', () => {
    const facts = after(
      { date: '2022-04-13', act: 'return-request', unit: '区教育局', proposals: 15 },
      { date: '2022-04-20', act: 'return-closed', unit: '区教育局', proposals: 15 },
    );
    expect(facts.returnRequests).toMatchObject([{ open: false }]);
    expect(facts.assignments).toEqual(office.assignments);
  });

  test('what a unit has given up it owes no more', () => {
    const facts = after({ date: '2022-04-20', act: 'end', unit: '区教育局', proposals: 15 });
    expect(dutyOf(facts, 'reply/15@区教育局', '2022-04-21')).toMatchObject({ state: 'exempt' });
  });
});

describe('the steps of a return', () => {
  const asked = { date: '2022-04-12', act: 'return-request', unit: '区财政局', proposals: 12 };
  const waitsFor = (...entries: unknown[]) => after(asked, ...entries).returnRequests[0]?.waitsFor;

  test('R07, R09 a 会办 unit’s goes to the lead, to the desk, to the manager, and back to be carried out', () => {
    const consent = { date: '2022-04-13', act: 'consent', unit: '区教育局', proposals: 12 };
    const submit = { date: '2022-04-20', act: 'submit', proposals: 12 };
    const approve = { date: '2022-04-22', act: 'approve', proposals: 12 };
    expect([
      waitsFor(),
      waitsFor(consent),
      waitsFor(consent, submit),
      waitsFor(consent, submit, approve),
    ]).toEqual(['lead', 'desk', 'manager', 'desk']);
  });

  test('R05 the lead’s own request goes to the desk at once', () => {
    const facts = after({ ...asked, unit: '区教育局' });
    expect(facts.returnRequests).toMatchObject([{ waitsFor: 'desk' }]);
  });

  test.each([
    [
      'R07 consent of a unit that does not lead',
      { act: 'consent', unit: '区财政局', proposals: 12 },
      '主办的案号',
    ],
    ['R09 submitted before the lead has consented', { act: 'submit', proposals: 12 }, '等待建议提案股办理'],
    ['R09 signed before it was submitted', { act: 'approve', proposals: 12 }, '等待区政府分管领导签批'],
    [
      'R07 carried out before the lead has consented',
      { act: 'reassign', proposal: 12, from: '区财政局', to: '区民政局' },
      '还在等待主办单位答复',
    ],
  ])('%s is refused', (_what, act, expected) => {
    expect(problemOf(asked, { date: '2022-04-14', ...act })?.expected).toContain(expected);
  });
});

describe('what people ask for beside the ladder', () => {
  test('A9 a duty is put off for the liaison, and the later wish counts', () => {
    const act = { act: 'snooze', unit: '区教育局', duty: 'sign', proposals: 12 };
    const facts = after(
      { ...act, date: '2022-03-29', until: '2022-03-31' },
      { ...act, date: '2022-03-30', until: '2022-04-02' },
    );
    expect(facts.snoozes).toEqual([
      { memberId: '区教育局/liaison', dutyKey: 'sign/12@区教育局', until: '2022-04-02' },
    ]);
  });

  test('an urge names its duties, once a day and way', () => {
    const act = { date: '2022-04-12', act: 'urge', unit: '区教育局', duty: 'sign' };
    const facts = after(act, act, { ...act, way: 'phone', text: '今天补签' });
    expect(facts.urges.map(({ dutyKey, way, note }) => [dutyKey, way, note])).toEqual([
      ['sign/12@区教育局', 'message', null],
      ['sign/15@区教育局', 'message', null],
      ['sign/12@区教育局', 'phone', '今天补签'],
      ['sign/15@区教育局', 'phone', '今天补签'],
    ]);
  });

  test('A10 leave is the liaison’s unless somebody is named, and not twice for the same days', () => {
    const act = { date: '2022-05-09', act: 'leave', unit: '区教育局', until: '2022-05-13' };
    expect(after(act).absences).toEqual([
      { memberId: '区教育局/liaison', from: '2022-05-09', until: '2022-05-13', deputyId: null },
    ]);
    expect(problemOf(act, { ...act, date: '2022-05-10' })).toMatchObject({
      expected: '区教育局/liaison这几天已经登记请假',
    });
  });
});

describe('replies with everything about them', () => {
  const reply = {
    date: '2022-08-20',
    act: 'register',
    unit: '区教育局',
    kind: ['reply-delivered', 'reply-uploaded', 'form-sent'],
    proposals: 12,
    category: 'A',
    number: '茂南教函[2022]012号',
  };

  test('R20, R33 several facts with category and normalised number', () => {
    const facts = after(reply);
    expect(facts.registrations.map(({ kind, details }) => [kind, details?.fileNumber])).toEqual([
      ['reply-delivered', '茂南教函〔2022〕12号'],
      ['reply-uploaded', '茂南教函〔2022〕12号'],
      ['form-sent', undefined],
    ]);
    expect(dutyOf(facts, 'reply/12@区教育局', '2022-08-21')?.state).toBe('done');
  });

  test('R33 what is sent back is asked for anew by the date set', () => {
    const facts = after(reply, {
      date: '2022-08-22',
      act: 'send-back',
      unit: '区教育局',
      kind: ['reply-delivered', 'reply-uploaded'],
      proposals: 12,
      until: '2022-08-29',
      text: '未标类别',
    });
    expect(dutyOf(facts, 'reply-again/12@区教育局/2022-08-29', '2022-08-23')?.state).toBe('open');
    expect(dutyOf(facts, 'reply/12@区教育局', '2022-08-23')).toMatchObject({
      state: 'open',
      paused: true,
      because: '未标类别，8月29日前再报',
    });
  });

  test.each([
    ['R33 a category that the notice does not know', { category: 'E' }, 'category', '应为 A、B、C、D 之一'],
    ['R20 a number that is none', { number: '12号' }, 'number', '应为文号，如 茂南教函〔2022〕12号'],
    [
      'R51 a grade that the notice does not know',
      { grade: '还行' },
      'grade',
      '应为 满意、基本满意、不满意 之一',
    ],
    ['R36 a way that the notice does not know', { way: '短信' }, 'way', '应为 面商、电话、书面 之一'],
    ['R33 sending back as a registration', { kind: 'sent-back' }, 'kind', '请写 act: send-back'],
  ])('%s is refused', (_what, more, field, expected) => {
    expect(problemOf({ ...reply, ...more })).toMatchObject({ path: [0, field], expected });
  });

  test('R33 sending back what was never there is refused', () => {
    const act = { date: '2022-08-22', act: 'send-back', unit: '区教育局', until: '2022-08-29', text: '无' };
    expect(problemOf({ ...act, kind: 'reply-uploaded' })?.expected).toBe('应为区教育局已经登记的材料');
  });

  test('R41 a report leaves out the proposals whose forms are back', () => {
    const facts = after(
      reply,
      ...['form-back-unit', 'form-back-desk', 'form-back-online'].map((kind) => ({
        date: '2022-09-05',
        act: 'register',
        unit: '区教育局',
        kind,
        proposals: 12,
      })),
      { date: '2022-09-14', act: 'report', unit: '区教育局' },
    );
    expect(facts.reportEntries.map(({ assignmentId }) => assignmentId)).toEqual(['15@区教育局']);
    const again = { date: '2022-10-10', act: 'report', unit: '区教育局', proposals: 12 };
    expect(checkActs(notice, facts, actsOf(again))[0]?.expected).toContain('征询意见表已全部收回');
  });
});

describe('acts that cannot happen', () => {
  test.each([
    [
      'a unit that is not on the roster',
      { act: 'sign', unit: '区教肓局' },
      'unit',
      '应为名册里的单位；您是不是要写：区教育局',
    ],
    [
      'a number that is not on the list',
      { act: 'sign', unit: '区教育局', proposals: 99 },
      'proposals',
      '应为提案清单里的案号',
    ],
    [
      'a proposal of another unit',
      { act: 'sign', unit: '区教育局', proposals: 31 },
      'proposals',
      '应为区教育局承办的案号',
    ],
    [
      'a report of one who only supports',
      { act: 'report', unit: '区财政局', proposals: 12 },
      'proposals',
      '会办单位无需报送月报（区财政局是会办）',
    ],
    [
      'a form of a letter',
      { act: 'register', unit: '区教育局', kind: 'form-sent', proposals: 15 },
      'proposals',
      '应为要登记“征询意见表随答复函寄出”的案号（区教育局是独办）',
    ],
    [
      'a registration that the notice does not know',
      { act: 'register', unit: '区教育局', kind: 'sined' },
      'kind',
      '应为规则文件列出的登记；您是不是要写：signed',
    ],
    [
      'a fact of a later day',
      { act: 'register', unit: '区教育局', kind: 'contacted', on: '2022-05-01' },
      'on',
      '不能晚于登记的日期 2022-04-20',
    ],
    [
      'R01 a fact before the assignment',
      { act: 'register', unit: '区教育局', kind: 'contacted', on: '2022-03-01' },
      'on',
      '不能早于交办日期 2022-03-28',
    ],
    [
      'a phased reply without a promise',
      { act: 'register', unit: '区教育局', kind: 'reply-phased' },
      'promised',
      '应为承诺下次答复的日期',
    ],
    [
      'a return request after its date (R08)',
      { act: 'return-request', unit: '区教育局', proposals: 12 },
      'date',
      '不能晚于 2022-04-15：逾期不予退办或改办',
    ],
    [
      'an explanation of what is not open',
      { act: 'explain', unit: '区教育局', duty: 'yearly', text: '忙' },
      'duty',
      '应为区教育局当日未办的事项',
    ],
    [
      'a reassignment to one who holds it',
      { act: 'reassign', proposal: 12, from: '区教育局', to: '区财政局', role: 'joint' },
      'to',
      '应为还没有承办第12号的单位',
    ],
    [
      'a reassignment of an assisting part as a second lead',
      { act: 'reassign', proposal: 12, from: '区财政局', to: '区民政局', role: 'lead' },
      'role',
      '应为主办以外的承办方式：另有主办单位',
    ],
    [
      'a reassignment from one who does not',
      { act: 'reassign', proposal: 31, from: '区教育局', to: '区财政局' },
      'from',
      '应为正在承办第31号的单位',
    ],
  ])('%s', (_what, act, field, expected) => {
    expect(problemOf({ date: '2022-04-20', ...act })).toMatchObject({ path: [0, field], expected });
  });

  test('a second return after the reassignment is refused (R11)', () => {
    const problems = checkActs(
      notice,
      office,
      actsOf(
        { date: '2022-04-12', act: 'reassign', proposal: 15, from: '区教育局', to: '区财政局' },
        { date: '2022-04-13', act: 'return-request', unit: '区财政局', proposals: 15 },
      ),
    );
    expect(problems).toMatchObject([
      { path: [1, 'proposals'], expected: expect.stringContaining('再次交办后不再接受') },
    ]);
  });

  test('all of them are found at once, and what goes before counts', () => {
    const problems = checkActs(
      notice,
      office,
      actsOf(
        { date: '2022-04-20', act: 'end', unit: '区教育局', proposals: 15 },
        { date: '2022-04-21', act: 'sign', unit: '区教育局', proposals: 15 },
        { date: '2022-04-22', act: 'sign', unit: '某局' },
      ),
    );
    expect(problems.map(({ path }) => path)).toEqual([
      [1, 'proposals'],
      [2, 'unit'],
    ]);
  });
});

describe('a file of acts', () => {
  test('every fault of shape is found, each with its entry and field', () => {
    const read = readActs([
      { date: '2022-02-30', act: 'sign', unit: '区教育局' },
      { date: '2022-04-07', act: 'sing', unit: '区教育局' },
      { date: '2022-04-07', act: 'sign', unit: '区教育局', proposal: 12 },
      { date: '2022-04-07', time: '9:00', act: 'sign' },
      { date: '2022-04-07', act: 'hard' },
      'sign',
    ]);
    expect('problems' in read && read.problems.map(({ path }) => path.join('.'))).toEqual([
      '0.date',
      '1.act',
      '2.proposal',
      '3.time',
      '3.unit',
      '4.proposals',
      '5',
    ]);
    expect('problems' in read && read.problems[1]?.expected).toMatch(/您是不是要写：sign$/);
  });

  test('an entry of several units is one act of each', () => {
    const acts = actsOf({ date: '2022-04-07', act: 'sign', unit: ['区教育局', '区财政局'] });
    expect(acts.map((act) => ['unit' in act && act.unit, act.index])).toEqual([
      ['区教育局', 0],
      ['区财政局', 0],
    ]);
    expect(readActs([{ date: '2022-04-07', act: 'sign', unit: [] }])).toHaveProperty('problems');
  });

  test('a file that is no list is refused', () => {
    expect(readActs({ date: '2022-04-07' })).toEqual({
      problems: [{ path: [], found: { date: '2022-04-07' }, expected: '应为列表，每项以 - 开头' }],
    });
  });
});
