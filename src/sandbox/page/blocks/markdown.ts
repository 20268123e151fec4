import { emojiNamed } from './emoji.ts';
import { BARE_URL, joined, type Span, safeUrl } from './spans.ts';

/** A part of a `markdown` block: standard Markdown as far as Slack draws it. */
export type MarkdownPart =
  | { kind: 'heading'; spans: Span[] }
  | { kind: 'paragraph' | 'quote'; spans: Span[] }
  | { kind: 'code'; text: string }
  | { kind: 'list'; items: MarkdownItem[] }
  | { kind: 'table'; rows: Span[][][]; aligns: ('left' | 'center' | 'right')[] }
  | { kind: 'rule' };

export interface MarkdownItem {
  indent: number;
  /** `•`, a number, or the state of a task. */
  marker: { kind: 'bullet' } | { kind: 'number'; number: number } | { kind: 'task'; isDone: boolean };
  spans: Span[];
}

const FENCE = /^ {0,3}(```+|~~~+)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const QUOTE = /^ {0,3}> ?(.*)$/;
const ITEM = /^( *)(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;
const TASK = /^\[([ xX])\]\s+(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** Reads Markdown part after part. */
export function parseMarkdown(text: string): MarkdownPart[] {
  const lines = text.split('\n');
  const parts: MarkdownPart[] = [];
  let at = 0;
  /** The run of lines from here on that are alike. */
  const run = (isAlike: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && isAlike(lines[at] as string)) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] as string;
    const fence = FENCE.exec(line)?.[1];
    const [, marks, title] = HEADING.exec(line) ?? [];
    if (!line.trim()) at += 1;
    else if (fence !== undefined) {
      at += 1;
      const inside = run((one) => !one.trim().startsWith(fence));
      at += 1;
      parts.push({ kind: 'code', text: inside.join('\n') });
    } else if (marks !== undefined) {
      at += 1;
      parts.push({ kind: 'heading', spans: inline(title ?? '') });
    } else if (RULE.test(line)) {
      at += 1;
      parts.push({ kind: 'rule' });
    } else if (QUOTE.test(line)) {
      const quoted = run((one) => QUOTE.test(one)).map((one) => QUOTE.exec(one)?.[1] ?? '');
      parts.push({ kind: 'quote', spans: inline(quoted.join('\n')) });
    } else if (ITEM.test(line)) {
      parts.push({ kind: 'list', items: run((one) => ITEM.test(one)).map(itemOf) });
    } else if (line.includes('|') && TABLE_RULE.test(lines[at + 1] ?? '')) {
      const [heading = '', rule = '', ...rows] = run((one) => one.includes('|'));
      parts.push({
        kind: 'table',
        rows: [heading, ...rows].map((row) => cellsOf(row).map(inline)),
        aligns: cellsOf(rule).map(alignOf),
      });
    } else {
      const words = run((one) => isText(one));
      parts.push({ kind: 'paragraph', spans: inline(words.join('\n')) });
    }
  }
  return parts;
}

function isText(line: string): boolean {
  return line.trim() !== '' && ![FENCE, HEADING, RULE, QUOTE, ITEM].some((start) => start.test(line));
}

function itemOf(line: string): MarkdownItem {
  const [, spaces = '', , number, words = ''] = ITEM.exec(line) ?? [];
  const [, state, task] = TASK.exec(words) ?? [];
  return {
    indent: Math.floor(spaces.length / 2),
    marker:
      state !== undefined
        ? { kind: 'task', isDone: state !== ' ' }
        : number !== undefined
          ? { kind: 'number', number: Number(number) }
          : { kind: 'bullet' },
    spans: inline(task ?? words),
  };
}

function cellsOf(row: string): string[] {
  return row
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}

function alignOf(rule: string): 'left' | 'center' | 'right' {
  if (!rule.endsWith(':')) return 'left';
  return rule.startsWith(':') ? 'center' : 'right';
}

interface Mark {
  pattern: RegExp;
  /** Null when it is no mark after all. */
  make(groups: string[]): Span | null;
}

const text = (words: string): Span => ({ kind: 'text', text: words });

function styled(kind: 'bold' | 'italic' | 'strike', pattern: RegExp): Mark {
  return { pattern, make: ([, inside = '']) => ({ kind, spans: inline(inside) }) };
}

/** In order of precedence where two begin at the same place. */
const MARKS: Mark[] = [
  { pattern: /\\([!-/:-@[-`{-~])/g, make: ([, character = '']) => text(character) },
  {
    pattern: /(`+)([^`](?:[\s\S]*?[^`])?)\1(?!`)/g,
    make: ([, , code = '']) => ({ kind: 'code', spans: [text(code)] }),
  },
  {
    pattern: /!?\[((?:\\.|[^\]\\])*)\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/g,
    make: ([, label = '', address = '']) => linkTo(address, label ? inline(label) : [text(address)]),
  },
  { pattern: /<([^\s<>]+)>/g, make: ([, address = '']) => linkTo(address, [text(address)]) },
  { pattern: BARE_URL, make: ([address = '']) => linkTo(address, [text(address)]) },
  styled('bold', /\*\*(?=\S)([\s\S]*?\S)\*\*(?!\*)/g),
  styled('bold', /(?<![\p{L}\p{N}])__(?=\S)([\s\S]*?\S)__(?![\p{L}\p{N}])/gu),
  styled('strike', /~~(?=\S)([\s\S]*?\S)~~/g),
  styled('italic', /\*(?=[^\s*])([^*]*[^\s*])\*/g),
  styled('italic', /(?<![\p{L}\p{N}])_(?=[^\s_])([^_]*[^\s_])_(?![\p{L}\p{N}])/gu),
  {
    pattern: /:([a-z0-9_+-]+):/g,
    make: ([, name = '']) => {
      const character = emojiNamed(name);
      return character ? { kind: 'emoji', character, name } : null;
    },
  },
];

function linkTo(address: string, spans: Span[]): Span | null {
  const url = safeUrl(address);
  return url === null ? null : { kind: 'link', url, spans };
}

/** Reads the marks inside a paragraph, the earliest first. */
function inline(source: string): Span[] {
  const spans: Span[] = [];
  let at = 0;
  while (at < source.length) {
    const next = earliest(source, at);
    if (!next) break;
    const { span, start, end } = next;
    spans.push(text(source.slice(at, start)), span);
    at = end;
  }
  return joined([...spans, text(source.slice(at))]);
}

function earliest(source: string, from: number): { span: Span; start: number; end: number } | null {
  let found: { span: Span; start: number; end: number } | null = null;
  for (const { pattern, make } of MARKS) {
    pattern.lastIndex = from;
    for (let match = pattern.exec(source); match; match = pattern.exec(source)) {
      if (found && match.index >= found.start) break;
      const end = match.index + match[0].length;
      const span = make([...match]);
      pattern.lastIndex = end;
      if (!span) continue;
      found = { span, start: match.index, end };
      break;
    }
  }
  return found;
}
