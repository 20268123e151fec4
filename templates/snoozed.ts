import type { Message } from '../src/chat/message.ts';
import { section } from '../src/chat/message.ts';
import type { AgendaLine } from '../src/domain/agenda.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import { dateText, shortDate, subjectText } from './wording.ts';

export interface SnoozedProps {
  until: IsoDate;
  /** What was put off, with the day on which it comes: its last working day where that is earlier. */
  lines: readonly { line: AgendaLine; comesOn: IsoDate }[];
  /** What could not be put off. */
  left: readonly AgendaLine[];
}

/** One sentence a line: when it comes again, and that the date stands. */
export function snoozedAnswer({ until, lines, left }: SnoozedProps): Message {
  const text = [
    `${dateText(until)}再提醒您，期限不变：${lines
      .map(
        ({ line, comesOn }) =>
          `${subjectText(line)}${line.deadline ? `（${shortDate(line.deadline)}前${comesOn < until ? `，${shortDate(comesOn)}照常提醒` : ''}）` : ''}`,
      )
      .join('；')}。`,
    left.length > 0
      ? `${left.map((line) => subjectText(line)).join('；')}已逾期或已到最后一个工作日，没有推后。`
      : '',
  ]
    .filter(Boolean)
    .join('\n');
  return { text, blocks: [section(text)] };
}
