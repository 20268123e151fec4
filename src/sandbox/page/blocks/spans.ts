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
