import { addDays, type IsoDate } from './calendar.ts';
import { dueDates, openingDate } from './duty-dates.ts';
import type {
  Assignment,
  Facts,
  Member,
  Proposal,
  Registration,
  ReturnRequest,
  Role,
  Unit,
} from './facts.ts';
import { type FactsIndex, indexFacts, type Recorded } from './facts-index.ts';
import { type DutyRule, type Notice, rolesOf } from './notice.ts';
import { lacksOfProfile } from './profile.ts';

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
  /** What the unit's profile lacks, by name, where the duty is to complete it (R31). */
  lacks: readonly string[];
}

/**
 * All duties of the notice as of a date: open ones, done ones, exempt ones with the reason, and those that wait
 * for a later opening date. Duties that a fact has not called into being yet (a form not sent) are left out.
 */
export function deriveDuties(notice: Notice, facts: Facts, asOf: IsoDate): Duty[] {
  const index = indexFacts(facts);
  const held = heldFrom(facts, index);
  const scope: Scope = { notice, index, asOf, duties: [] };
  for (const rule of notice.duties) {
    switch (rule.per) {
      case 'assignment':
        for (const one of held) ofAssignment(scope, rule, one);
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

/** An assignment with what every rule asks about it. */
interface Held {
  assignment: Assignment;
  proposal: Proposal;
  recorded: Recorded;
}

function heldFrom(facts: Facts, index: FactsIndex): Held[] {
  const held: Held[] = [];
  for (const assignment of facts.assignments) {
    const proposal = index.proposals.get(assignment.proposalId);
    const recorded = index.byAssignment.get(assignment.id) ?? NOTHING;
    if (proposal) held.push({ assignment, proposal, recorded });
  }
  return held;
}

function ofAssignment(scope: Scope, rule: DutyRule, held: Held): void {
  const { notice, index, asOf, duties } = scope;
  const { assignment, proposal, recorded } = held;
  if (rule.round !== undefined && (rule.round === 'second') !== assignment.reassigned) return;
  const exemption = exemptionOf(rule, held);
  if (exemption !== null) {
    const made = dutyOf(rule, held, `${rule.id}/${assignment.id}`, assignment.assignedOn);
    made.due = rule.due.at === 'date' ? rule.due.date : null;
    duties.push(exempt(made, exemption));
    return;
  }
  if (!rolesOf(rule).includes(assignment.role)) return;
  if (notice.settings.signingOpensDuties && !isSigningRule(rule) && !recorded.has('signed')) return;
  if (rule.due.at === 'month-day') {
    monthly(scope, rule, rule.due, held);
    return;
  }

  const opens = openingDate(rule, assignment, recorded);
  const dates = opens === null ? null : dueDates(notice, rule, assignment, proposal, recorded, opens);
  if (opens === null || dates === null) return;
  const { due, latest } = dates;
  const key = `${rule.id}/${assignment.id}${rule.due.at === 'promise' ? `/${due}` : ''}`;
  const made = dutyOf(rule, held, key, opens);
  made.due = due;
  made.latest = latest;
  duties.push(made);
  if (assignment.endedOn !== null) {
    exempt(made, GIVEN_UP);
    return;
  }
  const wanted = 'registered' in rule.doneWhen ? rule.doneWhen.registered : NONE;
  const request = 'requestClosed' in rule.doneWhen ? index.requests.get(assignment.id) : undefined;
  made.missing = missingOf(rule, wanted, recorded);
  if (wanted.length > 0 ? made.missing.length === 0 : request?.open === false) {
    made.state = 'done';
    made.doneOn = wanted.length > 0 ? lastOf(wanted, recorded) : null;
    return;
  }
  const waiver = rule.waivedBy.find((one) => recorded.has(one));
  if (waiver !== undefined) {
    exempt(made, reasonOf(notice, recorded.get(waiver), waiver));
    return;
  }
  if (rule.optional && !request && due !== null && isPast(due, asOf, notice.settings)) {
    exempt(made, '已过申请期限');
    return;
  }
  if (opens > asOf) made.state = 'waiting';
  pause(made, request?.open ? '已申请，等待研究' : whyPaused(scope, rule, key, recorded));
}

const GIVEN_UP = '已不再承办';

function exemptionOf(rule: DutyRule, { assignment, proposal }: Held): string | null {
  for (const { role, kind, because } of rule.exempt) {
    if ((role ?? assignment.role) === assignment.role && (kind ?? proposal.kind) === proposal.kind)
      return because;
  }
  return null;
}

/** A phased reply opens the next one: what was on record before such a promise does not fulfil it. */
function missingOf(rule: DutyRule, wanted: readonly string[], recorded: Recorded): readonly string[] {
  if (recorded.size === 0) return wanted;
  const promise = rule.due.at === 'promise' && rule.due.afresh ? recorded.get(rule.due.kind) : undefined;
  return promise
    ? wanted.filter((kind) => (recorded.get(kind)?.on ?? '') < promise.on)
    : wanted.filter((kind) => !recorded.has(kind));
}

/** Why the ladder stands still, or null. */
function whyPaused({ notice, index }: Scope, rule: DutyRule, key: string, recorded: Recorded): string | null {
  const kind = rule.pausedBy.find((one) => recorded.has(one));
  const fact = (kind === undefined ? undefined : recorded.get(kind)) ?? index.explained.get(key);
  return fact ? reasonOf(notice, fact, fact.kind) : null;
}

/** What somebody wrote about a fact, else what such a fact is called, with the day that it promises (R23). */
function reasonOf(notice: Notice, fact: Registration | undefined, kind: string): string {
  const reason = fact?.text ?? notice.registrations[kind] ?? kind;
  const promised = fact?.promisedOn;
  return promised
    ? `${reason}，${Number(promised.slice(5, 7))}月${Number(promised.slice(8))}日前再报`
    : reason;
}

/** One duty a month, from the first period that leaves enough days until the forms are back (R40, R41). */
function monthly(
  { notice, index, asOf, duties }: Scope,
  rule: DutyRule,
  { day, firstAfterDays }: Extract<DutyRule['due'], { at: 'month-day' }>,
  held: Held,
): void {
  const { assignment } = held;
  const ended = endOfPeriods(rule, held);
  const reports = index.reports.get(assignment.id);
  const earliestDue = addDays(assignment.assignedOn, firstAfterDays);
  const lastPeriod = (asOf < notice.closes ? asOf : notice.closes).slice(0, 7);
  for (let period = assignment.assignedOn.slice(0, 7); period <= lastPeriod; period = nextPeriod(period)) {
    const due = `${period}-${day < 10 ? '0' : ''}${day}`;
    if (due < earliestDue) continue;
    const key = `${rule.id}/${assignment.id}/${period}`;
    const first = `${period}-01`;
    const made = dutyOf(rule, held, key, first > assignment.assignedOn ? first : assignment.assignedOn);
    made.period = period;
    made.due = due;
    duties.push(made);
    const entry = reports?.get(period);
    if (entry) {
      made.state = 'done';
      made.doneOn = entry.submittedOn;
      continue;
    }
    // Who has given the proposal up owes no earlier month either; collected forms only end the months to come.
    if (ended !== null && (assignment.endedOn !== null || ended.on <= due)) {
      exempt(made, ended.because);
      if (ended.on <= due) break;
      continue;
    }
    if (made.opens > asOf) made.state = 'waiting';
    pauseWith(made, index.explained.get(key));
  }
}

function endOfPeriods(
  rule: DutyRule,
  { assignment, proposal, recorded }: Held,
): { on: IsoDate; because: string } | null {
  if (assignment.endedOn !== null) return { on: assignment.endedOn, because: GIVEN_UP };
  const closing = rule.endsWhen?.[proposal.kind] ?? NONE;
  if (closing.length === 0 || closing.some((kind) => !recorded.has(kind))) return null;
  const because = proposal.kind === 'letter' ? '信函已答复' : '征询意见表已全部收回';
  return { on: lastOf(closing, recorded), because };
}

function ofUnit({ index, asOf, duties }: Scope, rule: DutyRule, unit: Unit): void {
  const { roles, opens, due, doneWhen } = rule;
  const holds =
    roles === undefined ||
    index.assignmentsByUnit.get(unit.id)?.some((one) => one.endedOn === null && roles.includes(one.role));
  if (!holds || opens.at !== 'date') return;
  const made = newDuty(rule, `${rule.id}/${unit.id}`, opens.date);
  made.unitId = unit.id;
  made.due = due.at === 'date' ? due.date : null;
  duties.push(made);
  const recorded = index.byUnit.get(unit.id) ?? NOTHING;
  const wanted = 'registered' in doneWhen ? doneWhen.registered : NONE;
  made.missing = missingOf(rule, wanted, recorded);
  if ('profileComplete' in doneWhen) made.lacks = lacksOfProfile(unit);
  const complete = 'profileComplete' in doneWhen && made.lacks.length === 0;
  if (complete || (wanted.length > 0 && made.missing.length === 0)) {
    made.state = 'done';
    made.doneOn = wanted.length > 0 ? lastOf(wanted, recorded) : null;
    return;
  }
  if (opens.date > asOf) made.state = 'waiting';
  pauseWith(made, index.explained.get(made.key));
}

function ofMember({ index, asOf, duties }: Scope, rule: DutyRule, member: Member): void {
  const { opens, due } = rule;
  if (member.role !== 'liaison' || opens.at !== 'date' || due.at !== 'date') return;
  const since = member.since ?? opens.date;
  const made = newDuty(rule, `${rule.id}/${member.id}`, latestOf([opens.date, since]));
  made.unitId = member.unitId;
  made.memberId = member.id;
  // Who took over when the date had passed is not late for it.
  made.due = since > due.date ? null : due.date;
  duties.push(made);
  if (member.joinedGroup) {
    made.state = 'done';
    return;
  }
  if (made.opens > asOf) made.state = 'waiting';
  pauseWith(made, index.explained.get(made.key));
}

/** The desk's own: work through each return request and finish the reassignment (R09, R10). */
function ofRequest({ index, asOf, duties }: Scope, rule: DutyRule, request: ReturnRequest): void {
  const assignment = index.assignments.get(request.assignmentId);
  const proposal = assignment && index.proposals.get(assignment.proposalId);
  if (!assignment || !proposal || rule.opens.at !== 'date' || rule.due.at !== 'date') return;
  const opens = latestOf([request.requestedOn, rule.opens.date]);
  const made = dutyOf(rule, { assignment, proposal, recorded: NOTHING }, `${rule.id}/${request.id}`, opens);
  made.unitId = null;
  made.due = rule.due.date;
  if (!request.open) made.state = 'done';
  else if (opens > asOf) made.state = 'waiting';
  duties.push(made);
}

const NOTHING: Recorded = new Map();
const NONE: readonly string[] = [];

function isSigningRule(rule: DutyRule): boolean {
  return 'registered' in rule.doneWhen && rule.doneWhen.registered.includes('signed');
}

/** A duty of the unit that holds the assignment. */
function dutyOf(rule: DutyRule, { assignment, proposal }: Held, key: string, opens: IsoDate): Duty {
  const made = newDuty(rule, key, opens);
  made.unitId = assignment.unitId;
  made.assignment = assignment;
  made.proposal = proposal;
  made.role = assignment.role;
  return made;
}

/** Open, and nobody's yet. It is filled in place: a large office has many thousands. */
function newDuty(rule: DutyRule, key: string, opens: IsoDate): Duty {
  return {
    key,
    rule,
    unitId: null,
    memberId: null,
    assignment: null,
    proposal: null,
    role: null,
    period: null,
    opens,
    due: null,
    latest: null,
    state: 'open',
    doneOn: null,
    because: null,
    paused: false,
    missing: NONE,
    lacks: NONE,
  };
}

function exempt(duty: Duty, because: string): Duty {
  duty.state = 'exempt';
  duty.because = because;
  return duty;
}

function pause(duty: Duty, because: string | null): void {
  duty.paused = because !== null;
  duty.because = because;
}

function pauseWith(duty: Duty, explanation: Registration | undefined): void {
  pause(duty, explanation ? (explanation.text ?? explanation.kind) : null);
}

/** The day on which the last of several facts happened; all are on record. */
function lastOf(kinds: readonly string[], recorded: Recorded): IsoDate {
  return latestOf(kinds.map((kind) => recorded.get(kind)?.on ?? ''));
}

function latestOf(dates: readonly IsoDate[]): IsoDate {
  return [...dates].sort().at(-1) ?? '';
}

function nextPeriod(period: string): string {
  const year = Number(period.slice(0, 4));
  const month = Number(period.slice(5, 7));
  return month === 12 ? `${year + 1}-01` : `${year}-${month < 9 ? '0' : ''}${month + 1}`;
}
