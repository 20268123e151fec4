import type { MessageView } from '../../page-server/contract.ts';
import { dateOf, instantOfTs } from '../instants.ts';

/** A message as it stands among others. */
export interface Row {
  message: MessageView;
  /** The author went on: no name again. */
  isContinued: boolean;
  /** What was not read begins here. */
  isFirstUnread: boolean;
  replies: Replies | null;
}

export interface Day {
  /** `2022-04-06` */
  date: string;
  rows: Row[];
}

export interface Replies {
  count: number;
  last: string;
}

/** Within this time the same author goes on under the same name. */
const SAME_BREATH_MS = 5 * 60_000;

/** A conversation's own messages by days, with the count of replies; `firstUnread` is the `ts` where new ones begin. */
export function daysOf(messages: readonly MessageView[], firstUnread: string | null): Day[] {
  const replies = repliesByParent(messages);
  const days: Day[] = [];
  for (const message of messages.filter(isInChannel)) {
    const date = dateOf(instantOfTs(message.ts));
    if (days.at(-1)?.date !== date) days.push({ date, rows: [] });
    const rows = days.at(-1)?.rows ?? [];
    const isFirstUnread = message.ts === firstUnread;
    rows.push({
      message,
      isContinued: !isFirstUnread && continues(rows.at(-1)?.message, message),
      isFirstUnread,
      replies: replies.get(message.ts) ?? null,
    });
  }
  return days;
}

/** The message a thread hangs on, and what was answered to it. */
export function threadRows(messages: readonly MessageView[], ts: string): Row[] {
  const inThread = messages.filter((message) => message.ts === ts || message.threadTs === ts);
  return inThread.map((message, at) => ({
    message,
    isContinued: at > 1 && continues(inThread[at - 1], message),
    isFirstUnread: false,
    replies: null,
  }));
}

/**
 * The `ts` of the first message that its reader had not seen and did not say; null when there is none, or when they
 * never were here before, because then all is new.
 */
export function firstUnreadOf(
  messages: readonly MessageView[],
  { readUpTo, reader }: { readUpTo: string; reader: string },
): string | null {
  if (!readUpTo) return null;
  const isNew = (message: MessageView) =>
    message.ts > readUpTo && message.from !== reader && !message.ephemeral;
  return messages.filter(isInChannel).find(isNew)?.ts ?? null;
}

function isInChannel(message: MessageView): boolean {
  return !message.threadTs || message.broadcast === true;
}

function continues(before: MessageView | undefined, message: MessageView): boolean {
  return (
    before !== undefined &&
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
