import { z } from 'zod';
import type { ReportDraftEntry, ReportTask } from '../../src/domain/monthly-report.ts';
import { UserError } from '../../src/errors.ts';
import { dropFromDraft, loadDraft, lockReports, reportRevision } from '../../src/store/reports.ts';
import { plainAnswer } from '../../templates/answers.ts';
import { pageCount, readReportForm, reportForm } from '../../templates/report-form.ts';
import { type Act, type Call, type Outcome, type UnitView, unitOf, viewOf } from '../call.ts';
import { assignmentsOnPage, formProps, isLastPage, report, taskFor, UNPLACED } from '../report.ts';
import { faultsOf, keepDraft, submitReport } from '../send-report.ts';

/** The button under reminders and receipts. Its value may name the month. */
export const openReport: Act = { verb: 'report', run: report.run };

/** What the form says about itself; it gives no authority, the month is looked up again. */
const metadata = z.object({
  period: z.string().regex(/^\d{4}-\d{2}$/),
  page: z.int().min(0).max(100),
  /** How often the report had been sent in when the form was opened. */
  base: z.int().min(0).optional(),
  /** The unit for which the desk enters it; whoever is not the desk enters their own unit's. */
  unit: z.uuid().optional(),
});

/** A page of the report sent in: kept as a draft; on the last page everything is taken in. */
export const sendReport: Act = {
  verb: 'report',
  async run(call: Call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const { period, page, base, unit } = aboutForm(call.inbound.metadata);
    const view = await viewFor(call, unit);
    await lockReports(call.tx, view.unit.id);
    const task = taskFor(call, view, period);
    const own = new Set(task.duties.flatMap((duty) => duty.assignment?.id ?? []));
    const all = readReportForm(call.inbound.values);
    const typed = Object.fromEntries(Object.entries(all).filter(([id]) => own.has(id)));

    const faults = await faultsOf(call, view, task, typed);
    if (Object.keys(faults.byField).length > 0) return { errors: faults.byField };
    await keepDraft(call, period, typed);
    const last = pageCount(task.duties.length) - 1;
    if (page > last || Object.keys(all).some((id) => !own.has(id))) {
      const props = await formProps(call, view, task, Math.min(page, last), typed);
      return { show: reportForm({ ...props, warning: '承办的提案有变化，请核对后再报送。' }) };
    }
    if (!isLastPage(task, page)) {
      const next = await formProps(call, view, task, page + 1, typed);
      return { show: reportForm({ ...next, base: base ?? next.base }) };
    }

    const draft = await loadDraft(call.tx, call.member.id, period);
    const entries = Object.fromEntries(Object.entries({ ...draft, ...typed }).filter(([id]) => own.has(id)));
    if (Object.keys(entries).length === 0) throw new UserError('表单里没有要报送的提案，请重新打开月报。');
    const still = await faultsOf(call, view, task, entries);
    if (still.sentences.length > 0) {
      // A page before this one has something wrong (a proposal came or a plan changed meanwhile): show that page.
      const broken = Object.keys(still.byField)[0]?.split('/')[1] ?? '';
      return { show: await formWithFaults(call, view, task, pageOf(task, broken), still.sentences, entries) };
    }
    const revision = await reportRevision(call.tx, view.unit.id, period);
    if (base !== undefined && base !== revision)
      return { show: reportForm({ ...(await formProps(call, view, task, 0, entries)), warning: CHANGED }) };
    return submitReport(call, view, task, entries);
  },
};

/** Nobody overwrites a colleague unknowingly; sending once more does, and every version is kept. */
const CHANGED =
  '填写期间另有人报送了这个月的月报。以下是您填写的内容，再次报送会更正对方的；对方的内容可发送“月报 记录”查看。';

async function viewFor(call: Call, unitId: string | undefined): Promise<UnitView> {
  if (call.member.role !== 'desk') return unitOf(call);
  if (unitId === undefined) throw new UserError('这个表单已失效，请重新打开月报。');
  return viewOf(call, unitId);
}

function aboutForm(text: string): z.infer<typeof metadata> {
  try {
    return metadata.parse(JSON.parse(text));
  } catch {
    throw new UserError('这个表单已失效，请重新打开月报。');
  }
}

/** “是这件”: the text kept aside belongs to this proposal; sent in if it is complete, else the form opens on it. */
export const placeReport: Act = {
  verb: 'report',
  async run(call) {
    const view = await unitOf(call);
    const task = taskFor(call, view, null);
    const duty = task.duties.find((one) => one.proposal?.number === call.text);
    const kept = (await loadDraft(call.tx, call.member.id, task.period))[UNPLACED];
    if (!duty?.assignment || !kept) throw new UserError('暂存的内容已不在，请写明案号再发一次。');
    await dropFromDraft(call.tx, call.member.id, task.period, [UNPLACED]);
    const entries = { [duty.assignment.id]: kept };
    const faults = await faultsOf(call, view, task, entries);
    if (faults.sentences.length === 0) {
      const sent = await submitReport(call, view, task, entries);
      return { ...sent, say: plainAnswer('已报送，回执随后发给您。'), replace: true };
    }
    await keepDraft(call, task.period, entries);
    const page = pageOf(task, duty.assignment.id);
    return { open: await formWithFaults(call, view, task, page, faults.sentences) };
  },
};

/** What is wrong with the rest is shown when the pages are sent in. */
const FAULTS_SHOWN = 10;

async function formWithFaults(
  call: Call,
  view: UnitView,
  task: ReportTask,
  page: number,
  faults: readonly string[],
  typed: Record<string, ReportDraftEntry> = {},
) {
  return reportForm({
    ...(await formProps(call, view, task, page, typed)),
    warning: `请补齐：${faults.slice(0, FAULTS_SHOWN).join('；')}${faults.length > FAULTS_SHOWN ? '等' : ''}`,
  });
}

/** The page of the form on which an assignment's fields stand; the first for one that is on none. */
function pageOf(task: ReportTask, assignmentId: string): number {
  const pages = Array.from({ length: pageCount(task.duties.length) }, (_, page) => page);
  return pages.find((page) => assignmentsOnPage(task, page).includes(assignmentId)) ?? 0;
}
