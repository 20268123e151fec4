/** 督办函 as a letter (信函格式): the words of the chat's draft, laid out for people to issue. */

import {
  type Attachment,
  type Block,
  heading,
  type OfficialDocument,
  quote,
  table,
  text,
} from '../../src/files/official-document.ts';
import { type LetterItem, type LetterProps, letterParts, quotedText } from '../supervision-letter.ts';
import { fullDate, issuerOf } from '../wording.ts';
import { caseText, coversPieces, MARK, numberBlank, titleLines } from './parts.ts';

/** A matter with more cases names their numbers, and the rest in the attachment. */
const NAMED = 5;

export function letterPaper(props: LetterProps): OfficialDocument {
  const { notice, unit, today } = props;
  const { opening, items, request, quotes } = letterParts(props);
  const issuer = issuerOf(notice);
  const long = items.filter(({ cases }) => cases.length > NAMED);
  return {
    mark: MARK,
    head: { form: 'letter', issuer, number: numberBlank(today) },
    title: titleLines(['关于抓紧办理', ...coversPieces(notice), '的函']),
    byline: null,
    recipient: `${unit}：`,
    blocks: [
      text(opening),
      ...items.flatMap((item) => [heading(1, item.head), ...itemBlocks(item)]),
      text(request),
      ...(quotes.length > 0 ? [quote(quotedText(quotes))] : []),
    ],
    signature: { issuer, date: fullDate(today) },
    note: `（联系：${notice.contact.name}　${notice.contact.phone}）`,
    attachments: long.length > 0 ? [listOf(long)] : [],
    imprint: null,
  };
}

function itemBlocks({ state, cases }: LetterItem): Block[] {
  const numbers = cases.map(({ proposal }) => `第${proposal.number}号`).join('、');
  if (cases.length > NAMED) return [text(`${state}共${cases.length}件，案由见附件：${numbers}。`)];
  return [
    text(state),
    ...cases.map(({ proposal, missing }) =>
      text(`${caseText(proposal)}${missing ? `，缺：${missing}` : ''}。`),
    ),
  ];
}

function listOf(items: readonly LetterItem[]): Attachment {
  return {
    title: '未办结提案清单',
    blocks: [
      table(
        [
          { name: '事项', width: 2.4 },
          { name: '案号', width: 1 },
          { name: '案由', width: 6, align: 'left' },
        ],
        items.flatMap(({ name, cases }) =>
          cases.map(({ proposal, missing }) => [
            name,
            proposal.number,
            `${proposal.title}${missing ? `（缺：${missing}）` : ''}`,
          ]),
        ),
      ),
    ],
  };
}
