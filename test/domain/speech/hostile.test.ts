import { expect, test } from 'vitest';
import { readNumbers, understand } from '../../../src/domain/speech.ts';
import { EDUCATION, inThread } from './unit.ts';

const PIECES = [
  '签收',
  '已签收',
  '未',
  '吗',
  '12',
  '１２',
  '12号',
  '第',
  '号',
  '十二',
  '一、',
  '1、12号',
  '①',
  '、',
  '，',
  '。',
  '：',
  '\n',
  ' ',
  '　',
  '\t',
  '-',
  '~',
  '*',
  '(',
  '（一）',
  '【',
  '】',
  '《',
  '》',
  '“',
  '进展',
  '进展：',
  '问题',
  '存在问题：',
  '暂无问题。',
  '计划：',
  '下一步',
  '完成情况',
  '提案',
  '关于',
  '加强学校周边',
  '关于加强学校周边食品安全监管的提案',
  '4月',
  '4月12日',
  '2022-',
  '0668-',
  '3件',
  '等',
  'a',
  'A1',
  'no.',
  'http://',
  '<@U1',
  ':+1:',
  '👍',
  '👨‍👩‍👧',
  '全部',
  '都',
  '如果',
  '谢谢',
  '\u0000',
  '\u202e',
  '\u200b',
  '\ud800',
  '\udfff',
  '\ufeff',
  '\u2028',
  '$&',
  '\\',
  '[',
  '{',
  '%',
  '根据',
  '联系人',
  '月报',
  '上月',
];

test.each(PIECES)('%j repeated 200,000 characters long is asked back or thanked', (piece) => {
  const text = piece.repeat(Math.ceil(200_000 / piece.length));
  expect(['unsure', 'thanks']).toContain(understand(text, EDUCATION).kind);
  expect(readNumbers(text).length).toBeLessThanOrEqual(2_000);
});

test('a text that was cut is never certain, because its end may have changed its meaning', () => {
  const report = `12号\n进展：${'走访。'.repeat(20_000)}\n问题：无\n计划：走访`;
  expect(understand(report, EDUCATION)).toMatchObject({ kind: 'unsure', guess: 'report' });
  expect(understand(`12号已签收${' '.repeat(50_000)}是不可能的`, EDUCATION).kind).toBe('unsure');
});

test('any mixture of pieces is read without an error, and signs only for numbers it holds', () => {
  const random = seeded(7);
  const pick = () => PIECES[Math.floor(random() * PIECES.length)] ?? '';
  for (let round = 0; round < 4_000; round += 1) {
    const text = Array.from({ length: 1 + Math.floor(random() * 12) }, pick).join('');
    const intent = understand(text, inThread('13', '14'));
    readNumbers(text);
    if (intent.kind !== 'sign' || intent.numbers === 'all') continue;
    for (const number of intent.numbers)
      expect(['1', '12', '13', '14', '15', '31', '105'], text).toContain(number);
    expect(text).toMatch(/签收/u);
    expect(text).not.toMatch(/^[^，。\n]*未[^，。\n]*$/u);
  }
});

test('a doubtful word anywhere in a sentence about signing keeps it from being certain', () => {
  for (const sentence of ['12号已签收', '签收12、15', '全部已签收', '我局已于4月5日签收第12号提案']) {
    for (const word of [
      '未',
      '不',
      '没',
      '别',
      '吗',
      '如果',
      '明天',
      '准备',
      '怎么',
      '取消',
      '误',
      '将',
      '要',
      '请',
      '除',
    ]) {
      for (let at = 0; at <= sentence.length; at += 1) {
        const text = sentence.slice(0, at) + word + sentence.slice(at);
        expect(understand(text, EDUCATION).kind, text).toBe('unsure');
      }
    }
  }
});

/** A small generator of numbers in [0, 1) that repeats itself in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
