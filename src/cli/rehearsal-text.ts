import { dateText } from '../../templates/wording.ts';
import { groupBy } from '../domain/duty.ts';
import type { MemberRole } from '../domain/facts.ts';
import { ROLE_NAMES } from '../domain/permission.ts';
import type { ReminderKind } from '../domain/reminder.ts';
import type { RehearsedMessage } from '../rehearsal.ts';

/** The messages by day, for reading: when, to whom, and the text; what they come to at the end. */
export function rehearsalText(messages: readonly RehearsedMessage[]): string {
  const days = groupBy(messages, (message) => message.at.slice(0, 10));
  const pages = [...days].map(([date, ofDay]) =>
    [`━━ ${date.slice(0, 4)}年${dateText(date)}　${ofDay.length}条`, ...ofDay.map(messageText)].join('\n\n'),
  );
  return [...pages, countsText(messages)].join('\n\n');
}

/** 共3天、9条：… */
export function countsText(messages: readonly RehearsedMessage[]): string {
  if (messages.length === 0) return `这段时间没有要发的消息。${ONLY_REHEARSED}`;
  const days = new Set(messages.map((message) => message.at.slice(0, 10)));
  const kinds = groupBy(messages, (message) => KIND_NAMES[message.kind]);
  const counts = [...kinds].map(([name, ofKind]) => `${name}${ofKind.length}条`);
  return `共${days.size}天、${messages.length}条：${counts.join('，')}。${ONLY_REHEARSED}`;
}

const ONLY_REHEARSED = '以上只是推演，什么都没有发送。';

function messageText({ at, to, kind, text }: RehearsedMessage): string {
  return `${at.slice(11, 16)} 〔${KIND_NAMES[kind]}〕→ ${addressee(to)}\n${text.replace(/^/gmu, '    ')}`;
}

function addressee({ member, unit, role }: RehearsedMessage['to']): string {
  if (member === null) return '工作群';
  return `${member}（${[unit, roleName(role)].filter(Boolean).join(' ')}）`;
}

function roleName(role: MemberRole | 'group'): string {
  return role === 'group' ? '' : ROLE_NAMES[role];
}

const KIND_NAMES: Record<ReminderKind, string> = {
  reminder: '提醒',
  urgent: '急件',
  group: '群消息',
  desk: '股内',
  heartbeat: '股内',
  digest: '简报',
};
