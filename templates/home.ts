/** The App Home tab, and what all its kinds share: the line of what was just done, and the small print at the end. */

import { home } from '../src/chat/form.ts';
import { context, type Message, section } from '../src/chat/message.ts';
import { type BoardQuery, encodeQuery } from '../src/domain/board-query.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Notice } from '../src/domain/notice.ts';
import { clauseLine, shortDate } from './wording.ts';

export interface HomeProps {
  notice: Notice;
  today: IsoDate;
  /** When the facts were read, 'HH:mm'. */
  time: string;
  /** What is looked at; null is what the tab opens with. */
  query: BoardQuery | null;
  /** What was just done here, as one line of mrkdwn; null for nothing. */
  done: string | null;
}

/**
 * A tab that remembers what it shows, so that it can be shown again.
 *
 * @param clauses what the small print at the end cites; null where the blocks bring their own
 */
export function homeTab(
  { notice, today, time, query, done }: HomeProps,
  blocks: Message['blocks'],
  clauses: readonly string[] | null,
) {
  return home(
    [
      ...(done ? [section(done)] : []),
      ...blocks,
      ...(clauses ? [context(`数据截至${shortDate(today)}${time}`, clauseLine(notice, clauses))] : []),
    ],
    query ? encodeQuery(query) : undefined,
  );
}

/** For somebody whom the office does not list, or not any more: nothing of the office stays on the tab. */
export function strangerHome(message: Message) {
  return home(message.blocks);
}
