import { randomBytes } from 'node:crypto';
import { isObject, type Json, type JsonObject, objectAt, objectsAt } from '../json.ts';

/** Blocks as Slack gives them back: generated ids where the bot gave none, and the defaults of text objects. */
export function completeBlocks(blocks: JsonObject[]): JsonObject[] {
  return blocks.map((block) => {
    const complete: JsonObject = { ...withTextDefaults(block), block_id: block.block_id ?? shortId() };
    if (block.type === 'section' && isInteractive(objectAt(complete, 'accessory')))
      complete.accessory = withActionId(objectAt(complete, 'accessory'));
    if (block.type === 'actions') complete.elements = objectsAt(complete, 'elements').map(withActionId);
    if (block.type === 'input') {
      complete.element = withActionId(objectAt(complete, 'element'));
      complete.optional ??= false;
      complete.dispatch_action ??= false;
    }
    return complete;
  });
}

/** A short random id of the kind Slack gives to blocks and elements that came without one. */
export function shortId(): string {
  return randomBytes(4).toString('base64url');
}

function withActionId(element: JsonObject | undefined): JsonObject {
  return { ...element, action_id: element?.action_id ?? shortId() };
}

function isInteractive(element: JsonObject | undefined): boolean {
  return element !== undefined && element.type !== 'image';
}

/** With what Slack adds to text objects, wherever they are inside. */
export function withTextDefaults(value: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const [key, one] of Object.entries(value)) copy[key] = deepTextDefaults(one);
  if (value.type === 'plain_text') copy.emoji ??= true;
  if (value.type === 'mrkdwn') copy.verbatim ??= false;
  return copy;
}

function deepTextDefaults(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((one) => deepTextDefaults(one) ?? null);
  return isObject(value) ? withTextDefaults(value) : value;
}
