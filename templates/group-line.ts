/**
 * D2: what the work group reads on the last working day before a date, at most twice a week. Counts only: no unit,
 * no person, nobody is called (A7). The counts of a post that is out follow what is done, without another post (D5).
 */

import { context, type Message, section } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import { type Duty, deadline } from '../src/domain/duty.ts';
import type { DutyRule, Notice } from '../src/domain/notice.ts';
import type { ReminderItem } from '../src/domain/reminder.ts';
import { clauseLine, dateText } from './wording.ts';

export interface GroupLine {
  rule: DutyRule;
  deadline: IsoDate;
  owed: number;
  done: number;
  /** Units that owe or owed it. */
  units: number;
  /** Units that still owe. */
  unitsLeft: number;
}

/** The counts as of now of what a post is about: rules with their dates. */
export function groupLines(
  items: readonly ReminderItem[],
  duties: readonly Duty[],
  today: IsoDate,
): GroupLine[] {
  return items.flatMap((item) => {
    const same = duties.filter(
      (duty) =>
        duty.rule.id === item.duty &&
        duty.state !== 'exempt' &&
        (deadline(duty, today) === item.deadline || duty.due === item.deadline),
    );
    const rule = same[0]?.rule;
    if (!rule || item.deadline === null) return [];
    const left = same.filter((duty) => duty.state !== 'done');
    return [
      {
        rule,
        deadline: item.deadline,
        owed: same.length,
        done: same.length - left.length,
        units: new Set(same.map((duty) => duty.unitId)).size,
        unitsLeft: new Set(left.map((duty) => duty.unitId)).size,
      },
    ];
  });
}

/** Null when nothing is open any more: the group is not told of success. */
export function groupMessage(notice: Notice, lines: readonly GroupLine[]): Message | null {
  const open = lines.filter(isOpen);
  return open.length > 0 ? wordedFrom(notice, open) : null;
}

/** A post that is out, with the counts as of now; what is finished stays in it. */
export function groupCard(notice: Notice, lines: readonly GroupLine[]): Message | null {
  return lines.length > 0 ? wordedFrom(notice, lines) : null;
}

function isOpen({ owed, done }: GroupLine): boolean {
  return owed > done;
}

function wordedFrom(notice: Notice, lines: readonly GroupLine[]): Message {
  const text = `【本周节点】${lines.map(sentence).join('\n')}\n已办的单位无需回复。`;
  const clauses = clauseLine(
    notice,
    lines.map((line) => line.rule.clause),
  );
  return { text: `${text}\n${clauses}`, blocks: [section(text), context(clauses)] };
}

function sentence(line: GroupLine): string {
  const { rule, owed, done, units, unitsLeft } = line;
  const what = `${rule.family ?? rule.name}，${dateText(line.deadline)}前`;
  // A unit sends one report for all its proposals: the group reads how many reports are in.
  if ('reported' in rule.doneWhen)
    return `${what}：应报${units}个单位，已报${units - unitsLeft}个，${isOpen(line) ? `还有${unitsLeft}个单位` : '已全部报送'}。`;
  const measure = rule.per === 'member' ? '人' : rule.per === 'unit' ? '个单位' : '件';
  const left = rule.per === 'assignment' ? `（${unitsLeft}个单位）` : '';
  return `${what}：应办${owed}${measure}，已办${done}${measure}，${isOpen(line) ? `还有${owed - done}${measure}${left}` : '已全部办完'}。`;
}
