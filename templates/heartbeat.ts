/**
 * D9, the desk's heartbeat of every working day: what goes out today, what failed, who cannot be reached yet, and what
 * changed among the people. It closes the desk's note where there is one, so that the desk has one message a day.
 */

import { context, divider, escapeMrkdwn, type Message, mention, section } from '../src/chat/message.ts';
import { addDays, type Calendar, type IsoDate } from '../src/domain/calendar.ts';
import type { DeskDay, PeopleNews, PersonChange } from '../src/domain/desk-day.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Facts } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ROLE_NAMES } from '../src/domain/permission.ts';
import { clauseLine, dateText, numbersText, shortDate, shorten } from './wording.ts';

export interface HeartbeatProps {
  notice: Notice;
  calendar: Calendar;
  today: IsoDate;
  facts: Pick<Facts, 'units' | 'members'>;
  duties: readonly Duty[];
  day: DeskDay;
  /** Numbers of replies that no contact went before (R36). */
  uncontacted: readonly string[];
  /** What else the desk is told today. */
  note: Message | null;
}

const UNITS_NAMED = 5;
const CHANGES_NAMED = 10;

export function heartbeatMessage(props: HeartbeatProps): Message {
  const { notice, calendar, today, day, note } = props;
  const since = calendar.before(today, 1);
  const yesterday = since === addDays(today, -1) ? '昨日' : `${shortDate(since)}以来`;
  const first = `今日将发提醒${day.reminders}条，涉及${day.units}个单位；${yesterday}发送失败${day.failed}条`;
  const lines = [
    ...unreachedLines(props),
    ...(props.uncontacted.length > 0
      ? [`未登记沟通即答复：${numbersText(props.uncontacted)}。发送“免沟通”查看、记明原因`]
      : []),
    ...peopleLines(props),
    ...newsLines(day.news),
  ];
  if (note)
    return {
      text: [note.text, first, ...lines].join('\n'),
      blocks: [...note.blocks, divider(), section([first, ...lines].join('\n'))],
      pictures: note.pictures ?? [],
    };
  const title = `【股内】${dateText(today)}：${first}`;
  const clauses = clauseLine(notice, []);
  return {
    text: [title, ...lines, clauses].join('\n'),
    blocks: [
      section(`*${title}*`),
      ...(lines.length > 0 ? [section(lines.join('\n'))] : []),
      context(clauses),
    ],
  };
}

/** Whom the chat refuses for good: nobody else would notice. */
function unreachedLines({ facts, day }: HeartbeatProps): string[] {
  if (day.unreached.length === 0) return [];
  const names = new Map(facts.members.map(({ id, name }) => [id, name]));
  const named = day.unreached.slice(0, UNITS_NAMED).map((id) => names.get(id) ?? '已不在名册的人员');
  const more = day.unreached.length > UNITS_NAMED ? `等${day.unreached.length}人` : '';
  return [`没有收到消息：${escapeMrkdwn(named.join('、'))}${more}。发送“电话单”查看原因和电话`];
}

/** Who cannot be reached, or is not in the group yet: their telephone numbers are one command away. */
function peopleLines({ facts, duties, day }: HeartbeatProps): string[] {
  const names = new Map(facts.units.map((unit) => [unit.id, unit.name]));
  const reachable = new Set(
    facts.members
      .filter(({ id, role }) => (role === 'liaison' || role === 'deputy') && !day.unbound.has(id))
      .map(({ unitId }) => unitId),
  );
  const unreached = facts.units.filter(({ id }) => !reachable.has(id)).map(({ name }) => name);
  const outside = new Set(
    duties
      .filter(({ rule, state }) => 'joinedGroup' in rule.doneWhen && state === 'open')
      .map(({ unitId }) => names.get(unitId ?? '') ?? ''),
  );
  const parts = [counted('未绑定联络员', unreached), counted('未入群', [...outside])].filter(Boolean);
  return parts.length > 0 ? [`${parts.join('；')}。发送“电话单”查看电话`] : [];
}

function counted(what: string, units: readonly string[]): string {
  if (units.length === 0) return '';
  const inOrder = [...units].sort((one, other) => one.localeCompare(other, 'zh'));
  const named = inOrder.slice(0, UNITS_NAMED).join('、');
  return `${what}${units.length}个单位（${escapeMrkdwn(named)}${units.length > UNITS_NAMED ? '等' : ''}）`;
}

function newsLines({ changes, profiles, guests }: PeopleNews): string[] {
  const shown = changes.slice(0, CHANGES_NAMED).map(changeText);
  return [
    ...(shown.length > 0
      ? [`人员变动：${shown.join('；')}${changes.length > shown.length ? '等' : ''}`]
      : []),
    ...(profiles.length > 0 ? [`资料更新：${escapeMrkdwn(shorten(profiles.join('、'), 200))}`] : []),
    ...(guests.length > 0
      ? [`入群但不在名册：${guests.slice(0, CHANGES_NAMED).map(mention).join('、')}，请核对后登记`]
      : []),
  ];
}

function changeText({ unit, role, from, to }: PersonChange): string {
  const what = ROLE_NAMES[role];
  if (from === null) return escapeMrkdwn(`${unit}新增${what}${to}`);
  return escapeMrkdwn(
    from === to ? `${unit}${what}${to}的联系方式已更新` : `${unit}${what}由${from}变更为${to}`,
  );
}
