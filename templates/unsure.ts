/** Asked back when a plain reply is not certain. Nothing has been changed; each button says what it will do. */

import { actions, button, type Message, section } from '../src/chat/message.ts';
import { ACTIONS } from './actions.ts';
import { numbersText, periodText, proposalText } from './wording.ts';

export interface UnsureSignProps {
  reason: string;
  /** Proposals of the unit that the message names. */
  numbers: readonly string[];
  /** The message seemed to be about signing. */
  asked: boolean;
}

export function unsureSign({ reason, numbers, asked }: UnsureSignProps): Message {
  const first = asked ? `${reason}，没有登记。要登记签收吗？` : `${reason}，没有改动。可以这样做：`;
  const buttons = [
    ...(numbers.length > 0 && asked
      ? [
          button({
            text: `登记${numbersText(numbers.slice(0, 5))}${numbers.length > 5 ? '等' : ''}已签收`.slice(
              0,
              75,
            ),
            action: ACTIONS.signNumbers,
            value: numbers.join(','),
            style: 'primary',
          }),
        ]
      : []),
    ...(numbers.length === 0 || !asked ? [button({ text: '登记签收', action: ACTIONS.signChoose })] : []),
    ...(asked ? [] : [button({ text: '填写月报', action: ACTIONS.reportOpen })]),
    button({ text: '我的待办', action: ACTIONS.mineShow }),
    button({ text: '都不是', action: ACTIONS.dismiss }),
  ];
  return { text: first, blocks: [section(first), actions(buttons)] };
}

export interface UnsureReportProps {
  period: string;
  /** What is missing or wrong, as sentences. */
  problems: readonly string[];
  /** Proposals whose text is kept as a draft. */
  kept: number;
  /** Proposals to choose from, where it was not clear which one is meant. */
  choices?: readonly { number: string; title: string }[];
}

/** More are chosen in the form, or by sending the text again with the number in front. */
const CHOICES_SHOWN = 10;

export function unsureReport({ period, problems, kept, choices = [] }: UnsureReportProps): Message {
  const saved = kept > 0 ? '您写的内容已暂存。' : '';
  const which = choices.length > 0 ? '这是哪一件？' : kept > 0 ? '点“补充月报”接着填。' : '';
  const text = `${periodText(period)}月报还没有报送：${problems.join('；')}。${saved}${which}`;
  return {
    text,
    blocks: [
      section(text),
      ...choices.slice(0, CHOICES_SHOWN).map((one) =>
        section(proposalText(one, 40), {
          accessory: button({ text: '是这件', action: ACTIONS.reportForProposal, value: one.number }),
        }),
      ),
      ...(choices.length > CHOICES_SHOWN ? [section('不在其中的，请在开头写明案号再发一次。')] : []),
      actions([
        ...(choices.length > 0
          ? []
          : [button({ text: '补充月报', action: ACTIONS.reportOpen, value: period, style: 'primary' })]),
        button({ text: '都不是', action: ACTIONS.dismiss }),
      ]),
    ],
  };
}
