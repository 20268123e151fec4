/** `phone 电话单`: the units that the desk would telephone, each once, with everything there is to say to them. */

import { actions, bold, button, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Notice } from '../src/domain/notice.ts';
import type { PhoneEntry, PhoneReason } from '../src/domain/phone-list.ts';
import { ACTIONS } from './actions.ts';
import { dutiesText, telephone } from './desk-note.ts';
import { clauseLine, dateText } from './wording.ts';

export interface PhoneListProps {
  notice: Notice;
  today: IsoDate;
  entries: readonly PhoneEntry[];
  /** People of the office itself whose messages were given up. */
  others: readonly { name: string; reason: string }[];
  personOf: (memberId: string) => { name: string; phone: string | null };
  liaisonOf: (unitId: string) => { name: string; phone: string | null } | null;
  /** From 0. */
  page: number;
}

const ROWS = 10;

export function phoneListMessage(props: PhoneListProps): Message {
  const { notice, today, entries, others } = props;
  const clauses = clauseLine(notice, []);
  const apart = others.map(
    ({ name, reason }) => `区府办 ${escapeMrkdwn(name)}　发送失败：${escapeMrkdwn(reason)}`,
  );
  const first =
    entries.length > 0
      ? `【电话单】${dateText(today)}：${entries.length}个单位　${countsText(entries)}`
      : `【电话单】${dateText(today)}：没有需要电话联系的单位`;
  const pages = Math.max(1, Math.ceil(entries.length / ROWS));
  const page = Math.min(Math.max(props.page, 0), pages - 1);
  const shown = entries.slice(page * ROWS, (page + 1) * ROWS);
  const lines = shown.map((entry) => entryText(entry, props));
  return {
    text: [first, ...lines, ...apart, clauses].join('\n'),
    blocks: [
      section(bold(`${first}${pages > 1 ? `（第${page + 1}页，共${pages}页）` : ''}`)),
      ...shown.map((entry, index) =>
        section(lines[index] ?? '', isLate(entry) ? { accessory: calledButton(entry) } : {}),
      ),
      ...(apart.length > 0 ? [section(apart.join('\n'))] : []),
      ...(pages > 1 ? [actions(pageButtons(page, pages))] : []),
      context(clauses),
    ],
  };
}

const COUNTED: readonly (readonly [PhoneReason['kind'], string])[] = [
  ['overdue', '电话催办'],
  ['failed', '发送失败'],
  ['no-liaison', '无联络员'],
  ['away', '全部请假'],
  ['unbound', '未绑定'],
  ['outside', '未入群'],
];

function countsText(entries: readonly PhoneEntry[]): string {
  return COUNTED.flatMap(([kind, name]) => {
    const count = entries.filter(({ reasons }) => reasons.some((one) => one.kind === kind)).length;
    return count > 0 ? [`${name}${count}`] : [];
  }).join('，');
}

function entryText({ unit, reasons }: PhoneEntry, props: PhoneListProps): string {
  return [telephone(unit, props), ...reasons.map((reason) => `• ${reasonText(reason, props)}`)].join('\n');
}

function reasonText(reason: PhoneReason, { personOf, today }: PhoneListProps): string {
  const people = (ids: readonly string[]) =>
    ids
      .map((id) => {
        const { name, phone } = personOf(id);
        return escapeMrkdwn(phone ? `${name} ${phone}` : name);
      })
      .join('、');
  switch (reason.kind) {
    case 'overdue':
      return dutiesText(reason.duties, today);
    case 'failed':
      return reason.people
        .map(({ memberId, reason: why }) => `发送失败：${people([memberId])}，${escapeMrkdwn(why)}`)
        .join('；');
    case 'no-liaison':
      return '没有联络员，请单位用“联络员”登记';
    case 'unbound':
      return `未绑定账号：${people(reason.memberIds)}`;
    case 'away':
      return `联络人员全部请假，最早${dateText(reason.until)}后返岗`;
    case 'outside':
      return `未入群：${people(reason.memberIds)}${reason.due ? `（${dateText(reason.due)}前）` : ''}`;
  }
}

function isLate({ reasons }: PhoneEntry): boolean {
  return reasons.some(({ kind }) => kind === 'overdue');
}

function calledButton({ unit }: PhoneEntry) {
  return button({ text: '已电话催办', action: ACTIONS.phoneOpen, value: `|${unit.id}` });
}

function pageButtons(page: number, pages: number) {
  const to = (text: string, target: number) =>
    button({ text, action: ACTIONS.phonePage, value: String(target) });
  return [
    ...(page > 0 ? [to('上一页', page - 1)] : []),
    ...(page < pages - 1 ? [to('下一页', page + 1)] : []),
  ];
}
