import type { Duty } from '../src/domain/duty.ts';
import { byNumber } from '../src/domain/facts.ts';
import {
  currentReport,
  EMPTY_ENTRY,
  periodNamed,
  type ReportDraftEntry,
  type ReportTask,
  readReportWords,
  reportOf,
  tallyReports,
} from '../src/domain/monthly-report.ts';
import { UserError } from '../src/errors.ts';
import { loadDraft, previousPlans, reportEntriesOf, reportRevision } from '../src/store/reports.ts';
import { ACTIONS } from '../templates/actions.ts';
import { formOffer } from '../templates/offer.ts';
import { PROPOSALS_PER_PAGE, pageCount, reportForm } from '../templates/report-form.ts';
import { tallyAnswer } from '../templates/report-tally.ts';
import { dateText, periodText } from '../templates/wording.ts';
import type { Act, Call, Command, Outcome, UnitView } from './call.ts';
import { showRecords } from './report-records.ts';
import { reporterOf } from './reporter.ts';
import { recordedKinds } from './send-report.ts';
import { officeOf } from './subject.ts';

/**
 * R40, R41: opens the monthly report, one group of fields for every live proposal. The desk names the unit that
 * telephoned; “记录” lists what was sent in before.
 */
export const report: Command = {
  verb: 'report',
  aliases: ['月报'],
  says: '填写本月月报；加“记录”看报送过的各版；建议提案股可代来电单位填',
  example: '/yuebao　/duban 月报 记录 4月　/duban 月报 区教育局',
  async run(call) {
    const words = readReportWords(call.text);
    if (call.member.role === 'desk' && words.unit === '') return tally(call);
    const view = await reporterOf(call, words.unit);
    const periods = view.duties.flatMap((duty) => duty.period ?? []);
    const period = words.month === null ? null : periodNamed(words.month, periods, call.today);
    if (words.records) return showRecords(call, view, period, words.revision);
    const task = taskFor(call, view, period);
    if (call.inbound.kind === 'message') return { say: offer(view, task) };
    return { open: reportForm(await formProps(call, view, task, 0)) };
  },
};

/** The button for the versions sent so far; its value names the month. */
export const openRecords: Act = {
  verb: 'report',
  run: (call) => report.run({ ...call, text: `记录 ${call.text}` }),
};

/** Who has reported the month and who has not, with names: for the desk alone. */
async function tally(call: Call): Promise<Outcome> {
  const { facts, duties } = await officeOf(call);
  const count = tallyReports(duties, call.today);
  if (!count) throw new UserError('目前没有要报的月报。');
  return { say: tallyAnswer(call.office.notice, count, duties, facts.units) };
}

/** A typed message brings no trigger for a window. */
function offer({ unit }: UnitView, { period, due }: ReportTask) {
  return formOffer(`${unit.name}${periodText(period)}月报，${dateText(due)}前。`, {
    label: '填写月报',
    action: ACTIONS.reportOpen,
    value: `${period} ${unit.name}`,
  });
}

/** The report to write, or a refusal that cites the clause where none is owed (三(五): 会办 units report nothing). */
export function taskFor(call: Call, view: UnitView, period: string | null): ReportTask {
  const monthly = view.duties.filter((duty) => duty.rule.due.at === 'month-day');
  const rule = call.office.notice.duties.find((one) => one.due.at === 'month-day');
  const task = period
    ? reportOf(monthly, period, call.today)
    : currentReport(monthly, view.unit.id, call.today);
  if (task) return task;
  const clause = rule ? `（${rule.clause}）` : '';
  const because = whyNone(monthly, period);
  if (because)
    throw new UserError(
      `${view.unit.name}${period ? periodText(period) : ''}无需报送月报${clause}：${because}。`,
    );
  if (period) throw new UserError(`${view.unit.name}没有${periodText(period)}的月报。`);
  throw new UserError(`${view.unit.name}本月没有待报的月报${clause}，到期前会提醒您。`);
}

/** Why nothing is owed: of the month asked for or the latest one, else of all that the unit holds (R40, R41). */
function whyNone(monthly: readonly Duty[], period: string | null): string | null {
  const latest =
    monthly
      .flatMap((duty) => duty.period ?? [])
      .sort()
      .at(-1) ?? null;
  const about = monthly.filter((duty) => duty.period === null || duty.period === (period ?? latest));
  // A unit that reports has no such month: what it assists with says nothing about that.
  if (latest !== null && about.every((duty) => duty.period === null)) return null;
  if (about.length === 0 || about.some((duty) => duty.state !== 'exempt')) return null;
  return [...new Set(about.flatMap((duty) => duty.because ?? []))].join('、');
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
  const base = await reportRevision(call.tx, view.unit.id, task.period);
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
  const opened = page === 0 && Object.keys(typed).length === 0;
  const unsent = opened && ids.some((id) => saved.has(id) && draft[id]);
  return {
    notice: call.office.notice,
    unit: view.unit.name,
    forUnit: call.member.role === 'desk' ? view.unit.id : null,
    base,
    ...(unsent && { warning: '已报送过；以下是您之后写了还没有报送的内容。' }),
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
