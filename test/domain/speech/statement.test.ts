import { describe, expect, test } from 'vitest';
import { FORM_KINDS } from '../../../src/domain/feedback-form.ts';
import { readActLine } from '../../../src/domain/speech/act-line.ts';
import { readFormLine } from '../../../src/domain/speech/form-line.ts';
import { lineOf } from '../../../src/domain/speech/statement/line.ts';
import { readStatements } from '../../../src/domain/speech/statement/read.ts';
import {
  NOTHING_TOLD,
  type Statement,
  type StatementContext,
} from '../../../src/domain/speech/statement/statement.ts';
import { notice } from '../../support/rules.ts';
import { EDUCATION } from './unit.ts';

/** 区教育局 on Thursday 2022-09-08: six proposals, of which it assists in 15 and 31. */
const CONTEXT: StatementContext = {
  today: '2022-09-08',
  settings: notice.settings,
  unitNames: EDUCATION.unitNames ?? [],
  isDesk: false,
  proposals: [
    { number: '1', title: '关于加快城区义务教育学位建设的提案', leadMember: '陈志强', joint: false },
    { number: '5', title: '关于改善中小学校门口交通秩序的提案', leadMember: '李明', joint: false },
    { number: '12', title: '关于加强学校周边食品安全监管的提案', leadMember: '委员12', joint: false },
    { number: '20', title: '关于加强社区居委会规范化建设的提案', leadMember: null, joint: false },
    { number: '15', title: '关于发展普惠托育服务的提案', leadMember: null, joint: true },
    { number: '31', title: '关于打造荔枝区域公用品牌的提案', leadMember: null, joint: true },
  ],
};

/** What a sentence is read as: the lines of the commands that record it, or why nothing is. */
function reading(text: string, context: StatementContext = CONTEXT): string {
  const read = readStatements(text, context);
  if (read === null) return 'nothing';
  const shown = (one: Statement) =>
    [one.verb, lineOf(one), one.all ? '(all)' : '', one.uploaded ? '(uploaded)' : '']
      .filter(Boolean)
      .join(' ');
  switch (read.kind) {
    case 'doubt':
      return `${read.statement.verb}? ${read.reason}`;
    case 'choice':
      return read.statements.map(shown).join(' / ');
    case 'certain':
      return [...read.statements.map(shown), ...read.aside.map((one) => `[${one}]`)].join(' + ');
  }
}

describe('R50, R51 a sentence about a feedback form', () => {
  test.each<[string, string]>([
    ['12号征询表已寄回', 'form 第12号 寄回主办单位'],
    ['征询表寄出了', 'form 寄出'],
    ['12、31号表4月20日寄给委员', 'form 第12号、第31号 寄出 2022-04-20'],
    ['委员9月3日收到表', 'form 委员收到 2022-09-03'],
    ['12号征询表收回，满意', 'form 第12号 寄回主办单位 满意'],
    ['１２号征询意见表已寄出', 'form 第12号 寄出'],
    ['第十二号征询表寄出去了', 'form 第12号 寄出'],
    ['12：征询表已寄出', 'form 第12号 寄出'],
    ['12号表 已寄 8月20日', 'form 第12号 寄出 2022-08-20'],
    ['12号征询表寄出：8月20日', 'form 第12号 寄出 2022-08-20'],
    ['昨天把12号征询表寄了', 'form 第12号 寄出 2022-09-07'],
    ['前天已将12号征询表邮寄给委员', 'form 第12号 寄出 2022-09-06'],
    ['我局已向委员寄出12号征询表', 'form 第12号 寄出'],
    ['区教育局12号征询表已寄出', 'form 第12号 寄出'],
    ['好的，12号征询表已寄出，谢谢', 'form 第12号 寄出'],
    ['收到，12号征询表已寄出', 'form 第12号 寄出'],
    ['12号征询表已寄出，请登记', 'form 第12号 寄出'],
    ['12号征询表上周五已寄出', 'form 第12号 寄出 2022-09-02'],
    ['12号征询表周一寄给委员', 'form 第12号 寄出 2022-09-05'],
    ['12号征询表周五已寄出', 'form 第12号 寄出 2022-09-02'],
    ['12号征询表今天寄出了', 'form 第12号 寄出 2022-09-08'],
    ['12号征询表今天上午已寄出', 'form 第12号 寄出 2022-09-08'],
    ['12号征询表8.20寄出', 'form 第12号 寄出 2022-08-20'],
    ['12号征询表8/20寄出', 'form 第12号 寄出 2022-08-20'],
    ['12 征询表 8-20 寄出', 'form 第12号 寄出 2022-08-20'],
    ['12号征询表2022-08-20寄出', 'form 第12号 寄出 2022-08-20'],
    ['12号9月3号寄出征询表', 'form 第12号 寄出 2022-09-03'],
    ['12号征询表3日已寄出', 'form 第12号 寄出 2022-09-03'],
    ['12号征询表28日已寄出', 'form 第12号 寄出 2022-08-28'],
    ['12号征询表于3号寄出', 'form 第12号 寄出 2022-09-03'],
    ['12号征询表7号寄出', 'form 第12号 寄出 2022-09-07'],
    ['12号征询表28号已寄出', 'form 第12号 寄出 2022-08-28'],
    ['12号委员12号收到表', 'form 第12号 委员收到 2022-08-12'],
    ['12号委员已签收征询表', 'form 第12号 委员收到'],
    ['12号委员12已收到征询表', 'form 第12号 委员收到'],
    ['12号征询表陈志强委员已收到', 'form 第12号 委员收到'],
    ['12号征询表我局已收到', 'form 第12号 寄回主办单位'],
    ['12号收到委员寄回的征询表', 'form 第12号 寄回主办单位'],
    ['12号征询表委员已寄给我局', 'form 第12号 寄回主办单位'],
    ['12号征询表已寄给股里', 'form 第12号 寄回建议提案股'],
    ['12号征询表已交回主办单位和建议提案股', 'form 第12号 寄回主办单位 寄回建议提案股'],
    ['12号征询表委员网上已反馈，基本满意', 'form 第12号 网上反馈 基本满意'],
    ['委员已在系统反馈，12号', 'form 第12号 网上反馈'],
    ['12号三项都已收齐', 'form 第12号 寄回主办单位 寄回建议提案股 网上反馈'],
    ['12号征询意见表已收回（不满意）', 'form 第12号 寄回主办单位 不满意'],
    ['12号征询表收回了，委员表示满意', 'form 第12号 寄回主办单位 满意'],
    ['12,31号征询表已寄出', 'form 第12号、第31号 寄出'],
    ['征询表已寄出：12、5号', 'form 第12号、第5号 寄出'],
    ['12、5号2份征询表已寄出', 'form 第12号、第5号 寄出'],
    ['征询表全部寄出了', 'form 寄出 (all)'],
    ['征询表都寄出了', 'form 寄出'],
    ['已把12号征询表寄给委员了，9月1号寄的', 'form 第12号 寄出 2022-09-01'],
    ['《关于改善中小学校门口交通秩序的提案》征询表已寄出', 'form 第5号 寄出'],
    ['关于5号，征询表已寄出', 'form 第5号 寄出'],
    ['征询表已于5号寄出', 'form 寄出 2022-09-05'],
    ['5号征询表于7号上午寄出', 'form 第5号 寄出 2022-09-07'],
    ['不好意思，12号征询表已寄出', 'form 第12号 寄出'],
    ['<@U0BOT> 12号征询表已寄出', 'form 第12号 寄出'],
    [
      '第1、5、12号提案的征询意见表均已于9月1日随答复函寄送领衔委员',
      'form 第1号、第5号、第12号 寄出 2022-09-01',
    ],
    ['今天收到12号委员寄回来的征询表，基本满意', 'form 第12号 寄回主办单位 2022-09-08 基本满意'],
    ['12号征询表3月1日已寄', 'form 第12号 寄出 2022-03-01'],
    ['99号征询表已寄回', 'form 第99号 寄回主办单位'],
    ['12号征询表10月1日已寄', 'form 第12号 寄出 2022-10-01'],
  ])('%s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });

  test('in a thread that is about forms need not name one', () => {
    const inThread = { ...CONTEXT, threadProposals: ['12'], threadVerb: 'form' as const };
    expect(reading('已寄出', inThread)).toBe('form 寄出');
    expect(reading('18号已寄出', inThread)).toBe('form 第18号 寄出');
  });

  test('A6: in such a thread 已收到 is a courtesy all the same', () => {
    const inThread = { ...CONTEXT, threadProposals: ['12'], threadVerb: 'form' as const };
    for (const text of ['收到', '已收到', '收到，谢谢']) expect(reading(text, inThread)).toBe('nothing');
  });

  test('of the desk says where it has come back to, and names the unit', () => {
    const desk = { ...CONTEXT, isDesk: true, unitNames: ['区教育局', '区财政局'] };
    expect(reading('12号征询表收到了', desk)).toBe('form 第12号 寄回建议提案股');
    expect(reading('区财政局12号征询表已寄回', desk)).toBe('form 第12号 区财政局 寄回建议提案股');
  });
});

describe('R35, R36 a sentence about a contact', () => {
  test.each<[string, string]>([
    ['12号昨天电话沟通过了', 'contact 第12号 电话 2022-09-07'],
    ['已和委员面商', 'contact 面商'],
    ['已与12号委员电话沟通', 'contact 第12号 电话'],
    ['第5号已于8月16日与领衔委员电话沟通', 'contact 第5号 电话 2022-08-16'],
    ['已于9月5日上门走访委员沟通12号提案', 'contact 第12号 面商 2022-09-05'],
    ['9月1日已与12号委员见面沟通', 'contact 第12号 面商 2022-09-01'],
    ['邀请委员座谈，12号，9月1日', 'contact 第12号 面商 2022-09-01'],
    ['12号办中电话沟通过一次', 'contact 第12号 电话 办中'],
    ['12号答复前已与委员电话沟通', 'contact 第12号 电话'],
    ['12号已通电话', 'contact 第12号 电话'],
    ['给委员打过电话了，12号', 'contact 第12号 电话'],
    ['已书面联系12号委员', 'contact 第12号 书面'],
    ['我已经跟委员沟通过了，电话', 'contact 电话'],
    ['已和李明委员面商', 'contact 面商'],
    ['12、5号昨天已与委员面谈', 'contact 第12号、第5号 面商 2022-09-07'],
    ['12号与委员沟通了', 'contact 第12号'],
    ['已沟通', 'contact'],
  ])('%s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });
});

describe('R20–R22, R33, R34 a sentence about a reply or an opinion', () => {
  test.each<[string, string]>([
    ['12号已答复，茂南府办函〔2022〕15号，A类', 'reply 第12号 茂南府办函〔2022〕15号 A'],
    ['12号8月20日书面答复委员', 'reply 第12号 2022-08-20 书面答复委员'],
    [
      '12号8月20日书面答复委员并上传办理系统，茂南教函〔2022〕12号，B类',
      'reply 第12号 茂南教函〔2022〕12号 B 2022-08-20 书面答复委员 上传办理系统',
    ],
    [
      '12号已书面答复委员，文号茂南教函[2022]012号，类别A，8月20日',
      'reply 第12号 茂南教函[2022]012号 A 2022-08-20 书面答复委员',
    ],
    ['12号已答复茂南教函〔2022〕12号A', 'reply 第12号 茂南教函〔2022〕12号 A'],
    ['12号已答复，教育局函〔2022〕5号', 'reply 第12号 教育局函〔2022〕5号'],
    [
      '关于12号提案，我局已于9月1日书面答复委员（茂南教函〔2022〕12号），类别A，并同步上传办理系统',
      'reply 第12号 茂南教函〔2022〕12号 A 2022-09-01 书面答复委员 上传办理系统',
    ],
    [
      '12号：A类，茂南教函〔2022〕12号，8月30日已书面答复',
      'reply 第12号 茂南教函〔2022〕12号 A 2022-08-30 书面答复委员',
    ],
    [
      '12号昨天已经答复委员了，文号茂南教函〔2022〕12号，B类，系统也上传了',
      'reply 第12号 茂南教函〔2022〕12号 B 2022-09-07 书面答复委员 上传办理系统',
    ],
    ['31号会办意见已上传系统并报主办单位，A类', 'opinion 第31号 A (uploaded)'],
    ['12号答复函已寄给委员', 'reply 第12号 书面答复委员'],
    ['12号答复函已当面送达委员', 'reply 第12号 书面答复委员'],
    ['12号答复函已上传系统', 'reply 第12号 上传办理系统'],
    ['12号：已书面答复委员', 'reply 第12号 书面答复委员'],
    ['12号答复已完成', 'reply 第12号'],
    ['12号已上传办理系统', 'reply 第12号 上传办理系统'],
    ['31号会办意见已上传', 'opinion 第31号 (uploaded)'],
    ['会办意见6月20日已报主办单位', 'opinion 2022-06-20'],
    ['31号会办意见已反馈主办单位', 'opinion 第31号'],
    ['31号会办意见6月20日已上传办理系统，A类', 'opinion 第31号 A 2022-06-20 (uploaded)'],
    ['31号B类会办意见已于6月20日上传办理系统', 'opinion 第31号 B 2022-06-20 (uploaded)'],
    ['31号、15号会办意见均已上传，类别均为B', 'opinion 第31号、第15号 B (uploaded)'],
    ['31号会办意见已上传，留作参考', 'opinion 第31号 D (uploaded)'],
    ['31号已上传系统', 'opinion 第31号 (uploaded)'],
    ['《关于打造荔枝区域公用品牌的提案》会办意见已上传', 'opinion 第31号 (uploaded)'],
  ])('%s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });
});

describe('several facts in one message', () => {
  test.each<[string, string]>([
    ['12号征询表已寄出，31号会办意见已上传A类', 'form 第12号 寄出 + opinion 第31号 A (uploaded)'],
    ['12号已电话沟通并寄出征询表', 'contact 第12号 电话 + form 第12号 寄出'],
    ['12号已电话沟通，征询表也已寄出', 'contact 第12号 电话 + form 第12号 寄出'],
    ['12号答复函和征询表已一并寄出', 'reply 第12号 书面答复委员 + form 第12号 寄出'],
    ['12号答复函已上传征询表已寄出', 'reply 第12号 上传办理系统 + form 第12号 寄出'],
    [
      '12号提案已于2022年8月20日书面答复委员，并将征询意见表一并寄出',
      'reply 第12号 2022-08-20 书面答复委员 + form 第12号 寄出',
    ],
    [
      '12号征询表8月20日寄出，8月25日委员收到',
      'form 第12号 寄出 2022-08-20 + form 第12号 委员收到 2022-08-25',
    ],
    ['12、5号征询表已寄出，12号委员已收到', 'form 第12号、第5号 寄出 + form 第12号 委员收到'],
    ['12号征询表已寄出5号征询表已寄出', 'form 第12号 寄出 + form 第5号 寄出'],
    ['1. 12号征询表已寄出\n2. 5号征询表已寄出', 'form 第12号 寄出 + form 第5号 寄出'],
    ['12号已签收，5号已电话联系委员', 'sign 第12号 + contact 第5号 电话'],
    ['12号征询表已寄出，31号还没寄', 'form 第12号 寄出 + [31号还没寄]'],
    ['12号征询表已寄出，31号会办意见下周上传', 'form 第12号 寄出 + [31号会办意见下周上传]'],
  ])('%j', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });
});

describe('what may be read in two ways is asked', () => {
  test.each<[string, string]>([
    ['12号征询表收到了', 'form 第12号 委员收到 / form 第12号 寄回主办单位'],
    ['征询表收到了', 'form 委员收到 / form 寄回主办单位'],
    ['12号征询表已签收', 'form 第12号 委员收到 / form 第12号 寄回主办单位'],
    ['12号征询表5号寄出', 'form 第12号、第5号 寄出 / form 第12号 寄出 2022-09-05'],
    ['12号5号寄出征询表', 'form 第12号、第5号 寄出 / form 第12号 寄出 2022-09-05'],
    ['5号寄出12号征询表', 'form 第5号、第12号 寄出 / form 第12号 寄出 2022-09-05'],
  ])('%s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });
});

describe('a doubt is no fact', () => {
  test.each<[string, string]>([
    ['12号征询表还没寄', 'form? negated'],
    ['12号征询表没有寄回', 'form? negated'],
    ['12号征询表未寄出', 'form? negated'],
    ['12号征询表尚未收回', 'form? negated'],
    ['12号征询表已寄出，但委员没收到', 'form? negated'],
    ['不是12号，是15号征询表寄出了', 'form? negated'],
    ['12号征询表寄错了', 'form? negated'],
    ['12号征询表不用寄', 'form? negated'],
    ['取消12号征询表寄出', 'form? negated'],
    ['除12号外征询表都寄出了', 'form? negated'],
    ['12号还没答复', 'reply? negated'],
    ['12号没有与委员电话沟通', 'contact? negated'],
    ['31号会办意见还没上传', 'opinion? negated'],
    ['12号征询表寄了吗?', 'form? question'],
    ['征询表寄了没', 'form? question'],
    ['12号征询表寄回来没有', 'form? question'],
    ['12号征询表已寄出？', 'form? question'],
    ['12号征询表怎么寄', 'form? question'],
    ['征询表寄到哪里', 'form? question'],
    ['12号答复了吗', 'reply? question'],
    ['答复函模板在哪里下载', 'reply? question'],
    ['会办意见怎么写', 'opinion? question'],
    ['12号与委员电话沟通了吗', 'contact? question'],
    ['准备下周寄12号征询表', 'form? future'],
    ['明天寄出12号征询表', 'form? future'],
    ['12号征询表下周一寄出', 'form? future'],
    ['12号征询表今天寄出', 'form? future'],
    ['12号征询表9月20日寄出', 'form? future'],
    ['12号征询表18号寄出', 'form? future'],
    ['12号征询表即将寄出', 'form? future'],
    ['12号征询表应该寄出了', 'form? future'],
    ['12号征询表会尽快寄出', 'form? future'],
    ['请各单位尽快寄出征询表', 'form? future'],
    ['我局将寄出12号征询表', 'form? future'],
    ['12号正在答复', 'reply? future'],
    ['12号电话沟通', 'contact? future'],
    ['12号明天与委员电话沟通', 'contact? future'],
    ['31号会办意见上传', 'opinion? future'],
    ['并将答复12号委员', 'reply? future'],
    ['如果12号征询表寄回了请告知', 'form? conditional'],
    ['等领导签字后答复12号', 'reply? conditional'],
    ['12号上午已寄出征询表', 'form? unreadable'],
    ['1.5寄出征询表了', 'form? unreadable'],
    ['主办单位已寄出12号征询表', 'form? unreadable'],
    ['12号A类征询表已寄出', 'form? unreadable'],
    ['12号征询表已寄出一半', 'form? unreadable'],
    ['12号征询表已寄出 13号', 'form? unreadable'],
    ['截至8月20日12号征询表已寄出', 'form? unreadable'],
    ['12号征询表寄出后委员电话沟通过', 'form? unreadable'],
    ['12号昨天当面沟通，委员满意', 'contact? unreadable'],
    ['12号征询表8月20日前寄出', 'form? future'],
    ['12号征询表不寄了', 'form? negated'],
    ['12号征询表大概寄出了', 'form? unreadable'],
    ['12号征询表已经寄出了吧', 'form? unreadable'],
    ['12号征询表已寄出，单号EMS123456', 'form? unreadable'],
    ['区财政局12号征询表已寄出', 'form? unreadable'],
    ['12号委员已寄出征询表', 'form? unreadable'],
    ['12号征询表已收齐', 'form? unreadable'],
    ['12号征询表已上传系统', 'form? unreadable'],
    ['12号征询表已电话通知', 'form? unreadable'],
    ['12号已电话答复委员', 'reply? unreadable'],
    ['12号答复函已报提案股', 'reply? unreadable'],
    ['12号微信沟通过了', 'contact? unreadable'],
    ['12号已与财政局沟通', 'contact? unreadable'],
    ['12号昨天和委员沟通了一下，希望加快', 'contact? unreadable'],
    ['5号已电话沟通，已签收', 'contact? which-proposal'],
    ['2份征询表已寄出', 'form? which-proposal'],
    ['12号征询表2月30日已寄', 'form? no-such-day'],
    ['12号征询表前几天寄出了', 'form? which-day'],
    ['12号上周已电话沟通', 'contact? which-day'],
    ['12号征询表8月20日、21日已寄出', 'form? two-dates'],
    ['12号8月20日已寄征询表，8月22日寄的征询表', 'form? two-dates'],
    ['12号答复函8月20日寄给委员，8月21日上传系统', 'reply? two-dates'],
  ])('%s', (text, expected) => {
    expect(reading(text)).toBe(expected);
  });
});

describe('what is said of something else is left alone', () => {
  test.each([
    '',
    '收到',
    '已收到',
    '好的，谢谢',
    '12号已签收',
    '全部已签收',
    '12号已办结',
    '12号退办',
    '12号',
    '报表怎么填',
    '月报表已报',
    '总结已报',
    '明天再提醒',
    '我5号到12号休假',
    '寄给委员了',
    '委员不满意',
    '联系电话 0668-2887782',
    '电话是多少',
    '已寄到12号委员',
    '联系人：张三，13800000000',
    '今天天气不错',
    '已反馈',
    '已回复',
    '大家中午去哪里吃饭',
    `12号征询表已寄出${'，请登记'.repeat(200)}`,
  ])('%.40j', (text) => {
    expect(reading(text)).toBe('nothing');
  });

  test.each([
    '\u0000\ud800',
    '*_~`<!channel>',
    '表'.repeat(5_000),
    '寄'.repeat(300),
    '12号'.repeat(90),
    '(((((',
  ])('nothing typed throws: %.20j', (text) => {
    expect(() => reading(text)).not.toThrow();
  });
});

describe('a line says to its command what the sentence said', () => {
  const known = CONTEXT.proposals.map(({ number }) => number);
  const about = { ...NOTHING_TOLD, numbers: ['12', '31'], day: '2022-08-20' };

  test('for every set of steps of a form', () => {
    for (let set = 1; set < 1 << FORM_KINDS.length; set += 1) {
      const kinds = FORM_KINDS.filter((_, index) => set & (1 << index));
      const line = readFormLine(lineOf({ ...about, verb: 'form', kinds, grade: '不满意' }), {
        known,
        grades: notice.settings.satisfactionGrades,
        unitNames: [],
        today: CONTEXT.today,
      });
      expect({ ...line, kinds: FORM_KINDS.filter((kind) => line.kinds.includes(kind)) }).toEqual({
        numbers: ['12', '31'],
        kinds,
        on: '2022-08-20',
        grade: '不满意',
        unit: null,
        doubt: null,
      });
    }
  });

  test('for contacts and replies', () => {
    const read = (one: Statement) =>
      readActLine(lineOf(one), { known, settings: notice.settings, today: CONTEXT.today });
    expect(read({ ...about, verb: 'contact', way: '面商', phase: 'after' })).toMatchObject({
      numbers: ['12', '31'],
      days: ['2022-08-20'],
      way: '面商',
      phase: 'after',
      rest: '',
      certain: true,
    });
    const reply: Statement = {
      ...about,
      verb: 'reply',
      fileNumber: '茂南教函[2022]012号',
      category: 'B',
      halves: ['reply-delivered', 'reply-uploaded'],
    };
    expect(read(reply)).toMatchObject({
      numbers: ['12', '31'],
      days: ['2022-08-20'],
      fileNumber: '茂南教函[2022]012号',
      category: 'B',
      halves: ['reply-delivered', 'reply-uploaded'],
      rest: '',
    });
  });
});
