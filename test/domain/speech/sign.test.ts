import { describe, expect, test } from 'vitest';
import type { UnsureReason } from '../../../src/domain/speech.ts';
import { understand } from '../../../src/domain/speech.ts';
import { EDUCATION, inThread, proposal, unitWith } from './unit.ts';

describe('signing is certain', () => {
  test.each<[string, string]>([
    // The verb first, the numbers first, any separator.
    ['签收 12、15', '12 15'],
    ['签收12、15', '12 15'],
    ['签收　１２、１５', '12 15'],
    ['签收12,15号', '12 15'],
    ['签收 12，15', '12 15'],
    ['签收 12 15', '12 15'],
    ['签收12、15、', '12 15'],
    ['签收：12、15', '12 15'],
    ['签收12和15', '12 15'],
    ['12 15 签收', '12 15'],
    ['12，15，签收', '12 15'],
    ['12、15签收', '12 15'],
    ['12号签收', '12'],
    ['委员第12号提案已签收', '12'],
    ['政协第12号提案已签收', '12'],
    ['政协委员提案12号已签收', '12'],
    ['委员提案第12号已签收', '12'],
    ['12号已签收', '12'],
    ['12 号 已签收', '12'],
    ['已签收12号', '12'],
    ['已签12号', '12'],
    ['12号签了', '12'],
    ['12号签好了', '12'],
    ['12号已经签收了', '12'],
    ['12号签收完成', '12'],
    ['12号、15号、31号均已签收完毕', '12 15 31'],
    ['第12号、第15号均已签收', '12 15'],
    ['第12、15号均已签收', '12 15'],
    ['第 12 号提案已签收', '12'],
    ['#12 已签收', '12'],
    ['＃１２已签收', '12'],
    ['No.12 已签收', '12'],
    ['案号12已签收', '12'],
    ['案号：12，已签收', '12'],
    ['提案12、提案15已签收', '12 15'],
    ['012号已签收', '12'],
    ['sign 12, 15', '12 15'],
    ['12 signed', '12'],
    // Chinese numerals.
    ['十二号已签收', '12'],
    ['第三十一号已签收', '31'],
    ['一百零五号已签收', '105'],
    ['一百〇五号提案已签收', '105'],
    ['十二、十五号已签收', '12 15'],
    ['第一号已签收', '1'],
    // Ranges of which every proposal is the unit's.
    ['12-15号签收', '12 13 14 15'],
    ['12—15号已签收', '12 13 14 15'],
    ['12至15号提案均已签收', '12 13 14 15'],
    ['第12号到第15号均已签收', '12 13 14 15'],
    ['十二至十五号已签收', '12 13 14 15'],
    ['12～14、31号已签收', '12 13 14 31'],
    // Courtesies and officialese around it.
    ['12、15号提案签收，谢谢', '12 15'],
    ['收到，签收12号', '12'],
    ['收到 12号已签收', '12'],
    ['好的，12号已签收👍', '12'],
    ['没问题，12号已签收', '12'],
    ['<@U0DUBAN> 签收 12', '12'],
    ['已于今日完成第12号提案签收手续', '12'],
    ['已按要求于4月5日完成第12号、第15号提案的签收工作，特此报告。', '12 15'],
    ['我局已按要求签收12号、15号提案', '12 15'],
    ['已登录办理系统签收12号', '12'],
    ['您好，教育局12号、15号提案均已在系统签收完毕，请知悉。', '12 15'],
    ['区教育局已签收12号、15号', '12 15'],
    ['茂南区教育局：12号已签收', '12'],
    ['12号、15号提案我局收悉，已完成签收。', '12 15'],
    ['经核对无误，12号提案已签收', '12'],
    ['根据茂南府办〔2022〕3号要求，12号已签收', '12'],
    ['按照通知要求，12号提案已签收', '12'],
    ['12号签收手续已办结', '12'],
    ['请登记12号已签收', '12'],
    ['签收情况：12号已签收', '12'],
    ['领导，12号已签收，谢谢！', '12'],
    ['已签收：\n12号\n15号', '12 15'],
    ['12号\n15号\n均已签收', '12 15'],
    ['12号已签收\n15号已签收', '12 15'],
    // Lists.
    ['1. 12号已签收\n2. 15号已签收', '12 15'],
    ['1、12号已签收\n2、15号已签收', '12 15'],
    ['一、12号已签收\n二、15号已签收', '12 15'],
    ['（1）12号已签收\n（2）15号已签收', '12 15'],
    ['①12号已签收\n②15号已签收', '12 15'],
    ['• 12号已签收\n• 15号已签收', '12 15'],
    ['1、12、15号已签收', '1 12 15'],
    // Dates, telephone numbers and counts are no proposals.
    ['4月5日已签收12号', '12'],
    ['2022年4月5日已签收第12号', '12'],
    ['2022-04-05 签收12号', '12'],
    ['四月五日已签收十二号', '12'],
    ['12号已于上午9:30签收', '12'],
    ['12号提案已签收，联系电话0668-2887782', '12'],
    ['12号已签收，联系人：张三 13800138000', '12'],
    ['12、15号两件提案已签收', '12 15'],
    ['12号、15号等2件提案已签收', '12 15'],
    // Titles, whole or in pieces that only one proposal has.
    ['《关于发展普惠托育服务的提案》已签收', '15'],
    ['“关于发展普惠托育服务的提案”已签收', '15'],
    ['关于发展普惠托育服务的提案已签收', '15'],
    ['《普惠托育服务》已签收', '15'],
    ['普惠托育服务提案已签收', '15'],
    ['《关于打造荔枝、番薯区域公用品牌的提案》已签收', '31'],
    ['第12号《关于加强学校周边食品安全监管的提案》已签收', '12'],
    ['12号《食品安全监管》已签收', '12'],
    ['12号《学校周边食品安全的提案》已签收', '12'],
    ['12号和《关于发展普惠托育服务的提案》已签收', '12 15'],
    ['《关于发展普惠托育服务的提案》（15号）已签收', '15'],
  ])('%j signs %s', (text, numbers) => {
    expect(understand(text, EDUCATION)).toEqual({
      kind: 'sign',
      numbers: numbers.split(' '),
      unknown: [],
      aside: [],
    });
  });

  test.each([
    '全部签收',
    '都签了',
    '都签收了',
    '全部已签收，谢谢',
    '已全部签收完毕',
    '我局均已签收',
    '所有提案均已签收',
    '我局承办的提案已全部签收',
    '共6件均已签收',
    '6件提案已全部签收',
    '全部7件提案均已签收',
    'all signed',
  ])('%j signs all', (text) => {
    expect(understand(text, EDUCATION)).toEqual({ kind: 'sign', numbers: 'all', unknown: [], aside: [] });
  });
});

describe('without a number', () => {
  test.each<[string, string[], string]>([
    ['已签收', ['12'], '12'],
    ['签收', ['12', '15'], '12 15'],
    ['已签收，谢谢', ['12', '15'], '12 15'],
    ['收到，已签收', ['31'], '31'],
    ['都签了', ['12', '15'], '12 15'],
    ['上述提案均已签收', ['12', '15'], '12 15'],
    ['这两件已签收', ['12', '15'], '12 15'],
    ['已签收', ['1', '12'], '12'],
    ['已签收', ['40', '12'], '12'],
  ])('%j in the thread of %j signs %s', (text, thread, numbers) => {
    expect(understand(text, inThread(...thread))).toEqual({
      kind: 'sign',
      numbers: numbers.split(' '),
      unknown: [],
      aside: [],
    });
  });

  test('the only proposal not signed for is meant, in a thread about others too', () => {
    const unit = unitWith(proposal('1', '关于甲的提案', { signed: true }), proposal('2', '关于乙的提案'));
    expect(understand('已签收', unit)).toMatchObject({ kind: 'sign', numbers: ['2'] });
    expect(understand('该提案已签收', unit)).toMatchObject({ kind: 'sign', numbers: ['2'] });
    expect(understand('已签收', { ...unit, threadProposals: ['1'] })).toMatchObject({
      kind: 'sign',
      numbers: ['2'],
    });
  });

  test('saying it again when everything is signed changes nothing', () => {
    const unit = unitWith(proposal('1', '关于甲的提案', { signed: true }));
    expect(understand('已签收', { ...unit, threadProposals: ['1'] })).toMatchObject({
      kind: 'sign',
      numbers: ['1'],
    });
    expect(understand('已签收', unit)).toMatchObject({ kind: 'sign', numbers: 'all' });
  });
});

test.each<[string, string[], string[]]>([
  ['40号已签收', [], ['40']],
  ['12、40号已签收', ['12'], ['40']],
  ['签收 12 99 15', ['12', '15'], ['99']],
  ['签收 2022', [], ['2022']],
])('%j names numbers of other units', (text, numbers, unknown) => {
  expect(understand(text, EDUCATION)).toEqual({ kind: 'sign', numbers, unknown, aside: [] });
});

describe('a clause about other proposals', () => {
  test.each<[string, string, string[]]>([
    [
      '12号、15号提案我局已签收，31号不属于我局职责，拟申请退办',
      '12 15',
      ['31号不属于我局职责', '拟申请退办'],
    ],
    ['12号、13号，均已签收；31号，不属于我局职责，拟退办', '12 13', ['31号，不属于我局职责', '拟退办']],
    ['12号已签收，15号明天签收', '12', ['15号明天签收']],
    ['12号已签收，15号还没有', '12', ['15号还没有']],
    ['12号还没签收，15号已签收', '15', ['12号还没签收']],
    ['12号已签收，31号怎么退办？', '12', ['31号怎么退办？']],
    ['12号已签收。15号', '12', ['15号']],
    ['12号、13号，均已签收；31号', '12 13', ['31号']],
    ['12号已签收；４０号，不是我们的', '12', ['４０号，不是我们的']],
  ])('%j signs %s and leaves the rest aside', (text, numbers, aside) => {
    expect(understand(text, EDUCATION)).toEqual({
      kind: 'sign',
      numbers: numbers.split(' '),
      unknown: [],
      aside,
    });
  });
});

describe('asked back', () => {
  test.each<[string, UnsureReason]>([
    // Not done.
    ['还没签收12号', 'negated'],
    ['12号未签收', 'negated'],
    ['12号 未签收', 'negated'],
    ['不签收', 'negated'],
    ['未签收', 'negated'],
    ['暂不签', 'negated'],
    ['没有签收', 'negated'],
    ['全部未签收', 'negated'],
    ['没有全部签收', 'negated'],
    ['12号无法签收', 'negated'],
    ['12号不予签收', 'negated'],
    ['别签收12号', 'negated'],
    ['撤销签收', 'negated'],
    ['撤销12号签收', 'negated'],
    ['取消签收12', 'negated'],
    ['12号误签收', 'negated'],
    ['12号签收错了', 'negated'],
    ['12号签收 15号不签收', 'negated'],
    ['签收12号 不签收15号', 'negated'],
    ['12号已签收，拟申请退办', 'negated'],
    ['12号已签收，更正：15号', 'negated'],
    ['除15号外均已签收', 'negated'],
    ['全部签收，31号除外', 'negated'],
    // Asking.
    ['12号怎么签收？', 'question'],
    ['签收了吗', 'question'],
    ['12号已签收？', 'question'],
    ['12号签收了没有', 'question'],
    ['12号是不是不用签收', 'question'],
    ['12号不是签收了吗', 'question'],
    ['如何签收', 'question'],
    ['签收截止是什么时候', 'question'],
    ['12号能否暂不签收', 'question'],
    // Still to come.
    ['明天签收12号', 'future'],
    ['准备签收', 'future'],
    ['12号将于明日签收', 'future'],
    ['12号尽快签收', 'future'],
    ['尽快办理签收', 'future'],
    ['马上签收12号', 'future'],
    ['正在签收', 'future'],
    ['我局办理12号签收', 'future'],
    ['请签收12号', 'future'],
    ['需签收12号', 'future'],
    ['等12号签收', 'future'],
    ['4月12日签收', 'future'],
    ['4月12日签收12号', 'future'],
    ['4月10日前签收12号', 'future'],
    ['本月12号已签收', 'future'],
    ['今天签收12号', 'future'],
    ['按时签收12号', 'future'],
    // With a condition.
    ['如果系统恢复，就签收12号', 'conditional'],
    ['12号如果符合就签收', 'conditional'],
    ['如果31号退办成功，12号签收', 'conditional'],
    ['领导批了才签收12号', 'conditional'],
    ['待领导批示后签收12号', 'conditional'],
    // Which one.
    ['已签收', 'which-proposal'],
    ['签收', 'which-proposal'],
    ['3件已签收', 'which-proposal'],
    ['上述提案均已签收', 'which-proposal'],
    ['主办件已全部签收', 'which-proposal'],
    ['12、15号三件提案已签收', 'which-proposal'],
    ['12-16号签收', 'which-proposal'],
    ['15-12号签收', 'which-proposal'],
    ['12/15签收', 'which-proposal'],
    ['12.15签收', 'which-proposal'],
    ['已于12号签收', 'which-proposal'],
    ['已于12号签收第15号提案', 'which-proposal'],
    ['12号上午已签收', 'which-proposal'],
    ['1、12号已签收', 'which-proposal'],
    ['12号和所有会办件已签收', 'which-proposal'],
    ['全部提案（12、15号）已签收', 'which-proposal'],
    ['第12号《关于发展普惠托育服务的提案》已签收', 'which-proposal'],
    ['《关于发展普惠托育服务的提案》（12号）已签收', 'which-proposal'],
    ['12号《不相干的题目》已签收', 'which-proposal'],
    ['《卫生》已签收', 'which-proposal'],
    ['12号已报告领导签收', 'which-proposal'],
    // 签收 is only mentioned, or somebody else's.
    ['收到签收通知', 'unreadable'],
    ['收到签收', 'unreadable'],
    ['签收情况', 'unreadable'],
    ['签收的提案', 'unreadable'],
    ['签收手续', 'future'],
    ['①已签收', 'unreadable'],
    ['其余均已签收', 'unreadable'],
    ['区财政局已签收12号', 'unreadable'],
    ['他们已签收12号', 'unreadable'],
    ['委员已签收12号', 'unreadable'],
    ['12号委员 已签收', 'unreadable'],
    ['12号委员们都签收了', 'unreadable'],
    ['区政协已签收12号', 'unreadable'],
    ['帮我签收12号', 'unreadable'],
    ['12号楼的快递已签收', 'unreadable'],
    ['> 12号已签收', 'unreadable'],
    ['❌12号签收', 'unreadable'],
    ['not signed 12', 'unreadable'],
    ['普惠托育那件已签收', 'unreadable'],
  ])('%j: %s', (text, reason) => {
    expect(understand(text, EDUCATION)).toMatchObject({ kind: 'unsure', guess: 'sign', reason });
  });

  test('with the proposals that were mentioned, so that one click is enough', () => {
    expect(understand('明天签收12号、15号，还有40号', EDUCATION)).toMatchObject({
      kind: 'unsure',
      numbers: ['12', '15'],
    });
    expect(understand('没签收《普惠托育服务》', EDUCATION)).toMatchObject({
      kind: 'unsure',
      numbers: ['15'],
    });
  });

  test('when a piece of a title fits two proposals', () => {
    const unit = unitWith(
      proposal('2', '关于加强农村公路建设的提案'),
      proposal('3', '关于加强农村公路养护的提案'),
    );
    expect(understand('农村公路已签收', unit)).toMatchObject({
      kind: 'unsure',
      reason: 'which-proposal',
      numbers: ['2', '3'],
    });
    expect(understand('农村公路养护已签收', unit)).toMatchObject({ kind: 'sign', numbers: ['3'] });
  });

  test('when the name of the unit is not known, because another unit signs for itself', () => {
    expect(understand('区教育局已签收12号', { ...EDUCATION, unitNames: [] })).toMatchObject({
      kind: 'unsure',
    });
  });
});

test('a proposal that the unit holds twice is one proposal', () => {
  const unit = unitWith(
    proposal('2022-012', '关于发展普惠托育服务的提案'),
    proposal('2022-012', '关于发展普惠托育服务的提案'),
  );
  for (const text of ['12号已签收', '普惠托育已签收', '已签收']) {
    expect(understand(text, unit), text).toMatchObject({ kind: 'sign', numbers: ['2022-012'] });
  }
});

describe('numbers that hold more than digits', () => {
  const unit = unitWith(
    proposal('2022-012', '关于甲的提案'),
    proposal('2022-015', '关于乙的提案'),
    proposal('B7', '关于丙的建议'),
  );
  test.each<[string, string[]]>([
    ['2022-012已签收', ['2022-012']],
    ['２０２２－１２号已签收', ['2022-012']],
    ['12号、15号已签收', ['2022-012', '2022-015']],
    ['b7已签收', ['B7']],
    ['签收 B7、12', ['B7', '2022-012']],
  ])('%j', (text, numbers) => {
    expect(understand(text, unit)).toMatchObject({ kind: 'sign', numbers, unknown: [] });
  });

  test('are asked back when a short form fits two', () => {
    const two = unitWith(proposal('2021-012', '关于甲的提案'), proposal('2022-012', '关于乙的提案'));
    expect(understand('12号已签收', two)).toMatchObject({ kind: 'unsure', reason: 'which-proposal' });
  });
});
