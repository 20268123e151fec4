/** What a person can ask, by their role: the few things of every week with how to write them, the rest by name. */

import { bold, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import type { MemberRole } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ROLE_NAMES, type Verb } from '../src/domain/permission.ts';
import { clauseLine } from './wording.ts';

export interface HelpEntry {
  verb: Verb;
  /** Chinese names; the first is the one shown. */
  aliases: readonly string[];
  says: string;
  example: string | null;
}

const UNIT: readonly Verb[] = ['mine', 'sign', 'report', 'reply', 'form', 'done'];
const OFTEN: Record<MemberRole, readonly Verb[]> = {
  liaison: UNIT,
  deputy: UNIT,
  leader: ['mine', 'liaison'],
  desk: ['status', 'return', 'preview', 'phone', 'sendback', 'case'],
  manager: ['status', 'approve', 'case'],
};

export function helpAnswer(role: MemberRole, entries: readonly HelpEntry[], notice: Notice | null): Message {
  const often = OFTEN[role].flatMap((verb) => entries.filter((entry) => entry.verb === verb));
  const others = entries.filter((entry) => !often.includes(entry));
  const first = `您是${ROLE_NAMES[role]}，常用的有：`;
  const lines = often.map((entry) => `• ${bold(nameOf(entry))}　${usage(entry)}`);
  const rest = others.length > 0 ? [`其他：${others.map(nameOf).join('、')}`] : [];
  const how = [
    role === 'liaison' || role === 'deputy'
      ? '直接发消息给我，或在提醒下面回复也可以，如“12、15号已签收”“12号昨天电话沟通过”，月报写成一条消息即可。'
      : '命令前加 /duban，如 /duban 进度。',
    ...others.slice(0, 1).map((entry) => `发送“帮助 ${nameOf(entry)}”看一项的用法。`),
  ].join('');
  return {
    text: [first, ...lines, ...rest, how].join('\n'),
    blocks: [
      section(bold(first)),
      section(lines.join('\n')),
      section([...rest, how].join('\n')),
      ...(notice ? [context(clauseLine(notice, []))] : []),
    ],
  };
}

/** How one thing is asked. */
export function usageAnswer(entry: HelpEntry): Message {
  const others = entry.aliases.slice(1);
  const text = [
    `${bold(nameOf(entry))}　${usage(entry)}`,
    ...(others.length > 0 ? [`也可以写：${others.map(escapeMrkdwn).join('、')}`] : []),
  ].join('\n');
  return { text, blocks: [section(text)] };
}

function usage({ says, example }: HelpEntry): string {
  return `${escapeMrkdwn(says)}${example ? `　例：${escapeMrkdwn(example)}` : ''}`;
}

function nameOf({ aliases, verb }: HelpEntry): string {
  return aliases[0] ?? verb;
}
