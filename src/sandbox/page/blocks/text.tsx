import './text.css';
import type { ComponentChildren } from 'preact';
import { type JsonObject, stringAt } from '../../json.ts';
import { language } from '../language.ts';
import { frame } from '../state.ts';
import { formatDate, isInstant } from './dates.ts';
import { parseMrkdwn, parsePlain } from './mrkdwn.ts';
import type { Span } from './spans.ts';

/** Text in Slack's mrkdwn, such as that of a message without blocks. */
export function Mrkdwn({ text, verbatim = false }: { text: string; verbatim?: boolean }) {
  return (
    <>
      {parseMrkdwn(text, { verbatim }).map((part) => {
        const spans = <Spans of={part.spans} />;
        if (part.kind === 'quote') return <blockquote class="rich">{spans}</blockquote>;
        if (part.kind === 'preformatted') return <pre class="rich">{spans}</pre>;
        return <div class="rich">{spans}</div>;
      })}
    </>
  );
}

/** A text object of a block: `mrkdwn` with its marks, `plain_text` as it is. */
export function TextObject({ of: text }: { of: JsonObject | undefined }) {
  const words = stringAt(text, 'text');
  if (text?.type === 'mrkdwn') return <Mrkdwn text={words} verbatim={text.verbatim === true} />;
  return <PlainText of={text} />;
}

/** A `plain_text` object on a line of its own or within one. */
export function PlainText({ of: text }: { of: JsonObject | undefined }) {
  const words = stringAt(text, 'text');
  return <span class="rich">{text?.emoji === false ? words : <Spans of={parsePlain(words)} />}</span>;
}

/** Pieces of text, one after the other. */
export function Spans({ of: spans }: { of: Span[] }) {
  return (
    <>
      {spans.map((span) => (
        <One span={span} />
      ))}
    </>
  );
}

function One({ span }: { span: Span }): ComponentChildren {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'bold':
      return (
        <strong>
          <Spans of={span.spans} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Spans of={span.spans} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Spans of={span.spans} />
        </s>
      );
    case 'underline':
      return (
        <u>
          <Spans of={span.spans} />
        </u>
      );
    case 'highlight':
      return (
        <mark>
          <Spans of={span.spans} />
        </mark>
      );
    case 'code':
      return (
        <code>
          <Spans of={span.spans} />
        </code>
      );
    case 'link':
      return (
        <a href={span.url} target="_blank" rel="noopener noreferrer">
          <Spans of={span.spans} />
        </a>
      );
    case 'user':
      return <span class="mention">@{personNamed(span.id) ?? span.label ?? span.id}</span>;
    case 'channel':
      return <span class="mention">#{channelNamed(span.id) ?? span.label ?? span.id}</span>;
    case 'group':
      return <span class="mention">@{(span.label ?? span.id).replace(/^@/, '')}</span>;
    case 'broadcast':
      return <span class="mention loud">@{span.label.replace(/^@/, '')}</span>;
    case 'emoji':
      return (
        <span class="emoji" role="img" aria-label={`:${span.name}:`} title={`:${span.name}:`}>
          {span.character}
        </span>
      );
    case 'date':
      return <DateSpan {...span} />;
  }
}

function DateSpan({ seconds, format, fallback, url }: Span & { kind: 'date' }) {
  if (!isInstant(seconds)) return <>{fallback}</>;
  const now = Date.parse(frame.value?.clock.now ?? '') || Date.now();
  const words = formatDate(seconds, format, { language: language.value, now });
  const time = (
    <time dateTime={new Date(seconds * 1000).toISOString()} title={fallback || undefined}>
      {words}
    </time>
  );
  return url ? (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {time}
    </a>
  ) : (
    time
  );
}

/** The name of a person or of the bot; null for somebody unknown. */
export function personNamed(id: string): string | null {
  const shown = frame.value;
  if (shown?.bot.id === id) return shown.bot.name;
  return shown?.people.find((person) => person.id === id)?.name ?? null;
}

/** The name of a channel the acting person is in; null for any other. */
export function channelNamed(id: string): string | null {
  return frame.value?.conversations.find((one) => one.id === id)?.name ?? null;
}
