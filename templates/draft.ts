/** `draft 拟稿`: which document, and the words that go with the file. */

import { actions, bold, button, context, type Message, section } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Notice } from '../src/domain/notice.ts';
import type { Draft } from '../src/domain/paper.ts';
import { ACTIONS } from './actions.ts';
import { plainAnswer } from './answers.ts';
import { clauseLine, periodText } from './wording.ts';

/** 督办函（区教育局）, 5月情况汇总: how a draft is called. */
export function draftTitle(draft: Draft, unit: string | null): string {
  switch (draft.of) {
    case 'letter':
      return `督办函（${unit ?? ''}）`;
    case 'circular':
      return `${periodText(draft.period)}通报`;
    case 'round-up':
      return `${periodText(draft.period)}情况汇总`;
    case 'desk-summary':
      return '年度工作总结';
    case 'unit-summary':
      return `${unit ?? ''}工作总结`;
  }
}

/** 草稿-督办函（区教育局）-20220907.docx, without what file systems refuse. */
export function draftName(draft: Draft, unit: string | null, today: IsoDate): string {
  const title = draftTitle(draft, unit)
    .toWellFormed()
    .replace(/[\p{C}\\/:*?"<>|]/gu, '');
  return `草稿-${title}-${today.replaceAll('-', '')}.docx`;
}

/** The words of the message that carries the file. */
export function draftComment(notice: Notice, draft: Draft, unit: string | null): string {
  const title = `${draftTitle(draft, unit)}草稿`;
  switch (draft.of) {
    case 'letter':
    case 'circular':
      return `${title}。只是草稿：是否发出、是否通报由领导决定，审定后按公文程序办理；发文字号和日期请核对填写。`;
    case 'round-up':
      return `${title}。请核对后使用。`;
    case 'desk-summary':
      return `${title}。数字已填好，黄色标出的地方请补充。`;
    case 'unit-summary':
      return `${title}。已按月报和登记填写，黄色标出的地方请补充；审定后发送“总结”报${notice.contact.name}。`;
  }
}

/** What a button carries: letter/<unit>, circular/2022-05, desk-summary/ */
export function draftValue(draft: Draft): string {
  return `${draft.of}/${'period' in draft ? draft.period : 'unitId' in draft ? draft.unitId : ''}`;
}

export function draftComes(draft: Draft, unit: string | null): Message {
  return plainAnswer(`正在生成${draftTitle(draft, unit)}草稿（Word），稍后私信发给您。`);
}

/** Without words: what can be drafted. The letters have their own list, of the units that are that late. */
export function draftChoice(
  notice: Notice,
  { months, letters }: { months: readonly string[]; letters: boolean },
): Message {
  const first = '【拟稿】选择要生成的Word草稿：';
  const choice = (text: string, draft: Draft) =>
    button({ text, action: ACTIONS.draftMake, value: draftValue(draft) });
  return {
    text: `${first}督办函、通报、情况汇总、工作总结`,
    blocks: [
      section(bold(first)),
      actions([
        ...(letters ? [button({ text: '督办函', action: ACTIONS.letterShow })] : []),
        ...months.flatMap((period) => [
          choice(`${Number(period.slice(5))}月通报`, { of: 'circular', period }),
          choice(`${Number(period.slice(5))}月情况汇总`, { of: 'round-up', period }),
        ]),
        choice('年度工作总结', { of: 'desk-summary' }),
      ]),
      context('单位的总结初稿：发送“拟稿 总结 单位名称”。都只是草稿，由领导审定。', clauseLine(notice, [])),
    ],
  };
}
