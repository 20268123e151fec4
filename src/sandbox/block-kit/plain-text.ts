import { isObject, type Json, type JsonObject, objectAt, objectsAt, stringAt } from '../json.ts';

/** Everything a person can read in these blocks, one line per block; entities of mrkdwn are decoded. */
export function textOfBlocks(blocks: JsonObject[]): string {
  return blocks
    .map((block) => visibleText(block))
    .filter(Boolean)
    .join('\n');
}

/** `&amp;`, `&lt;` and `&gt;` as the characters they stand for. */
export function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** mrkdwn as it reads: links by their labels, people as `@` and their id, dates by their fallback; styles stay as typed. */
export function readable(mrkdwn: string): string {
  const shown = mrkdwn.replace(
    /<([^<>|]+)(?:\|([^<>]*))?>/g,
    (_, target: string, label?: string) => label ?? target,
  );
  return unescapeText(shown);
}

/** Text as Slack's client sends what a person typed. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function visibleText(block: JsonObject): string {
  switch (block.type) {
    case 'section':
      return [
        textIn(block.text),
        ...objectsAt(block, 'fields').map(textIn),
        elementText(objectAt(block, 'accessory')),
      ]
        .filter(Boolean)
        .join('\n');
    case 'header':
    case 'markdown':
      return textIn(block.text);
    case 'context':
      return objectsAt(block, 'elements').map(elementText).filter(Boolean).join(' ');
    case 'actions':
      return objectsAt(block, 'elements').map(elementText).filter(Boolean).join(' ');
    case 'input':
      return [textIn(block.label), elementText(objectAt(block, 'element')), textIn(block.hint)]
        .filter(Boolean)
        .join('\n');
    case 'image':
      return textIn(block.title) || stringAt(block, 'alt_text');
    case 'rich_text':
      return richText(block.elements);
    case 'table':
      return rowsOf(block)
        .map((row) => row.map((cell) => stringAt(cell, 'text') || richText(cell.elements)).join('\t'))
        .join('\n');
    default:
      return '';
  }
}

function elementText(element: JsonObject | undefined): string {
  if (!element) return '';
  if (element.type === 'image') return stringAt(element, 'alt_text');
  if (element.type === 'button') return `[${textIn(element.text)}]`;
  if (element.type === 'plain_text' || element.type === 'mrkdwn') return textIn(element);
  return '';
}

function textIn(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  if (!isObject(value)) return '';
  const text = stringAt(value, 'text');
  return value.type === 'mrkdwn' ? readable(text) : text;
}

function rowsOf(table: JsonObject): JsonObject[][] {
  const { rows } = table;
  return Array.isArray(rows) ? rows.map((row) => (Array.isArray(row) ? row.filter(isObject) : [])) : [];
}

function richText(value: Json | undefined): string {
  if (Array.isArray(value)) return value.map(richText).join('');
  if (!isObject(value)) return '';
  if (value.type === 'text' || value.type === 'link')
    return stringAt(value, 'text') || stringAt(value, 'url');
  if (value.type === 'user') return `@${stringAt(value, 'user_id')}`;
  return richText(value.elements);
}
