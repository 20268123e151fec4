import { type JsonObject, objectAt, objectsAt } from '../json.ts';

/** The interactive elements of a block, each with its JSON pointer inside the block. */
export function elementsOf(block: JsonObject): { element: JsonObject; pointer: string }[] {
  switch (block.type) {
    case 'section': {
      const accessory = objectAt(block, 'accessory');
      return accessory && accessory.type !== 'image' ? [{ element: accessory, pointer: '/accessory' }] : [];
    }
    case 'actions':
      return objectsAt(block, 'elements').map((element, index) => ({
        element,
        pointer: `/elements/${index}`,
      }));
    case 'input': {
      const element = objectAt(block, 'element');
      return element ? [{ element, pointer: '/element' }] : [];
    }
    default:
      return [];
  }
}

/** Whether the bot is asked for the options while a person types. */
export function isLoaded(element: JsonObject): boolean {
  return element.type === 'external_select' || element.type === 'multi_external_select';
}

/** The options of a menu or a group of boxes, with those of option groups in one list. */
export function optionsOf(element: JsonObject): JsonObject[] {
  return [
    ...objectsAt(element, 'options'),
    ...objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
  ];
}
