import type { ComponentChildren } from 'preact';
import { type JsonObject, objectAt, objectsAt, stringAt } from '../../json.ts';
import { emojiNamed, emojiOfCodes } from './emoji.ts';
import { type Span, safeUrl } from './spans.ts';
import { Spans } from './text.tsx';

/** A `rich_text` block, such as Slack makes of what people type. */
export function RichText({ block }: { block: JsonObject }) {
  return (
    <div class="rich-text">
      {objectsAt(block, 'elements').map((element) => (
        <Paragraph element={element} />
      ))}
    </div>
  );
}

function Paragraph({ element }: { element: JsonObject }): ComponentChildren {
  const spans = <Spans of={objectsAt(element, 'elements').map(spanOf)} />;
  switch (element.type) {
    case 'rich_text_list':
      return <List element={element} />;
    case 'rich_text_quote':
      return <blockquote class="rich">{spans}</blockquote>;
    case 'rich_text_preformatted':
      return <pre class="rich">{spans}</pre>;
    default:
      return <div class="rich">{spans}</div>;
  }
}

const BULLETS = ['disc', 'circle', 'square'];
const NUMBERS = ['decimal', 'lower-alpha', 'lower-roman'];

/** One level of a list; Slack sends deeper levels as lists of their own that say how far they are indented. */
function List({ element }: { element: JsonObject }) {
  const indent = Number(element.indent ?? 0);
  const isOrdered = element.style === 'ordered';
  const items = objectsAt(element, 'elements').map((item) => (
    <li class="rich">
      <Spans of={objectsAt(item, 'elements').map(spanOf)} />
    </li>
  ));
  const style = {
    listStyleType: (isOrdered ? NUMBERS : BULLETS)[indent % 3],
    marginInlineStart: `${indent * 1.5}em`,
  };
  const look = `rich-list ${Number(element.border ?? 0) > 0 ? 'quoted' : ''}`;
  return isOrdered ? (
    <ol class={look} style={style} start={Number(element.offset ?? 0) + 1}>
      {items}
    </ol>
  ) : (
    <ul class={look} style={style}>
      {items}
    </ul>
  );
}

/** A leaf of rich text in the terms of every other text. */
function spanOf(leaf: JsonObject): Span {
  return styled(bare(leaf), objectAt(leaf, 'style'));
}

function bare(leaf: JsonObject): Span {
  const text = stringAt(leaf, 'text');
  switch (leaf.type) {
    case 'link': {
      const url = stringAt(leaf, 'url');
      const label: Span = { kind: 'text', text: text || url };
      return safeUrl(url) ? { kind: 'link', url, spans: [label] } : label;
    }
    case 'user':
      return { kind: 'user', id: stringAt(leaf, 'user_id'), label: null };
    case 'channel':
      return { kind: 'channel', id: stringAt(leaf, 'channel_id'), label: null };
    case 'usergroup':
      return { kind: 'group', id: stringAt(leaf, 'usergroup_id'), label: null };
    case 'broadcast':
      return { kind: 'broadcast', label: stringAt(leaf, 'range') };
    case 'emoji': {
      const name = stringAt(leaf, 'name');
      const character = emojiOfCodes(stringAt(leaf, 'unicode')) ?? emojiNamed(name);
      return character ? { kind: 'emoji', character, name } : { kind: 'text', text: `:${name}:` };
    }
    case 'date':
      return {
        kind: 'date',
        seconds: Number(leaf.timestamp),
        format: stringAt(leaf, 'format'),
        fallback: stringAt(leaf, 'fallback'),
        url: safeUrl(stringAt(leaf, 'url')),
      };
    case 'color':
      return { kind: 'text', text: stringAt(leaf, 'value') };
    default:
      return { kind: 'text', text };
  }
}

/** From the inside out. */
const STYLES = ['code', 'underline', 'strike', 'italic', 'bold', 'highlight'] as const;

function styled(span: Span, style: JsonObject | undefined): Span {
  return STYLES.reduce<Span>(
    (inner, kind) => (style?.[kind] === true ? { kind, spans: [inner] } : inner),
    span,
  );
}
