import type { ActOf } from './act-list.ts';
import { ActError, heldBy, oneOf, proposalOf, unitOf } from './act-subject.ts';
import { deriveDuties } from './duty.ts';
import type { Assignment, Facts, Proposal, Registration, RegistrationDetails } from './facts.ts';
import { isBack, isFormKind } from './feedback-form.ts';
import { readFileNumber } from './file-number.ts';
import { type DutyRule, type Notice, rolesOf } from './notice.ts';

/** 登记 of one or several kinds about the same proposals, each once unless it may come again. */
export function register(notice: Notice, facts: Facts, act: ActOf<'register'>): Facts {
  return act.kind.reduce((current, kind) => registerOne(notice, current, act, kind), facts);
}

function registerOne(notice: Notice, facts: Facts, act: ActOf<'register'>, kind: string): Facts {
  const unit = unitOf(facts, act.unit);
  if (!Object.hasOwn(notice.registrations, kind))
    throw new ActError('kind', kind, oneOf('规则文件列出的登记', kind, Object.keys(notice.registrations)));
  if (kind === 'sent-back') throw new ActError('kind', kind, '请写 act: send-back');
  const on = act.on ?? act.date;
  if (on > act.date) throw new ActError('on', on, `不能晚于登记的日期 ${act.date}`);
  const rules = notice.duties.filter((rule) => uses(rule, kind));
  const promise = rules.some((rule) => rule.due.at === 'promise' && rule.due.kind === kind);
  if (promise && !act.promised) throw new ActError('promised', act.promised, '应为承诺下次答复的日期');
  if (act.promised !== undefined && act.promised <= on)
    throw new ActError('promised', act.promised, `应晚于 ${on}`);
  const shared = {
    kind,
    on,
    dutyKey: null,
    promisedOn: act.promised ?? null,
    text: act.text ?? null,
    details: detailsOf(notice.settings, act, kind),
  };

  if (rules.some((rule) => rule.per === 'unit')) {
    const known = facts.registrations.some((one) => one.unitId === unit.id && one.kind === kind);
    return known ? facts : record(facts, [{ ...shared, assignmentId: null, unitId: unit.id }]);
  }
  const held = heldBy(facts, unit, act.proposals, (assignment, proposal) => {
    const isMeant =
      rules.some((rule) => concerns(rule, assignment, proposal)) &&
      (act.proposals !== 'all' || mayTravel(facts, assignment, kind));
    return isMeant ? null : `应为要登记“${notice.registrations[kind]}”的案号`;
  });
  const early = held.find((assignment) => on < assignment.assignedOn);
  if (early) throw new ActError('on', on, `不能早于交办日期 ${early.assignedOn}`);
  const fresh = held.filter(
    (assignment) =>
      REPEATABLE.includes(kind) ||
      !facts.registrations.some((one) => one.assignmentId === assignment.id && one.kind === kind),
  );
  return record(
    facts,
    fresh.map((assignment) => ({ ...shared, assignmentId: assignment.id, unitId: unit.id })),
  );
}

/** Where all of a unit's forms are meant: those that can have come so far. */
function mayTravel({ registrations }: Facts, { id }: Assignment, kind: string): boolean {
  if (!isFormKind(kind)) return true;
  const before = kind === 'form-sent' ? 'reply-delivered' : 'form-sent';
  return registrations.some((one) => one.assignmentId === id && one.kind === before);
}

/** What the kind carries besides its day, in the words of the rule file. */
function detailsOf(settings: Notice['settings'], act: ActOf<'register'>, kind: string): RegistrationDetails {
  const { way, phase, category, number, grade } = act;
  const among = (field: string, value: string | undefined, known: readonly string[]) => {
    if (value !== undefined && !known.includes(value))
      throw new ActError(field, value, `应为 ${known.join('、')} 之一`);
  };
  among('way', way, settings.contactWays);
  among(
    'category',
    category,
    settings.replyCategories.map(({ code }) => code),
  );
  among('grade', grade, settings.satisfactionGrades);
  const fileNumber = number === undefined ? undefined : readFileNumber(number, settings.fileNumber);
  if (fileNumber === null)
    throw new ActError('number', number, `应为文号，如 ${settings.fileNumber.example}`);
  if (isFormKind(kind)) return isBack(kind) && grade !== undefined ? { grade } : {};
  return {
    ...(way !== undefined && { way }),
    ...(phase !== undefined && { phase }),
    ...(category !== undefined && { category }),
    ...(fileNumber !== undefined && { fileNumber }),
  };
}

/** Contacts and phased replies happen more than once; everything else is recorded once. */
const REPEATABLE = ['contacted', 'reply-phased'];

/** 退回: what stands is taken back, and asked for anew by the date that the desk sets (R33). */
export function sendBack(facts: Facts, act: ActOf<'send-back'>): Facts {
  const unit = unitOf(facts, act.unit);
  const { until, text, date: on } = act;
  if (until <= on) throw new ActError('until', until, `应晚于 ${on}`);
  const gone = new Set(facts.assignments.filter(({ endedOn }) => endedOn !== null).map(({ id }) => id));
  const meant =
    act.proposals === 'all'
      ? null
      : new Set(heldBy(facts, unit, act.proposals, () => null).map((one) => one.id));
  const taken = facts.registrations.filter(
    ({ kind, unitId, assignmentId }) =>
      act.kind.some((one) => one === kind) &&
      unitId === unit.id &&
      (assignmentId === null
        ? meant === null
        : (meant?.has(assignmentId) ?? true) && !gone.has(assignmentId)),
  );
  if (taken.length === 0) throw new ActError('kind', act.kind, `应为${unit.name}已经登记的材料`);
  const left = { ...facts, registrations: facts.registrations.filter((one) => !taken.includes(one)) };
  return record(
    left,
    [...new Set(taken.map(({ assignmentId }) => assignmentId))].map((assignmentId) => ({
      assignmentId,
      unitId: unit.id,
      kind: 'sent-back',
      on,
      dutyKey: null,
      promisedOn: until,
      text,
    })),
  );
}

/** 月报 for what is owed in its month: nothing for what only assists, nor after the forms are back (R40, R41). */
export function report(notice: Notice, facts: Facts, act: ActOf<'report'>): Facts {
  const unit = unitOf(facts, act.unit);
  const period = act.period ?? act.date.slice(0, 7);
  const own = {
    ...facts,
    assignments: facts.assignments.filter((one) => one.unitId === unit.id),
    members: [],
  };
  const duties = deriveDuties(notice, own, act.date).filter(({ rule }) => 'reported' in rule.doneWhen);
  const held = heldBy(facts, unit, act.proposals, ({ id }) => {
    const ofHeld = duties.filter(({ assignment }) => assignment?.id === id);
    const ofPeriod = ofHeld.find((duty) => duty.period === period);
    if (ofPeriod && ofPeriod.state !== 'exempt') return null;
    return (
      ofPeriod?.because ?? ofHeld.find(({ state }) => state === 'exempt')?.because ?? `${period}无需月报`
    );
  });
  const entries = held
    .filter(({ id }) => !facts.reportEntries.some((one) => one.assignmentId === id && one.period === period))
    .map(({ id }) => ({ assignmentId: id, period, submittedOn: act.date }));
  return { ...facts, reportEntries: [...facts.reportEntries, ...entries] };
}

/** 复杂件 (R22). */
export function hard(facts: Facts, act: ActOf<'hard'>): Facts {
  const marked = act.proposals.map((number) => proposalOf(facts, 'proposals', number));
  return {
    ...facts,
    proposals: facts.proposals.map((one) => (marked.includes(one) ? { ...one, hard: act.hard } : one)),
  };
}

function record(facts: Facts, registrations: readonly Registration[]): Facts {
  return { ...facts, registrations: [...facts.registrations, ...registrations] };
}

/** Whether recording the kind means anything to the rule. */
function uses(rule: DutyRule, kind: string): boolean {
  const { doneWhen, pausedBy, waivedBy, opens, due, endsWhen } = rule;
  return (
    ('registered' in doneWhen && doneWhen.registered.includes(kind)) ||
    pausedBy.includes(kind) ||
    waivedBy.includes(kind) ||
    (opens.at === 'registration' && (opens.kind === kind || opens.orAfter?.kind === kind)) ||
    (due.at === 'promise' && due.kind === kind) ||
    (endsWhen !== undefined && [...endsWhen.proposal, ...endsWhen.letter].includes(kind))
  );
}

function concerns(rule: DutyRule, assignment: Assignment, proposal: Proposal): boolean {
  return (
    rule.per === 'assignment' &&
    rolesOf(rule).includes(assignment.role) &&
    !exemptionOf(rule, assignment, proposal)
  );
}

function exemptionOf(rule: DutyRule, assignment: Assignment, { kind }: Proposal) {
  return rule.exempt.find(
    (one) =>
      (one.role === undefined || one.role === assignment.role) &&
      (one.kind === undefined || one.kind === kind),
  );
}
