/** `status 进度`: the desk and managers ask where things stand: by duty, by unit, by proposal. */

import { actions, bold, button, context, escapeMrkdwn, type Message, section } from '../src/chat/message.ts';
import { daysBetween, type IsoDate } from '../src/domain/calendar.ts';
import type { Duty } from '../src/domain/duty.ts';
import type { Figures, UnitFigures } from '../src/domain/figures.ts';
import { isLateReport } from '../src/domain/monthly-report.ts';
import type { Notice } from '../src/domain/notice.ts';
import { ACTIONS } from './actions.ts';
import { riskText } from './digest.ts';
import { tallyText } from './report-tally.ts';
import { clauseLine, dateText, percent, proposalText, ROLE_TEXT, shortDate } from './wording.ts';

export type StatusView = 'duty' | 'unit' | 'proposal';

export interface StatusProps {
  notice: Notice;
  figures: Figures;
  view: StatusView;
  /** From 0. */
  page: number;
  unitName: (id: string | null) => string;
}

const ROWS = 20;
const VIEW_NAMES: Record<StatusView, string> = { duty: '按事项', unit: '按单位', proposal: '按提案' };

export function statusMessage({ notice, figures, view, page }: StatusProps): Message {
  const { total, asOf } = figures;
  const first = `【进度】${dateText(asOf)}：应办${total.owed}项，已办${total.done}项，未办${total.open}项，其中逾期${total.overdue}项`;
  const rows = rowsOf(figures, view);
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  const current = Math.min(Math.max(page, 0), pages - 1);
  const shown = rows.slice(current * ROWS, (current + 1) * ROWS);
  const reports = view === 'duty' && figures.reports ? [tallyText(figures.reports)] : [];
  const risks = view === 'duty' ? figures.risks.slice(0, 5).map(riskText) : [];
  const navigation = [
    ...(['duty', 'unit', 'proposal'] as const)
      .filter((other) => other !== view)
      .map((other) => button({ text: VIEW_NAMES[other], action: ACTIONS.statusView, value: `${other}/0` })),
    ...(current > 0
      ? [button({ text: '上一页', action: ACTIONS.statusView, value: `${view}/${current - 1}` })]
      : []),
    ...(current < pages - 1
      ? [button({ text: '下一页', action: ACTIONS.statusView, value: `${view}/${current + 1}` })]
      : []),
  ];
  const title = `${VIEW_NAMES[view]}${pages > 1 ? `（第${current + 1}页，共${pages}页）` : ''}`;
  return {
    text: [first, title, ...shown, ...reports, ...risks].join('\n'),
    blocks: [
      section(bold(first)),
      section(`${bold(title)}\n${shown.length > 0 ? shown.join('\n') : '没有'}`),
      ...reports.map((line) => section(line)),
      ...(risks.length > 0
        ? [
            section(
              `${bold('风险')}\n${risks.join('\n')}${figures.risks.length > 5 ? `\n还有${figures.risks.length - 5}处` : ''}`,
            ),
          ]
        : []),
      actions(navigation),
      context(clauseLine(notice, [])),
    ],
  };
}

function rowsOf(figures: Figures, view: StatusView): string[] {
  switch (view) {
    case 'duty':
      return figures.byRule.map(
        (one) =>
          `${one.rule.name}　${one.done}/${one.owed}（${percent(one.done, one.owed)}）${one.overdue > 0 ? `　逾期${one.overdue}` : ''}${one.nextDeadline ? `　${dateText(one.nextDeadline)}前` : ''}`,
      );
    case 'unit':
      return figures.byUnit.map((one) => unitRow(one, figures.asOf));
    case 'proposal':
      return figures.byProposal.map(
        (one) =>
          `${proposalText(one.proposal, 18)}${one.proposal.hard ? '〔复杂件〕' : ''}${one.proposal.kind === 'letter' ? '〔信函〕' : ''}　${one.done}/${one.owed}${one.overdue > 0 ? `　逾期${one.overdue}` : ''}`,
      );
  }
}

function unitRow(one: UnitFigures, asOf: IsoDate): string {
  return `${escapeMrkdwn(one.unit.name)}　${one.done}/${one.owed}${one.overdue > 0 && one.oldest ? `　逾期${one.overdue}，最长${daysBetween(one.oldest, asOf)}天` : ''}${one.nextDeadline ? `　下一期限${shortDate(one.nextDeadline)}` : ''}`;
}

/** Everything about one unit or one proposal, duty by duty. */
export function detailMessage(
  notice: Notice,
  title: string,
  duties: readonly Duty[],
  today: IsoDate,
  nameOf: (duty: Duty) => string,
): Message {
  const lines = duties.map(
    (duty) =>
      `${nameOf(duty)}　${duty.rule.name}${duty.period ? `（${Number(duty.period.slice(5))}月）` : ''}　${stateText(duty, today, notice)}`,
  );
  const first = `【进度】${title}`;
  return {
    text: [escapeMrkdwn(first), ...lines].join('\n'),
    blocks: [
      section(bold(first)),
      section(lines.length > 0 ? lines.join('\n') : '没有事项'),
      context(
        clauseLine(
          notice,
          duties.map((duty) => duty.rule.clause),
        ),
      ),
    ],
  };
}

export function dutyOwner(duty: Duty, unitName: (id: string | null) => string): string {
  return `${escapeMrkdwn(unitName(duty.unitId))}${duty.role ? `（${ROLE_TEXT[duty.role]}）` : ''}`;
}

function stateText(duty: Duty, today: IsoDate, notice: Notice): string {
  const last = duty.latest ?? duty.due;
  switch (duty.state) {
    case 'done':
      return `已办${duty.doneOn ? `（${shortDate(duty.doneOn)}${isLateReport(duty) ? '，迟报' : ''}）` : ''}`;
    case 'exempt':
      return `无需办理：${escapeMrkdwn(duty.because ?? '')}`;
    case 'waiting':
      return `${shortDate(duty.opens)}开始`;
    case 'open': {
      const said = duty.paused ? `　已说明：${escapeMrkdwn(duty.because ?? '')}` : '';
      if (last !== null && today > last)
        return `${bold(`逾期${daysBetween(last, today)}天`)}，应于${shortDate(last)}前${said}`;
      const parts = duty.missing.map((kind) => notice.registrations[kind] ?? kind).join('、');
      return `未办${duty.due ? `，${dateText(duty.due)}前` : ''}${parts ? `　缺：${parts}` : ''}${said}`;
    }
  }
}
