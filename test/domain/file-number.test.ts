import { describe, expect, test } from 'vitest';
import { readFileNumber } from '../../src/domain/file-number.ts';
import { notice, noticeWith } from '../support/rules.ts';

const read = (typed: string) => readFileNumber(typed, notice.settings.fileNumber);

test.each([
  ['茂南府办[2022]03号', '茂南府办〔2022〕3号'],
  ['茂南教函〔2022〕12号', '茂南教函〔2022〕12号'],
  ['茂南教函(2022)12号', '茂南教函〔2022〕12号'],
  ['茂南教函（2022）１２号', '茂南教函〔2022〕12号'],
  ['茂南教函【2022】012号', '茂南教函〔2022〕12号'],
  ['茂南教函［２０２２］12号', '茂南教函〔2022〕12号'],
  ['茂南教函《2022》12号', '茂南教函〔2022〕12号'],
  ['茂南教函 〔2022〕 12 号', '茂南教函〔2022〕12号'],
  ['　茂南教函〔2022年〕第12号　', '茂南教函〔2022〕12号'],
  ['茂南教函〔2022〕12', '茂南教函〔2022〕12号'],
  ['茂南教函﹝2022﹞100号', '茂南教函〔2022〕100号'],
  ['茂南教函\u200b〔2022〕1\u200b2号', '茂南教函〔2022〕12号'],
])('R20 the file number %s is %s', (typed, normal) => {
  expect(read(typed)).toBe(normal);
});

describe('R20 what is no file number is none', () => {
  test.each([
    [''],
    ['12号'],
    ['〔2022〕12号'],
    ['茂南教函2022-12号'],
    ['茂南教函〔22〕12号'],
    ['茂南教函〔2022〕0号'],
    ['茂南教函〔2022〕000号'],
    ['茂南教函〔2022〕十二号'],
    ['茂南教函〔2022〕12号函'],
    ['茂南教函〔2022〕12号、13号'],
    ['MNJH〔2022〕12号'],
    ['茂南教函〔2022〕<!channel>号'],
    [`${'茂'.repeat(20_000)}〔2022〕x号`],
  ])('%s', (typed) => {
    expect(read(typed)).toBeNull();
  });
});

test('R20 the pattern is the rule file’s own', () => {
  const other = noticeWith(({ settings }) => {
    settings.fileNumber = { pattern: '^粤教函〔\\d{4}〕[1-9]\\d*号$', example: '粤教函〔2022〕1号' };
  });
  expect(readFileNumber('粤教函[2022]07号', other.settings.fileNumber)).toBe('粤教函〔2022〕7号');
  expect(readFileNumber('茂南教函〔2022〕12号', other.settings.fileNumber)).toBeNull();
});
