import type { KnownBlock, TextObject } from '@slack/types';
import type { Message } from './blocks.ts';
import { readableText } from './text.ts';

/** The whole message as plain text, one line per block, buttons as `[签收]`; `text` alone when there are no blocks. */
export function plainText(message: Message): string {
  const lines = message.blocks.map(plainBlock).filter((line) => line !== '');
  return lines.length === 0 ? readableText(message.text) : lines.join('\n');
}

function plainBlock(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return block.text.text;
    case 'section':
      return [
        ...(block.text ? [shown(block.text)] : []),
        ...(block.fields ?? []).map(shown),
        ...(block.accessory ? [plainElement(block.accessory)] : []),
      ].join('\n');
    case 'context':
      return block.elements.flatMap((element) => ('text' in element ? [shown(element)] : [])).join(' ');
    case 'actions':
      return block.elements.map(plainElement).join(' ');
    case 'input':
      return `${block.label.text}：`;
    default:
      return '';
  }
}

function plainElement(element: { type: string; text?: TextObject; placeholder?: TextObject }): string {
  const label = element.text ?? element.placeholder;
  return `[${label ? shown(label) : element.type}]`;
}

function shown(text: TextObject): string {
  return text.type === 'mrkdwn' ? readableText(text.text) : text.text;
}
