import { h } from './dom.js';

/** Names for ids in mentions; the page fills it in. */
export const names = new Map();

const EDGE = /[\s\p{P}\p{S}]/u;
const STYLES = { '*': 'strong', _: 'em', '~': 's' };

/** Slack's mrkdwn as nodes. Like Slack, a style counts only between spaces or punctuation, not inside a run of letters or Chinese characters. */
export function mrkdwn(text) {
  return text
    .split(/(```[\s\S]+?```)/)
    .flatMap((part) =>
      /^```[\s\S]+```$/.test(part) ? [h('pre', {}, decode(part.slice(3, -3)))] : quotedLines(part),
    );
}

/** `&amp;`, `&lt;`, `&gt;` as characters. */
export function decode(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function quotedLines(text) {
  const nodes = [];
  let quote = null;
  text.split('\n').forEach((line, index) => {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append(h('br'));
      else {
        quote = h('blockquote');
        nodes.push(quote);
      }
      quote.append(...inline(quoted[1]));
      return;
    }
    if (index > 0 && !quote) nodes.push(h('br'));
    quote = null;
    nodes.push(...inline(line));
  });
  return nodes;
}

function inline(text) {
  return text.split(/(`[^`]+`|<[^<>]+>)/).flatMap((part) => {
    if (/^`[^`]+`$/.test(part)) return [h('code', {}, decode(part.slice(1, -1)))];
    if (/^<[^<>]+>$/.test(part)) return [token(part.slice(1, -1))];
    return styled(part);
  });
}

function styled(text) {
  for (let start = 0; start < text.length; start += 1) {
    const mark = text[start];
    const tag = STYLES[mark];
    if (!tag || (start > 0 && !EDGE.test(text[start - 1])) || /\s|^$/.test(text[start + 1] ?? '')) continue;
    const end = closing(text, mark, start + 1);
    if (end < 0) continue;
    return [
      ...plain(text.slice(0, start)),
      h(tag, {}, ...styled(text.slice(start + 1, end))),
      ...styled(text.slice(end + 1)),
    ];
  }
  return plain(text);
}

function closing(text, mark, from) {
  for (let at = text.indexOf(mark, from + 1); at >= 0; at = text.indexOf(mark, at + 1)) {
    const next = text[at + 1];
    if (!/\s/.test(text[at - 1]) && (next === undefined || EDGE.test(next))) return at;
  }
  return -1;
}

function plain(text) {
  return text ? [document.createTextNode(decode(text))] : [];
}

function token(inside) {
  const [target, label] = splitOnce(inside, '|');
  if (target.startsWith('@'))
    return h('span', { class: 'mention' }, `@${names.get(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith('#'))
    return h('span', { class: 'mention' }, `#${names.get(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith('!date^')) return dateToken(target, label);
  if (target.startsWith('!'))
    return h('span', { class: 'mention' }, `@${label ?? target.slice(1).split('^')[0]}`);
  return link(decode(target), decode(label ?? target));
}

/** A link that only leads to the web or to a mail program. */
export function link(address, label) {
  if (!/^(https?:|mailto:)/i.test(address)) return document.createTextNode(label);
  return h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, label);
}

function dateToken(target, fallback) {
  const [, seconds, format = '', address] = target.split('^');
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return document.createTextNode(decode(fallback ?? target));
  const part = (options) =>
    new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false, ...options }).format(date);
  const words = {
    date_num: () => part({ year: 'numeric', month: '2-digit', day: '2-digit' }).replaceAll('/', '-'),
    date: () => part({ dateStyle: 'long' }),
    date_short: () => part({ dateStyle: 'medium' }),
    date_long: () => part({ dateStyle: 'full' }),
    time: () => part({ hour: '2-digit', minute: '2-digit' }),
    time_secs: () => part({ timeStyle: 'medium' }),
  };
  const text = format.replace(/\{(\w+)\}/g, (whole, name) => words[name.replace('_pretty', '')]?.() ?? whole);
  return address
    ? link(decode(address), decode(text))
    : h('time', { dateTime: date.toISOString() }, decode(text));
}

function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
