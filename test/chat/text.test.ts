import { describe, expect, test } from 'vitest';
import {
  bold,
  cleanText,
  cut,
  escapeMrkdwn,
  mention,
  readableText,
  safeEnd,
  typedText,
} from '../../src/chat/text.ts';

describe('text that people typed', () => {
  test.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['<https://evil|银行>', '&lt;https://evil|银行&gt;'],
    ['A&B &amp; C', 'A&amp;B &amp;amp; C'],
    ['第12号《关于…》', '第12号《关于…》'],
  ])('%s is inert in mrkdwn', (typed, shown) => {
    expect(escapeMrkdwn(typed)).toBe(shown);
  });

  test('loses NUL, control and bidirectional characters, but keeps tabs and line ends', () => {
    expect(cleanText('a\u0000b\u001bc\u202ed\u2066e\tf\r\ng\rh\ni')).toBe('abcde\tf\ng\nh\ni');
  });

  test('has lone surrogates replaced and whole pairs kept', () => {
    expect(cleanText('a\ud800b\udc00c😀')).toBe('a\ufffdb\ufffdc😀');
  });

  test('cannot end the bold it is put in', () => {
    expect(bold('3*项*\n待办 <b>')).toBe('*3 项 待办 &lt;b&gt;*');
    expect(bold(' * ')).toBe('');
  });

  test('cannot add anything to a mention', () => {
    expect(mention('U123> <!here')).toBe('<@U123>');
  });
});

describe('cutting', () => {
  test('leaves short text alone and counts the ellipsis', () => {
    expect(cut('区教育局', 4)).toBe('区教育局');
    expect(cut('区教育局办', 4)).toBe('区教育…');
  });

  test('never splits a character as people see it', () => {
    expect(cut('甲👨‍👩‍👧乙', 5)).toBe('甲…');
  });

  test.each([
    ['一二&amp;三四五六', 8, '一二&amp;…'],
    ['一二&amp;三四五六', 7, '一二…'],
    ['见<https://a.cn|说明>后再办理', 10, '见…'],
    ['<@U12345678>请办理', 6, '…'],
  ])('%s at %d stays whole markup', (text, max, expected) => {
    expect(cut(text, max)).toBe(expected);
  });

  test('takes as much as fits', () => {
    expect(safeEnd('abcdef', 4)).toBe(4);
    expect(safeEnd('abc', 9)).toBe(3);
  });
});

describe('reading what Slack delivers', () => {
  test.each([
    ['签收 12、15', '签收 12、15'],
    ['  A &amp; B &lt;ok&gt;  ', 'A & B <ok>'],
    ['&amp;lt;', '&lt;'],
    ['见 <http://12.cn|12.cn> 与 <https://gov.cn/a>', '见 12.cn 与 https://gov.cn/a'],
    ['<@U1|li> 请看 <#C1|general> <!here>', '<@U1> 请看 #general @here'],
    ['<mailto:a@b.cn|a@b.cn> <mailto:c@d.cn>', 'a@b.cn c@d.cn'],
  ])('%s was typed as %s', (delivered, typed) => {
    expect(typedText(delivered)).toBe(typed);
  });

  test('gives back exactly what was escaped', () => {
    const typed = 'x < y && "<!channel>" &lt;';
    expect(typedText(escapeMrkdwn(typed))).toBe(typed);
  });

  test('as plain text has no markup left, and keeps a product of numbers', () => {
    expect(readableText('*区教育局*：3项，2*3*4，见<https://gov.cn|原文>，<@U1> &amp; 其他')).toBe(
      '区教育局：3项，2*3*4，见原文（https://gov.cn），@U1 & 其他',
    );
  });
});
