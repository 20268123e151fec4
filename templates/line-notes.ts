/** What a line of a reminder or of “我的” says beyond its date: how far others are, and what must happen first. */

import type { AgendaLine } from '../src/domain/agenda.ts';
import type { Calendar, IsoDate } from '../src/domain/calendar.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Facts } from '../src/domain/facts.ts';
import { type FormOutlook, formOutlooks, isFormKind } from '../src/domain/feedback-form.ts';
import type { Notice } from '../src/domain/notice.ts';
import { outlookText } from './feedback-form.ts';
import { handlingNotes } from './handling-notes.ts';
import { numbersText } from './wording.ts';

/** Sentences to a line, without full stops; none for most. */
export type LineNotes = (line: AgendaLine) => string[];

export interface NoteProps {
  notice: Notice;
  facts: Facts;
  calendar: Calendar;
  today: IsoDate;
}

export function lineNotes({ notice, facts, calendar, today }: NoteProps): LineNotes {
  const outlooks = formOutlooks(notice, facts, calendar, today);
  const handling = handlingNotes({ notice, facts, calendar, today });
  return (line) => [...handling(line), ...formNotes(line.duties, outlooks, notice)];
}

/** At most this many different sentences a line: forms received on different days have each their own. */
const NOTES_SHOWN = 5;

/** 委员应于5月30日前寄回; proposals with the same sentence share it, a line about one proposal does not name it. */
function formNotes(
  duties: readonly Duty[],
  outlooks: ReadonlyMap<string, FormOutlook>,
  notice: Notice,
): string[] {
  const numbers = new Map<string, Set<string>>();
  for (const duty of duties) {
    const outlook = outlooks.get(duty.assignment?.id ?? '');
    if (!outlook || !duty.proposal || !concerns(duty, outlook)) continue;
    const text = outlookText(outlook, notice);
    if (text !== '') numbers.set(text, (numbers.get(text) ?? new Set()).add(duty.proposal.number));
  }
  const isAlone = new Set(duties.map((duty) => duty.proposal?.id)).size === 1;
  const notes = [...numbers].map(([text, same]) => `${isAlone ? '' : numbersText([...same])}${text}`);
  return notes.length > NOTES_SHOWN ? [...notes.slice(0, NOTES_SHOWN), '其余发送“征询表”查看'] : notes;
}

/** The form's own duties; and a hard proposal's reply, whose date leaves the form no time (R22, R53). */
function concerns({ rule, proposal }: Duty, { misses, hurry }: FormOutlook): boolean {
  if (!('registered' in rule.doneWhen)) return false;
  const { registered } = rule.doneWhen;
  if (registered.some(isFormKind)) return true;
  const isReply = registered.includes('reply-delivered') && proposal?.hard === true;
  return isReply && (misses !== null || hurry !== null);
}
