/**
 * Text on its way to and from Slack. Slack's markup (mrkdwn) gives `&`, `<` and `>` a meaning: typed by a person they
 * could mention everybody or dress up a link, so whatever people typed goes through `escapeMrkdwn` or `bold`.
 */

/** C0 and C1 controls except tab and line feed; NUL among them is refused by PostgreSQL. */
const CONTROLS = /(?![\t\n])\p{Cc}/gu;
/** Bidirectional marks, embeddings, overrides and isolates: they can make a line read as something else. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Half of a surrogate pair: breaks URL encoding and JSON columns. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Text safe to store and show: line ends are `\n`, no control or bidirectional characters, no lone surrogates. */
export function cleanText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replace(CONTROLS, '')
    .replace(BIDI, '')
    .replace(LONE_SURROGATE, '\ufffd');
}

/** Text typed by a person, made inert for mrkdwn. Source: docs.slack.dev/messaging/formatting-message-text. */
export function escapeMrkdwn(text: string): string {
  return cleanText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Bold mrkdwn of any text; escapes it, and drops what would end the bold early. Empty text gives an empty string. */
export function bold(text: string): string {
  const inner = escapeMrkdwn(text)
    .replace(/[*\n]+/g, ' ')
    .trim();
  return inner === '' ? '' : `*${inner}*`;
}

/** mrkdwn that names a person and notifies them. `userId` is Slack's, such as `U012AB3CD`. */
export function mention(userId: string): string {
  return `<@${userId.replace(/[^A-Z0-9]/g, '')}>`;
}

/**
 * The text, or its beginning with `…`, in at most `max` UTF-16 units. Cuts between whole characters as people see
 * them, and never inside an entity (`&amp;`) or a token (`<@U1>`, `<https://…|label>`), so it is safe on mrkdwn.
 */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, safeEnd(text, max - 1))}…`;
}

/** How many UTF-16 units of mrkdwn, at most `max`, can be taken from its start without breaking anything. */
export function safeEnd(text: string, max: number): number {
  if (text.length <= max) return text.length;
  let end = 0;
  for (const unit of wholeUnits(text)) {
    if (end + unit.length > max) break;
    end += unit.length;
  }
  return end;
}

function* wholeUnits(text: string): Generator<string> {
  const token = /&(?:amp|lt|gt);|<[^<>\n]*>/g;
  let from = 0;
  for (const match of text.matchAll(token)) {
    yield* graphemesOf(text.slice(from, match.index));
    yield match[0];
    from = match.index + match[0].length;
  }
  yield* graphemesOf(text.slice(from));
}

function* graphemesOf(text: string): Generator<string> {
  for (const { segment } of graphemes.segment(text)) yield segment;
}

/**
 * What the person typed, from what Slack delivers: entities are undone, `<https://…|label>` is its label (Slack makes
 * links out of anything that looks like one), `<#C1|name>` is `#name`. Mentions stay as `<@U1>`.
 */
export function typedText(text: string): string {
  return cleanText(undoMarkup(text, (userId) => `<@${userId}>`)).trim();
}

/** mrkdwn as a person reads it: no emphasis marks, links as `label（address）`, mentions as `@U1`. */
export function readableText(mrkdwn: string): string {
  const withoutEmphasis = mrkdwn.replace(/(?<![\p{L}\p{N}*])\*([^*\n]+)\*/gu, '$1');
  const withAddresses = withoutEmphasis.replace(/<(https?:[^|<>]+)\|([^<>]+)>/g, '$2（$1）');
  return undoMarkup(withAddresses, (userId) => `@${userId}`);
}

function undoMarkup(text: string, showUser: (userId: string) => string): string {
  return text
    .replace(/<([^<>\n]*)>/g, (whole, inside: string) => {
      const [target = '', label] = inside.split('|');
      if (target.startsWith('@')) return showUser(target.slice(1));
      if (target.startsWith('#')) return label ? `#${label}` : whole;
      if (target.startsWith('!')) return label ?? `@${target.slice(1)}`;
      return label ?? target.replace(/^mailto:/, '');
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
