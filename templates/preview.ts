/** `preview 预览`: the desk sees what goes out next, to whom and why, and can hold or cancel it (A11). */

import {
  actions,
  bold,
  button,
  context,
  divider,
  escapeMrkdwn,
  type Message,
  section,
} from '../src/chat/message.ts';
import { type IsoDate, timeIn } from '../src/domain/calendar.ts';
import type { Notice } from '../src/domain/notice.ts';
import type { OwedReminder } from '../src/domain/reminder.ts';
import { ACTIONS } from './actions.ts';
import { plannedTitle } from './planned-title.ts';
import { clauseLine, dateText } from './wording.ts';

export interface PreviewEntry {
  owed: OwedReminder;
  /** “区教育局联络员”, “工作群”… */
  to: string;
}

export interface HeldEntry {
  id: string;
  to: string;
  date: IsoDate | null;
  items: OwedReminder['items'];
}

export interface PreviewProps {
  notice: Notice;
  zone: string;
  entries: readonly PreviewEntry[];
  held: readonly HeldEntry[];
  /** Given up lately, by name, with the reason. */
  failed: readonly { to: string; reason: string }[];
  /** From 0. */
  page: number;
}

const ROWS = 12;

export function previewMessage(props: PreviewProps): Message {
  const { entries, held, failed, notice } = props;
  const [next] = entries;
  const first = next
    ? `【预览】${dateText(next.owed.date)}${timeIn(props.zone, next.owed.sendAt)}将发${entries.length}条`
    : '【预览】下一个发送时间没有要发的消息';
  const pages = Math.max(1, Math.ceil(entries.length / ROWS));
  const page = Math.min(Math.max(props.page, 0), pages - 1);
  const shown = entries.slice(page * ROWS, (page + 1) * ROWS);
  const line = (entry: PreviewEntry) => `${escapeMrkdwn(entry.to)}：${plannedTitle(notice, entry.owed)}`;
  const heldLine = (entry: HeldEntry) =>
    `已暂缓　${escapeMrkdwn(entry.to)}：${plannedTitle(notice, { items: entry.items, digestWeek: null, digestMonth: null })}`;
  const failures = failed.map((one) => `发送失败　${escapeMrkdwn(one.to)}：${escapeMrkdwn(one.reason)}`);
  return {
    text: [first, ...shown.map(line), ...held.map(heldLine), ...failures].join('\n'),
    blocks: [
      section(bold(`${first}${pages > 1 ? `，第${page + 1}页（共${pages}页）` : ''}`)),
      ...shown.flatMap((entry) => [
        section(line(entry)),
        actions([
          button({ text: '暂缓', action: ACTIONS.previewHold, value: entry.owed.key }),
          button({
            text: '取消',
            action: ACTIONS.previewCancel,
            value: entry.owed.key,
            confirm: {
              title: '取消发送',
              text: '取消后这次不再发送，期限不变。',
              yes: '取消发送',
              no: '不取消',
            },
          }),
        ]),
      ]),
      ...(held.length > 0 ? [divider()] : []),
      ...held.slice(0, 10).map((entry) =>
        section(heldLine(entry), {
          accessory: button({ text: '恢复发送', action: ACTIONS.previewRelease, value: entry.id }),
        }),
      ),
      ...(failures.length > 0 ? [divider(), section(failures.slice(0, 10).join('\n'))] : []),
      ...(pages > 1
        ? [
            actions([
              ...(page > 0
                ? [button({ text: '上一页', action: ACTIONS.previewPage, value: String(page - 1) })]
                : []),
              ...(page < pages - 1
                ? [button({ text: '下一页', action: ACTIONS.previewPage, value: String(page + 1) })]
                : []),
            ]),
          ]
        : []),
      context(clauseLine(notice, [])),
    ],
  };
}
