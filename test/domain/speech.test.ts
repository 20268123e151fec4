import { describe, expect, test } from 'vitest';
import { nearestVerb, readNumbers, understand } from '../../src/domain/speech.ts';
import { EDUCATION, inThread } from './speech/unit.ts';

test.each([
  '收到',
  '收到！',
  '已收到，谢谢',
  '收到，马上办理',
  '好的',
  '好的，谢谢提醒',
  '谢谢',
  'OK',
  'ok，收到',
  '嗯嗯',
  '知道了',
  '已阅',
  '辛苦了',
  '👌',
  '👍🏻',
  ':+1:',
  '收到~',
])('%j changes nothing, in a thread too', (text) => {
  expect(understand(text, EDUCATION)).toEqual({ kind: 'thanks' });
  expect(understand(text, inThread('12'))).toEqual({ kind: 'thanks' });
});

test.each([
  '我的',
  '我的待办',
  '待办',
  '我还有哪些没办',
  '还有什么要办？',
  '我局的提案',
  'mine',
  '查看我的任务',
])('%j asks for what is owed', (text) => {
  expect(understand(text, EDUCATION)).toEqual({ kind: 'mine' });
});

test.each(['帮助', 'help', '怎么用', '怎么用？', '使用说明', '？', '你好', '在吗'])(
  '%j asks for help',
  (text) => {
    expect(understand(text, EDUCATION)).toEqual({ kind: 'help' });
  },
);

test.each([
  '',
  ' \n ',
  '\u0000',
  '今天天气不错',
  '12号',
  '12、15',
  '退办12号',
  '收到12号',
  '1',
  '0668-2887782',
  '12号不属于我局职责',
  '。。。',
])('%j is not understood, and nothing is guessed', (text) => {
  expect(understand(text, inThread('12'))).toMatchObject({ kind: 'unsure', guess: null });
});

describe('the numbers of an argument', () => {
  test.each<[string, string[]]>([
    ['12、15', ['12', '15']],
    ['12 15', ['12', '15']],
    ['12,15，31', ['12', '15', '31']],
    ['12/15', ['12', '15']],
    ['12.15', ['12', '15']],
    ['第12号、第15号', ['12', '15']],
    ['１２号', ['12']],
    ['012', ['12']],
    ['#12 #15', ['12', '15']],
    ['12-14', ['12', '13', '14']],
    ['14-12', ['14', '12']],
    ['1-99999', ['1', '99999']],
    ['十二', ['12']],
    ['十二、十五', ['12', '15']],
    ['第一百零五号', ['105']],
    ['一百二十号', ['120']],
    ['三', ['3']],
    ['1、12号', ['1', '12']],
    ['12 12', ['12']],
    ['', []],
    ['全部', []],
    ['区教育局', []],
    ['4月12日', []],
    ['3件', []],
    ['0668-2887782', []],
    ['茂南府办〔2022〕3号', []],
  ])('%j is %j', (text, numbers) => {
    expect(readNumbers(text)).toEqual(numbers);
  });

  test('known numbers come back as they are known', () => {
    expect(readNumbers('2022-12、第１５号、b007、40', ['2022-012', '2022-015', 'B7'])).toEqual([
      '2022-012',
      '2022-015',
      'B7',
      '40',
    ]);
  });

  test('a known number may hold any character', () => {
    expect(readNumbers('（2022）12-1', ['(2022)12-1', 'a+b[1]', '\\1'])).toEqual(['(2022)12-1']);
  });
});

describe('the nearest verb', () => {
  const verbs = [
    { name: 'sign', aliases: ['签收'] },
    { name: 'report', aliases: ['月报', 'yuebao'] },
    { name: 'status', aliases: ['进度', '情况'] },
    { name: 'help', aliases: ['帮助'] },
  ];
  test.each<[string, string | null]>([
    ['sgin', 'sign'],
    ['SIGN', 'sign'],
    ['reprot', 'report'],
    ['yuebo', 'report'],
    ['stat', 'status'],
    ['签受', 'sign'],
    ['签', 'sign'],
    ['月抱', 'report'],
    ['进展', 'status'],
    ['帮组', 'help'],
    ['qwertyuiop', null],
    ['天气', null],
    ['', null],
    ['签'.repeat(100_000), null],
  ])('of %.10s is %s', (word, verb) => {
    expect(nearestVerb(word, verbs)).toBe(verb);
  });
});
