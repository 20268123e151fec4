/**
 * 通报 of a period, as a document (文件格式). A draft that people decide on: facts and figures, no ranking (A8). Units
 * are named only where the clause itself speaks of 通报 (R15, R24), and nothing is said of consequences beyond its words.
 */

import { numbersOf } from '../../src/domain/agenda.ts';
import { daysBetween, type IsoDate } from '../../src/domain/calendar.ts';
import type { ComingDates } from '../../src/domain/coming-dates.ts';
import { type Duty, groupBy } from '../../src/domain/duty.ts';
import type { Figures } from '../../src/domain/figures.ts';
import type { DutyRule, Notice } from '../../src/domain/notice.ts';
import type { Caseload } from '../../src/domain/year-figures.ts';
import {
  type Attachment,
  type Block,
  heading,
  type OfficialDocument,
  quote,
  table,
  text,
} from '../../src/files/official-document.ts';
import { quotedText } from '../supervision-letter.ts';
import { fullDate, issuerOf, ordinal, periodText, shortDate } from '../wording.ts';
import { chapters, comingBlocks, coversPieces, MARK, numberBlank, ratesText, titleLines } from './parts.ts';

export interface CircularProps {
  notice: Notice;
  /** 'YYYY-MM' */
  period: string;
  /** The day whose end everything is counted at. */
  asOf: IsoDate;
  today: IsoDate;
  figures: Figures;
  caseload: Caseload;
  coming: ComingDates | null;
  unitName: (id: string | null) => string;
}

const LIST = '逾期未办结事项表';

export function circularPaper(props: CircularProps): OfficialDocument {
  const { notice, period, asOf, today, coming } = props;
  const issuer = issuerOf(notice);
  const named = namedIn(props.figures);
  return {
    mark: MARK,
    head: { form: 'document', issuer, number: numberBlank(today) },
    title: titleLines([issuer, `关于${periodText(period)}`, ...coversPieces(notice), '办理情况的通报']),
    byline: null,
    recipient: '各有关单位：',
    blocks: [
      text(
        `根据《${notice.title}》（${notice.number}），现将${periodText(period)}${notice.covers}办理情况通报如下。数据截至${fullDate(asOf)}。`,
      ),
      ...chapters([
        { title: '总体情况', blocks: overview(props) },
        { title: '月报报送情况', blocks: reports(props) },
        { title: '逾期情况', blocks: overdue(props, named) },
        {
          title: '下一步工作',
          blocks: [
            text(
              '请各有关单位对照通知要求抓紧办理并登记办理结果；确有困难不能按时办结的，请书面说明情况。近期节点如下：',
            ),
            ...comingBlocks(coming),
          ],
        },
      ]),
    ],
    signature: { issuer, date: fullDate(today) },
    note: null,
    attachments: named.size > 0 ? [listOf(props, named)] : [],
    imprint: { copies: '抄送：', issuer, date: `${today.slice(0, 4)}年　月　日印发` },
  };
}

function overview({ figures, caseload }: CircularProps): Block[] {
  const { proposals, letters, hard, units } = caseload;
  const { owed, done, open, overdue } = figures.total;
  const parts = [letters > 0 ? `信函${letters}件` : '', hard > 0 ? `复杂件${hard}件` : ''].filter(Boolean);
  return [
    text(
      `交办政协提案${proposals}件${parts.length > 0 ? `（其中${parts.join('、')}）` : ''}，承办单位${units}个。应办事项${owed}项，已办${done}项，未办${open}项，其中逾期${overdue}项。${ratesText(figures.rates)}。`,
    ),
    table(
      [
        { name: '事项', width: 4, align: 'left' },
        ...['应办', '已办', '未办', '其中逾期'].map((name) => ({ name, width: 1.2 })),
      ],
      figures.byRule.map(({ rule, owed, done, open, overdue }) => [
        rule.name,
        ...[owed, done, open, overdue].map(String),
      ]),
    ),
  ];
}

function reports({ figures }: CircularProps): Block[] {
  if (!figures.reports) return [];
  const { period, due, owed, onTime, late, missing } = figures.reports;
  return [
    text(
      `${periodText(period)}月报（${shortDate(due)}前报送）应报${owed}个单位，按时${onTime}个，迟报${late}个，未报${missing}个。`,
    ),
  ];
}

/** Overdue duties of the rules whose clause speaks of 通报, by rule. */
function namedIn({ overdue }: Figures): Map<DutyRule, Duty[]> {
  return groupBy(
    overdue.filter(({ rule, unitId }) => unitId !== null && rule.consequence?.includes('通报')),
    (duty) => duty.rule,
  );
}

function overdue({ figures }: CircularProps, named: ReadonlyMap<DutyRule, readonly Duty[]>): Block[] {
  if (figures.overdue.length === 0) return [text('没有逾期未办结的事项。')];
  const others = [
    ...groupBy(
      figures.overdue.filter(({ rule }) => !named.has(rule)),
      (duty) => duty.rule,
    ),
  ];
  return [
    ...[...named].flatMap(([rule, duties], index) => {
      const explained = duties.filter((duty) => duty.paused).length;
      return [
        heading(2, `（${ordinal(index)}）${rule.name}（通知“${rule.clause}”）`),
        text(
          `逾期未办结${duties.length}项，涉及${unitsOf(duties)}个单位，具体见附件。${explained > 0 ? `其中${explained}项已说明情况。` : ''}`,
        ),
        ...(rule.consequence ? [quote(quotedText([rule.consequence]))] : []),
      ];
    }),
    ...(others.length > 0
      ? [
          text(
            `${named.size > 0 ? '此外，' : ''}${others.map(([rule, duties]) => `${rule.name}逾期${duties.length}项`).join('，')}，请有关单位尽快补办。`,
          ),
        ]
      : []),
  ];
}

function unitsOf(duties: readonly Duty[]): number {
  return new Set(duties.map((duty) => duty.unitId)).size;
}

/** By the unit's name, which says nothing of who is worse; what one unit owes of one kind and date is one row. */
function listOf(
  { notice, asOf, unitName }: CircularProps,
  named: ReadonlyMap<DutyRule, readonly Duty[]>,
): Attachment {
  const groups = groupBy([...named.values()].flat(), (duty) =>
    [duty.unitId, duty.rule.id, lastDate(duty), duty.missing.join('+'), duty.paused].join('|'),
  );
  const rows = [...groups.values()]
    .flatMap((duties) => (duties[0] ? [{ duties, first: duties[0], unit: unitName(duties[0].unitId) }] : []))
    .sort((one, other) => one.unit.localeCompare(other.unit, 'zh'))
    .map(({ duties, first, unit }) => {
      const last = lastDate(first) ?? asOf;
      const missing = first.missing.map((kind) => notice.registrations[kind] ?? kind).join('、');
      return [
        unit,
        first.rule.name,
        numbersOf(duties).join('、'),
        shortDate(last),
        String(daysBetween(last, asOf)),
        `${missing}${first.paused ? '（已说明情况）' : ''}`,
      ];
    });
  return {
    title: LIST,
    blocks: [
      text(`按单位名称顺序排列，不分先后。数据截至${fullDate(asOf)}。`),
      table(
        [
          { name: '单位', width: 2.6, align: 'left' },
          { name: '事项', width: 1.6 },
          { name: '案号', width: 2.2, align: 'left' },
          { name: '期限', width: 1.7 },
          { name: '逾期天数', width: 1.1 },
          { name: '未完成', width: 2.8, align: 'left' },
        ],
        rows,
      ),
    ],
  };
}

function lastDate(duty: Duty): IsoDate | null {
  return duty.latest ?? duty.due;
}
