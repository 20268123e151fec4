import type { Span } from '../../../src/sandbox/page/blocks/spans.ts';

/** Spans as one line: text as it is, everything else in brackets. */
export function seen(spans: Span[]): string {
  return spans.map(one).join('');
}

function one(span: Span): string {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'emoji':
      return span.character;
    case 'link':
      return `[link ${span.url} ${seen(span.spans)}]`;
    case 'user':
    case 'channel':
    case 'group':
      return bracketed(span.kind, span.id, span.label);
    case 'broadcast':
      return bracketed('broadcast', span.label);
    case 'date':
      return bracketed('date', String(span.seconds), span.format, span.fallback, span.url);
    default:
      return `[${span.kind} ${seen(span.spans)}]`;
  }
}

function bracketed(...words: (string | null)[]): string {
  return `[${words.filter(Boolean).join(' ')}]`;
}
