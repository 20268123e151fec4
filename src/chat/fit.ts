import type { ContextBlock, KnownBlock, SectionBlock, TextObject, View } from '@slack/types';
import type { Message } from './blocks.ts';
import { formProblems } from './form-limits.ts';
import { cut, safeEnd } from './text.ts';

/** Slack's limits for a message. Source: docs.slack.dev/reference/block-kit/blocks and chat.postMessage. */
const MAX_TEXT = 4_000;
const MAX_SECTION = 3_000;
const MAX_FIELDS = 10;
const MAX_FIELD = 2_000;
const MAX_HEADER = 150;
const MAX_ACTIONS = 25;
const MAX_CONTEXT = 10;

interface Room {
  blocks: number;
  /** Over all blocks. */
  characters: number;
}

/** Undocumented: `msg_blocks_too_long` at about 13,200 characters over all blocks (slackapi/bolt-js#2509). */
const MESSAGE: Room = { blocks: 50, characters: 12_000 };
/** A view may be 250,000 bytes, and a Chinese character has three; buttons and what they carry need some. */
const HOME: Room = { blocks: 100, characters: 40_000 };

/**
 * The message within Slack's limits. Long sections, lists of fields and rows of buttons become several; when the whole
 * is still too long its tail is left out and a line says how many paragraphs are missing. The buttons and the small
 * print at the very end always stay.
 */
export function fitMessage(message: Message): Message {
  const blocks = message.blocks.flatMap(fitBlock);
  return {
    text: cut(message.text, MAX_TEXT),
    blocks: fits(blocks, MESSAGE) ? blocks : dropTail(blocks, MESSAGE),
  };
}

/** What a Home tab can hold of these blocks, by the same rules: there is room for more of them. */
export function fitHome(blocks: readonly KnownBlock[]): KnownBlock[] {
  const fitted = blocks.flatMap(fitBlock);
  return fits(fitted, HOME) ? fitted : dropTail(fitted, HOME);
}

/** Whether Slack takes the message as it is, with nothing left out. */
export function fitsOne({ blocks, pictures = [] }: Message): boolean {
  const split = blocks.flatMap(fitBlock);
  return fits(split, { ...MESSAGE, blocks: MESSAGE.blocks - pictures.length });
}

/** The form as given, or an error that lists every limit of Slack it breaks. */
export function fitForm<V extends View>(view: V): V {
  const problems = formProblems(view);
  if (problems.length > 0) throw new Error(`Slack would refuse this view: ${problems.join('; ')}`);
  return view;
}

function dropTail(blocks: KnownBlock[], room: Room): KnownBlock[] {
  const ending = endingOf(blocks);
  const body = blocks.slice(0, blocks.length - ending.length);
  const kept = [...body];
  while (kept.length > 0 && !fits([...kept, missing(body.length), ...ending], room)) kept.pop();
  while (kept.at(-1)?.type === 'divider') kept.pop();
  const dropped = body.slice(kept.length).filter((block) => block.type !== 'divider').length;
  return [...kept, missing(dropped), ...ending];
}

/** The last row of buttons and the small print around it: what a person acts on. */
function endingOf(blocks: KnownBlock[]): KnownBlock[] {
  const isEnding = (block: KnownBlock | undefined) => block?.type === 'actions' || block?.type === 'context';
  let start = blocks.length;
  while (start > 0 && blocks.length - start < 4 && isEnding(blocks[start - 1])) start -= 1;
  return blocks.slice(start);
}

function missing(count: number): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: `…还有 ${count} 段未显示` }] };
}

function fits(blocks: KnownBlock[], room: Room): boolean {
  return (
    blocks.length <= room.blocks &&
    blocks.reduce((sum, block) => sum + charactersOf(block), 0) <= room.characters
  );
}

/** Characters Slack counts: every text of the block, labels of its elements included. */
function charactersOf(node: unknown): number {
  if (Array.isArray(node)) return node.reduce<number>((sum, item) => sum + charactersOf(item), 0);
  if (typeof node !== 'object' || node === null) return 0;
  return Object.entries(node).reduce(
    (sum, [key, value]) =>
      sum + (key === 'text' && typeof value === 'string' ? value.length : charactersOf(value)),
    0,
  );
}

function fitBlock(block: KnownBlock): KnownBlock[] {
  switch (block.type) {
    case 'header':
      return [{ ...block, text: { ...block.text, text: cut(block.text.text, MAX_HEADER) } }];
    case 'section':
      return fitSection(block);
    case 'context':
      return chunks(block.elements, MAX_CONTEXT).map((elements, part) => ({
        ...numbered(block, part),
        elements: elements.map((element) => ('text' in element ? cutText(element, MAX_SECTION) : element)),
      }));
    case 'actions':
      return chunks(block.elements, MAX_ACTIONS).map((elements, part) => ({
        ...numbered(block, part),
        elements,
      }));
    default:
      return [block];
  }
}

/** An accessory stays with the first part. */
function fitSection(block: SectionBlock): SectionBlock[] {
  const { text, fields, accessory, ...rest } = block;
  const parts: SectionBlock[] = text
    ? splitText(text.text, MAX_SECTION).map((piece) => ({ ...rest, text: { ...text, text: piece } }))
    : [];
  const fieldParts: SectionBlock[] = chunks(fields ?? [], MAX_FIELDS).map((chunk) => ({
    ...rest,
    fields: chunk.map((field) => cutText(field, MAX_FIELD)),
  }));
  const [first, ...others] =
    parts.length <= 1 && fieldParts[0]
      ? [{ ...parts[0], ...fieldParts[0] }, ...fieldParts.slice(1)]
      : [...parts, ...fieldParts];
  if (!first) return [];
  return [accessory ? { ...first, accessory } : first, ...others].map((part, index) => numbered(part, index));
}

/** Slack wants block ids unique, so only the first part keeps the id. */
function numbered<B extends KnownBlock>(block: B, part: number): B {
  return part === 0 || !block.block_id ? block : { ...block, block_id: `${block.block_id}-${part + 1}` };
}

function cutText<T extends TextObject>(element: T, max: number): T {
  return { ...element, text: cut(element.text, max) };
}

/** Pieces of at most `max` characters, at line ends where there are any, otherwise between whole characters. */
function splitText(text: string, max: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > max) {
    const end = safeEnd(rest, max) || max;
    const lineEnd = rest.lastIndexOf('\n', end - 1);
    const at = lineEnd > max / 2 ? lineEnd : end;
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at).replace(/^\n/, '');
  }
  if (rest !== '' || pieces.length === 0) pieces.push(rest);
  return pieces;
}

function chunks<T>(items: T[], size: number): T[][] {
  const result: T[][] = [];
  for (let from = 0; from < items.length; from += size) result.push(items.slice(from, from + size));
  return result;
}
