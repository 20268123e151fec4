/** 情况汇总 of a month for the office's leaders: what units have reported and what stands in their way, in their words. */

import type { IsoDate } from '../../src/domain/calendar.ts';
import type { Figures } from '../../src/domain/figures.ts';
import type { Count, MonthFigures } from '../../src/domain/month-figures.ts';
import type { Notice } from '../../src/domain/notice.ts';
import type { Quote } from '../../src/domain/problem-themes.ts';
import {
  type Attachment,
  type Block,
  heading,
  type OfficialDocument,
  table,
  text,
} from '../../src/files/official-document.ts';
import { fullDate, ordinal, periodText, shortDate } from '../wording.ts';
import {
  caseText,
  chapters,
  comingBlocks,
  countsText,
  coversPieces,
  MARK,
  names,
  ratesText,
  titleLines,
} from './parts.ts';

export interface RoundUpProps {
  notice: Notice;
  figures: Figures;
  month: MonthFigures;
  asOf: IsoDate;
}

/** Quotes of one theme that the text itself shows; all of them stand in the attachment then. */
const QUOTED = 5;
const LIST = '各单位反映的问题（原文）';

export function roundUpPaper(props: RoundUpProps): OfficialDocument {
  const { notice, month, asOf } = props;
  const all = month.problems?.themes ?? [];
  return {
    mark: MARK,
    head: null,
    title: titleLines([`${periodText(month.period)}`, ...coversPieces(notice), '办理情况汇总']),
    byline: null,
    recipient: null,
    blocks: [
      text(`根据各承办单位月报和登记，现将${notice.covers}办理情况汇总如下。数据截至${fullDate(asOf)}。`),
      ...chapters([
        { title: '月报报送情况', blocks: reports(month) },
        { title: '办理进度', blocks: progress(props) },
        { title: '存在的问题', blocks: problems(month) },
        { title: '需要关注的情况', blocks: attention(props) },
        { title: '下一步节点', blocks: comingBlocks(month.coming) },
      ]),
    ],
    signature: { issuer: notice.contact.name, date: fullDate(asOf) },
    note: null,
    attachments: all.some(({ quotes }) => quotes.length > QUOTED) ? [listOf(all)] : [],
    imprint: null,
  };
}

function reports({ tally, late, missing, period }: MonthFigures): Block[] {
  if (!tally) return [text(`${periodText(period)}没有单位需要报送月报。`)];
  return [
    text(
      `应报${tally.owed}个单位，按时${tally.onTime}个，迟报${tally.late}个，未报${tally.missing}个（${shortDate(tally.due)}前报送）。`,
    ),
    ...(late.length > 0 ? [text(`迟报：${names(late)}。`)] : []),
    ...(missing.length > 0 ? [text(`未报：${names(missing)}。`)] : []),
  ];
}

function progress({ figures, month }: RoundUpProps): Block[] {
  const { owed, done, open, overdue } = figures.total;
  return [
    text(
      `应办事项${owed}项，已办${done}项，未办${open}项，其中逾期${overdue}项。${ratesText(figures.rates)}。`,
    ),
    ...countTable('办理阶段（月报）', month.stages ?? []),
    ...countTable('答复类别', month.replies),
    ...countTable('会办意见类别', month.opinions),
    ...(figures.grades.some(({ count }) => count > 0)
      ? [text(`委员反馈意见：${countsText(figures.grades)}。`)]
      : []),
  ];
}

function countTable(name: string, counts: readonly Count[]): Block[] {
  if (counts.every(({ count }) => count === 0)) return [];
  return [
    table(
      [
        { name, width: 4, align: 'left' },
        { name: '件数', width: 1 },
        { name: '上月同期', width: 1 },
      ],
      counts.map((one) => [one.name, String(one.count), one.before === null ? '—' : String(one.before)]),
    ),
  ];
}

function problems({ problems: found }: MonthFigures): Block[] {
  if (!found) return [];
  const rest = found.none > 0 ? `，${found.none}件填报“无”` : '';
  if (found.total === 0) return [text(`各单位月报没有反映存在的问题${rest}。`)];
  return [
    text(`月报反映问题${found.total}条${rest}。以下为原文。`),
    ...found.themes.flatMap(({ name, quotes }, index) => [
      heading(2, `（${ordinal(index)}）${name ?? '其他'}（${quotes.length}条）`),
      ...quotes.slice(0, QUOTED).map((one) => text(quoteText(one))),
      ...(quotes.length > QUOTED ? [text(`其余${quotes.length - QUOTED}条见附件。`)] : []),
    ]),
  ];
}

function quoteText({ proposal, unit, text: words }: Quote): string {
  return `${caseText(proposal)}（${unit}）：“${words}”`;
}

function listOf(themes: readonly { name: string | null; quotes: readonly Quote[] }[]): Attachment {
  return {
    title: LIST,
    blocks: [
      table(
        [
          { name: '类别', width: 1.4 },
          { name: '案号', width: 1 },
          { name: '单位', width: 2, align: 'left' },
          { name: '存在问题', width: 6, align: 'left' },
        ],
        themes.flatMap(({ name, quotes }) =>
          quotes.map((one) => [name ?? '其他', one.proposal.number, one.unit, one.text]),
        ),
      ),
    ],
  };
}

function attention({ figures, month, notice }: RoundUpProps): Block[] {
  const still = month.unchanged.map(({ proposal, unit, stage, last }) => {
    const recorded = last
      ? `，最近登记为${shortDate(last.on)}${notice.registrations[last.kind] ?? last.kind}`
      : '';
    return `${caseText(proposal)}（${unit}）${stage ? `：月报阶段“${stage}”` : ''}${recorded}`;
  });
  const unsatisfied = figures.risks.flatMap((risk) =>
    risk.kind === 'unsatisfied' ? [`${caseText(risk.proposal)}（${risk.unit}）`] : [],
  );
  const uncontacted = figures.risks.flatMap((risk) =>
    risk.kind === 'not-contacted' || risk.kind === 'replied-uncontacted'
      ? [`${caseText(risk.proposal)}（${risk.unit}）`]
      : [],
  );
  const late = figures.risks.flatMap((risk) =>
    risk.kind === 'opinion-missing' ? [`${caseText(risk.proposal)}（${risk.units.join('、')}）`] : [],
  );
  return [
    ...listed('两个月没有变化', still),
    ...listed('会办意见未传，影响主办单位答复', late),
    ...listed('未登记与委员沟通', uncontacted),
    ...listed('委员不满意，需要重新办理（通知未规定程序）', unsatisfied),
  ];
}

/** Items that the text itself names; the ledger and 进度 have the rest. */
const LISTED = 15;

function listed(title: string, items: readonly string[]): Block[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, LISTED);
  const rest = items.length > LISTED ? `；等${items.length}件` : '';
  return [text(`${title}（${items.length}件）：${shown.join('；')}${rest}。`)];
}
