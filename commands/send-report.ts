import { DateTime } from 'luxon';
import { dateIn } from '../src/domain/calendar.ts';
import { byNumber, type Facts } from '../src/domain/facts.ts';
import type { FormKind } from '../src/domain/feedback-form.ts';
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
import {
  dropFromDraft,
  lockReports,
  previousPlans,
  reportEntriesOf,
  type SavedEntry,
  saveDraft,
  saveReport,
} from '../src/store/reports.ts';
import { fieldId } from '../templates/report-form.ts';
import { reportReceiptMessage } from '../templates/report-receipt.ts';
import { dateText, numbersText } from '../templates/wording.ts';
import { audited, type Call, type Outcome, type UnitView } from './call.ts';
import { phaseOf } from './contact.ts';
import { faultSentences, formFaults, recordFormFacts, withForms } from './form-facts.ts';
import { record } from './record.ts';
import { type Held, heldIn } from './subject.ts';
import { peopleOf, tell } from './tell.ts';

/**
 * Takes in entries that `faultsOf` has found complete, those of the form or the few that a plain reply brings; owes the
 * receipt (D5), to the unit as well where the desk entered what was telephoned. Two people of one unit at once come one
 * after the other: the second corrects the first, and both versions are kept.
 */
export async function submitReport(
  call: Call,
  view: UnitView,
  task: ReportTask,
  entries: Record<string, ReportDraftEntry>,
): Promise<Outcome> {
  const { tx, office, member, now } = call;
  const { unit } = view;
  const { period } = task;
  await lockReports(tx, unit.id);
  const before = await reportEntriesOf(tx, unit.id, period);
  const saved = await saveReport(tx, {
    officeId: office.id,
    unitId: unit.id,
    period,
    memberId: member.id,
    at: now,
    entries: withOfferedStages(entries, office.notice.settings.reportStages),
  });
  const marked = await putOnRecord(call, view, entries);
  await dropFromDraft(tx, member.id, period, Object.keys(entries));
  const reported = await reportEntriesOf(tx, unit.id, period);
  const missing = task.duties.filter((duty) => duty.assignment && !reported.has(duty.assignment.id));
  const late = [...reported].flatMap(([id, entry]) => (isLate(call, task, entry) ? [id] : []));
  const isDesk = member.unitId === null;
  await writeAudit(tx, [
    audited(call, before.size > 0 ? 'correct-report' : 'report', `${unit.name} ${period}`, {
      proposals: Object.keys(entries).length,
      revision: saved.revision,
      late: task.late,
      ...(isDesk && { forUnit: unit.id }),
    }),
  ]);

  const receipt = {
    notice: office.notice,
    unit: unit.name,
    period,
    count: reported.size,
    missing: missing.flatMap((duty) => duty.proposal?.number ?? []).sort(byNumber),
    number: reportNumber(period, unit.shortName ?? unit.name, saved.revision),
    receivedAt: `${dateText(call.today)}${DateTime.fromJSDate(now, { zone: office.zone }).toFormat('HH:mm')}`,
    due: task.due,
    past: task.late,
    late: late.flatMap((id) => numberOf(view, id) ?? []).sort(byNumber),
    updated: before.size > 0,
    corrected: Object.keys(entries).some((id) => before.has(id)),
    revision: saved.revision,
    nextDue: nextDue(task, call),
    notContacted: notContacted(view, entries),
    enteredBy: isDesk ? office.notice.contact.name : null,
  };
  const message = reportReceiptMessage(receipt);
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
  const told = isDesk
    ? await tell(
        call,
        await peopleOf(call, unit.id),
        `report/${unit.id}/${period}/${saved.revision}`,
        message,
      )
    : [];
  return {
    deliver: [...deliver, ...told, ...marked],
    recorded: true,
    // A form that was sent opens the duty to get it back.
    replan: Object.values(entries).some(({ ticks }) => ticks.length > 0),
    refresh: isDesk ? [unit.id] : [],
  };
}

/** A part is late by the day it first came in: correcting it later makes it no later. */
function isLate({ office }: Call, { due }: ReportTask, { submittedAt }: SavedEntry): boolean {
  return dateIn(office.zone, submittedAt) > due;
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
    const ticks = tickFaults(call, view, assignmentId, entry);
    if (ticks.length > 0) byField[fieldId('ticks', assignmentId)] = ticks.join('');
    sentences.push(...ticks);
  }
  return { byField, sentences };
}

/** Nothing typed is lost: the form starts from it next time. */
export async function keepDraft(
  call: Call,
  period: string,
  entries: Record<string, ReportDraftEntry>,
): Promise<void> {
  if (Object.keys(entries).length === 0) return;
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

/** A datum is reported once (A8): ticks and the way of contact become facts on record. Gives messages to deliver. */
async function putOnRecord(
  call: Call,
  view: UnitView,
  entries: Record<string, ReportDraftEntry>,
): Promise<string[]> {
  const { settings } = call.office.notice;
  const deliver: string[] = [];
  for (const [assignmentId, entry] of Object.entries(entries)) {
    const held = heldBy(view, assignmentId);
    if (!held) continue;
    const days = newTicks(call, view, held, entry);
    if (Object.keys(days).length > 0)
      deliver.push(...((await recordFormFacts(call, view, [held], { days, grade: null })).deliver ?? []));
    if (entry.contactWay !== null && settings.contactWays.includes(entry.contactWay))
      await recordContact(call, view, held, entry.contactWay);
  }
  return deliver;
}

/** A contact of this day and way that is on record is the same one. */
async function recordContact(call: Call, view: UnitView, held: Held, way: string): Promise<void> {
  const { assignment, proposal } = held;
  const isKnown = view.facts.registrations.some(
    (one) =>
      one.assignmentId === assignment.id &&
      one.kind === 'contacted' &&
      one.on === call.today &&
      (one.details?.way ?? one.text) === way,
  );
  if (isKnown) return;
  const fact = {
    assignment,
    unitId: assignment.unitId,
    kind: 'contacted',
    on: call.today,
    subject: proposal.number,
    details: { way, phase: phaseOf(view, [held]) },
  };
  await record(call, [fact], 'contact');
}

/** Why what was ticked cannot have happened by today, as sentences (R50–R54). */
function tickFaults(
  call: Call,
  view: UnitView,
  assignmentId: string,
  entry: ReportDraftEntry,
): readonly string[] {
  const held = heldBy(view, assignmentId);
  if (!held) return [];
  const days = newTicks(call, view, held, entry);
  return faultSentences(formFaults(call, view, [held], { days, grade: null }));
}

/** What the form says happened to the 征询意见表 and is not on record yet, with today's date. A letter has none (R54). */
function newTicks(
  call: Call,
  { facts }: UnitView,
  held: Held,
  { ticks }: ReportDraftEntry,
): Partial<Record<FormKind, string>> {
  if (withForms(call, [held]).owed.length === 0) return {};
  const recorded = recordedKinds(facts)[held.assignment.id] ?? [];
  const isNew = (kind: string) => kind in call.office.notice.registrations && !recorded.includes(kind);
  return Object.fromEntries(
    FORM_TICKS.filter((kind) => ticks.includes(kind) && isNew(kind)).map((kind) => [kind, call.today]),
  );
}

function heldBy({ facts, unit }: UnitView, assignmentId: string): Held | undefined {
  return heldIn(facts, unit.id).find(({ assignment }) => assignment.id === assignmentId);
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
