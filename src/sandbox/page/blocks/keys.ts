import { type JsonObject, stringAt } from '../../json.ts';

/**
 * What a block keeps when its surroundings are drawn anew: an input its block id, so that who types in it is not
 * disturbed; any other its place among those of its type, because Slack gives new ids to blocks that came without one.
 */
export function keysOf(blocks: JsonObject[]): string[] {
  const counts = new Map<string, number>();
  return blocks.map((block) => {
    const type = stringAt(block, 'type');
    if (type === 'input') return `input/${stringAt(block, 'block_id')}`;
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    return `${type}/${count}`;
  });
}
