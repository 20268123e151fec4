import type { Duty } from '../src/domain/duty.ts';
import { byNumber } from '../src/domain/facts.ts';
import {
  currentReport,
  EMPTY_ENTRY,
  type ReportDraftEntry,
  type ReportTask,
  reportOf,
} from '../src/domain/monthly-report.ts';
import { UserError } from '../src/errors.ts';
import { loadDraft, previousPlans, reportEntriesOf } from '../src/store/reports.ts';
import { PROPOSALS_PER_PAGE, pageCount, reportForm } from '../templates/report-form.ts';
import { periodText } from '../templates/wording.ts';
import { type Call, type Command, type UnitView, unitOf } from './call.ts';
import { recordedKinds } from './send-report.ts';

/** R40, R41: opens the monthly report, one group of fields for every live proposal. */
export const report: Command = {
  verb: 'report',
  aliases: ['月报'],
  says: '填写本月月报',
  example: '/yuebao　/duban 月报',
  async run(call) {
    const view = await unitOf(call);
    const asked = /^(\d{4}-\d{2})/.exec(call.text.trim())?.[1];
    const task = taskFor(call, view, asked ?? null);
    return { open: reportForm(await formProps(call, view, task, 0)) };
  },
};

/** The report to write, or a refusal that cites the clause where none is owed (三(五): 会办 units report nothing). */
export function taskFor(call: Call, view: UnitView, period: string | null): ReportTask {
  const monthly = view.duties.filter((duty) => duty.rule.due.at === 'month-day');
  const rule = call.office.notice.duties.find((one) => one.due.at === 'month-day');
  const owing = monthly.filter((duty) => duty.state !== 'exempt');
  const task = period
    ? reportOf(owing, period, call.today)
    : currentReport(monthly, view.unit.id, call.today);
  if (task) return task;
  const clause = rule ? `（${rule.clause}）` : '';
  const because = [...new Set(monthly.map((duty) => duty.because).filter((why) => why !== null))].join('、');
  if (owing.length === 0 && because)
    throw new UserError(`${view.unit.name}无需报送月报${clause}：${because}。`);
  if (period) throw new UserError(`${view.unit.name}没有${periodText(period)}的月报。`);
  throw new UserError(`${view.unit.name}本月没有待报的月报${clause}，到期前会提醒您。`);
}

/** Everything the form shows: what is saved, else what was typed before, else last month's plan as a start. */
export async function formProps(
  call: Call,
  view: UnitView,
  task: ReportTask,
  page: number,
  typed: Record<string, ReportDraftEntry> = {},
) {
  const ids = task.duties.flatMap((duty) => duty.assignment?.id ?? []);
  const saved = await reportEntriesOf(call.tx, view.unit.id, task.period);
  const draft = await loadDraft(call.tx, call.member.id, task.period);
  const plans = await previousPlans(call.tx, ids, task.period);
  const entries: Record<string, ReportDraftEntry> = {};
  for (const id of ids) {
    const known = saved.get(id);
    const start = known
      ? {
          ...EMPTY_ENTRY,
          progress: known.progress,
          problems: known.problems,
          plan: known.plan,
          stage: known.stage,
        }
      : { ...EMPTY_ENTRY, progress: plans.get(id) ?? '' };
    entries[id] = typed[id] ?? draft[id] ?? start;
  }
  return {
    notice: call.office.notice,
    unit: view.unit.name,
    period: task.period,
    due: task.due,
    late: task.late,
    duties: byNumberOf(task.duties),
    entries,
    recorded: recordedKinds(view.facts),
    page,
  };
}

/** The draft's key for text whose proposal is not known yet; no assignment has this id. */
export const UNPLACED = 'unplaced';

export function byNumberOf(duties: readonly Duty[]): Duty[] {
  return [...duties].sort((one, other) => byNumber(one.proposal?.number ?? '', other.proposal?.number ?? ''));
}

/** The assignments whose fields stand on a page of the form. */
export function assignmentsOnPage(task: ReportTask, page: number): string[] {
  return byNumberOf(task.duties)
    .slice(page * PROPOSALS_PER_PAGE, (page + 1) * PROPOSALS_PER_PAGE)
    .flatMap((duty) => duty.assignment?.id ?? []);
}

export function isLastPage(task: ReportTask, page: number): boolean {
  return page >= pageCount(task.duties.length) - 1;
}
