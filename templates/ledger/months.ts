/** 月报: who reported in which month, and what they wrote (R40, R41). */

import type { Duty } from '../../src/domain/duty.ts';
import { isPast } from '../../src/domain/duty.ts';
import type { LedgerEntry } from '../../src/domain/ledger-facts.ts';
import { isLateReport } from '../../src/domain/monthly-report.ts';
import type { Cell, Sheet } from '../../src/files/sheet.ts';
import { periodText, shortDate } from '../wording.ts';
import { moment, tableOf, text, word } from './table.ts';
import { type LedgerView, PART_COLUMNS, type Part, partFields } from './view.ts';

/** A row a unit and proposal, a column a month. */
export function reportMatrix({ notice, today, parts }: LedgerView): Sheet {
  const isMonthly = (duty: Duty) => duty.rule.due.at === 'month-day' && duty.period !== null;
  const rows = parts
    .map((part) => ({ part, months: part.duties.filter(isMonthly) }))
    .filter(({ months }) => months.length > 0);
  const periods = [...new Set(rows.flatMap(({ months }) => months.map((duty) => duty.period ?? '')))].sort();
  const count = (isOne: (duty: Duty) => boolean) => (row: { months: Duty[] }) =>
    row.months.filter(isOne).length;
  const isDue = ({ state, due }: Duty) =>
    state === 'done' || (state === 'open' && due !== null && isPast(due, today, notice.settings));
  return tableOf(
    '月报进度',
    rows,
    [
      ...partFields<{ part: Part; months: Duty[] }>(({ part }) => part),
      ...periods.map((period) =>
        word<{ months: Duty[] }>(periodText(period), 11, ({ months }) => {
          const duty = months.find((one) => one.period === period);
          return duty ? monthCell(duty, isDue(duty)) : null;
        }),
      ),
      word('应报', 6, count(isDue)),
      word(
        '按时',
        6,
        count((duty) => duty.state === 'done' && !isLateReport(duty)),
      ),
      word(
        '迟报',
        6,
        count((duty) => duty.state === 'done' && isLateReport(duty)),
      ),
      word(
        '未报',
        6,
        count((duty) => duty.state === 'open' && isDue(duty)),
      ),
    ],
    PART_COLUMNS,
  );
}

function monthCell(duty: Duty, isDue: boolean): Cell {
  switch (duty.state) {
    case 'done':
      return isLateReport(duty)
        ? { value: `${shortDate(duty.doneOn ?? '')}迟报`, tone: 'warn' }
        : shortDate(duty.doneOn ?? '');
    case 'open':
      return isDue ? { value: '未报', tone: 'bad' } : '待报';
    case 'exempt':
      return '—';
    case 'waiting':
      return null;
  }
}

/** A row a unit, proposal and month. */
export function reportTexts({ ledger, partOf, parts }: LedgerView): Sheet {
  const place = new Map(parts.map((part, index) => [part.assignment.id, index]));
  const placeOf = (entry: LedgerEntry) => place.get(entry.assignmentId) ?? 0;
  const due = new Map(
    parts.flatMap(({ duties }) =>
      duties.filter((duty) => duty.period !== null).map((duty) => [keyOf(duty), duty]),
    ),
  );
  const rows = [...ledger.entries].sort(
    (one, other) => one.period.localeCompare(other.period) || placeOf(one) - placeOf(other),
  );
  return tableOf(
    '月报内容',
    rows,
    [
      ...partFields<LedgerEntry>((entry) => partOf(entry.assignmentId)),
      word('月份', 10, ({ period }) => periodText(period)),
      word('阶段', 8, ({ stage }) => stage),
      text('进展情况', 39, ({ progress }) => progress),
      text('存在问题', 30, ({ problems }) => problems),
      text('下一步工作计划', 34, ({ plan }) => plan),
      moment('报送时间', ({ at }) => at),
      word('按时', 6, (entry) => {
        const duty = due.get(`${entry.assignmentId}/${entry.period}`);
        if (!duty) return null;
        return isLateReport(duty) ? { value: '迟报', tone: 'warn' } : '按时';
      }),
      word('第几版', 6, ({ revision }) => revision),
      text('报送人', 10, ({ by }) => by),
    ],
    PART_COLUMNS,
  );
}

function keyOf({ assignment, period }: Duty): string {
  return `${assignment?.id}/${period}`;
}
