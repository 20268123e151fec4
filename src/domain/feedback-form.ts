import { addDays, type Calendar, type IsoDate } from './calendar.ts';
import type { Facts, Proposal, Registration } from './facts.ts';
import { indexFacts } from './facts-index.ts';
import type { Notice } from './notice.ts';

/** 征询意见表 (R50–R54): the facts of one form, in the order in which it travels. */
export const FORM_KINDS = [
  'form-sent',
  'form-received',
  'form-back-unit',
  'form-back-desk',
  'form-back-online',
] as const;
export type FormKind = (typeof FORM_KINDS)[number];

/** The three returns that finish it (R51). */
export const FORM_BACK = ['form-back-unit', 'form-back-desk', 'form-back-online'] as const;

export function isFormKind(kind: string): kind is FormKind {
  return FORM_KINDS.some((one) => one === kind);
}

export function isBack(kind: string): boolean {
  return FORM_BACK.some((one) => one === kind);
}

/** The days on which things happened to one form, and the reply that it goes with. */
export type FormDays = Partial<Record<FormKind | 'reply-delivered', IsoDate>>;

/** What the rule file says about its return: the member's days, the target (R52) and the last date (R53). */
export interface FormTerms {
  days: number;
  counted: 'calendar' | 'working';
  target: IsoDate;
  latest: IsoDate;
}

/** Null for a notice that asks for no form. */
export function formTerms({ duties, settings }: Notice): FormTerms | null {
  for (const { due, doneWhen } of duties) {
    if ('registered' in doneWhen && doneWhen.registered.some(isBack) && due.at === 'date')
      return { ...settings.feedbackForm, target: due.date, latest: due.latest ?? due.date };
  }
  return null;
}

/** The last day of the member's time (R51): received on 09-10, 20 calendar days end on 09-30. */
export function backBy(terms: FormTerms, calendar: Calendar, receivedOn: IsoDate): IsoDate {
  return terms.counted === 'working'
    ? calendar.after(receivedOn, terms.days)
    : addDays(receivedOn, terms.days);
}

/** The last day on which the member can receive it, so that their time still ends by a date. */
export function receiveBy(terms: FormTerms, calendar: Calendar, last: IsoDate): IsoDate {
  return terms.counted === 'working' ? calendar.before(last, terms.days) : addDays(last, -terms.days);
}

/** Where a form is that nobody has got back, and whether the member's days still fit (R51–R53). */
export interface FormOutlook {
  step: 'to-send' | 'on-its-way' | 'with-member';
  /** When the member's days end; where the receipt is not on record, if the form arrived today. */
  until: IsoDate;
  /** The date of the notice that this misses: the target, or the last date. */
  misses: IsoDate | null;
  /** Few days are left in which it can arrive in time for the last date: the day by which it must. */
  hurry: IsoDate | null;
}

/** Days before the last day of receipt from which a form that has not arrived is pressing. */
const HURRY_DAYS = 10;

/**
 * Null once any part of it has come back. A hard proposal may be answered after the target (R22), and a target that has
 * passed warns nobody any more: what counts then is the last date.
 */
export function formOutlook(
  days: FormDays,
  terms: FormTerms,
  calendar: Calendar,
  today: IsoDate,
  { hard }: Pick<Proposal, 'hard'>,
): FormOutlook | null {
  if (FORM_BACK.some((kind) => days[kind] !== undefined)) return null;
  const received = days['form-received'];
  const step = received ? 'with-member' : days['form-sent'] ? 'on-its-way' : 'to-send';
  const until = backBy(terms, calendar, received ?? today);
  const { target, latest } = terms;
  const counts = hard || today > target ? latest : target;
  const misses = until > latest ? latest : until > counts ? counts : null;
  const arrival = receiveBy(terms, calendar, latest);
  const pressing =
    step !== 'with-member' && misses === null && counts === latest && today > addDays(arrival, -HURRY_DAYS);
  return { step, until, misses, hurry: pressing ? arrival : null };
}

/** The outlook of every form that is owed and not back, by assignment id; letters and 会办 have none (R54). */
export function formOutlooks(
  notice: Notice,
  facts: Facts,
  calendar: Calendar,
  today: IsoDate,
): Map<string, FormOutlook> {
  const outlooks = new Map<string, FormOutlook>();
  const terms = formTerms(notice);
  if (!terms) return outlooks;
  const { proposals, byAssignment } = indexFacts(facts);
  for (const { id, proposalId, role, endedOn } of facts.assignments) {
    const proposal = proposals.get(proposalId);
    if (!proposal || endedOn !== null || whyNoForm(notice, role, proposal.kind) !== null) continue;
    const days = formDays([...(byAssignment.get(id)?.values() ?? [])]);
    const outlook = formOutlook(days, terms, calendar, today, proposal);
    if (outlook) outlooks.set(id, outlook);
  }
  return outlooks;
}

/** The days of a form among the facts of its assignment. */
export function formDays(recorded: readonly Pick<Registration, 'kind' | 'on'>[]): FormDays {
  const days: FormDays = {};
  for (const { kind, on } of recorded) {
    if (isFormKind(kind) || kind === 'reply-delivered') days[kind] = on;
  }
  return days;
}

/** Why no form is sent, with the notice's clause: a letter (R54), or a unit that only assists. Null where one is. */
export function whyNoForm(
  notice: Notice,
  role: Facts['assignments'][number]['role'],
  kind: Proposal['kind'],
): { because: string; clause: string } | null {
  const rule = notice.duties.find(
    ({ doneWhen }) => 'registered' in doneWhen && doneWhen.registered.includes('form-sent'),
  );
  if (!rule) return { because: '通知没有要求寄送征询意见表', clause: '' };
  const exemption = rule.exempt.find((one) => (one.role ?? role) === role && (one.kind ?? kind) === kind);
  if (exemption) return { because: exemption.because, clause: rule.clause };
  if (rule.roles && !rule.roles.includes(role))
    return { because: '会办单位不寄送征询意见表，由答复委员的单位寄送', clause: rule.clause };
  return null;
}

/** What is wrong with a day that somebody typed. */
export type DayFault =
  | { why: 'future' }
  | { why: 'before-assignment'; limit: IsoDate }
  /** The fact is on record with another day. */
  | { why: 'recorded'; limit: IsoDate }
  | { why: 'too-early' | 'too-late'; than: FormKind | 'reply-delivered'; limit: IsoDate };

/** What cannot happen before what (R50, R51). Feedback online does not wait for the paper. */
const ORDER: readonly (readonly [FormKind, FormKind])[] = [
  ['form-sent', 'form-received'],
  ['form-sent', 'form-back-unit'],
  ['form-sent', 'form-back-desk'],
  ['form-sent', 'form-back-online'],
  ['form-received', 'form-back-unit'],
  ['form-received', 'form-back-desk'],
];

/**
 * What is wrong with typed days, against what is on record and each other. A fact that others presuppose may be missing:
 * it is asked for, not a fault.
 */
export function checkFormDays(
  known: FormDays,
  typed: Partial<Record<FormKind, IsoDate>>,
  { today, assignedOn }: { today: IsoDate; assignedOn: IsoDate },
): Partial<Record<FormKind, DayFault>> {
  const faults: Partial<Record<FormKind, DayFault>> = {};
  const days: FormDays = { ...known, ...typed };
  for (const kind of FORM_KINDS) {
    const on = typed[kind];
    const recorded = known[kind];
    if (on === undefined || on === recorded) continue;
    if (on > today) faults[kind] = { why: 'future' };
    else if (recorded !== undefined) faults[kind] = { why: 'recorded', limit: recorded };
    else if (on < assignedOn) faults[kind] = { why: 'before-assignment', limit: assignedOn };
  }
  for (const [first, second] of ORDER) {
    const [earlier, later] = [days[first], days[second]];
    if (earlier === undefined || later === undefined || earlier <= later) continue;
    if (isNew(second)) faults[second] ??= { why: 'too-early', than: first, limit: earlier };
    else if (isNew(first)) faults[first] ??= { why: 'too-late', than: second, limit: later };
  }
  // A form that went out with a reply that was sent back since stays sent: only its sending is held against the reply.
  const reply = days['reply-delivered'];
  for (const kind of days['form-sent'] === undefined ? FORM_KINDS : (['form-sent'] as const)) {
    const on = typed[kind];
    if (on !== undefined && reply !== undefined && on < reply && isNew(kind))
      faults[kind] ??= { why: 'too-early', than: 'reply-delivered', limit: reply };
  }
  return faults;

  function isNew(kind: FormKind): boolean {
    return typed[kind] !== undefined && typed[kind] !== known[kind];
  }
}

/** The grade that means 不满意: the rule file lists grades from best to worst. */
export function worstGrade({ settings }: Notice): string {
  return settings.satisfactionGrades.at(-1) ?? '';
}

/** The member's grade among the facts of an assignment: the worst, where the returns differ. */
export function gradeOf(notice: Notice, recorded: readonly Registration[]): string | null {
  const given = recorded.flatMap(({ kind, details }) => (isBack(kind) ? (details?.grade ?? []) : []));
  return notice.settings.satisfactionGrades.findLast((grade) => given.includes(grade)) ?? null;
}
