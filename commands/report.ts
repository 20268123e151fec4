import { DateTime } from 'luxon';
import type { Duty } from '../src/domain/duty.ts';
import type { Facts, Registration } from '../src/domain/facts.ts';
import {
  checkEntry,
  currentReport,
  EMPTY_ENTRY,
  FIELD_NAMES,
  REPORT_FIELDS,
  type ReportDraftEntry,
  type ReportTask,
  reportNumber,
  reportOf,
} from '../src/domain/monthly-report.ts';
import { UserError } from '../src/errors.ts';
import { writeAudit } from '../src/store/audit.ts';
import { owe } from '../src/store/deliveries.ts';
import { type NewRegistration, register } from '../src/store/registrations.ts';
import {
  dropDraft,
  loadDraft,
  previousPlans,
  reportEntriesOf,
  saveDraft,
  saveReport,
} from '../src/store/reports.ts';
import { fieldId, PROPOSALS_PER_PAGE, pageCount, reportForm } from '../templates/report-form.ts';
import { reportReceiptMessage } from '../templates/report-receipt.ts';
import { dateText, numbersText, periodText } from '../templates/wording.ts';
import { audited, type Call, type Command, type Outcome, type UnitView, unitOf } from './call.ts';

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

/**
 * Takes the entries in, if every one of them is complete; else says what is wrong, by field. What the person typed is
 * kept as a draft either way. `complete` asks for every live proposal (the form); a plain reply may bring some.
 */
export async function submitReport(
  call: Call,
  view: UnitView,
  task: ReportTask,
  entries: Record<string, ReportDraftEntry>,
): Promise<Outcome> {
  const { tx, office, member, now } = call;
  const before = await reportEntriesOf(tx, view.unit.id, task.period);
  const saved = await saveReport(tx, {
    officeId: office.id,
    unitId: view.unit.id,
    period: task.period,
    memberId: member.id,
    at: now,
    entries,
  });
  await register(tx, ticked(call, task, entries, recordedKinds(view.facts)));
  await dropDraft(tx, member.id, task.period);
  const reported = new Set([...before.keys(), ...Object.keys(entries)]);
  const missing = task.duties.filter((duty) => duty.assignment && !reported.has(duty.assignment.id));
  await writeAudit(tx, [
    audited(call, before.size > 0 ? 'correct-report' : 'report', `${view.unit.name} ${task.period}`, {
      proposals: Object.keys(entries).length,
      late: task.late,
    }),
  ]);

  const message = reportReceiptMessage({
    notice: office.notice,
    unit: view.unit.name,
    period: task.period,
    count: reported.size,
    missing: missing.flatMap((duty) => duty.proposal?.number ?? []),
    number: reportNumber(task.period, view.unit.shortName ?? view.unit.name, saved.revision),
    receivedAt: `${dateText(call.today)}${DateTime.fromJSDate(now, { zone: office.zone }).toFormat('HH:mm')}`,
    due: task.due,
    late: task.late,
    corrected: before.size > 0,
    nextDue: nextDue(task, call),
    notContacted: notContacted(view, entries),
  });
  const deliver = await owe(
    tx,
    [
      {
        officeId: office.id,
        key: `receipt/${call.inbound.id}`,
        kind: 'receipt',
        memberId: member.id,
        channel: null,
        threadTs: null,
        message,
      },
    ],
    now,
  );
  return { deliver, recorded: true };
}

/** Faults of entries by form field, and as sentences for those who did not use the form. */
export async function faultsOf(
  call: Call,
  view: UnitView,
  task: ReportTask,
  entries: Record<string, ReportDraftEntry>,
) {
  const plans = await previousPlans(call.tx, Object.keys(entries), task.period);
  const byField: Record<string, string> = {};
  const sentences: string[] = [];
  for (const [assignmentId, entry] of Object.entries(entries)) {
    const faults = checkEntry(entry, plans.get(assignmentId) ?? null);
    const number = numberOf(view, assignmentId);
    for (const field of REPORT_FIELDS) {
      const fault = faults[field];
      if (!fault) continue;
      byField[fieldId(field, assignmentId)] = fault;
      sentences.push(`${number ? numbersText([number]) : ''}${FIELD_NAMES[field]}：${fault}`);
    }
  }
  return { byField, sentences };
}

export async function keepDraft(
  call: Call,
  period: string,
  entries: Record<string, ReportDraftEntry>,
): Promise<void> {
  await saveDraft(call.tx, {
    officeId: call.office.id,
    memberId: call.member.id,
    period,
    entries,
    at: call.now,
  });
}

export function byNumberOf(duties: readonly Duty[]): Duty[] {
  return [...duties].sort((one, other) =>
    (one.proposal?.number ?? '').localeCompare(other.proposal?.number ?? '', 'en', { numeric: true }),
  );
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

function recordedKinds(facts: Facts): Record<string, string[]> {
  const kinds: Record<string, string[]> = {};
  for (const { assignmentId, kind } of facts.registrations) {
    if (assignmentId) kinds[assignmentId] = [...(kinds[assignmentId] ?? []), kind];
  }
  return kinds;
}

/** A datum is reported once (A8): ticks and the way of contact become facts on record. */
function ticked(
  call: Call,
  task: ReportTask,
  entries: Record<string, ReportDraftEntry>,
  recorded: Record<string, string[]>,
): NewRegistration[] {
  const { settings, registrations } = call.office.notice;
  const own = new Set(task.duties.flatMap((duty) => duty.assignment?.id ?? []));
  const rows: NewRegistration[] = [];
  for (const [assignmentId, entry] of Object.entries(entries)) {
    if (!own.has(assignmentId)) continue;
    const row = {
      officeId: call.office.id,
      assignmentId,
      unitId: call.member.unitId,
      on: call.today,
      memberId: call.member.id,
      createdAt: call.now,
    };
    for (const kind of entry.ticks) {
      if (kind in registrations && !recorded[assignmentId]?.includes(kind)) rows.push({ ...row, kind });
    }
    if (entry.contactWay !== null && settings.contactWays.includes(entry.contactWay))
      rows.push({ ...row, kind: 'contacted', text: entry.contactWay });
  }
  return rows;
}

function notContacted(view: UnitView, entries: Record<string, ReportDraftEntry>): string[] {
  const contacted = new Set(
    view.facts.registrations
      .filter((one: Registration) => one.kind === 'contacted')
      .map((one) => one.assignmentId),
  );
  return Object.entries(entries).flatMap(([id, entry]) =>
    contacted.has(id) || entry.contactWay !== null ? [] : (numberOf(view, id) ?? []),
  );
}

function numberOf(view: UnitView, assignmentId: string): string | null {
  const assignment = view.facts.assignments.find((one) => one.id === assignmentId);
  return view.facts.proposals.find((proposal) => proposal.id === assignment?.proposalId)?.number ?? null;
}

/** The date of the month after, unless the notice has closed by then. */
function nextDue(task: ReportTask, call: Call): string | null {
  const next = DateTime.fromISO(task.due).plus({ months: 1 }).toISODate();
  return next !== null && next <= call.office.notice.closes ? next : null;
}
