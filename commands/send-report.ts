import { DateTime } from 'luxon';
import { byNumber, type Facts } from '../src/domain/facts.ts';
import {
  checkEntry,
  FIELD_NAMES,
  FORM_TICKS,
  REPORT_FIELDS,
  type ReportDraftEntry,
  type ReportTask,
  reportNumber,
} from '../src/domain/monthly-report.ts';
import { writeAudit } from '../src/store/audit.ts';
import { owe } from '../src/store/deliveries.ts';
import { type NewRegistration, register } from '../src/store/registrations.ts';
import {
  dropFromDraft,
  previousPlans,
  reportEntriesOf,
  saveDraft,
  saveReport,
} from '../src/store/reports.ts';
import { fieldId } from '../templates/report-form.ts';
import { reportReceiptMessage } from '../templates/report-receipt.ts';
import { dateText, numbersText } from '../templates/wording.ts';
import { audited, type Call, type Outcome, type UnitView } from './call.ts';

/** Takes in entries that `faultsOf` has found complete, those of the form or the few that a plain reply brings; owes the receipt (D5). */
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
    entries: withOfferedStages(entries, office.notice.settings.reportStages),
  });
  await register(tx, ticked(call, task, entries, recordedKinds(view.facts)));
  await dropFromDraft(tx, member.id, task.period, Object.keys(entries));
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
    missing: missing.flatMap((duty) => duty.proposal?.number ?? []).sort(byNumber),
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

/** Nothing typed is lost: the form starts from it next time. */
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

/** Registration names on record, by assignment id. */
export function recordedKinds(facts: Facts): Record<string, string[]> {
  const kinds: Record<string, string[]> = {};
  for (const { assignmentId, kind } of facts.registrations) {
    if (assignmentId) kinds[assignmentId] = [...(kinds[assignmentId] ?? []), kind];
  }
  return kinds;
}

/** A stage that the form does not offer is none. */
function withOfferedStages(
  entries: Record<string, ReportDraftEntry>,
  stages: readonly string[],
): Record<string, ReportDraftEntry> {
  const offered = (stage: string | null) => (stage !== null && stages.includes(stage) ? stage : null);
  return Object.fromEntries(
    Object.entries(entries).map(([id, entry]) => [id, { ...entry, stage: offered(entry.stage) }]),
  );
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
    for (const kind of FORM_TICKS) {
      const isNew = kind in registrations && !recorded[assignmentId]?.includes(kind);
      if (isNew && entry.ticks.includes(kind)) rows.push({ ...row, kind });
    }
    if (entry.contactWay !== null && settings.contactWays.includes(entry.contactWay))
      rows.push({ ...row, kind: 'contacted', text: entry.contactWay });
  }
  return rows;
}

function notContacted(view: UnitView, entries: Record<string, ReportDraftEntry>): string[] {
  const contacted = new Set(
    view.facts.registrations.filter((one) => one.kind === 'contacted').map((one) => one.assignmentId),
  );
  return Object.entries(entries)
    .flatMap(([id, entry]) =>
      contacted.has(id) || entry.contactWay !== null ? [] : (numberOf(view, id) ?? []),
    )
    .sort(byNumber);
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
