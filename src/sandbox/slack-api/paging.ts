import { ApiError } from './api-error.ts';
import type { Arguments } from './arguments.ts';

/** One page of a list, and the cursor of the next ('' at the end). @throws ApiError invalid_cursor */
export function page<Item>(
  all: readonly Item[],
  args: Arguments,
  limit: number,
): { items: Item[]; cursor: string } {
  const start = offsetOf(args.text('cursor'));
  const end = start + limit;
  return { items: all.slice(start, end), cursor: end < all.length ? cursorAt(end) : '' };
}

function cursorAt(offset: number): string {
  return Buffer.from(`offset:${offset}`).toString('base64');
}

function offsetOf(cursor: string): number {
  if (!cursor) return 0;
  const offset = /^offset:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  if (offset === undefined) throw new ApiError('invalid_cursor');
  return Number(offset);
}
