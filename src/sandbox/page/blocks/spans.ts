/** What text with marks in it is made of, whether it came as mrkdwn, Markdown or rich text. Free of the page, so that it can be tested alone. */
export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike' | 'code' | 'underline' | 'highlight'; spans: Span[] }
  | { kind: 'link'; url: string; spans: Span[] }
  | { kind: 'user' | 'channel' | 'group'; id: string; label: string | null }
  | { kind: 'broadcast'; label: string }
  | { kind: 'date'; seconds: number; format: string; fallback: string; url: string | null }
  | { kind: 'emoji'; character: string; name: string };

/** An address a link may lead to; null for every other scheme. */
export function safeUrl(url: string): string | null {
  return /^(?:https?:\/\/|mailto:)\S+$/i.test(url) ? url : null;
}

const ADDRESS = String.raw`(?!&[lg]t;)[^\s<>|"'\x60\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]`;
/** An address without marks around it: it ends at a space or a Chinese character, and not with a stop or a bracket. */
export const BARE_URL = new RegExp(`https?://(?:${ADDRESS})*(?!&[lg]t;)[a-z0-9/#&=%+-]`, 'gi');

/** Neighbouring pieces of text as one. */
export function joined(spans: Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (span.kind === 'text' && last?.kind === 'text')
      result[result.length - 1] = { kind: 'text', text: last.text + span.text };
    else if (span.kind !== 'text' || span.text) result.push(span);
  }
  return result;
}
