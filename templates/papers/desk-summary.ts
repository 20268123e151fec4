/** 工作总结 of the desk: the year's figures, and marked room for what only people can say. */

import type { IsoDate } from '../../src/domain/calendar.ts';
import type { Figures } from '../../src/domain/figures.ts';
import type { Count } from '../../src/domain/month-figures.ts';
import type { Notice } from '../../src/domain/notice.ts';
import type { YearFigures } from '../../src/domain/year-figures.ts';
import {
  type Block,
  blank,
  type OfficialDocument,
  quote,
  table,
  text,
} from '../../src/files/official-document.ts';
import { fullDate, periodText, ROLE_TEXT } from '../wording.ts';
import { chapters, countsText, coversPieces, MARK, names, ratesText, titleLines } from './parts.ts';

export interface DeskSummaryProps {
  notice: Notice;
  figures: Figures;
  year: YearFigures;
  /** 答复 and 会办意见 by category. */
  replies: readonly Count[];
  opinions: readonly Count[];
  /** Messages that the ladder has sent. */
  sent: number;
  /** The units' summaries: how many have come, which have not, and what they say of proposals raised for years (R61). */
  summaries: { received: number; missing: readonly { name: string }[]; unsolved: readonly Unsolved[] };
  unitName: (id: string | null) => string;
  today: IsoDate;
}

export interface Unsolved {
  unit: string;
  text: string;
}

export function deskSummaryPaper(props: DeskSummaryProps): OfficialDocument {
  const { notice, today } = props;
  return {
    mark: MARK,
    head: null,
    title: titleLines([`${notice.year}年度`, ...coversPieces(notice), '办理工作总结']),
    byline: null,
    recipient: null,
    blocks: [
      text(
        `${notice.year}年，按照《${notice.title}》（${notice.number}）要求，${notice.contact.name}组织各承办单位办理${notice.covers}。现将办理工作总结如下，数据截至${fullDate(today)}。`,
      ),
      ...chapters([
        { title: '基本情况', blocks: basics(props) },
        { title: '办理结果', blocks: results(props) },
        { title: '与委员沟通和征询意见情况', blocks: contacts(props) },
        { title: '督促和月报情况', blocks: urging(props) },
        { title: '单位总结报送情况', blocks: summaries(props) },
        { title: '主要做法和成效', blocks: [blank('（请补充：主要做法、采纳提案解决的问题、典型案例）')] },
        { title: '存在的问题', blocks: problems(props) },
        { title: '下一步打算', blocks: [blank('（请补充：改进措施和下一年安排）')] },
      ]),
    ],
    signature: { issuer: notice.contact.name, date: fullDate(today) },
    note: null,
    attachments: [],
    imprint: null,
  };
}

function basics({ year }: DeskSummaryProps): Block[] {
  const { proposals, letters, hard, units, roles } = year.caseload;
  const parts = [letters > 0 ? `信函${letters}件` : '', hard > 0 ? `复杂件${hard}件` : ''].filter(Boolean);
  return [
    text(
      `共办理政协提案${proposals}件${parts.length > 0 ? `（其中${parts.join('、')}）` : ''}，承办单位${units}个，承办任务${roles.map(({ role, count }) => `${ROLE_TEXT[role]}${count}件`).join('、') || '0件'}。收到退办、改办申请${year.requests}件，改办${year.reassigned}件。`,
    ),
  ];
}

function results({ figures, year, replies, opinions }: DeskSummaryProps): Block[] {
  const { owed, done, open, overdue } = figures.total;
  const said = [
    countsText(replies) ? `答复类别：${countsText(replies)}。` : '',
    countsText(opinions) ? `会办意见类别：${countsText(opinions)}。` : '',
    year.phased > 0 ? `分阶段答复委员${year.phased}次。` : '',
    figures.sentBack > 0 ? `退回重报${figures.sentBack}件次。` : '',
  ].join('');
  return [
    text(
      `应办事项${owed}项，已办${done}项，未办${open}项，其中逾期${overdue}项。${ratesText(figures.rates)}。`,
    ),
    table(
      [
        { name: '事项', width: 4, align: 'left' },
        ...['应办', '按时办结', '逾期办结', '未办结'].map((name) => ({ name, width: 1.2 })),
      ],
      year.pace.map(({ rule, owed, onTime, late, open }) => [
        rule.name,
        ...[owed, onTime, late, open].map(String),
      ]),
    ),
    ...(said === '' ? [] : [text(said)]),
  ];
}

const PHASE_TEXT = { before: '办理前', during: '办理中', after: '办理后' } as const;

function contacts({ figures, year }: DeskSummaryProps): Block[] {
  const phases = year.contacts
    .filter(({ times }) => times > 0)
    .map(({ phase, times, proposals }) => `${PHASE_TEXT[phase]}${times}次（${proposals}件）`);
  const ways = year.ways.filter(({ times }) => times > 0).map(({ name, times }) => `${name}${times}次`);
  return [
    text(
      phases.length > 0
        ? `登记与委员沟通：${phases.join('、')}${ways.length > 0 ? `；其中${ways.join('、')}` : ''}。`
        : '没有登记与委员的沟通。',
    ),
    ...(countsText(figures.grades) === '' ? [] : [text(`委员反馈意见：${countsText(figures.grades)}。`)]),
  ];
}

function urging({ year, sent }: DeskSummaryProps): Block[] {
  return [
    text(
      `全年发出提醒${sent}条，催办${year.urges.message}项次，电话催办${year.urges.phone}项次。各月月报报送情况如下：`,
    ),
    ...(year.months.length > 0
      ? [
          table(
            [
              { name: '月份', width: 2 },
              ...['应报单位', '按时', '迟报', '未报'].map((name) => ({ name, width: 1.2 })),
            ],
            year.months.map(({ period, owed, onTime, late, missing }) => [
              periodText(period),
              ...[owed, onTime, late, missing].map(String),
            ]),
          ),
        ]
      : []),
  ];
}

function summaries({ summaries: { received, missing } }: DeskSummaryProps): Block[] {
  if (received + missing.length === 0) return [];
  return [
    text(
      `应报${received + missing.length}个单位，已报${received}个，未报${missing.length}个${missing.length > 0 ? `：${names(missing)}` : ''}。`,
    ),
  ];
}

/** Cases that the text names; 进度 has the rest. */
const LISTED = 20;

function problems({ figures, summaries: { unsolved }, unitName }: DeskSummaryProps): Block[] {
  const open = figures.overdue.filter((duty) => duty.proposal !== null && duty.unitId !== null);
  const said = open
    .slice(0, LISTED)
    .map((duty) => `第${duty.proposal?.number}号${duty.rule.name}（${unitName(duty.unitId)}）`);
  return [
    ...(open.length > 0
      ? [
          text(
            `逾期未办结${open.length}项：${said.join('；')}${open.length > LISTED ? `；等${open.length}项` : ''}。`,
          ),
        ]
      : []),
    ...(unsolved.length > 0 ? [text('各单位总结中反映的多年反复提出但办理不落实的提案（原文）：')] : []),
    ...unsolved.flatMap(({ unit, text: words }) => [text(`${unit}：`), quote(words)]),
    blank('（请补充：问题的原因分析）'),
  ];
}
