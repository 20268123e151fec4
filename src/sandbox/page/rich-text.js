import { h } from './dom.js';
import { link, names } from './mrkdwn.js';

/** A `rich_text` block as nodes. */
export function richText(block) {
  return block.elements.map((element) => {
    switch (element.type) {
      case 'rich_text_list':
        return h(
          element.style === 'ordered' ? 'ol' : 'ul',
          {},
          element.elements.map((item) => h('li', {}, item.elements.map(leaf))),
        );
      case 'rich_text_quote':
        return h('blockquote', {}, element.elements.map(leaf));
      case 'rich_text_preformatted':
        return h('pre', {}, element.elements.map(leaf));
      default:
        return h('div', { class: 'rich' }, element.elements.map(leaf));
    }
  });
}

function leaf(element) {
  switch (element.type) {
    case 'text':
      return withStyle(document.createTextNode(element.text), element.style);
    case 'link':
      return withStyle(link(element.url, element.text ?? element.url), element.style);
    case 'user':
      return h('span', { class: 'mention' }, `@${names.get(element.user_id) ?? element.user_id}`);
    case 'channel':
      return h('span', { class: 'mention' }, `#${names.get(element.channel_id) ?? element.channel_id}`);
    case 'broadcast':
      return h('span', { class: 'mention' }, `@${element.range}`);
    case 'emoji':
      return document.createTextNode(element.unicode ? emoji(element.unicode) : `:${element.name}:`);
    default:
      return document.createTextNode(element.text ?? element.fallback ?? '');
  }
}

function emoji(codes) {
  return String.fromCodePoint(...codes.split('-').map((code) => Number.parseInt(code, 16)));
}

function withStyle(node, style = {}) {
  const tags = { bold: 'strong', italic: 'em', strike: 's', code: 'code' };
  return Object.entries(tags).reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}
