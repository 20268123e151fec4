/** What a planned message is about, in a few words, for lists: the desk's preview and the sandbox's calendar. */

import { groupBy } from '../src/domain/duty.ts';
import type { Notice } from '../src/domain/notice.ts';
import type { OwedReminder, Stage } from '../src/domain/reminder.ts';

const STAGE_TEXT: Record<Stage, string> = {
  0: '开始',
  1: '临近期限',
  2: '最后一个工作日',
  3: '逾期',
  4: '电话催办',
  5: '报领导',
};

/** 月报3项（临近期限）、签收（逾期）、周报; 今日运行情况 where the desk has no news (D9). */
export function plannedTitle(
  notice: Notice,
  { items, digestWeek, digestMonth }: Pick<OwedReminder, 'items' | 'digestWeek' | 'digestMonth'>,
): string {
  if (items.length === 0 && digestWeek === null && digestMonth === null) return '今日运行情况';
  const groups = groupBy(items, (item) => `${nameOf(notice, item.duty)}|${item.stage}`);
  const texts = [...groups].map(([key, group]) => {
    const [name] = key.split('|');
    return `${name}${group.length > 1 ? `${group.length}项` : ''}（${STAGE_TEXT[group[0]?.stage ?? 0]}）`;
  });
  return [...texts, ...(digestWeek ? ['周报'] : []), ...(digestMonth ? ['月度简报'] : [])].join('、');
}

/** A person's item names a duty, whose key begins with its rule; the group's names the rule, whose family shares a line. */
function nameOf(notice: Notice, duty: string): string {
  const [id] = duty.split('/');
  const rule = notice.duties.find((one) => one.id === id);
  return (id === duty ? rule?.family : undefined) ?? rule?.name ?? '';
}
