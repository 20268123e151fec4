/**
 * D2: what the work group reads on the last working day before a date, at most twice a week. Counts only: no unit,
 * no person, nobody is called (A7).
 */

import { context, type Message, section } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { DutyRule, Notice } from '../src/domain/notice.ts';
import { clauseLine, dateText } from './wording.ts';

export interface GroupLine {
  rule: DutyRule;
  deadline: IsoDate;
  owed: number;
  done: number;
  /** Units that still owe. */
  unitsLeft: number;
}

/** Null when nothing is open any more: the group is not told of success. */
export function groupMessage(notice: Notice, lines: readonly GroupLine[]): Message | null {
  const open = lines.filter((line) => line.owed > line.done);
  if (open.length === 0) return null;
  const sentences = open.map((line) => {
    const measure = line.rule.per === 'member' ? '人' : line.rule.per === 'unit' ? '个单位' : '件';
    const name = line.rule.family ?? line.rule.name;
    const units = line.rule.per === 'assignment' ? `（${line.unitsLeft}个单位）` : '';
    return `${name}，${dateText(line.deadline)}前：应办${line.owed}${measure}，已办${line.done}${measure}，还有${line.owed - line.done}${measure}${units}。`;
  });
  const text = `【本周节点】${sentences.join('\n')}\n已办的单位无需回复。`;
  const clauses = clauseLine(
    notice,
    open.map((line) => line.rule.clause),
  );
  return { text: `${text}\n${clauses}`, blocks: [section(text), context(clauses)] };
}
