import { describe, expect, test } from 'vitest';
import { readLeaveLine } from '../../../src/domain/absence.ts';
import { readReportWords } from '../../../src/domain/monthly-report.ts';
import { readWish as readDay } from '../../../src/domain/snooze.ts';
import { liaisonNamed, readWish } from '../../../src/domain/speech/wish.ts';
import { calendar } from '../../support/rules.ts';

const TODAY = '2022-05-12';

describe('a short sentence that asks for one thing', () => {
  test.each([
    ['我5号到12号休假，找李四', 'leave', '5号到12号,找李四'],
    ['5号到12号休假', 'leave', '5号到12号'],
    ['我5月15日至22日请假，期间由李四同志代办', 'leave', '5月15日至22日,期间由李四同志代办'],
    ['本人准备5月15日至22日休年假', 'leave', '5月15日至22日'],
    ['明天请假', 'leave', '明天'],
    ['请假5月15日', 'leave', '5月15日'],
    ['我请假', 'leave', ''],
    ['我16号出差', 'leave', '16号'],
    ['换联络员 王五 13800000000', 'liaison', '换联络员 王五 13800000000'],
    ['我局要更换联络员', 'liaison', '我局要更换联络员'],
    ['联络员换成王五', 'liaison', '联络员换成王五'],
    ['副联络员变更为王五', 'liaison', '副联络员变更为王五'],
    ['明天再提醒', 'snooze', '明天'],
    ['请明天上午再提醒我一下', 'snooze', '明天'],
    ['12号明天再提醒我', 'snooze', '12号 明天'],
    ['下周一再提醒', 'snooze', '下周一'],
    ['5月20日提醒我', 'snooze', '5月20日'],
    ['稍后提醒', 'snooze', ''],
    ['过两天再提醒我', 'snooze', ''],
    ['总结已报', 'summary', '已报'],
    ['我局2022年度工作总结已报送', 'summary', '已报送'],
    ['工作总结还没写', 'summary', '还没写'],
    ['七月月报', 'report', '七月'],
    ['月报', 'report', ''],
    ['2022年四月份月报记录', 'report', '2022年四月份 记录'],
    ['4月的月报', 'report', '4月'],
  ])('%s', (text, verb, rest) => {
    expect(readWish(text)).toEqual({ verb, text: rest });
  });

  test.each([
    '',
    '我不休假',
    '他下周休假',
    '我休假回来了',
    '休假怎么登记',
    '委员5号到12号出差',
    '怎么换联络员',
    '联络员是谁',
    '明天不用提醒',
    '明天提醒委员',
    '不要再提醒我了',
    '明天再说',
    '总结一下今天的会议',
    '请总结12号的进展',
    '4月月报怎么填',
    '月报 进展：已完成',
    '上月月报晚了',
    '12号征询表已寄出',
    `明天再提醒${'。'.repeat(200)}`,
  ])('%.30j is something else', (text) => {
    expect(readWish(text)).toBeNull();
  });

  test.each(['\u0000\ud800', '5号'.repeat(50), '找'.repeat(5_000), '总结((((('])(
    'nothing typed throws',
    (text) => {
      expect(() => readWish(text)).not.toThrow();
      expect(() => readLeaveLine(text, TODAY)).not.toThrow();
      expect(() => liaisonNamed(text)).not.toThrow();
    },
  );
});

describe('what such a sentence holds', () => {
  test.each([
    ['15号到22号,找李四', { from: '2022-05-15', until: '2022-05-22', standIn: '李四' }],
    ['5月15日至22日,期间由李四同志代办', { from: '2022-05-15', until: '2022-05-22', standIn: '李四' }],
    ['15号 找区教育局副联络员', { from: '2022-05-15', until: '2022-05-15', standIn: '区教育局副联络员' }],
    ['28号到3号', { from: '2022-05-28', until: '2022-06-03', standIn: null }],
    ['31号到31号', { from: '2022-05-31', until: '2022-05-31', standIn: null }],
    ['找李四', null],
    ['5月15日找李四5月22日', null],
  ])('A10 leave: %s', (text, leave) => {
    expect(readLeaveLine(text, TODAY)).toEqual(leave);
  });

  test.each([
    ['换联络员 王五 13800000000', '王五', '13800000000'],
    ['联络员换成王五，电话0668-2887782', '王五', '0668-2887782'],
    ['联络员变更为欧阳小明', '欧阳小明', ''],
    ['更换联络员', '', ''],
    ['区教育局', '', ''],
  ])('R32 another liaison: %s', (text, name, phone) => {
    expect(liaisonNamed(text)).toEqual({ name, phone });
  });

  test.each([
    ['明天', '2022-05-13'],
    ['周五', '2022-05-13'],
    ['周四', '2022-05-19'],
    ['本周五', '2022-05-13'],
    ['下周一', '2022-05-16'],
    ['星期天', '2022-05-15'],
    ['20号', '2022-05-20'],
    ['5月20日', '2022-05-20'],
    ['有空时', null],
  ])('A9 a later day: %s', (text, day) => {
    expect(readDay(text, calendar, TODAY, 2022)).toBe(day);
  });

  test.each([
    ['七月', '-07'],
    ['记录 四月', '-04'],
    ['十二月份 记录', '-12'],
    ['2022年十月', '2022-10'],
    ['区教育局 三月', '-03'],
    ['一百月', null],
  ])('R40 a month: %s', (text, month) => {
    expect(readReportWords(text).month).toBe(month);
  });
});
