import { fitMessage } from '../../src/chat/message.ts';
import { problemsInBlocks, problemsInView } from '../../src/sandbox/block-kit/check.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import type { Result } from './guide.ts';

/** Slack's own marks in mrkdwn: whoever is mentioned is rung, and a link may say another address than it has. */
const ALIVE = /<[!@#]|<https?:/;
/** Characters that break a database, a line or the eye. */
const BROKEN = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

/** What is wrong with an answer that quotes what people typed, or that Slack would refuse; empty when nothing is. */
export function harmIn({ answer, opened }: Result): string[] {
  switch (answer.kind) {
    case 'message':
      return [...harmInMessage(answer.message), ...harmInView(opened)];
    case 'form-update':
      return harmInView(answer.view);
    case 'form-errors':
      return Object.values(answer.errors).flatMap((error) => harmInText(error, true));
    case 'refused':
      return harmInText(answer.reason, true);
    default:
      return harmInView(opened);
  }
}

export function harmInMessage(message: { text: string; blocks: readonly unknown[] }): string[] {
  const fitted = fitMessage(message as Parameters<typeof fitMessage>[0]);
  return [
    ...harmInText(fitted.text, false),
    ...harmInBlocks(fitted.blocks),
    ...problemsInBlocks(asJson(fitted.blocks) as JsonObject[]),
  ];
}

export function harmInView(view: { type: string; blocks: readonly unknown[] } | null): string[] {
  if (!view) return [];
  const surface = view.type === 'home' ? 'home' : 'modal';
  return [...harmInBlocks(view.blocks), ...problemsInView(asJson(view) as JsonObject, surface)];
}

function harmInBlocks(blocks: readonly unknown[]): string[] {
  const found: string[] = [];
  const visit = (node: unknown, type: unknown): void => {
    if (typeof node === 'string') found.push(...harmInText(node, type !== 'mrkdwn'));
    if (typeof node !== 'object' || node === null) return;
    for (const inner of Object.values(node)) visit(inner, 'type' in node ? node.type : type);
  };
  visit(blocks, null);
  return found;
}

/** Plain text shows every mark as it is. */
function harmInText(text: string, isPlain: boolean): string[] {
  return (!isPlain && ALIVE.test(text)) || BROKEN.test(text) ? [text.slice(0, 300)] : [];
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
