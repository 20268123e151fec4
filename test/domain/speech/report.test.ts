import { describe, expect, test } from 'vitest';
import { type SpeechContext, type UnsureReason, understand } from '../../../src/domain/speech.ts';
import { EDUCATION, inThread, proposal, unitWith } from './unit.ts';

/** number | progress | problems | plan */
type Row = [number: string, progress: string, problems: string, plan: string];

function entriesOf(text: string, context: SpeechContext = EDUCATION): Row[] {
  const intent = understand(text, context);
  if (intent.kind !== 'report')
    throw new Error(`${JSON.stringify(text)} was read as ${JSON.stringify(intent)}`);
  expect(intent.unknown).toEqual([]);
  return intent.entries.map((entry) => [entry.number, entry.progress, entry.problems, entry.plan]);
}

const one = unitWith(proposal('31', '关于打造荔枝、番薯区域公用品牌的提案'));

describe('the labels of one report', () => {
  const expected: Row = ['31', '已完成调研', '缺资金', '5月答复'];
  test.each([
    '进展情况：已完成调研\n存在问题：缺资金\n下一步工作计划：5月答复',
    '进展：已完成调研；问题：缺资金；计划：5月答复',
    '进展:已完成调研;问题:缺资金;计划:5月答复',
    '进展：已完成调研，问题：缺资金，计划：5月答复',
    '进展： 已完成调研 问题： 缺资金 计划： 5月答复',
    '进展 已完成调研 问题 缺资金 计划 5月答复',
    '进展已完成调研，问题缺资金，计划5月答复',
    '进展情况\n已完成调研\n存在问题\n缺资金\n下一步工作计划\n5月答复',
    '进展情况：\n\n已完成调研\n\n存在问题：\n\n缺资金\n\n下一步计划：\n\n5月答复\n',
    '进展情况：\r\n已完成调研\r\n存在问题：\r\n缺资金\r\n下一步计划：\r\n5月答复',
    '问题：缺资金\n计划：5月答复\n进展：已完成调研',
    '下一步工作：5月答复\n目前进展：已完成调研\n主要问题：缺资金',
    '办理进展：已完成调研\n困难：缺资金\n下步打算：5月答复',
    '工作进展情况：已完成调研\n存在的问题和困难：缺资金\n下一步工作安排：5月答复',
    '目前的进展：已完成调研\n面临的困难：缺资金\n下阶段工作计划：5月答复',
    '办理情况：已完成调研\n存在的主要问题：缺资金\n后续计划：5月答复',
    '进展情况如下：已完成调研\n存在的主要问题是：缺资金\n下一步工作计划为：5月答复',
    '工作进度：已完成调研\n存在困难和问题：缺资金\n工作打算：5月答复',
    '①进展情况：已完成调研 ②存在问题：缺资金 ③下一步计划：5月答复',
    '1.进展情况：已完成调研\n2.存在问题：缺资金\n3.下一步计划：5月答复',
    '1. 进展情况\n已完成调研\n2. 存在问题\n缺资金\n3. 下一步计划\n5月答复',
    '1、进展：已完成调研 2、问题：缺资金 3、计划：5月答复',
    '一、进展情况：已完成调研\n二、存在问题：缺资金\n三、下一步工作计划：5月答复',
    '（一）进展情况：已完成调研\n（二）存在问题：缺资金\n（三）下一步工作：5月答复',
    '（1）进展情况。已完成调研\n（2）存在问题。缺资金\n（3）下一步工作。5月答复',
    '一是进展情况：已完成调研；二是存在问题：缺资金；三是下一步计划：5月答复',
    '【进展情况】已完成调研\n【存在问题】缺资金\n【下一步计划】5月答复',
    '【进展】：已完成调研【问题】：缺资金【计划】：5月答复',
    '［进展］已完成调研［问题］缺资金［计划］5月答复',
    '（进展情况）已完成调研\n（存在问题）缺资金\n（下一步计划）5月答复',
    '进展情况】已完成调研\n存在问题】缺资金\n下一步计划】5月答复',
    '进展情况-已完成调研\n存在问题——缺资金\n下一步计划—5月答复',
    '*进展情况*：已完成调研\n*存在问题*：缺资金\n*下一步计划*：5月答复',
    '• 进展情况：已完成调研\n• 存在问题：缺资金\n• 下一步计划：5月答复',
    '进展情况（4月）：已完成调研\n存在问题：缺资金\n下一步计划（5月）：5月答复',
    '进展情况：已完成调研\n存在问题：缺资金\n下一步5月答复',
    '您好，现报送月报如下：\n进展情况：已完成调研\n存在问题：缺资金\n下一步计划：5月答复\n谢谢！',
    '进展情况：已完成调研\n存在问题：缺资金\n下一步计划：5月答复\n\n特此报告',
  ])('%j', (text) => {
    expect(entriesOf(text, one)).toEqual([expected]);
  });
});

describe('no problems', () => {
  test.each([
    '无',
    '暂无',
    '没有',
    '无。',
    '暂无问题',
    '没有困难',
    '不存在问题',
    '未发现明显问题',
    '目前无',
    '/',
    '——',
  ])('%j is kept as 无', (none) => {
    expect(entriesOf(`进展：已完成\n问题：${none}\n计划：走访`, one)).toEqual([
      ['31', '已完成', '无', '走访'],
    ]);
  });

  test('said without a label', () => {
    expect(entriesOf('进展：已完成。暂无问题。下一步：走访', one)).toEqual([
      ['31', '已完成。', '无', '走访'],
    ]);
  });

  test('is not taken from a longer answer', () => {
    expect(entriesOf('进展：已完成\n问题：无资金来源\n计划：走访', one)).toEqual([
      ['31', '已完成', '无资金来源', '走访'],
    ]);
  });
});

describe('the proposals', () => {
  const same = '进展：完成\n问题：无\n计划：走访';
  test.each<[string, Row[]]>([
    [`12号：${same}`, [['12', '完成', '无', '走访']]],
    [`12号，${same}`, [['12', '完成', '无', '走访']]],
    [`12号 ${same}`, [['12', '完成', '无', '走访']]],
    [`12号${same}`, [['12', '完成', '无', '走访']]],
    [`12：${same}`, [['12', '完成', '无', '走访']]],
    [`12\n${same}`, [['12', '完成', '无', '走访']]],
    [`#12\n${same}`, [['12', '完成', '无', '走访']]],
    [`第12号\n${same}`, [['12', '完成', '无', '走访']]],
    [`第十二号提案\n${same}`, [['12', '完成', '无', '走访']]],
    [`【第１２号】\n${same}`, [['12', '完成', '无', '走访']]],
    [`一、第12号提案\n${same}`, [['12', '完成', '无', '走访']]],
    [`案号：12\n案由：关于加强学校周边食品安全监管的提案\n${same}`, [['12', '完成', '无', '走访']]],
    [`第12号 关于加强学校周边食品安全监管的提案\n${same}`, [['12', '完成', '无', '走访']]],
    [`第12号《关于加强学校周边食品安全的提案》：\n${same}`, [['12', '完成', '无', '走访']]],
    [`《关于加强学校周边食品安全监管的提案》\n${same}`, [['12', '完成', '无', '走访']]],
    [`现将第12号提案办理情况报告如下：\n${same}`, [['12', '完成', '无', '走访']]],
    [`区教育局4月月报（12号）\n${same}`, [['12', '完成', '无', '走访']]],
    [
      `12、31号：${same}`,
      [
        ['12', '完成', '无', '走访'],
        ['31', '完成', '无', '走访'],
      ],
    ],
    [
      `第12号、第31号提案：\n${same}`,
      [
        ['12', '完成', '无', '走访'],
        ['31', '完成', '无', '走访'],
      ],
    ],
    [
      `12-14号：${same}`,
      [
        ['12', '完成', '无', '走访'],
        ['13', '完成', '无', '走访'],
        ['14', '完成', '无', '走访'],
      ],
    ],
    [
      `12号：${same}\n31号：${same}`,
      [
        ['12', '完成', '无', '走访'],
        ['31', '完成', '无', '走访'],
      ],
    ],
    [
      `12：${same}\n31：${same}`,
      [
        ['12', '完成', '无', '走访'],
        ['31', '完成', '无', '走访'],
      ],
    ],
    [
      `一、第12号提案\n${same}\n二、第31号提案\n${same}`,
      [
        ['12', '完成', '无', '走访'],
        ['31', '完成', '无', '走访'],
      ],
    ],
    [
      '12号：进展：已完成。问题：无。计划：走访。15号：进展：已沟通。问题：暂无。计划：答复。',
      [
        ['12', '已完成。', '无', '走访。'],
        ['15', '已沟通。', '无', '答复。'],
      ],
    ],
    [
      '一、关于加强学校周边食品安全监管的提案\n1.进展情况：完成\n2.存在问题：无\n3.下一步计划：走访\n二、关于打造荔枝、番薯区域公用品牌的提案\n1.进展情况：沟通\n2.存在问题：无\n3.下一步计划：答复',
      [
        ['12', '完成', '无', '走访'],
        ['31', '沟通', '无', '答复'],
      ],
    ],
    [
      '进展情况：\n12号：已完成\n31号：已沟通\n存在问题：\n12号：无\n31号：资金不足\n下一步计划：\n继续推进',
      [
        ['12', '已完成', '无', '继续推进'],
        ['31', '已沟通', '资金不足', '继续推进'],
      ],
    ],
    ['12号已完成现场勘查。存在问题：无。下一步计划：走访', [['12', '已完成现场勘查。', '无', '走访']]],
    [
      '12号：已完成现场勘查。存在问题：无。下一步将走访委员。',
      [['12', '已完成现场勘查。', '无', '将走访委员。']],
    ],
  ])('%j', (text, rows) => {
    expect(entriesOf(text)).toEqual(rows);
  });

  test('without a number it is the one of the thread, or the only one that reports', () => {
    expect(entriesOf(same, inThread('12'))).toEqual([['12', '完成', '无', '走访']]);
    expect(entriesOf(same, inThread('12', '15'))).toEqual([['12', '完成', '无', '走访']]);
    expect(entriesOf(same, one)).toEqual([['31', '完成', '无', '走访']]);
  });

  test('numbers of other units are named and not read', () => {
    expect(understand(`12号：${same}\n40号：${same}`, EDUCATION)).toMatchObject({
      kind: 'report',
      entries: [{ number: '12', plan: '走访' }],
      unknown: ['40'],
    });
    expect(understand(`40号：${same}`, EDUCATION)).toMatchObject({
      kind: 'report',
      entries: [],
      gaps: [],
      unknown: ['40'],
    });
  });
});

describe('the text keeps its own words', () => {
  test('with its line breaks, lists, numbers and punctuation', () => {
    const progress =
      '（一）4月12日召开座谈会，走访15个村、3所学校；\n（二）投入3.5万元，完成60%。\n1. 第二次会议于9:30召开';
    const problems = '1.资金缺口12万元；\n2.用地（约5亩）未落实。';
    const plan = '5月15日前：完成调研！\n6月答复委员';
    expect(
      entriesOf(
        `第12号提案：\n一、进展情况\n${progress}\n二、存在问题：\n${problems}\n三、下一步工作计划\n${plan}`,
      ),
    ).toEqual([['12', progress, problems, plan]]);
  });

  test.each<[string, string, string, string]>([
    ['进展：问题已解决，按计划推进。问题：无。计划：走访', '问题已解决，按计划推进。', '无', '走访'],
    [
      '进展：召开会议。问题已解决。按计划推进。\n问题：无\n计划：走访',
      '召开会议。问题已解决。按计划推进。',
      '无',
      '走访',
    ],
    [
      '进展：研究了存在问题，制定工作计划，明确下一步工作\n问题：无\n计划：走访',
      '研究了存在问题，制定工作计划，明确下一步工作',
      '无',
      '走访',
    ],
    [
      '进展：完成\n问题：群众反映的问题较多，办理进展缓慢\n计划：走访',
      '完成',
      '群众反映的问题较多，办理进展缓慢',
      '走访',
    ],
    [
      '进展：完成\n问题：无\n计划：针对困难群众开展走访，掌握进展情况',
      '完成',
      '无',
      '针对困难群众开展走访，掌握进展情况',
    ],
    [
      '进展：4月10日开会\n15号召开会议\n16号：调研\n问题：无\n计划：走访',
      '4月10日开会\n15号召开会议\n16号：调研',
      '无',
      '走访',
    ],
    [
      '进展：15号召开会议，31号前完成\n问题：无\n计划：12号楼改造',
      '15号召开会议，31号前完成',
      '无',
      '12号楼改造',
    ],
    ['进展：完成\n问题：\n主要困难：缺人\n计划：走访', '完成', '缺人', '走访'],
    ['进展：完成\n问题：资金\n主要困难：缺人\n计划：走访', '完成', '资金\n主要困难：缺人', '走访'],
    ['进展：已签收并联系委员\n问题：无\n计划：明天签收其他', '已签收并联系委员', '无', '明天签收其他'],
    ['进展：完成\u0000\u202e调研\ud800\n问题：无\n计划：走访👍', '完成调研', '无', '走访👍'],
  ])('%j', (text, progress, problems, plan) => {
    expect(entriesOf(`12号\n${text}`)).toEqual([['12', progress, problems, plan]]);
  });

  test('in a text as long as a message can be', () => {
    const long = '已召开座谈会，走访了15个村，问题已解决。'.repeat(900);
    expect(entriesOf(`12号\n进展：${long}\n问题：${long}\n计划：走访`)).toEqual([['12', long, long, '走访']]);
  });
});

describe('a part that is missing is a gap', () => {
  test.each<[string, string[][]]>([
    ['12号进展：已完成\n问题：无', [['plan']]],
    ['12号：进展：已完成', [['problems', 'plan']]],
    ['12号：\n进展：\n问题：无\n计划：走访', [['progress']]],
    ['12号：问题：无；计划：走访', [['progress']]],
    [
      '第12号提案进展情况：完成；第31号提案进展情况：沟通',
      [
        ['problems', 'plan'],
        ['problems', 'plan'],
      ],
    ],
    ['12号：进展：完成\n问题：无\n计划：走访\n31号：进展：完成', [['problems', 'plan']]],
  ])('%j', (text, missing) => {
    const intent = understand(text, EDUCATION);
    expect(intent.kind === 'report' && intent.gaps.map((gap) => gap.missing)).toEqual(missing);
  });
});

describe('the month', () => {
  test.each<[string, string | null]>([
    ['4月月报', '2022-04'],
    ['4月份月报', '2022-04'],
    ['四月月报', '2022-04'],
    ['区教育局2022年3月份提案办理月报', '2022-03'],
    ['上月月报', '2022-03'],
    ['本月月报', '2022-04'],
    ['12月月报', '2021-12'],
    ['月报', null],
    ['13月月报', null],
    ['4月12日月报', null],
    ['现报送如下', null],
  ])('%j is %s', (title, period) => {
    expect(understand(`${title}\n12号\n进展：完成\n问题：无\n计划：5月答复`, EDUCATION)).toMatchObject({
      kind: 'report',
      period,
    });
  });
});

describe('asked back, with what was read', () => {
  const entry = { progress: '完成', problems: '无', plan: '走访' };
  test.each<[string, UnsureReason, (string | null)[]]>([
    ['进展：完成\n问题：无\n计划：走访', 'which-proposal', [null]],
    ['12. 进展：完成；问题：无；计划：走访', 'which-proposal', [null]],
    ['12/15：进展：完成；问题：无；计划：走访', 'which-proposal', [null]],
    ['《关于另一个单位的提案》：进展：完成；问题：无；计划：走访', 'which-proposal', [null]],
    [
      '第12号《关于打造荔枝、番薯区域公用品牌的提案》：\n进展：完成\n问题：无\n计划：走访',
      'which-proposal',
      ['12'],
    ],
    [
      '案号：12\n案由：《关于打造荔枝、番薯区域公用品牌的提案》\n进展：完成\n问题：无\n计划：走访',
      'which-proposal',
      ['12'],
    ],
    ['12号：\n31号：进展：完成；问题：无；计划：走访', 'which-proposal', ['12']],
    [
      '进展：完成\n问题：无\n计划：走访\n\n12号：进展：完成\n问题：无\n计划：走访',
      'which-proposal',
      [null, '12'],
    ],
    ['12号已签收。进展：完成\n问题：无\n计划：走访', 'unreadable', ['12']],
    ['以下是草稿，先别提交\n12号：进展：完成\n问题：无\n计划：走访', 'future', ['12']],
    ['帮我看看这样写可以吗\n12号：进展：完成\n问题：无\n计划：走访', 'question', ['12']],
  ])('%j: %s', (text, reason, numbers) => {
    expect(understand(text, EDUCATION)).toMatchObject({
      kind: 'unsure',
      guess: 'report',
      reason,
      entries: numbers.map((number) => ({ number, ...entry })),
    });
  });

  test.each<[string, UnsureReason]>([
    ['进展情况：\n存在问题：\n下一步计划：', 'unreadable'],
    ['问题：系统登录不了', 'unreadable'],
    ['12号：进展：完成\n问题：无\n计划：走访\n这样可以吗？', 'question'],
    ['进展：甲。问题：乙。计划：丙。进展：丁。问题：戊。计划：己', 'which-proposal'],
    ['12号：进展：甲\n问题：无\n计划：乙\n12号：进展：丙\n问题：无\n计划：丁', 'unreadable'],
    ['月报', 'unreadable'],
    ['4月月报怎么写', 'question'],
    ['月报（3件） 4月15日前：进展情况／存在问题／下一步计划', 'unreadable'],
    ['12号进展怎么样', 'question'],
  ])('%j: %s', (text, reason) => {
    expect(understand(text, EDUCATION)).toMatchObject({ kind: 'unsure', guess: 'report', reason });
  });

  test('whatever the thread, when the thread is about several', () => {
    expect(understand('进展：完成\n问题：无\n计划：走访', inThread('12', '31'))).toMatchObject({
      kind: 'unsure',
      guess: 'report',
      reason: 'which-proposal',
    });
  });
});
