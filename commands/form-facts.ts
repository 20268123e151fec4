import type { IsoDate } from '../src/domain/calendar.ts';
import type { Facts, Registration } from '../src/domain/facts.ts';
import {
  checkFormDays,
  FORM_BACK,
  FORM_KINDS,
  type FormDays,
  type FormKind,
  formDays,
  formOutlook,
  formTerms,
  gradeOf,
  isBack,
  whyNoForm,
  worstGrade,
} from '../src/domain/feedback-form.ts';
import type { Notice } from '../src/domain/notice.ts';
import { UserError } from '../src/errors.ts';
import { activeMembers } from '../src/store/members.ts';
import { revoke, standing } from '../src/store/registrations.ts';
import {
  type FormAfter,
  faultText,
  feedbackAnswer,
  GRADE_FIELD,
  stepName,
  unsatisfiedNotice,
} from '../templates/feedback-form.ts';
import { numbersText } from '../templates/wording.ts';
import type { Call, Outcome } from './call.ts';
import { type Fact, record } from './record.ts';
import type { Held } from './subject.ts';
import { peopleOf, tell } from './tell.ts';

/** What somebody says happened to feedback forms: the days of facts, and the member's grade. */
export interface FormEntry {
  days: Partial<Record<FormKind, IsoDate>>;
  /** One of the rule file's grades. */
  grade: string | null;
}

/** A fault of an entry for one proposal, and the field in which it stands. */
export interface FormFault {
  held: Held;
  field: FormKind | typeof GRADE_FIELD;
  text: string;
}

/**
 * R50–R54: puts facts about the forms of some proposals on record, all or none, and answers with what is still missing.
 * Letters and 会办 are left out and named. `refused` are sentences about what the caller left out.
 *
 * @throws UserError with every fault, or where no form is left to record anything about
 */
export async function recordFormFacts(
  call: Call,
  { facts }: { facts: Facts },
  held: readonly Held[],
  entry: FormEntry,
  refused: readonly string[] = [],
): Promise<Outcome> {
  const { notice } = call.office;
  const { owed, exempt } = withForms(call, held);
  const aside = [...exempt, ...refused];
  if (owed.length === 0) throw new UserError(aside.join('\n') || '没有需要登记征询意见表的提案。');
  const faults = formFaults(call, { facts }, owed, entry);
  if (faults.length > 0) throw new UserError(faultSentences(faults).join('\n'));

  const before = new Map(owed.map((one) => [one.assignment.id, recordedOf(facts, one)]));
  const fresh = [
    ...(await record(call, factsFrom(call, owed, entry, before), 'form')),
    ...(await amendGrades(call, owed, entry, before)),
  ];
  const stand = owed.map((held) => ({
    held,
    form: after(call, facts, held, fresh, before.get(held.assignment.id) ?? []),
  }));
  const unsatisfied = stand.filter(({ form }) => form.graded && form.grade === worstGrade(notice));
  const deliver: string[] = [];
  for (const one of unsatisfied) deliver.push(...(await tellUnsatisfied(call, facts, one.held, one.form)));
  return {
    say: feedbackAnswer({
      notice,
      forms: stand.map(({ form }) => form),
      refused: aside,
      unsatisfied: unsatisfied.map(({ form }) => form.proposal.number),
    }),
    deliver,
    recorded: fresh.length > 0,
    replan: fresh.length > 0,
    refresh: [...new Set(owed.map(({ assignment }) => assignment.unitId))].filter(
      (unitId) => unitId !== call.member.unitId,
    ),
  };
}

/** The proposals for which a form is owed, and a sentence for each reason why none is (R54). */
export function withForms(call: Call, held: readonly Held[]): { owed: Held[]; exempt: string[] } {
  const reasons = new Map<string, string[]>();
  const owed: Held[] = [];
  for (const one of held) {
    const why = whyNoForm(call.office.notice, one.assignment.role, one.proposal.kind);
    if (why === null) {
      owed.push(one);
      continue;
    }
    const reason = `${why.because}（${why.clause}）`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), one.proposal.number]);
  }
  return { owed, exempt: [...reasons].map(([reason, numbers]) => `${numbersText(numbers)}：${reason}。`) };
}

/** Everything that is wrong with an entry; nothing may be recorded while there is any. */
export function formFaults(
  call: Call,
  { facts }: { facts: Facts },
  held: readonly Held[],
  { days, grade }: FormEntry,
): FormFault[] {
  const { notice } = call.office;
  return held.flatMap((one) => {
    const recorded = recordedOf(facts, one);
    const known = formDays(recorded);
    const wrong = checkFormDays(known, days, { today: call.today, assignedOn: one.assignment.assignedOn });
    const faults = FORM_KINDS.flatMap((kind): FormFault[] => {
      const fault = wrong[kind];
      return fault ? [{ held: one, field: kind, text: faultText(fault) }] : [];
    });
    const text = gradeFault(notice, grade, gradeOf(notice, recorded), { ...known, ...days });
    return text === null ? faults : [...faults, { held: one, field: GRADE_FIELD, text }];
  });
}

/** The grade stands on a form that is back, and stands once; null where nothing is wrong. */
function gradeFault(
  { settings }: Notice,
  grade: string | null,
  given: string | null,
  days: FormDays,
): string | null {
  if (grade === null || grade === given) return null;
  if (given !== null) return `委员意见已登记为“${given}”，有误请先用“更正”`;
  if (FORM_BACK.every((kind) => days[kind] === undefined))
    return '表寄回或网上反馈后才能登记委员意见，请同时填日期';
  return settings.satisfactionGrades.includes(grade)
    ? null
    : `请选${settings.satisfactionGrades.join('、')}之一`;
}

/** 第12号寄出：不能早于…; what is wrong with several in the same way is said once. */
export function faultSentences(faults: readonly FormFault[]): string[] {
  const numbers = new Map<string, string[]>();
  for (const { held, field, text } of faults) {
    const what = field === GRADE_FIELD ? text : `${stepName(field)}：${text}`;
    numbers.set(what, [...(numbers.get(what) ?? []), held.proposal.number]);
  }
  return [...numbers].map(([what, same]) => `${numbersText([...new Set(same)])}${what}。`);
}

/** What is on record about a form, the reply it goes with included. */
export function recordedOf(facts: Facts, { assignment }: Held): Registration[] {
  return facts.registrations.filter((one) => one.assignmentId === assignment.id && one.dutyKey === null);
}

function factsFrom(
  call: Call,
  owed: readonly Held[],
  { days, grade }: FormEntry,
  before: ReadonlyMap<string, Registration[]>,
): Fact[] {
  return owed.flatMap(({ assignment, proposal }) => {
    const recorded = before.get(assignment.id) ?? [];
    const known = formDays(recorded);
    const isGraded = gradeOf(call.office.notice, recorded) !== null;
    return FORM_KINDS.flatMap((kind): Fact[] => {
      const on = days[kind];
      if (on === undefined || known[kind] !== undefined) return [];
      return [
        {
          assignment,
          unitId: assignment.unitId,
          kind,
          on,
          subject: proposal.number,
          ...(grade !== null && !isGraded && isBack(kind) && { details: { grade } }),
        },
      ];
    });
  });
}

/** A grade that becomes known after the form was ticked: the tick is taken back and put on record with it. */
async function amendGrades(
  call: Call,
  owed: readonly Held[],
  { days, grade }: FormEntry,
  before: ReadonlyMap<string, Registration[]>,
): Promise<Fact[]> {
  if (grade === null) return [];
  const amended: Fact[] = [];
  for (const { assignment, proposal } of owed) {
    const recorded = before.get(assignment.id) ?? [];
    const known = formDays(recorded);
    const brings = FORM_BACK.some((kind) => days[kind] !== undefined && known[kind] === undefined);
    const kind = FORM_BACK.find((one) => known[one] !== undefined);
    if (brings || kind === undefined || gradeOf(call.office.notice, recorded) !== null) continue;
    const rows = await standing(call.tx, call.office.id, { assignmentIds: [assignment.id], kinds: [kind] });
    const taken = await revoke(
      call.tx,
      call.office.id,
      rows.map((row) => row.id),
      { memberId: call.member.id, at: call.now, why: '补登委员意见' },
    );
    for (const row of taken) {
      const fact = {
        assignment,
        unitId: assignment.unitId,
        kind,
        on: row.on,
        subject: proposal.number,
        ...(row.text !== null && { text: row.text }),
        details: { ...row.details, grade },
      };
      amended.push(...(await record(call, [fact], 'grade-form')));
    }
  }
  return amended;
}

/** The form as it stands after what was put on record. */
function after(
  call: Call,
  facts: Facts,
  { assignment, proposal }: Held,
  fresh: readonly Fact[],
  recorded: readonly Registration[],
): FormAfter {
  const { notice, calendar } = call.office;
  const own = fresh.filter((fact) => fact.assignment?.id === assignment.id);
  const known = formDays(recorded);
  const all = formDays(own);
  const days: FormDays = { ...known, ...all };
  const given = own.find((fact) => fact.details?.grade !== undefined)?.details?.grade;
  const terms = formTerms(notice);
  const isOfUnit = call.member.unitId === assignment.unitId;
  return {
    proposal,
    unit: isOfUnit ? null : (facts.units.find((one) => one.id === assignment.unitId)?.name ?? null),
    fresh: Object.fromEntries(Object.entries(all).filter(([kind]) => !(kind in known))),
    days,
    grade: given ?? gradeOf(notice, recorded),
    graded: given !== undefined,
    outlook: terms ? formOutlook(days, terms, calendar, call.today, proposal) : null,
  };
}

/** 需要重新办理: to the desk, the managers and the unit at once, once a form; whoever records it knows already. */
async function tellUnsatisfied(
  call: Call,
  facts: Facts,
  { assignment, proposal }: Held,
  { days }: FormAfter,
): Promise<string[]> {
  const { notice } = call.office;
  const people = [
    ...(await activeMembers(call.tx, call.office.id, ['desk', 'manager'])),
    ...(assignment.unitId === call.member.unitId ? [] : await peopleOf(call, assignment.unitId)),
  ];
  const unit = facts.units.find((one) => one.id === assignment.unitId)?.name ?? '';
  const on = FORM_BACK.flatMap((kind) => days[kind] ?? []).sort()[0] ?? call.today;
  return tell(
    call,
    people.filter(({ id }) => id !== call.member.id),
    `unsatisfied/${assignment.id}`,
    unsatisfiedNotice({ notice, unit, proposal, on, grade: worstGrade(notice) }),
  );
}
