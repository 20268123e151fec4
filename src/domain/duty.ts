import { addDays, type IsoDate } from './calendar.ts';
import type {
  Assignment,
  Facts,
  Member,
  Proposal,
  Registration,
  ReportEntry,
  ReturnRequest,
  Role,
  Unit,
} from './facts.ts';
import { type DutyRule, type Notice, rolesOf, ruleOf } from './notice.ts';

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
  const index = indexFacts(facts);
  const duties: Duty[] = [];
  for (const rule of notice.duties) {
    switch (rule.per) {
      case 'assignment':
        for (const assignment of facts.assignments)
          duties.push(...ofAssignment(notice, rule, assignment, index, asOf));
        break;
      case 'unit':
        for (const unit of facts.units) duties.push(...ofUnit(rule, unit, index, asOf));
        break;
      case 'member':
        for (const member of facts.members) duties.push(...ofMember(rule, member, index, asOf));
        break;
      case 'request':
        for (const request of facts.returnRequests) duties.push(...ofRequest(rule, request, index, asOf));
        break;
    }
  }
  return duties;
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

/** The facts by id and by what they are about, so that deriving is linear in their number. */
export type FactsIndex = ReturnType<typeof indexFacts>;

export function indexFacts(facts: Facts) {
  const proposals = new Map(facts.proposals.map((proposal) => [proposal.id, proposal]));
  const assignments = new Map(facts.assignments.map((assignment) => [assignment.id, assignment]));
  const units = new Map(facts.units.map((unit) => [unit.id, unit]));
  const byAssignment = new Map<string, Map<string, Registration>>();
  const byUnit = new Map<string, Map<string, Registration>>();
  const explained = new Map<string, Registration>();
  for (const registration of facts.registrations) {
    if (registration.dutyKey !== null) explained.set(registration.dutyKey, registration);
    else if (registration.assignmentId !== null)
      keepLatest(byAssignment, registration.assignmentId, registration);
    else if (registration.unitId !== null) keepLatest(byUnit, registration.unitId, registration);
  }
  const reports = new Map<string, ReportEntry>();
  for (const entry of facts.reportEntries) reports.set(`${entry.assignmentId}/${entry.period}`, entry);
  const requests = new Map<string, ReturnRequest>();
  for (const request of facts.returnRequests) {
    const known = requests.get(request.assignmentId);
    if (!known || known.requestedOn <= request.requestedOn) requests.set(request.assignmentId, request);
  }
  const assignmentsByUnit = groupBy(facts.assignments, (assignment) => assignment.unitId);
  return {
    proposals,
    assignments,
    units,
    byAssignment,
    byUnit,
    explained,
    reports,
    requests,
    assignmentsByUnit,
  };
}

export function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function keepLatest(
  map: Map<string, Map<string, Registration>>,
  id: string,
  registration: Registration,
): void {
  const kinds = map.get(id) ?? new Map<string, Registration>();
  const known = kinds.get(registration.kind);
  if (!known || known.on <= registration.on) kinds.set(registration.kind, registration);
  map.set(id, kinds);
}

function ofAssignment(
  notice: Notice,
  rule: DutyRule,
  assignment: Assignment,
  index: FactsIndex,
  asOf: IsoDate,
): Duty[] {
  const proposal = index.proposals.get(assignment.proposalId);
  if (!proposal) return [];
  if (rule.round === 'first' && assignment.reassigned) return [];
  if (rule.round === 'second' && !assignment.reassigned) return [];
  const exemption = rule.exempt.find(
    (one) =>
      (one.role === undefined || one.role === assignment.role) &&
      (one.kind === undefined || one.kind === proposal.kind),
  );
  if (!exemption && !rolesOf(rule).includes(assignment.role)) return [];
  const recorded = index.byAssignment.get(assignment.id) ?? NOTHING;

  const shared = { rule, unitId: assignment.unitId, assignment, proposal, role: assignment.role };
  if (exemption) {
    const due = rule.due.at === 'date' ? rule.due.date : null;
    return [
      duty({
        ...shared,
        key: `${rule.id}/${assignment.id}`,
        opens: assignment.assignedOn,
        due,
        state: 'exempt',
        because: exemption.because,
      }),
    ];
  }
  if (notice.settings.signingOpensDuties && !isSigningRule(rule) && !recorded.has('signed')) return [];
  if (rule.due.at === 'month-day') return monthly(notice, rule, rule.due, shared, recorded, index, asOf);

  const opens = openingDate(rule, assignment, recorded);
  if (opens === null) return [];
  const dates = dueDates(notice, rule, assignment, proposal, recorded, opens);
  if (!dates) return [];
  const key = `${rule.id}/${assignment.id}${rule.due.at === 'promise' ? `/${dates.due}` : ''}`;
  if (assignment.endedOn !== null) {
    return [duty({ ...shared, key, opens, ...dates, state: 'exempt', because: '已不再承办' })];
  }

  const wanted = 'registered' in rule.doneWhen ? rule.doneWhen.registered : [];
  const missing = wanted.filter((kind) => !recorded.has(kind));
  // A phased reply opens the next one: what was on record before the promise does not fulfil it.
  const promise = rule.due.at === 'promise' ? recorded.get(rule.due.kind) : undefined;
  const stale = promise ? wanted.filter((kind) => (recorded.get(kind)?.on ?? '') < promise.on) : missing;
  const request = 'requestClosed' in rule.doneWhen ? index.requests.get(assignment.id) : undefined;
  const done = wanted.length > 0 ? stale.length === 0 : request?.open === false;
  const pause =
    rule.pausedBy.map((kind) => recorded.get(kind)).find((one) => one !== undefined) ??
    index.explained.get(key);
  const because = request?.open
    ? '已申请，等待研究'
    : pause && (pause.text ?? notice.registrations[pause.kind] ?? pause.kind);
  return [
    duty({
      ...shared,
      key,
      opens,
      ...dates,
      missing: stale,
      state: done ? 'done' : opens > asOf ? 'waiting' : 'open',
      doneOn: done && !request ? latestOf(wanted.map((kind) => recorded.get(kind)?.on ?? '')) : null,
      paused: !done && because !== undefined,
      because: done ? null : (because ?? null),
    }),
  ];
}

type AssignmentScope = Pick<Duty, 'rule' | 'unitId' | 'role'> & {
  assignment: Assignment;
  proposal: Proposal;
};

/** One duty a month, from the first period that leaves enough days until the forms are back (R40, R41). */
function monthly(
  notice: Notice,
  rule: DutyRule,
  due: Extract<DutyRule['due'], { at: 'month-day' }>,
  scope: AssignmentScope,
  recorded: ReadonlyMap<string, Registration>,
  index: FactsIndex,
  asOf: IsoDate,
): Duty[] {
  const { assignment, proposal } = scope;
  const ended = endOfPeriods(rule, proposal, assignment, recorded);
  const earliestDue = addDays(assignment.assignedOn, due.firstAfterDays);
  const duties: Duty[] = [];
  const lastPeriod = (asOf < notice.closes ? asOf : notice.closes).slice(0, 7);
  for (let period = assignment.assignedOn.slice(0, 7); period <= lastPeriod; period = nextPeriod(period)) {
    const dueDate = `${period}-${String(due.day).padStart(2, '0')}`;
    if (dueDate < earliestDue) continue;
    const key = `${rule.id}/${assignment.id}/${period}`;
    const first = `${period}-01`;
    const opens = first > assignment.assignedOn ? first : assignment.assignedOn;
    const entry = index.reports.get(`${assignment.id}/${period}`);
    const explained = index.explained.get(key);
    // Who has given the proposal up owes no earlier month either; collected forms only end the months to come.
    if (!entry && ended !== null && (assignment.endedOn !== null || ended.on <= dueDate)) {
      duties.push(
        duty({ ...scope, key, period, opens, due: dueDate, state: 'exempt', because: ended.because }),
      );
      if (ended.on <= dueDate) break;
      continue;
    }
    duties.push(
      duty({
        ...scope,
        key,
        period,
        opens,
        due: dueDate,
        state: entry ? 'done' : opens > asOf ? 'waiting' : 'open',
        doneOn: entry?.submittedOn ?? null,
        paused: !entry && explained !== undefined,
        because: entry ? null : (explained?.text ?? null),
      }),
    );
  }
  return duties;
}

function endOfPeriods(
  rule: DutyRule,
  proposal: Proposal,
  assignment: Assignment,
  recorded: ReadonlyMap<string, Registration>,
): { on: IsoDate; because: string } | null {
  if (assignment.endedOn !== null) return { on: assignment.endedOn, because: '已不再承办' };
  const closing = rule.endsWhen?.[proposal.kind] ?? [];
  if (closing.length === 0 || closing.some((kind) => !recorded.has(kind))) return null;
  const on = latestOf(closing.map((kind) => recorded.get(kind)?.on ?? ''));
  return { on, because: proposal.kind === 'letter' ? '信函已答复' : '征询意见表已全部收回' };
}

function ofUnit(rule: DutyRule, unit: Unit, index: FactsIndex, asOf: IsoDate): Duty[] {
  const { roles } = rule;
  const holds =
    roles === undefined ||
    (index.assignmentsByUnit.get(unit.id) ?? []).some(
      (assignment) => assignment.endedOn === null && roles.includes(assignment.role),
    );
  if (!holds || rule.opens.at !== 'date') return [];
  const key = `${rule.id}/${unit.id}`;
  const recorded = index.byUnit.get(unit.id) ?? NOTHING;
  const wanted = 'registered' in rule.doneWhen ? rule.doneWhen.registered : [];
  const missing = wanted.filter((kind) => !recorded.has(kind));
  const done =
    'profileComplete' in rule.doneWhen
      ? Boolean(unit.phone && unit.functions && unit.address)
      : wanted.length > 0 && missing.length === 0;
  const explained = index.explained.get(key);
  return [
    duty({
      rule,
      key,
      unitId: unit.id,
      opens: rule.opens.date,
      due: rule.due.at === 'date' ? rule.due.date : null,
      missing,
      state: done ? 'done' : rule.opens.date > asOf ? 'waiting' : 'open',
      doneOn: done && wanted.length > 0 ? latestOf(wanted.map((kind) => recorded.get(kind)?.on ?? '')) : null,
      paused: !done && explained !== undefined,
      because: done ? null : (explained?.text ?? null),
    }),
  ];
}

function ofMember(rule: DutyRule, member: Member, index: FactsIndex, asOf: IsoDate): Duty[] {
  if (member.role !== 'liaison' || rule.opens.at !== 'date' || rule.due.at !== 'date') return [];
  const key = `${rule.id}/${member.id}`;
  const explained = index.explained.get(key);
  return [
    duty({
      rule,
      key,
      unitId: member.unitId,
      memberId: member.id,
      opens: rule.opens.date,
      due: rule.due.date,
      state: member.joinedGroup ? 'done' : rule.opens.date > asOf ? 'waiting' : 'open',
      paused: !member.joinedGroup && explained !== undefined,
      because: member.joinedGroup ? null : (explained?.text ?? null),
    }),
  ];
}

/** The desk's own: work through each return request and finish the reassignment (R09, R10). */
function ofRequest(rule: DutyRule, request: ReturnRequest, index: FactsIndex, asOf: IsoDate): Duty[] {
  const assignment = index.assignments.get(request.assignmentId);
  const proposal = assignment && index.proposals.get(assignment.proposalId);
  if (!assignment || !proposal || rule.opens.at !== 'date' || rule.due.at !== 'date') return [];
  const opens = request.requestedOn > rule.opens.date ? request.requestedOn : rule.opens.date;
  const state = !request.open ? 'done' : opens > asOf ? 'waiting' : 'open';
  return [
    duty({
      rule,
      key: `${rule.id}/${request.id}`,
      assignment,
      proposal,
      role: assignment.role,
      opens,
      due: rule.due.date,
      state,
    }),
  ];
}

function openingDate(
  rule: DutyRule,
  assignment: Assignment,
  recorded: ReadonlyMap<string, Registration>,
): IsoDate | null {
  switch (rule.opens.at) {
    case 'assignment':
    case 'period':
      return assignment.assignedOn;
    case 'date':
      return rule.opens.date;
    case 'registration': {
      const direct = recorded.get(rule.opens.kind);
      if (direct) return direct.on;
      const instead = rule.opens.orAfter && recorded.get(rule.opens.orAfter.kind);
      return instead && rule.opens.orAfter ? addDays(instead.on, rule.opens.orAfter.days) : null;
    }
  }
}

function dueDates(
  notice: Notice,
  rule: DutyRule,
  assignment: Assignment,
  proposal: Proposal,
  recorded: ReadonlyMap<string, Registration>,
  opens: IsoDate,
): { due: IsoDate | null; latest: IsoDate | null } | null {
  switch (rule.due.at) {
    case 'date': {
      const { date, hardDate, latest, ifAssignedLaterDays } = rule.due;
      if (proposal.hard && hardDate) return { due: hardDate, latest: null };
      const late = ifAssignedLaterDays !== undefined && assignment.assignedOn > date;
      return {
        due: late ? addDays(assignment.assignedOn, ifAssignedLaterDays) : date,
        latest: latest ?? null,
      };
    }
    case 'duty':
      return dueDates(notice, ruleOf(notice, rule.due.duty), assignment, proposal, recorded, opens);
    case 'opening':
      return { due: opens, latest: null };
    case 'promise': {
      const promised = recorded.get(rule.due.kind)?.promisedOn ?? null;
      return promised === null ? null : { due: promised, latest: null };
    }
    case 'month-day':
    case 'none':
      return { due: null, latest: null };
  }
}

const NOTHING: ReadonlyMap<string, Registration> = new Map();

function isSigningRule(rule: DutyRule): boolean {
  return 'registered' in rule.doneWhen && rule.doneWhen.registered.includes('signed');
}

function duty(given: Pick<Duty, 'key' | 'rule' | 'opens' | 'state'> & Partial<Duty>): Duty {
  return {
    unitId: null,
    memberId: null,
    assignment: null,
    proposal: null,
    role: null,
    period: null,
    due: null,
    latest: null,
    doneOn: null,
    because: null,
    paused: false,
    missing: [],
    ...given,
  };
}

function latestOf(dates: readonly IsoDate[]): IsoDate {
  return dates.reduce((latest, date) => (date > latest ? date : latest), '');
}

function nextPeriod(period: string): string {
  const [year, month] = period.split('-').map(Number);
  return month === 12 ? `${(year ?? 0) + 1}-01` : `${year}-${String((month ?? 0) + 1).padStart(2, '0')}`;
}
