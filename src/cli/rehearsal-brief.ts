import { dateText, numbersText, shortDate } from '../../templates/wording.ts';
import { type Act, moment } from '../domain/act-list.ts';
import { byNumber } from '../domain/facts.ts';
import { groupBy } from '../domain/group-by.ts';
import { type Notice, ruleOf } from '../domain/notice.ts';
import type { Stage } from '../domain/reminder.ts';
import type { RehearsedItem, RehearsedMessage } from '../rehearsal.ts';
import { actText } from './act-text.ts';
import { countsText } from './rehearsal-text.ts';

/**
 * A stretch of the year for a person to review: day by day, in order of time, what people did (●) and what went out
 * (→): to whom, the first line and the items; what the desk and the group read in full. The managers' digest is the one
 * that the desk had that morning. People who got the same words share an entry.
 */
export function briefText(
  notice: Notice,
  messages: readonly RehearsedMessage[],
  acts: readonly Act[],
): string {
  const entries = [...actEntries(notice, acts), ...messageEntries(notice, messages)].sort((one, other) =>
    one.at.localeCompare(other.at),
  );
  const days = groupBy(entries, ({ at }) => at.slice(0, 10));
  const pages = [...days].map(([date, ofDay]) =>
    [
      `━━ ${date.slice(0, 4)}年${dateText(date)}`,
      ...ofDay.map(({ at, text }) => `${at.slice(11)} ${text}`),
    ].join('\n'),
  );
  return `${[...pages, countsText(messages)].join('\n\n')}\n`;
}

/** `at` is 'YYYY-MM-DDTHH:mm', so that entries sort as text; what people did comes before what it brought about. */
interface Entry {
  at: string;
  text: string;
}

function actEntries(notice: Notice, acts: readonly Act[]): Entry[] {
  return [...groupBy(acts, (act) => act.index).values()].flatMap((same) => {
    const [act] = same;
    if (!act) return [];
    const units = same.flatMap((one) => ('unit' in one ? one.unit : []));
    return [{ at: moment(act), text: `● ${actText(notice, act, units)}` }];
  });
}

function messageEntries(notice: Notice, messages: readonly RehearsedMessage[]): Entry[] {
  const same = groupBy(messages, ({ at, kind, text }) => [at, kind, text].join('|'));
  return [...same.values()].flatMap((group) => {
    const [message] = group;
    if (!message) return [];
    const who = group.map(({ to }) => to.member ?? '工作群').join('、');
    const lines = bodyOf(notice, message);
    return [{ at: message.at.slice(0, 16), text: `→ ${who}　${lines.join('\n        ')}` }];
  });
}

function bodyOf(notice: Notice, { kind, text, items }: RehearsedMessage): string[] {
  const lines = text.split('\n');
  const [first = ''] = lines;
  switch (kind) {
    case 'desk':
    case 'heartbeat':
    case 'group':
      return lines.filter((line) => line !== '' && !line.startsWith('依据 '));
    case 'digest':
      return [first];
    case 'reminder':
    case 'urgent':
      return [first, itemsText(notice, items)];
  }
}

/** 签收 第1、2号 4月10日前〔首次提醒〕；月报 第3号 4月15日前〔最后一天〕 */
function itemsText(notice: Notice, items: readonly RehearsedItem[]): string {
  return [...groupBy(items, ({ duty, due, stage }) => [duty, due, stage].join('|')).values()]
    .flatMap((same) => {
      const [item] = same;
      if (!item) return [];
      const numbers = same.flatMap(({ proposal }) => proposal ?? []).sort(byNumber);
      const date = item.due === null ? '' : ` ${shortDate(item.due)}前`;
      return `${ruleOf(notice, item.duty).name}${numbers.length > 0 ? ` ${numbersText(numbers)}` : ''}${date}〔${STAGES[item.stage]}〕`;
    })
    .join('；');
}

const STAGES: Record<Stage, string> = {
  0: '开始',
  1: '期前',
  2: '最后一天',
  3: '逾期',
  4: '电话催办',
  5: '督办',
};
