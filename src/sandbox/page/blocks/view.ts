import { type JsonObject, objectAt, objectsAt } from '../../json.ts';
import type { ElementValues } from '../../page-server/contract.ts';

/** The blocks of a view, and what their elements hold. */
export function contentOf(view: JsonObject): { blocks: JsonObject[]; values: ElementValues } {
  return {
    blocks: objectsAt(view, 'blocks'),
    values: (objectAt(objectAt(view, 'state'), 'values') ?? {}) as ElementValues,
  };
}
