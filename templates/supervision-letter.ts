/**
 * 督办函: the draft of a supervision letter to a unit that is five working days and more behind (stage 5). People decide
 * whether it is issued; the bot never sends it. It quotes the notice where the clause states a consequence, word for word,
 * and threatens nothing else (R15, R24).
 */

import { actions, bold, button, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import type { AgendaLine } from '../src/domain/agenda.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import { deadline } from '../src/domain/duty.ts';
import type { Proposal } from '../src/domain/facts.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ACTIONS } from './actions.ts';
import { plainAnswer } from './answers.ts';
import { draftValue } from './draft.ts';
import { clauseLine, fullDate, issuerOf, ordinal, shorten } from './wording.ts';

export interface LetterProps {
  notice: Notice;
  unit: string;
  today: IsoDate;
  /** Lines of duties that are at stage 5, the longest overdue first. */
  lines: readonly AgendaLine[];
}

const MARK = '【督办函草稿　未发出】';

/** What a letter says, for the chat and for the paper. Plain text. */
export interface LetterParts {
  opening: string;
  items: LetterItem[];
  request: string;
  /** The notice's own words on consequences, each once; none where its clauses state none. */
  quotes: string[];
}

export interface LetterItem {
  /** 4月月报 */
  name: string;
  /** 一、4月月报（通知“三(五)”） */
  head: string;
  /** 应于2022年4月15日前办结，已逾期10天（7个工作日）。 */
  state: string;
  cases: { proposal: Proposal; missing: string }[];
}

export function letterParts({ notice, today, lines }: LetterProps): LetterParts {
  return {
    opening: `根据《${notice.title}》（${notice.number}），贵单位有下列事项超过规定期限，截至${fullDate(today)}仍未办结：`,
    items: lines.map((line, index) => itemOf(notice, line, index, today)),
    request: REQUEST,
    quotes: [...new Set(lines.flatMap((line) => line.consequence ?? []))],
  };
}

const REQUEST = '请贵单位抓紧办理并登记办理结果；确有困难不能按时办结的，请书面说明情况。';

function itemOf(notice: Notice, line: AgendaLine, index: number, today: IsoDate): LetterItem {
  const [first] = line.duties;
  const period = first?.period ? `${Number(first.period.slice(5))}月` : '';
  const due = first ? (deadline(first, today) ?? today) : today;
  return {
    name: `${period}${line.name}`,
    head: `${ordinal(index)}、${period}${line.name}（通知“${line.rule.clause}”）`,
    state: `应于${fullDate(due)}前办结，已逾期${line.daysOver}天（${line.workingDaysOver}个工作日）。`,
    cases: line.duties.flatMap(({ proposal, missing, rule }) => {
      // Where one fact closes the duty, its name has said what is missing.
      const parts = 'registered' in rule.doneWhen ? rule.doneWhen.registered.length : 0;
      const named = parts > 1 ? missing.map((kind) => notice.registrations[kind] ?? kind).join('、') : '';
      return proposal ? [{ proposal, missing: named }] : [];
    }),
  };
}

/** The letter as paragraphs of plain text. */
export function letterText(props: LetterProps): string[] {
  const { notice, unit, today } = props;
  const { opening, items, request, quotes } = letterParts(props);
  return [
    '督办函',
    `${unit}：`,
    opening,
    ...items.map(({ head, state, cases }) =>
      [
        `${head}：${state}`,
        ...cases.map(
          ({ proposal, missing }) =>
            `　　第${proposal.number}号《${shorten(proposal.title, 40)}》${missing ? `，缺：${missing}` : ''}`,
        ),
      ].join('\n'),
    ),
    request,
    ...(quotes.length > 0 ? [quotedText(quotes)] : []),
    `联系人：${notice.contact.name}　电话：${notice.contact.phone}`,
    `${issuerOf(notice)}\n${fullDate(today)}`,
  ];
}

/** 通知原文：“…” */
export function quotedText(quotes: readonly string[]): string {
  return `通知原文：${quotes.map((one) => `“${one}”`).join('')}`;
}

/** The draft to read; `unitId` is whom it is to, for the same as a Word document. */
export function letterMessage(props: LetterProps, unitId: string): Message {
  const paragraphs = letterText(props);
  return {
    text: [MARK, ...paragraphs].map(escapeMrkdwn).join('\n'),
    blocks: [
      section(bold(MARK)),
      ...paragraphs.map((text) => section(text, { plain: true })),
      actions([
        button({ text: '生成Word', action: ACTIONS.draftMake, value: draftValue({ of: 'letter', unitId }) }),
      ]),
      context(
        '只是草稿：是否发出、是否通报由领导决定，审定后按公文程序办理。',
        clauseLine(
          props.notice,
          props.lines.map((line) => line.rule.clause),
        ),
      ),
    ],
  };
}

const UNITS_SHOWN = 25;

/** Whom a letter can be drafted to. */
export function letterChoice(
  notice: Notice,
  units: readonly { id: string; name: string; count: number }[],
): Message {
  if (units.length === 0) return plainAnswer('目前没有逾期5个工作日以上的事项，不需要督办函。');
  const first = `【督办函】${units.length}个单位有事项逾期5个工作日以上，选择单位查看草稿：`;
  return {
    text: [first, ...units.map(({ name, count }) => `${name}（${count}项）`)].map(escapeMrkdwn).join('\n'),
    blocks: [
      section(bold(first)),
      actions(
        units
          .slice(0, UNITS_SHOWN)
          .map(({ id, name, count }) =>
            button({ text: shorten(`${name}（${count}项）`, 70), action: ACTIONS.letterShow, value: id }),
          ),
      ),
      ...(units.length > UNITS_SHOWN
        ? [section(`还有${units.length - UNITS_SHOWN}个单位，请发送“督办函 单位名称”。`)]
        : []),
      context(clauseLine(notice, [])),
    ],
  };
}
