/** What the digests leave out, in full, page by page; and all the pictures. */

import { actions, bold, button, context, type Message, section } from '../src/chat/message.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ACTIONS } from './actions.ts';
import type { Illustration } from './charts.ts';
import { picturesUnder } from './digest-layout.ts';
import { clauseLine } from './wording.ts';

export interface ListPageProps {
  notice: Notice;
  title: string;
  lines: readonly string[];
  /** What the pages' buttons carry, before the number of the page. */
  value: string;
  /** From 0. */
  page: number;
  clauses: readonly string[];
}

const ROWS = 20;

export function listPage({ notice, title, lines, value, page, clauses }: ListPageProps): Message {
  const pages = Math.max(1, Math.ceil(lines.length / ROWS));
  const current = Math.min(Math.max(page, 0), pages - 1);
  const shown = lines.slice(current * ROWS, (current + 1) * ROWS);
  const first = `【简报】${title}${pages > 1 ? `（第${current + 1}页，共${pages}页）` : ''}`;
  const turn = (text: string, to: number) =>
    button({ text, action: ACTIONS.digestTurn, value: `${value}/${to}` });
  const turns = [
    ...(current > 0 ? [turn('上一页', current - 1)] : []),
    ...(current < pages - 1 ? [turn('下一页', current + 1)] : []),
  ];
  const rows = shown.length > 0 ? shown : ['没有。'];
  return {
    text: [first, ...rows].join('\n'),
    blocks: [
      section(bold(first)),
      section(rows.join('\n')),
      ...(turns.length > 0 ? [actions(turns)] : []),
      context(clauseLine(notice, clauses)),
    ],
  };
}

/** All the pictures; what cannot be drawn is read. */
export function picturesMessage(notice: Notice, illustrations: readonly (Illustration | null)[]): Message {
  const shown = illustrations.flatMap((one) => one ?? []);
  const first = `【简报】图${shown.length}幅`;
  return {
    text: [first, ...shown.map(({ title, alt }) => `${title}。${alt}`)].join('\n'),
    blocks: [section(bold(first), { id: 'pictures' }), context(clauseLine(notice, []))],
    pictures: picturesUnder('pictures', shown).map((picture) => ({ ...picture, alone: true })),
  };
}
