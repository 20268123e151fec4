import { expect, test } from 'vitest';
import { UserError } from '../src/errors.ts';
import { readNotice } from '../src/notice-file.ts';
import { MAONAN_TEXT } from './support/rules.ts';

/** The faults that the reader names in the rule file after one change, without the heading. */
function faults(from: string | RegExp, to: string): string[] {
  const text = MAONAN_TEXT.replace(from, to);
  if (text === MAONAN_TEXT) throw new Error(`the rule file has no ${String(from)}`);
  return faultsOf(text);
}

function faultsOf(text: string): string[] {
  try {
    readNotice('区2026.yaml', text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const [heading, ...lines] = error.message.split('\n');
    expect(heading).toBe(`规则文件 区2026.yaml 有 ${lines.length} 处不对：`);
    return lines;
  }
  return [];
}

/** The line on which a piece of the rule file stands. */
function lineOf(piece: string): number {
  return MAONAN_TEXT.slice(0, MAONAN_TEXT.indexOf(piece)).split('\n').length;
}

test('the rule file that comes with Duban has no fault', () => {
  expect(faultsOf(MAONAN_TEXT)).toEqual([]);
});

const sign = '  - id: sign\n';

test.each<[string, string | RegExp, string, string]>([
  ['a value that is missing', 'title: 茂', 'title:\n# 茂', 'title：没有填，应为文字'],
  ['a key that is missing', /^number: .*$/m, '', 'number：没有填，应为文字'],
  ['a key that nobody knows', 'issued:', 'isued: 1\nissued:', 'isued：填的是“isued”，没有这一项，请核对写法'],
  ['a number in quotes', 'year: 2022', 'year: "2022"', 'year：填的是“2022”，应为数字，不加引号'],
  ['a year out of range', 'year: 2022', 'year: 1922', 'year：填的是“1922”，不能少于或小于 2000'],
  ['an empty text', 'name: 区政府', 'name: "" # 区政府', 'contact.name：填的是“”，不能为空'],
  [
    'a date that does not exist',
    'issued: 2022-04-03',
    'issued: 2022-02-30',
    'issued：填的是“2022-02-30”，应为 YYYY-MM-DD 形式、确实存在的日期',
  ],
  [
    'a date in another spelling',
    'closes: 2022-12-31',
    'closes: 2022年12月31日',
    'closes：填的是“2022年12月31日”，应为 YYYY-MM-DD 形式、确实存在的日期',
  ],
  [
    'a word for yes',
    'dueDayIncluded: true',
    'dueDayIncluded: 是',
    'settings.dueDayIncluded：填的是“是”，应为 true 或 false',
  ],
  [
    'a choice that is not offered',
    'counted: calendar',
    'counted: weekly',
    'settings.feedbackForm.counted：填的是“weekly”，应为 calendar、working 之一',
  ],
  [
    'the one choice there is, misspelt',
    'reminderOnRestDay: previous-working-day',
    'reminderOnRestDay: next-working-day',
    'settings.reminderOnRestDay：填的是“next-working-day”，应为 previous-working-day',
  ],
  [
    'a time without its nought',
    '"09:00"',
    '"9:00"',
    'sending.windows[0][0]：填的是“9:00”，应为 HH:mm 形式的时刻',
  ],
  [
    'a role that does not exist',
    'roles: [lead, sole, split, joint]',
    'roles: [lead, main]',
    'duties[0].roles[1]：填的是“main”，应为 lead、sole、split、joint 之一',
  ],
  [
    'a way of opening that does not exist',
    'opens: { at: assignment }',
    'opens: { at: assigned }',
    'duties[0].opens.at：填的是“assigned”，应为 assignment、date、registration、period 之一',
  ],
  [
    'a stage beyond the ladder',
    'stages: [0, 1, 2, 3, 4, 5]',
    'stages: [0, 1, 6]',
    'duties[0].ladder.stages[2]：填的是“6”，应为 0、1、2、3、4、5 之一',
  ],
  [
    'a stage date of half a day',
    'first: 3',
    'first: 2.5',
    'duties[0].ladder.first：填的是“2.5”，应为整数，不加引号',
  ],
  ['an id with capitals', 'id: sign', 'id: Sign', 'duties[0].id：填的是“Sign”，应为小写英文和连字符'],
  [
    'a rule id in another form',
    'rules: [R02',
    'rules: [一',
    'duties[0].rules[0]：填的是“一”，应为 R 加两位数字',
  ],
])('%s is named with its path, what was found and what was expected', (_what, from, to, fault) => {
  expect(faults(from, to).map((line) => line.replace(/^第 \d+ 行 /, ''))).toEqual([fault]);
});

test.each<[string, string | RegExp, string, string]>([
  [
    'windows out of order',
    '[["09:00", "11:30"], ["14:30", "17:30"]]',
    '[["09:00", "14:30"], ["14:00", "17:30"]]',
    'sending.windows[1]：填的是“14:00–17:30”，各时段应按先后排列且不重叠',
  ],
  [
    'a window that ends before it begins',
    '["14:30", "17:30"]',
    '["17:30", "14:30"]',
    'sending.windows[1]：填的是“17:30–14:30”，结束时刻应晚于开始时刻',
  ],
  [
    'planning after sending has begun',
    'planAt: "08:40"',
    'planAt: "09:30"',
    'sending.planAt：填的是“09:30”，应不晚于第一个发送时段的开始 09:00',
  ],
  [
    'a notice that closes before it begins',
    'closes: 2022-12-31',
    'closes: 2022-01-31',
    'closes：填的是“2022-01-31”，应晚于交办日期 2022-03-28',
  ],
  [
    'a broken expression',
    /pattern: .*/,
    'pattern: "("',
    'settings.fileNumber.pattern：填的是“(”，应为正确的正则表达式',
  ],
  [
    'an example that the expression refuses',
    'example: 茂南教函〔2022〕12号',
    'example: 茂南教函[2022]012号',
    'settings.fileNumber.example：填的是“茂南教函[2022]012号”，应符合 pattern ^\\p{Script=Han}+〔\\d{4}〕[1-9]\\d*号$',
  ],
  [
    'a day both off and worked',
    '  rest: []\n  work: []',
    '  rest: [2027-02-06]\n  work: [2027-02-06]',
    'holidays.work[0]：填的是“2027-02-06”，同一天不能既放假又上班，请核对 rest',
  ],
  [
    'a rate over a duty that is not there',
    'duties: [sign, sign-again]',
    'duties: [sign, signing]',
    'rates[0].duties[1]：填的是“signing”，应为 duties 中某一项的 id',
  ],
  ['an id used twice', 'id: profile', 'id: yearly', 'duties[15].id：填的是“yearly”，每项的 id 只能用一次'],
  [
    'a fact that registrations do not list',
    'doneWhen: { registered: [signed] }',
    'doneWhen: { registered: [toString] }',
    'duties[0].doneWhen.registered[0]：填的是“toString”，应为 registrations 中列出的登记名称',
  ],
  [
    'a fact that stops the ladder and is not listed',
    'pausedBy: [reply-phased, sent-back]',
    'pausedBy: [phased, sent-back]',
    'duties[7].pausedBy[0]：填的是“phased”，应为 registrations 中列出的登记名称',
  ],
  [
    'a duty dated by one that has no date',
    'due: { at: duty, duty: reply }',
    'due: { at: duty, duty: monthly }',
    'duties[5].due.duty：填的是“monthly”，应为另一项按日期到期的事项的 id',
  ],
  [
    'a date before the duty opens',
    'due: { at: date, date: 2022-04-13 }',
    'due: { at: date, date: 2022-04-01 }',
    'duties[2].due.date：填的是“2022-04-01”，应不早于开始日期 2022-04-03',
  ],
  [
    'a last date before the target',
    'latest: 2022-10-30',
    'latest: 2022-09-10',
    'duties[10].due.latest：填的是“2022-09-10”，最迟日期应不早于 2022-09-30',
  ],
  [
    'a later date for hard proposals that is earlier',
    'hardDate: 2022-10-30, hardTarget: 2022-10-10',
    'hardDate: 2022-08-01',
    'duties[7].due.hardDate：填的是“2022-08-01”，复杂件的日期应不早于 2022-08-30',
  ],
  [
    'a target for hard proposals beyond their date',
    'hardTarget: 2022-10-10',
    'hardTarget: 2022-11-10',
    'duties[7].due.hardTarget：填的是“2022-11-10”，应不晚于 hardDate',
  ],
  [
    'stages out of order',
    'stages: [0, 1, 2, 3, 4, 5]',
    'stages: [0, 2, 1]',
    'duties[0].ladder.stages[2]：填的是“1”，各阶段应从小到大排列且不重复',
  ],
  [
    'a monthly duty with one date',
    'due: { at: month-day, day: 15, firstAfterDays: 7 }',
    'due: { at: date, date: 2022-04-15 }',
    'duties[13].due：填的是“date”，opens 为 period、due 为 month-day、doneWhen 为 reported，三者应同时出现',
  ],
  [
    'a personal duty that no person can close',
    'doneWhen: { joinedGroup: true }',
    'doneWhen: { registered: [signed] }',
    'duties[2].doneWhen：填的是“registered”，per 为 member 时应为 joinedGroup 之一',
  ],
  [
    'a duty of a unit that opens with an assignment',
    'opens: { at: date, date: 2022-10-15 }',
    'opens: { at: assignment }',
    'duties[14].opens：填的是“assignment”，per 为 unit 时应为 date 之一',
  ],
])('%s does not hold, and is named', (_what, from, to, fault) => {
  expect(faults(from, to).map((line) => line.replace(/^第 \d+ 行 /, ''))).toEqual([fault]);
});

test('a fault is given with its line, a missing key with the line where it belongs', () => {
  expect(faults('counted: calendar', 'counted: weekly')[0]).toMatch(`第 ${lineOf('counted: calendar')} 行 `);
  expect(faults('    clause: 一\n', '')[0]).toBe(`第 ${lineOf(sign)} 行 duties[0].clause：没有填，应为文字`);
});

test('several faults come at once', () => {
  const text = MAONAN_TEXT.replace('year: 2022', 'year: 二〇二二')
    .replace('planAt: "08:40"', 'planAt: 早上')
    .replace('id: reply\n', 'id: 答复\n');
  expect(faultsOf(text)).toEqual([
    `第 ${lineOf('year: 2022')} 行 year：填的是“二〇二二”，应为数字，不加引号`,
    `第 ${lineOf('planAt')} 行 sending.planAt：填的是“早上”，应为 HH:mm 形式的时刻`,
    `第 ${lineOf('id: reply\n')} 行 duties[7].id：填的是“答复”，应为小写英文和连字符`,
  ]);
});

test.each([
  ['an empty file', '', '整个文件：没有填，应为一组键值'],
  ['a list', '- 签收\n', '第 1 行 整个文件：填的是“["签收"]”，应为一组键值'],
  ['plain words', '茂南府办\n', '第 1 行 整个文件：填的是“茂南府办”，应为一组键值'],
])('%s is no rule file', (_what, text, fault) => {
  expect(faultsOf(text)).toEqual([fault]);
});

test.each([
  ['a key written twice', `${MAONAN_TEXT}\nyear: 2023\n`, /第 \d+ 行：Map keys must be unique/],
  ['a quotation that never ends', MAONAN_TEXT.replace('planAt: "08:40"', 'planAt: "08:40'), /第 \d+ 行：/],
])('%s is refused as YAML, with its line', (_what, text, fault) => {
  expect(() => readNotice('区2026.yaml', text)).toThrow(UserError);
  expect(() => readNotice('区2026.yaml', text)).toThrow(fault);
});
