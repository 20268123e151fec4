/** What a unit hears after it has put a reply or an opinion on record: what is on record, what is missing, what to do next. */

import { actions, button, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import { type Notice, ruleAsking, sentBackClause } from '../src/domain/notice.ts';
import { ACTIONS } from './actions.ts';
import { numbersText } from './wording.ts';

export interface Recorded {
  notice: Notice;
  /** Sentences, not escaped. */
  sentences: readonly string[];
  /** Proposals whose reply no contact went before (R36). */
  uncontacted: readonly string[];
  /** Proposals that have no category yet (R33, R34), and the window that asks for it. */
  uncategorised?: readonly { name: string; numbers: readonly string[]; action: string }[];
}

export function recordedAnswer({ notice, sentences, uncontacted, uncategorised = [] }: Recorded): Message {
  const open = uncategorised.filter(({ numbers }) => numbers.length > 0);
  const lines = [
    ...sentences,
    ...open.map(
      ({ name, numbers }) =>
        `${numbersText(numbers)}的${name}还没有标注答复类别（${sentBackClause(notice)}），请补填。`,
    ),
    uncontacted.length > 0
      ? `提示：${numbersText(uncontacted)}答复前没有登记与委员沟通（${ruleAsking(notice, 'contacted')?.clause ?? ''}），沟通过的请补登记；建议提案股会看到。`
      : '',
  ].filter(Boolean);
  const text = escapeMrkdwn(lines.join('\n'));
  const buttons = [
    ...open.map(({ name, numbers, action }, index) =>
      button({
        text: `补填${name}类别`,
        action,
        value: namesOf(numbers),
        ...(index === 0 && { style: 'primary' as const }),
      }),
    ),
    ...(uncontacted.length > 0
      ? [button({ text: '登记沟通', action: ACTIONS.contactOpen, value: namesOf(uncontacted) })]
      : []),
  ];
  return { text, blocks: [section(text), ...(buttons.length > 0 ? [actions(buttons)] : [])] };
}

function namesOf(numbers: readonly string[]): string {
  return numbers
    .slice(0, 100)
    .map((number) => `第${number}号`)
    .join('、');
}
