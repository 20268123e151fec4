import { addDays, type IsoDate } from './calendar.ts';
import { dueDates, openingDate } from './duty-dates.ts';
import type { Assignment, Facts, Member, Proposal, ReturnRequest, Role, Unit } from './facts.ts';
import { type FactsIndex, indexFacts, type Recorded } from './facts-index.ts';
import { type DutyRule, type Notice, rolesOf } from './notice.ts';

export { groupBy } from './group-by.ts';

export type DutyState = 'waiting' | 'open' | 'done' | 'exempt';

/** 事项: what a unit, a liaison or the desk owes: rule × assignment (× period). Derived from facts, never stored. */
export interface Duty {
  /** Stable over time: the same debt has the same key on every derivation. */
  key: string;
  rule: DutyRule;
  unitId: string | null;
  /** The one person who owes it, where it is personal (join-group). */
  memberId: string | null;
  assignment: Assignment | null;
  proposal: Proposal | null;
  role: Role | null;
  /** 'YYYY-MM' of a monthly duty. */
  period: string | null;
  opens: IsoDate;
  /** The notice's date. It never moves, whatever day of the week it is. */
  due: IsoDate | null;
  /** The last date (最迟), where `due` is only the target. */
  latest: IsoDate | null;
  state: DutyState;
  doneOn: IsoDate | null;
  /** Why nothing is owed (exempt), or why the ladder stands still (open, explained). */
  because: string | null;
  paused: boolean;
  /** Registration names still missing, of those that close the duty. */
  missing: readonly string[];
}

/**
 * All duties of the notice as of a date: open ones, done ones, exempt ones with the reason, and those that wait
 * for a later opening date. Duties that a fact has not called into being yet (a form not sent) are left out.
 */
export function deriveDuties(notice: Notice, facts: Facts, asOf: IsoDate): Duty[] {
  const scope: Scope = { notice, index: indexFacts(facts), asOf, duties: [] };
  for (const rule of notice.duties) {
    switch (rule.per) {
      case 'assignment':
        for (const assignment of facts.assignments) ofAssignment(scope, rule, assignment);
        break;
      case 'unit':
        for (const unit of facts.units) ofUnit(scope, rule, unit);
        break;
      case 'member':
        for (const member of facts.members) ofMember(scope, rule, member);
        break;
      case 'request':
        for (const request of facts.returnRequests) ofRequest(scope, rule, request);
        break;
    }
  }
  return scope.duties;
}

/** The date that counts today: the target until it has passed, then the last date. */
export function deadline(duty: Duty, asOf: IsoDate): IsoDate | null {
  return duty.due !== null && duty.latest !== null && asOf > duty.due ? duty.latest : duty.due;
}

/** “X日前” with X included: overdue from the next 00:00 of the office's zone; the setting can exclude X. */
export function isOverdue(duty: Duty, asOf: IsoDate, settings: Notice['settings']): boolean {
  const last = duty.latest ?? duty.due;
  return duty.state === 'open' && !duty.rule.optional && last !== null && isPast(last, asOf, settings);
}

/** Whether “X日前” has run out on a day. */
export function isPast(date: IsoDate, asOf: IsoDate, settings: Notice['settings']): boolean {
  return settings.dueDayIncluded ? asOf > date : asOf >= date;
}

/** One derivation: what it looks at, and the list it fills. */
interface Scope {
  notice: Notice;
  index: FactsIndex;
  asOf: IsoDate;
  duties: Duty[];
}

function ofAssignment(scope: Scope, rule: DutyRule, assignment: Assignment): void {
  const { notice, index, asOf, duties } = scope;
  const proposal = index.proposals.get(assignment.proposalId);
  if (!proposal || (rule.round !== undefined && (rule.round === 'second') !== assignment.reassigned)) return;
  const because = exemption(rule, assignment, proposal);
  if (because !== null) {
    const key = `${rule.id}/${assignment.id}`;
    const due = rule.due.at === 'date' ? rule.due.date : null;
    const opens = assignment.assignedOn;
    duties.push(duty({ rule, key, assignment, proposal, opens, due, state: 'exempt', because }));
    return;
  }
  if (!rolesOf(rule).includes(assignment.role)) return;
  const recorded = index.byAssignment.get(assignment.id) ?? NOTHING;
  if (notice.settings.signingOpensDuties && !isSigningRule(rule) && !recorded.has('signed')) return;
  if (rule.due.at === 'month-day') {
    monthly(scope, rule, rule.due, assignment, proposal, recorded);
    return;
  }

  const opens = openingDate(rule, assignment, recorded);
  const dates = opens === null ? null : dueDates(notice, rule, assignment, proposal, recorded, opens);
  if (opens === null || dates === null) return;
  const { due, latest } = dates;
  const key = `${rule.id}/${assignment.id}${rule.due.at === 'promise' ? `/${due}` : ''}`;
  const shared = { rule, key, assignment, proposal, opens, due, latest };
  if (assignment.endedOn !== null) {
    duties.push(duty({ ...shared, state: 'exempt', because: GIVEN_UP }));
    return;
  }
  const wanted = 'registered' in rule.doneWhen ? rule.doneWhen.registered : [];
  const missing = missingOf(rule, wanted, recorded);
  const request = 'requestClosed' in rule.doneWhen ? index.requests.get(assignment.id) : undefined;
  const done = wanted.length > 0 ? missing.length === 0 : request?.open === false;
  if (rule.optional && !done && !request && due !== null && isPast(due, asOf, notice.settings)) {
    duties.push(duty({ ...shared, state: 'exempt', because: '已过申请期限' }));
    return;
  }
  const pause = done ? null : request?.open ? '已申请，等待研究' : pauseOf(scope, rule, key, recorded);
  const made = duty({ ...shared, missing, state: done ? 'done' : opens > asOf ? 'waiting' : 'open' });
  made.doneOn = done && wanted.length > 0 ? lastOf(wanted, recorded) : null;
  made.paused = pause !== null;
  made.because = pause;
  duties.push(made);
}

const GIVEN_UP = '已不再承办';

function exemption(rule: DutyRule, assignment: Assignment, proposal: Proposal): string | null {
  for (const { role, kind, because } of rule.exempt) {
    if ((role ?? assignment.role) === assignment.role && (kind ?? proposal.kind) === proposal.kind)
      return because;
  }
  return null;
}

/** A phased reply opens the next one: what was on record before the promise does not fulfil it. */
function missingOf(rule: DutyRule, wanted: readonly string[], recorded: Recorded): readonly string[] {
  if (recorded.size === 0) return wanted;
  const promise = rule.due.at === 'promise' ? recorded.get(rule.due.kind) : undefined;
  return promise
    ? wanted.filter((kind) => (recorded.get(kind)?.on ?? '') < promise.on)
    : wanted.filter((kind) => !recorded.has(kind));
}

/** Why the ladder stands still, or null. */
function pauseOf({ notice, index }: Scope, rule: DutyRule, key: string, recorded: Recorded): string | null {
  const kind = rule.pausedBy.find((one) => recorded.has(one));
  const fact = (kind === undefined ? undefined : recorded.get(kind)) ?? index.explained.get(key);
  return fact ? (fact.text ?? notice.registrations[fact.kind] ?? fact.kind) : null;
}

/** One duty a month, from the first period that leaves enough days until the forms are back (R40, R41). */
function monthly(
  { notice, index, asOf, duties }: Scope,
  rule: DutyRule,
  { day, firstAfterDays }: Extract<DutyRule['due'], { at: 'month-day' }>,
  assignment: Assignment,
  proposal: Proposal,
  recorded: Recorded,
): void {
  const ended = endOfPeriods(rule, proposal, assignment, recorded);
  const earliestDue = addDays(assignment.assignedOn, firstAfterDays);
  const lastPeriod = (asOf < notice.closes ? asOf : notice.closes).slice(0, 7);
  for (let period = assignment.assignedOn.slice(0, 7); period <= lastPeriod; period = nextPeriod(period)) {
    const due = `${period}-${String(day).padStart(2, '0')}`;
    if (due < earliestDue) continue;
    const key = `${rule.id}/${assignment.id}/${period}`;
    const first = `${period}-01`;
    const opens = first > assignment.assignedOn ? first : assignment.assignedOn;
    const shared = { rule, key, assignment, proposal, period, opens, due };
    const entry = index.reports.get(`${assignment.id}/${period}`);
    if (entry) {
      duties.push(duty({ ...shared, state: 'done', doneOn: entry.submittedOn }));
      continue;
    }
    // Who has given the proposal up owes no earlier month either; collected forms only end the months to come.
    if (ended !== null && (assignment.endedOn !== null || ended.on <= due)) {
      duties.push(duty({ ...shared, state: 'exempt', because: ended.because }));
      if (ended.on <= due) break;
      continue;
    }
    const explained = index.explained.get(key);
    const state = opens > asOf ? 'waiting' : 'open';
    duties.push(
      duty({ ...shared, state, paused: explained !== undefined, because: explained?.text ?? null }),
    );
  }
}

function endOfPeriods(
  rule: DutyRule,
  proposal: Proposal,
  assignment: Assignment,
  recorded: Recorded,
): { on: IsoDate; because: string } | null {
  if (assignment.endedOn !== null) return { on: assignment.endedOn, because: GIVEN_UP };
  const closing = rule.endsWhen?.[proposal.kind] ?? [];
  if (closing.length === 0 || closing.some((kind) => !recorded.has(kind))) return null;
  const because = proposal.kind === 'letter' ? '信函已答复' : '征询意见表已全部收回';
  return { on: lastOf(closing, recorded), because };
}

function ofUnit({ index, asOf, duties }: Scope, rule: DutyRule, unit: Unit): void {
  const { roles, opens, due } = rule;
  const holds =
    roles === undefined ||
    index.assignmentsByUnit.get(unit.id)?.some((one) => one.endedOn === null && roles.includes(one.role));
  if (!holds || opens.at !== 'date') return;
  const key = `${rule.id}/${unit.id}`;
  const recorded = index.byUnit.get(unit.id) ?? NOTHING;
  const wanted = 'registered' in rule.doneWhen ? rule.doneWhen.registered : [];
  const missing = wanted.filter((kind) => !recorded.has(kind));
  const done =
    'profileComplete' in rule.doneWhen
      ? Boolean(unit.phone && unit.functions && unit.address)
      : wanted.length > 0 && missing.length === 0;
  const explained = done ? undefined : index.explained.get(key);
  duties.push(
    duty({
      rule,
      key,
      unitId: unit.id,
      opens: opens.date,
      due: due.at === 'date' ? due.date : null,
      missing,
      state: done ? 'done' : opens.date > asOf ? 'waiting' : 'open',
      doneOn: done && wanted.length > 0 ? lastOf(wanted, recorded) : null,
      paused: explained !== undefined,
      because: explained?.text ?? null,
    }),
  );
}

function ofMember({ index, asOf, duties }: Scope, rule: DutyRule, member: Member): void {
  const { opens, due } = rule;
  if (member.role !== 'liaison' || opens.at !== 'date' || due.at !== 'date') return;
  const key = `${rule.id}/${member.id}`;
  const explained = member.joinedGroup ? undefined : index.explained.get(key);
  duties.push(
    duty({
      rule,
      key,
      unitId: member.unitId,
      memberId: member.id,
      opens: opens.date,
      due: due.date,
      state: member.joinedGroup ? 'done' : opens.date > asOf ? 'waiting' : 'open',
      paused: explained !== undefined,
      because: explained?.text ?? null,
    }),
  );
}

/** The desk's own: work through each return request and finish the reassignment (R09, R10). */
function ofRequest({ index, asOf, duties }: Scope, rule: DutyRule, request: ReturnRequest): void {
  const assignment = index.assignments.get(request.assignmentId);
  const proposal = assignment && index.proposals.get(assignment.proposalId);
  if (!assignment || !proposal || rule.opens.at !== 'date' || rule.due.at !== 'date') return;
  const opens = latestOf([request.requestedOn, rule.opens.date]);
  const key = `${rule.id}/${request.id}`;
  const state = !request.open ? 'done' : opens > asOf ? 'waiting' : 'open';
  duties.push(duty({ rule, key, unitId: null, assignment, proposal, opens, due: rule.due.date, state }));
}

const NOTHING: Recorded = new Map();
const NONE: readonly string[] = [];

function isSigningRule(rule: DutyRule): boolean {
  return 'registered' in rule.doneWhen && rule.doneWhen.registered.includes('signed');
}

/** A duty of the assignment's unit, unless `unitId` says otherwise. Every field is named: thousands are made a day. */
function duty(given: Pick<Duty, 'key' | 'rule' | 'opens' | 'state'> & Partial<Duty>): Duty {
  const { assignment = null } = given;
  return {
    key: given.key,
    rule: given.rule,
    unitId: given.unitId === undefined ? (assignment?.unitId ?? null) : given.unitId,
    memberId: given.memberId ?? null,
    assignment,
    proposal: given.proposal ?? null,
    role: assignment?.role ?? null,
    period: given.period ?? null,
    opens: given.opens,
    due: given.due ?? null,
    latest: given.latest ?? null,
    state: given.state,
    doneOn: given.doneOn ?? null,
    because: given.because ?? null,
    paused: given.paused ?? false,
    missing: given.missing ?? NONE,
  };
}

/** The day on which the last of several facts happened; all are on record. */
function lastOf(kinds: readonly string[], recorded: Recorded): IsoDate {
  return latestOf(kinds.map((kind) => recorded.get(kind)?.on ?? ''));
}

function latestOf(dates: readonly IsoDate[]): IsoDate {
  return [...dates].sort().at(-1) ?? '';
}

function nextPeriod(period: string): string {
  const [year, month] = period.split('-').map(Number);
  return month === 12 ? `${(year ?? 0) + 1}-01` : `${year}-${String((month ?? 0) + 1).padStart(2, '0')}`;
}
