import { z } from 'zod';

/** 按事项 · 按单位 · 按提案 */
export const BOARD_SIDES = ['duty', 'unit', 'proposal'] as const;
export type BoardSide = (typeof BOARD_SIDES)[number];

/** 全部 · 未办 · 逾期 · 七天内到期 · 等建议提案股办理 */
export const BOARD_FILTERS = ['all', 'open', 'overdue', 'week', 'desk'] as const;
export type BoardFilter = (typeof BOARD_FILTERS)[number];

/** One thing whose duties are listed one by one. */
export interface BoardSubjectId {
  side: BoardSide;
  /** A rule's or a unit's id, a proposal's number. */
  id: string;
}

/** What somebody looks at. It travels in buttons and views: anybody can forge it, so it carries no authority. */
export interface BoardQuery {
  side: BoardSide;
  filter: BoardFilter;
  /** As typed. */
  search: string;
  /** From 0. */
  page: number;
  of: BoardSubjectId | null;
  /** The page of the list from which `of` was opened. */
  back: number;
}

/** Characters of a search; more names nothing that fewer do not. */
export const SEARCH_LIMIT = 40;

export const WHOLE_BOARD: BoardQuery = {
  side: 'duty',
  filter: 'all',
  search: '',
  page: 0,
  of: null,
  back: 0,
};

export function encodeQuery(query: BoardQuery): string {
  const { side, filter, search, page, of, back } = query;
  return JSON.stringify({
    side,
    ...(filter !== 'all' && { filter }),
    ...(search !== '' && { search }),
    ...(page > 0 && { page }),
    ...(of && { of }),
    ...(back > 0 && { back }),
  });
}

const page = z.number().int().min(0).max(100_000).catch(0);
const shape = z.object({
  side: z.enum(BOARD_SIDES),
  filter: z.enum(BOARD_FILTERS).catch('all'),
  search: z.string().catch('').transform(searchFrom),
  page,
  of: z
    .object({ side: z.enum(BOARD_SIDES), id: z.string().max(200) })
    .nullable()
    .catch(null),
  back: page,
});

/** Null for a text that says nothing: of an older button, or made by hand. */
export function decodeQuery(text: string): BoardQuery | null {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A search as it is kept: one line, not longer than it may be. */
export function searchFrom(typed: string): string {
  return [...typed.replace(/\s+/gu, ' ').trim()].slice(0, SEARCH_LIMIT).join('');
}
