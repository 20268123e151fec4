import { describe, expect, test } from 'vitest';
import { type ActLine, readActLine } from '../../../src/domain/speech/act-line.ts';
import { notice } from '../../support/rules.ts';

const KNOWN = ['3', '12', '31', '2022-015'];
const read = (text: string, today = '2022-05-12') =>
  readActLine(text, { known: KNOWN, settings: notice.settings, today });
const NOTHING: ActLine = {
  numbers: [],
  days: [],
  way: null,
  phase: null,
  category: null,
  fileNumber: null,
  halves: [],
  rest: '',
  certain: true,
};

describe('a line about a contact, an opinion or a reply', () => {
  test.each<[string, Partial<ActLine>]>([
    ['', {}],
    ['12 电话 5月10日', { numbers: ['12'], way: '电话', days: ['2022-05-10'] }],
    ['第12号 5月10日 面商', { numbers: ['12'], way: '面商', days: ['2022-05-10'] }],
    ['12、31 书面', { numbers: ['12', '31'], way: '书面' }],
    ['12 当面 昨天 办中', { numbers: ['12'], way: '面商', days: ['2022-05-11'], phase: 'during' }],
    ['１２　电话　５月１０日', { numbers: ['12'], way: '电话', days: ['2022-05-10'] }],
    ['12 电话 5.10', { numbers: ['12'], way: '电话', days: ['2022-05-10'] }],
    ['12 电话 2022-05-10', { numbers: ['12'], way: '电话', days: ['2022-05-10'] }],
    ['12号已与委员电话沟通', { numbers: ['12'], way: '电话', rest: '已与委员' }],
    ['12 电话 委员希望加快', { numbers: ['12'], way: '电话', rest: '委员希望加快' }],
    ['2022-015 电话', { numbers: ['2022-015'], way: '电话' }],
    ['31 A', { numbers: ['31'], category: 'A' }],
    ['31 b类 6月20日', { numbers: ['31'], category: 'B', days: ['2022-06-20'] }],
    ['31 Ｃ', { numbers: ['31'], category: 'C' }],
    ['31 留作参考', { numbers: ['31'], category: 'D' }],
    ['31 VIP', { numbers: ['31'], rest: 'VIP' }],
    [
      '12 茂南教函[2022]012号 B 8月20日',
      { numbers: ['12'], fileNumber: '茂南教函[2022]012号', category: 'B', days: ['2022-08-20'] },
    ],
    ['12 茂南教函 〔2022〕 12 号', { numbers: ['12'], fileNumber: '茂南教函 〔2022〕 12 号' }],
    [
      '第12号 茂南教函〔2022〕12号 B 2022-08-20 书面答复委员 上传办理系统',
      {
        numbers: ['12'],
        fileNumber: '茂南教函〔2022〕12号',
        category: 'B',
        days: ['2022-08-20'],
        halves: ['reply-delivered', 'reply-uploaded'],
      },
    ],
    ['31 A 已上传', { numbers: ['31'], category: 'A', halves: ['reply-uploaded'] }],
    ['12 电话 2月30日', { numbers: ['12'], way: '电话', days: [null] }],
    ['12 电话 5月10日 5月11日', { numbers: ['12'], way: '电话', days: ['2022-05-10', '2022-05-11'] }],
    ['999 电话', { numbers: ['999'], way: '电话' }],
    ['电话', { way: '电话' }],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual({ ...NOTHING, ...expected });
  });

  test.each([
    '12 还没有电话',
    '12 电话了吗',
    '12 明天电话',
    '12 准备电话',
    '12 如果电话打通',
    `12 电话 ${'很'.repeat(600)}`,
  ])('what is not said for certain is not certain: %s', (text) => {
    expect(read(text).certain).toBe(false);
  });

  test('takes any text', () => {
    for (const text of ['\u0000', '<!channel> 12 *电话*', '〔'.repeat(20_000), '12'.repeat(9_000)])
      expect(() => read(text)).not.toThrow();
  });
});
