import { z } from 'zod';
import { UserError } from '../../src/errors.ts';
import { loadDraft } from '../../src/store/reports.ts';
import { pageCount, readReportForm, reportForm } from '../../templates/report-form.ts';
import { type Act, type Call, type Outcome, unitOf } from '../call.ts';
import { assignmentsOnPage, formProps, isLastPage, report, taskFor } from '../report.ts';
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
      const pageOf =
        Array.from({ length: 100 }, (_, index) => index).find((index) =>
          assignmentsOnPage(task, index).includes(broken),
        ) ?? 0;
      return {
        show: reportForm({
          ...(await formProps(call, view, task, pageOf, entries)),
          warning: `请补齐：${all.sentences.join('；')}`,
        }),
      };
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
