import type { MessageView } from '../../page-server/contract.ts';
import { dateOf, instantOfTs } from '../time.ts';

/** One line of a conversation as it is drawn. */
export type Row =
  | { kind: 'day'; key: string; ts: string }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: MessageView; isContinued: boolean; replies: Replies | null };

export interface Replies {
  count: number;
  last: string;
}

/** Within this time the same author goes on under the same name. */
const SAME_BREATH_MS = 5 * 60_000;

/** A conversation's own messages, parted by days, with the mark of what is new and the count of replies. */
export function rowsOf(messages: readonly MessageView[], readUpTo: string | null, reader: string): Row[] {
  const replies = repliesByParent(messages);
  const rows: Row[] = [];
  let before: MessageView | null = null;
  let isMarked = readUpTo === null;
  for (const message of messages) {
    if (message.threadTs && !message.broadcast) continue;
    const isNewDay = !before || dayOf(before) !== dayOf(message);
    if (isNewDay) rows.push({ kind: 'day', key: `day ${dayOf(message)}`, ts: message.ts });
    const isUnread =
      !isMarked && message.ts > (readUpTo ?? '') && message.from !== reader && !message.ephemeral;
    if (isUnread) rows.push({ kind: 'unread', key: 'unread' });
    isMarked ||= isUnread;
    rows.push({
      kind: 'message',
      key: message.ts,
      message,
      isContinued: !isNewDay && !isUnread && continues(before, message),
      replies: replies.get(message.ts) ?? null,
    });
    before = message;
  }
  return rows;
}

/** The message a thread hangs on, and what was answered to it. */
export function threadRows(messages: readonly MessageView[], ts: string): Row[] {
  const inThread = messages.filter((message) => message.ts === ts || message.threadTs === ts);
  return inThread.map((message, at) => ({
    kind: 'message',
    key: message.ts,
    message,
    isContinued: at > 1 && continues(inThread[at - 1] ?? null, message),
    replies: null,
  }));
}

function continues(before: MessageView | null, message: MessageView): boolean {
  return (
    before !== null &&
    before.from === message.from &&
    before.ephemeral === message.ephemeral &&
    !before.system &&
    !before.broadcast &&
    !message.broadcast &&
    instantOfTs(message.ts) - instantOfTs(before.ts) < SAME_BREATH_MS
  );
}

function repliesByParent(messages: readonly MessageView[]): Map<string, Replies> {
  const replies = new Map<string, Replies>();
  for (const { threadTs, ts } of messages) {
    if (!threadTs) continue;
    const { count = 0 } = replies.get(threadTs) ?? {};
    replies.set(threadTs, { count: count + 1, last: ts });
  }
  return replies;
}

function dayOf(message: MessageView): string {
  return dateOf(instantOfTs(message.ts));
}
