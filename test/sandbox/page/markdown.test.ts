import { describe, expect, test } from 'vitest';
import { type MarkdownPart, parseMarkdown } from '../../../src/sandbox/page/blocks/markdown.ts';
import { seen } from './seen.ts';

function shown(part: MarkdownPart): string {
  switch (part.kind) {
    case 'code':
      return `[code ${part.text}]`;
    case 'rule':
      return '[rule]';
    case 'list':
      return part.items
        .map(({ indent, marker, spans }) => {
          const mark = { bullet: '•', number: '', task: '' }[marker.kind];
          const own =
            marker.kind === 'number' ? marker.number : marker.kind === 'task' ? marker.isDone : mark;
          return `${'  '.repeat(indent)}${own} ${seen(spans)}`;
        })
        .join('\n');
    case 'table':
      return [part.aligns.join(' '), ...part.rows.map((row) => row.map(seen).join(' / '))].join('\n');
    case 'paragraph':
      return seen(part.spans);
    default:
      return `[${part.kind} ${seen(part.spans)}]`;
  }
}

const read = (text: string) => parseMarkdown(text).map(shown).join('|');

describe('Markdown', () => {
  test.each([
    ['# 标题 #\n正文\n接着\n\n另一段', '[heading 标题]|正文\n接着|另一段'],
    [
      '**粗** *斜* __粗__ _斜_ ~~删~~ `码`',
      '[bold 粗] [italic 斜] [bold 粗] [italic 斜] [strike 删] [code 码]',
    ],
    ['请**务必**登记', '请[bold 务必]登记'],
    ['**粗 *又斜***', '[bold 粗 [italic 又斜]]'],
    ['[看 *这里*](https://a.cn "题")', '[link https://a.cn 看 [italic 这里]]'],
    [
      '<https://a.cn> https://b.cn/x。',
      '[link https://a.cn https://a.cn] [link https://b.cn/x https://b.cn/x]。',
    ],
    ['\\*不斜\\* 2*3*4 snake_case_x', '*不斜* 2[italic 3]4 snake_case_x'],
    ['- 甲\n  - 乙\n3. 丙\n- [x] 丁\n- [ ] 戊', '• 甲\n  • 乙\n3 丙\ntrue 丁\nfalse 戊'],
    ['> 引\n> 文\n\n---', '[quote 引\n文]|[rule]'],
    ['```ts\nconst a = 1;\n```\n后', '[code const a = 1;]|后'],
    ['| 单位 | 件 |\n|:--|--:|\n| 教育局 | **3** |', 'left right\n单位 / 件\n教育局 / [bold 3]'],
    ['[点我](javascript:alert(1))', '[点我](javascript:alert(1))'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['``` 没有结束', '[code ]'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});
