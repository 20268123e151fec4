/**
 * A reminder that is out already, after something in it was done: what is left, and what is settled, so that nobody
 * clicks a button that has served its purpose (A5).
 */

import { context, type Message, section } from '../src/chat/message.ts';
import { numbersOf } from '../src/domain/agenda.ts';
import { groupBy } from '../src/domain/duty.ts';
import { type PlannedProps, plannedMessage, stillOpen } from './planned.ts';
import { numbersText, shortDate } from './wording.ts';

/** The card's new content; null when nothing in it has changed. */
export function settledCard(props: PlannedProps): Message | null {
  const open = new Set(stillOpen(props.owed.items, props.duties).map(({ duty }) => duty.key));
  const keys = new Set(props.owed.items.map((item) => item.duty));
  const settled = props.duties.filter((duty) => keys.has(duty.key) && !open.has(duty.key));
  if (settled.length === 0) return null;
  const lines = [...groupBy(settled, (duty) => duty.rule.family ?? duty.rule.name).entries()].map(
    ([name, duties]) => {
      const numbers = numbersOf(duties);
      const said = duties.every((duty) => duty.paused) ? '已说明' : '已办';
      return `☑ ${said}：${name}${numbers.length > 0 ? ` ${numbersText(numbers)}` : ''}`;
    },
  );
  const rest = plannedMessage(props);
  if (!rest) {
    const text = `【已办】本条提醒的事项已全部办完（${shortDate(props.today)}）。`;
    return { text: [text, ...lines].join('\n'), blocks: [section(`*${text}*`), section(lines.join('\n'))] };
  }
  return { text: [rest.text, ...lines].join('\n'), blocks: [...rest.blocks, context(lines.join('\n'))] };
}
