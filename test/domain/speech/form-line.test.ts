import { describe, expect, test } from 'vitest';
import { FORM_BACK } from '../../../src/domain/feedback-form.ts';
import { readFormLine } from '../../../src/domain/speech/form-line.ts';

const read = (text: string) =>
  readFormLine(text, {
    known: ['1', '5', '10', '12', '15', '31'],
    grades: ['满意', '基本满意', '不满意'],
    unitNames: ['区教育局', '教育局', '区市场监督管理局'],
    today: '2022-05-20',
  });

describe('R50, R51 a line about feedback forms', () => {
  test.each([
    ['12 已寄 5月10日', ['12'], ['form-sent'], '2022-05-10'],
    ['１２　已寄　５月１０日', ['12'], ['form-sent'], '2022-05-10'],
    ['第12号已寄出', ['12'], ['form-sent'], null],
    ['12 寄出 5.10', ['12'], ['form-sent'], '2022-05-10'],
    ['12 已寄 5-10', ['12'], ['form-sent'], '2022-05-10'],
    ['已寄 12、15 5月10日', ['12', '15'], ['form-sent'], '2022-05-10'],
    ['12、15 委员已收到 昨天', ['12', '15'], ['form-received'], '2022-05-19'],
    ['12寄回', ['12'], ['form-back-unit'], null],
    ['12 寄回建议提案股 2022-05-18', ['12'], ['form-back-desk'], '2022-05-18'],
    ['12 寄回主办单位和建议提案股', ['12'], ['form-back-desk', 'form-back-unit'], null],
    ['12网上已反馈', ['12'], ['form-back-online'], null],
    ['12 三项都已收齐 5月18日', ['12'], [...FORM_BACK], '2022-05-18'],
    ['12', ['12'], [], null],
    ['', [], [], null],
  ])('“%s”', (text, numbers, kinds, on) => {
    expect(read(text)).toMatchObject({ numbers, kinds, on, doubt: null });
  });

  test.each([
    ['12 寄回 满意', '满意'],
    ['12 寄回 基本满意', '基本满意'],
    ['12 寄回，不满意', '不满意'],
  ])('“%s” holds the grade', (text, grade) => {
    expect(read(text)).toMatchObject({ grade, doubt: null });
  });

  test('a unit named is the longest name that fits, and no number of a proposal', () => {
    expect(read('12 区教育局 5月18日')).toMatchObject({ unit: '区教育局', numbers: ['12'], doubt: null });
    expect(read('教育局12收到')).toMatchObject({ unit: '教育局', kinds: ['form-received'] });
  });

  test.each([
    ['12 还没寄回', 'negated'],
    ['12 未收到', 'negated'],
    ['12 寄回了吗', 'question'],
    ['12 准备寄', 'future'],
    ['12 如果寄回', 'conditional'],
    ['12 2月30日 已寄', 'no-such-day'],
    ['12 5月10日寄出 5月12日收到', 'two-dates'],
    ['12 已寄 张主任经手', 'unreadable'],
    [`12 已寄${'，'.repeat(600)}`, 'unreadable'],
  ])('“%s” is not certain: %s', (text, doubt) => {
    expect(read(text).doubt).toBe(doubt);
  });

  test.each(['\u0000\uD800', '*_~`<!channel>', '寄'.repeat(10_000), '12-999999 已寄', '((((('])(
    'nothing typed throws: %j',
    (text) => {
      expect(() => read(text)).not.toThrow();
    },
  );
});
