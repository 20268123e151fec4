import { z } from 'zod';
import type { ReportDraftEntry, ReportTask } from '../../src/domain/monthly-report.ts';
import { UserError } from '../../src/errors.ts';
import { dropFromDraft, loadDraft } from '../../src/store/reports.ts';
import { plainAnswer } from '../../templates/answers.ts';
import { pageCount, readReportForm, reportForm } from '../../templates/report-form.ts';
import { type Act, type Call, type Outcome, type UnitView, unitOf } from '../call.ts';
import { assignmentsOnPage, formProps, isLastPage, report, taskFor, UNPLACED } from '../report.ts';
import { faultsOf, keepDraft, submitReport } from '../send-report.ts';

/** The button under reminders and receipts. Its value may name the month. */
export const openReport: Act = { verb: 'report', run: report.run };

/** What the form says about itself; it gives no authority, the month is looked up again. */
const metadata = z.object({ period: z.string().regex(/^\d{4}-\d{2}$/), page: z.int().min(0).max(100) });

/** A page of the report sent in: kept as a draft; on the last page everything is taken in. */
export const sendReport: Act = {
  verb: 'report',
  async run(call: Call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const { period, page } = aboutForm(call.inbound.metadata);
    const view = await unitOf(call);
    const task = taskFor(call, view, period);
    const own = new Set(task.duties.flatMap((duty) => duty.assignment?.id ?? []));
    const typed = Object.fromEntries(
      Object.entries(readReportForm(call.inbound.values)).filter(([id]) => own.has(id)),
    );

    const faults = await faultsOf(call, view, task, typed);
    if (Object.keys(faults.byField).length > 0) return { errors: faults.byField };
    await keepDraft(call, period, typed);
    if (!isLastPage(task, page))
      return { show: reportForm(await formProps(call, view, task, page + 1, typed)) };
    const last = pageCount(task.duties.length) - 1;
    if (page > last) {
      const props = await formProps(call, view, task, last, typed);
      return { show: reportForm({ ...props, warning: '承办的提案有变化，请核对后再报送。' }) };
    }

    const draft = await loadDraft(call.tx, call.member.id, period);
    const entries = Object.fromEntries(Object.entries({ ...draft, ...typed }).filter(([id]) => own.has(id)));
    if (Object.keys(entries).length === 0) throw new UserError('表单里没有要报送的提案，请重新打开月报。');
    const all = await faultsOf(call, view, task, entries);
    if (all.sentences.length > 0) {
      // A page before this one has something wrong (a proposal came or a plan changed meanwhile): show that page.
      const broken = Object.keys(all.byField)[0]?.split('/')[1] ?? '';
      return { show: await formWithFaults(call, view, task, pageOf(task, broken), all.sentences, entries) };
    }
    return submitReport(call, view, task, entries);
  },
};

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
