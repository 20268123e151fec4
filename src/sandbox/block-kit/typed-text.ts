import type { JsonObject } from '../json.ts';
import { shortId } from './complete.ts';
import { unescapeText } from './plain-text.ts';

/** The rich text that Slack's client sends along with what a person types; `text` is the message's escaped text. */
export function typedText(text: string): JsonObject {
  const elements = text
    .split(/(<[^<>]+>)/)
    .filter(Boolean)
    .map(leaf);
  return {
    type: 'rich_text',
    block_id: shortId(),
    elements: [{ type: 'rich_text_section', elements }],
  };
}

function leaf(part: string): JsonObject {
  const user = /^<@(\w+)>$/.exec(part)?.[1];
  if (user) return { type: 'user', user_id: user };
  const url = /^<(https?:.+)>$/.exec(part)?.[1];
  if (url) return { type: 'link', url: unescapeText(url) };
  return { type: 'text', text: unescapeText(part) };
}
