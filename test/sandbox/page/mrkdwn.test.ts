import { describe, expect, test } from 'vitest';
import { bold, escapeMrkdwn } from '../../../src/chat/message.ts';
import { type MrkdwnOptions, parseMrkdwn, parsePlain } from '../../../src/sandbox/page/blocks/mrkdwn.ts';
import { seen } from './seen.ts';

/** How mrkdwn reads: `[bold …]`, `[link address …]`, each part on a line of its own kind. */
function read(text: string, options?: MrkdwnOptions): string {
  return parseMrkdwn(text, options)
    .map((part) => (part.kind === 'lines' ? seen(part.spans) : `[${part.kind} ${seen(part.spans)}]`))
    .join('|');
}

describe('marks', () => {
  test.each([
    ['*粗* _斜_ ~删~ `码`', '[bold 粗] [italic 斜] [strike 删] [code 码]'],
    ['*粗 _又斜_ 的*', '[bold 粗 [italic 又斜] 的]'],
    ['*【逾期】区教育局*　已逾期3天', '[bold 【逾期】区教育局]　已逾期3天'],
    ['（*甲*）、*乙*。', '（[bold 甲]）、[bold 乙]。'],
    ['*两行\n不算*', '*两行\n不算*'],
    ['*第<https://a.cn|3号>提案*', '[bold 第[link https://a.cn 3号]提案]'],
    ['*请 <@U1> 看 `表*格`*', '[bold 请 [user U1] 看 [code 表*格]]'],
    ['3 * 4 * 5', '3 * 4 * 5'],
    ['* 空格不算*', '* 空格不算*'],
    ['**', '**'],
    ['snake_case_name', 'snake_case_name'],
    ['`*不变* _也不变_ :tada:`', '[code *不变* _也不变_ :tada:]'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));

  test('do not count inside a run of Chinese, as in Slack', () => {
    expect(read('请*务必*登记')).toBe('请*务必*登记');
    expect(read('请 *务必* 登记')).toBe('请 [bold 务必] 登记');
    expect(read('请\u200b*务必*\u200b登记')).toBe('请\u200b[bold 务必]\u200b登记');
  });
});

describe('paragraphs', () => {
  test.each([
    ['一\n二', '一\n二'],
    ['&gt; 引\n&gt; 文\n正文', '[quote 引\n文]|正文'],
    ['前\n&gt;&gt;&gt; 一\n二\n&gt; 三', '前|[quote 一\n二\n> 三]'],
    ['前 ```第一行\n  *第二行*``` 后', '前 |[preformatted 第一行\n  *第二行*]| 后'],
    ['```\n码\n```\n后', '[preformatted 码]|后'],
    ['• 甲\n• 乙\n1. 丙', '• 甲\n• 乙\n1. 丙'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('tokens', () => {
  test.each([
    ['<https://a.cn/?a=1&amp;b=2|看 &lt;这里&gt;>', '[link https://a.cn/?a=1&b=2 看 <这里>]'],
    ['<https://a.cn>', '[link https://a.cn https://a.cn]'],
    ['<https://a.cn|*粗*>', '[link https://a.cn [bold 粗]]'],
    ['<https://a.cn|`ab12`>', '[link https://a.cn [code ab12]]'],
    ['`<https://a.cn|ab12>`', '[code [link https://a.cn ab12]]'],
    ['<mailto:a@b.cn>', '[link mailto:a@b.cn a@b.cn]'],
    ['<@U1> <@W2|王>', '[user U1] [user W2 王]'],
    ['<#C1|工作群> <#C2>', '[channel C1 工作群] [channel C2]'],
    ['<!here> <!channel|channel> <!subteam^S1|@股>', '[broadcast here] [broadcast channel] [group S1 @股]'],
    [
      '<!date^1392734382^{date} {time}^https://a.cn/|二月>',
      '[date 1392734382 {date} {time} 二月 https://a.cn/]',
    ],
    [':white_check_mark: :+1::skin-tone-3: :不是: :nope:', '✅ 👍🏼 :不是: :nope:'],
    [
      '见 https://a.cn/x_y_z?a=1&amp;b=2。',
      '见 [link https://a.cn/x_y_z?a=1&b=2 https://a.cn/x_y_z?a=1&b=2]。',
    ],
    ['（https://a.cn/_a_/）', '（[link https://a.cn/_a_/ https://a.cn/_a_/]）'],
    ['&lt;https://a.cn&gt;', '<[link https://a.cn https://a.cn]>'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));

  test('bare addresses stay text where they should be left', () => {
    expect(read('https://a.cn', { verbatim: true })).toBe('https://a.cn');
  });
});

describe('hostile text stays as it is', () => {
  test.each([
    ['<javascript:alert(1)|点我>', '<javascript:alert(1)|点我>'],
    ['<data:text/html,x|点我>', '<data:text/html,x|点我>'],
    ['<JAVASCRIPT:alert(1)>', '<JAVASCRIPT:alert(1)>'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['<!date^很久^{date}|x>', '<!date^很久^{date}|x>'],
    ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['&amp;amp;', '&amp;'],
    ['a < b > c', 'a < b > c'],
    ['<', '<'],
    ['<>', '<>'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));

  test('a date leads only to the web', () => {
    expect(read('<!date^1392734382^{date}^javascript:alert(1)|x>')).toBe('[date 1392734382 {date} x]');
  });

  test('what people type reads as they typed it once the bot has escaped it', () => {
    const typed = '<!channel> <@U1> <https://evil.cn|银行> & < > &amp;';
    expect(read(escapeMrkdwn(typed), { verbatim: true })).toBe(typed);
    expect(read(bold('甲*乙'))).toBe('[bold 甲 乙]');
  });
});

test('plain text knows emoji and nothing else', () => {
  expect(seen(parsePlain('*a* <@U1> &lt; :bell:'))).toBe('*a* <@U1> &lt; 🔔');
});
