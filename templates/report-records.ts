/** 月报记录: every version of a unit's report of a month: who sent it, when, and what it changed. */

import { modal } from '../src/chat/form.ts';
import { actions, bold, button, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Proposal } from '../src/domain/facts.ts';
import {
  FIELD_NAMES,
  REPORT_FIELDS,
  type ReportDraftEntry,
  type ReportField,
} from '../src/domain/monthly-report.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ACTIONS, FORMS } from './actions.ts';
import { clauseLine, dateText, numbersText, periodText, proposalText } from './wording.ts';

export interface VersionLine {
  revision: number;
  /** '4月8日（周五）09:00' */
  at: string;
  /** 张三（联络员）, or the desk that entered it. */
  by: string;
  /** Proposals in it. */
  count: number;
  /** Sent in after the date of the month. */
  afterDue: boolean;
  /** By proposal number, of a correction. */
  changes: readonly { number: string; fields: readonly ReportField[] }[];
}

export interface ReportRecordsProps {
  notice: Notice;
  clause: string;
  unit: string;
  period: string;
  due: IsoDate | null;
  /** The first one first. */
  versions: readonly VersionLine[];
}

/** More are asked for by number. */
const VERSIONS_SHOWN = 15;
const CHANGES_SHOWN = 5;

export function reportRecords({ notice, clause, unit, period, due, versions }: ReportRecordsProps): Message {
  const first = `【月报记录】${unit}${periodText(period)}月报，报送${versions.length}次${due ? `，期限${dateText(due)}` : ''}`;
  const shown = versions.slice(-VERSIONS_SHOWN);
  const earlier = versions.length - shown.length;
  const lines = shown.map((version) => ({ version, text: versionText(version) }));
  const more =
    earlier > 0 ? [`还有更早的${earlier}版，可写“月报 记录 ${Number(period.slice(5))}月 第1版”查看。`] : [];
  const clauses = clauseLine(notice, [clause]);
  return {
    text: [escapeMrkdwn(first), ...lines.map(({ text }) => text), ...more, clauses].join('\n'),
    blocks: [
      section(bold(first)),
      ...lines.map(({ version, text }) =>
        section(text, {
          accessory: button({
            text: '查看',
            action: ACTIONS.reportVersion,
            value: versionValue(unit, period, version.revision, 0),
          }),
        }),
      ),
      ...more.map((line) => section(line)),
      context(clauses),
    ],
  };
}

/** What the button of a version carries; it gives no authority. */
export function versionValue(unit: string, period: string, revision: number, page: number): string {
  return `${period} 第${revision}版 ${unit} /${page}`;
}

function versionText({ revision, at, by, count, afterDue, changes }: VersionLine): string {
  const late = afterDue ? (revision === 1 ? '，迟报' : '，期限后更正') : '';
  const changed = changes
    .slice(0, CHANGES_SHOWN)
    .map(
      ({ number, fields }) =>
        `${numbersText([number])}${fields.length === REPORT_FIELDS.length ? '' : fields.map((field) => FIELD_NAMES[field]).join('、')}`,
    )
    .join('；');
  const what =
    revision === 1
      ? ''
      : changes.length > 0
        ? `　改动：${changed}${changes.length > CHANGES_SHOWN ? `等${changes.length}件` : ''}`
        : '　文字没有改动';
  return `第${revision}版　${at}　${escapeMrkdwn(by)}　${count}件${late}${what}`;
}

export interface VersionWindowProps {
  notice: Notice;
  clause: string;
  unit: string;
  period: string;
  version: VersionLine;
  entries: readonly { proposal: Proposal; entry: ReportDraftEntry }[];
  /** From 0. */
  page: number;
}

/** Text fills up to four blocks a proposal, of the hundred that a window holds. */
const PROPOSALS_SHOWN = 10;

/** One version as it was sent in. Typed text is shown as it is, not as markup. */
export function versionWindow({ notice, clause, unit, period, version, entries, page }: VersionWindowProps) {
  const pages = Math.max(1, Math.ceil(entries.length / PROPOSALS_SHOWN));
  const current = Math.min(Math.max(page, 0), pages - 1);
  const turn = (text: string, to: number) =>
    button({
      text,
      action: ACTIONS.reportVersion,
      value: versionValue(unit, period, version.revision, to),
    });
  const turns = [
    ...(current > 0 ? [turn('上一页', current - 1)] : []),
    ...(current < pages - 1 ? [turn('下一页', current + 1)] : []),
  ];
  return modal({
    callback: FORMS.report,
    title: `${periodText(period)}月报第${version.revision}版`,
    blocks: [
      section(
        `${bold(unit)}\n${versionText(version)}${pages > 1 ? `　第${current + 1}页（共${pages}页）` : ''}`,
      ),
      ...entries
        .slice(current * PROPOSALS_SHOWN, (current + 1) * PROPOSALS_SHOWN)
        .flatMap(({ proposal, entry }) => [
          section(
            `*${proposalText(proposal, 40)}*${entry.stage ? `　${escapeMrkdwn(entry.stage)}` : ''}${entry.contactWay ? `　沟通：${escapeMrkdwn(entry.contactWay)}` : ''}`,
          ),
          ...REPORT_FIELDS.map((field) => section(`${FIELD_NAMES[field]}：${entry[field]}`, { plain: true })),
        ]),
      ...(turns.length > 0 ? [actions(turns)] : []),
      context(clauseLine(notice, [clause])),
    ],
  });
}
