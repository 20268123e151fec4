import { describe, expect, it } from 'vitest';
import { daysOf, firstUnreadOf, threadRows } from '../../../src/sandbox/page/talk/rows.ts';
import type { MessageView } from '../../../src/sandbox/page-server/contract.ts';

/** A message said at a wall-clock time in the office, such as `04-06 09:00`. */
function said(at: string, rest: Partial<MessageView> = {}): MessageView {
  const seconds = Date.parse(`2022-${at.replace(' ', 'T')}:00+08:00`) / 1000;
  return {
    ts: `${seconds}.000100`,
    from: 'UBOT',
    name: '督办',
    text: at,
    shown: at,
    fromBot: true,
    system: false,
    ephemeral: false,
    edited: false,
    blocks: [],
    files: [],
    values: {},
    ...rest,
  };
}

describe('the rows of a conversation', () => {
  it('are parted by the days of the office, whatever day it is elsewhere', () => {
    const days = daysOf([said('04-06 23:59'), said('04-07 00:01'), said('04-07 07:59')], null);
    expect(days.map(({ date, rows }) => [date, rows.length])).toEqual([
      ['2022-04-06', 1],
      ['2022-04-07', 2],
    ]);
  });

  it('leave out the name while the same author goes on within five minutes on the same day', () => {
    const messages = [
      said('04-06 09:00'),
      said('04-06 09:04'),
      said('04-06 09:10'),
      said('04-06 09:11', { from: 'UME' }),
      said('04-06 09:12', { from: 'UME', ephemeral: true }),
      said('04-06 23:59', { from: 'UME' }),
      said('04-07 00:00', { from: 'UME' }),
    ];
    const rows = daysOf(messages, null).flatMap((day) => day.rows);
    expect(rows.map((row) => row.isContinued)).toEqual([false, true, false, false, false, false, false]);
  });

  it('mark the first message that was not read, and no message of the reader’s own', () => {
    const messages = [
      said('04-06 09:00'),
      said('04-06 09:01', { from: 'UME' }),
      said('04-06 09:02'),
      said('04-06 09:03'),
    ];
    const first = (readUpTo: string) => firstUnreadOf(messages, { readUpTo, reader: 'UME' });
    expect(first(messages[0]!.ts)).toBe(messages[2]!.ts);
    expect(first(messages[3]!.ts)).toBeNull();
    expect(first('')).toBeNull();
    const rows = daysOf(messages, messages[2]!.ts).flatMap((day) => day.rows);
    expect(rows.map((row) => row.isFirstUnread)).toEqual([false, false, true, false]);
    expect(rows[3]!.isContinued).toBe(true);
  });

  it('keep replies in their thread, counted, but for those that were also sent to the channel', () => {
    const parent = said('04-06 09:00');
    const messages = [
      parent,
      said('04-06 09:10', { threadTs: parent.ts }),
      said('04-06 09:20', { threadTs: parent.ts, broadcast: true }),
    ];
    const rows = daysOf(messages, null).flatMap((day) => day.rows);
    expect(rows.map((row) => row.message.text)).toEqual(['04-06 09:00', '04-06 09:20']);
    expect(rows.map((row) => row.replies)).toEqual([{ count: 2, last: messages[2]!.ts }, null]);
    expect(threadRows(messages, parent.ts).map((row) => row.message.text)).toEqual([
      '04-06 09:00',
      '04-06 09:10',
      '04-06 09:20',
    ]);
  });
});
