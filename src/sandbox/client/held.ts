import { isLoaded } from '../block-kit/walk.ts';
import type { SandboxContext } from '../context.ts';
import { forgetOldest } from '../delivery/forget.ts';
import { type JsonObject, objectAt, objectsAt } from '../json.ts';

/** Older offers are forgotten; whoever still looks at one types again. */
const REMEMBERED = 1_000;

/** One element in front of one person; `surface` is a view's id, or a channel and a message. */
export interface Place {
  person: string;
  surface: string;
  blockId: string;
  actionId: string;
}

/**
 * What can be put into an element beside what it lists itself: options the bot offered for what was typed, files
 * that were uploaded to it, and whatever it holds already.
 */
export function heldFor(
  context: SandboxContext,
  place: Place,
  element: JsonObject,
  value: JsonObject | undefined,
): JsonObject[] {
  if (!isLoaded(element) && element.type !== 'file_input') return [];
  const chosen = objectAt(value, 'selected_option');
  return [
    ...(context.offers.get(keyOf(place)) ?? []),
    ...(chosen ? [chosen] : []),
    ...objectsAt(value, 'selected_options'),
    ...objectsAt(value, 'files'),
  ];
}

/** Replaces what was offered for the element. */
export function offer(context: SandboxContext, place: Place, offered: JsonObject[]): void {
  const key = keyOf(place);
  context.offers.delete(key);
  context.offers.set(key, offered);
  forgetOldest(context.offers, REMEMBERED);
}

function keyOf({ person, surface, blockId, actionId }: Place): string {
  return JSON.stringify([person, surface, blockId, actionId]);
}
