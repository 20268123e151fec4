import type { Act } from './act-list.ts';
import { ActError, heldBy, oneOf, proposalOf, unitOf } from './act-subject.ts';
import { deriveDuties, isPast } from './duty.ts';
import type { Assignment, Facts, Member, Proposal, Registration } from './facts.ts';
import { type DutyRule, type Notice, rolesOf } from './notice.ts';
import { placementFault, returnsUntil } from './return-request.ts';
import type { ShapeProblem } from './shape-problem.ts';

/**
 * The facts after an act; the facts given stay as they are. What is on record already is not recorded twice.
 *
 * @throws ActError when the act cannot happen
 */
export function applyAct(notice: Notice, facts: Facts, act: Act): Facts {
  switch (act.act) {
    case 'sign':
      return register(notice, facts, { ...act, act: 'register', kind: 'signed' });
    case 'report':
      return report(notice, facts, act);
    case 'register':
      return register(notice, facts, act);
    case 'explain':
      return explain(notice, facts, act);
    case 'join-group':
      return joinGroup(facts, act);
    case 'profile':
      return profile(facts, act);
    case 'liaison':
      return liaison(facts, act);
    case 'hard':
      return hard(facts, act);
    case 'return-request':
      return requestReturn(notice, facts, act);
    case 'return-closed':
      return closeReturn(facts, act);
    case 'reassign':
      return reassign(facts, act);
    case 'end':
      return end(facts, act);
  }
}

/** Every act that cannot happen when all of them happen in order; paths begin with the act's index in its file. */
export function checkActs(notice: Notice, facts: Facts, acts: readonly Act[]): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  let current = facts;
  for (const act of acts) {
    try {
      current = applyAct(notice, current, act);
    } catch (error) {
      if (!(error instanceof ActError)) throw error;
      problems.push({ path: [act.index, error.field], found: error.found, expected: error.expected });
    }
  }
  return problems;
}

type ActOf<Name extends Act['act']> = Extract<Act, { act: Name }>;

function register(notice: Notice, facts: Facts, act: ActOf<'register'>): Facts {
  const { kind } = act;
  const unit = unitOf(facts, act.unit);
  if (!Object.hasOwn(notice.registrations, kind))
    throw new ActError('kind', kind, oneOf('规则文件列出的登记', kind, Object.keys(notice.registrations)));
  const on = act.on ?? act.date;
  if (on > act.date) throw new ActError('on', on, `不能晚于登记的日期 ${act.date}`);
  const rules = notice.duties.filter((rule) => uses(rule, kind));
  const promise = rules.some((rule) => rule.due.at === 'promise' && rule.due.kind === kind);
  if (promise && !act.promised) throw new ActError('promised', act.promised, '应为承诺下次答复的日期');
  const shared = { kind, on, dutyKey: null, promisedOn: act.promised ?? null, text: act.text ?? null };

  if (rules.some((rule) => rule.per === 'unit')) {
    const known = facts.registrations.some((one) => one.unitId === unit.id && one.kind === kind);
    return known ? facts : record(facts, [{ ...shared, assignmentId: null, unitId: unit.id }]);
  }
  const held = heldBy(facts, unit, act.proposals, (assignment, proposal) =>
    rules.some((rule) => concerns(rule, assignment, proposal))
      ? null
      : `应为要登记“${notice.registrations[kind]}”的案号`,
  );
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

/** Contacts, phased replies and what is sent back happen more than once; everything else is recorded once. */
const REPEATABLE = ['contacted', 'reply-phased', 'sent-back'];

function report(notice: Notice, facts: Facts, act: ActOf<'report'>): Facts {
  const unit = unitOf(facts, act.unit);
  const period = act.period ?? act.date.slice(0, 7);
  const rules = notice.duties.filter((rule) => 'reported' in rule.doneWhen);
  const held = heldBy(facts, unit, act.proposals, (assignment, proposal) =>
    rules.some((rule) => concerns(rule, assignment, proposal))
      ? null
      : (rules.map((rule) => exemptionOf(rule, assignment, proposal)?.because).find(Boolean) ?? '无需月报'),
  );
  const entries = held
    .filter(({ id }) => !facts.reportEntries.some((one) => one.assignmentId === id && one.period === period))
    .map(({ id }) => ({ assignmentId: id, period, submittedOn: act.date }));
  return { ...facts, reportEntries: [...facts.reportEntries, ...entries] };
}

function explain(notice: Notice, facts: Facts, act: ActOf<'explain'>): Facts {
  const unit = unitOf(facts, act.unit);
  const rules = notice.duties.map((rule) => rule.id);
  if (!rules.includes(act.duty))
    throw new ActError('duty', act.duty, oneOf('规则文件中事项的 id', act.duty, rules));
  const about = deriveDuties(notice, facts, act.date).filter(
    (duty) =>
      duty.rule.id === act.duty &&
      duty.unitId === unit.id &&
      duty.state === 'open' &&
      (act.proposals === 'all' || act.proposals.includes(duty.proposal?.number ?? '')),
  );
  if (about.length === 0) throw new ActError('duty', act.duty, `应为${unit.name}当日未办的事项`);
  return record(
    facts,
    about.map((duty) => ({
      assignmentId: duty.assignment?.id ?? null,
      unitId: unit.id,
      kind: 'explained',
      on: act.date,
      dutyKey: duty.key,
      promisedOn: null,
      text: act.text,
    })),
  );
}

function joinGroup(facts: Facts, act: ActOf<'join-group'>): Facts {
  const unit = unitOf(facts, act.unit);
  const people = facts.members.filter((member) => member.unitId === unit.id);
  const names = people.map((member) => member.name);
  if (act.member !== undefined && !names.includes(act.member))
    throw new ActError('member', act.member, oneOf(`${unit.name}的人员`, act.member, names));
  return withMembers(facts, (member) =>
    people.includes(member) && (act.member === undefined || member.name === act.member)
      ? { ...member, joinedGroup: true }
      : member,
  );
}

function profile(facts: Facts, act: ActOf<'profile'>): Facts {
  const unit = unitOf(facts, act.unit);
  const { functions = unit.functions, address = unit.address, phone = unit.phone } = act;
  return {
    ...facts,
    units: facts.units.map((one) => (one === unit ? { ...one, functions, address, phone } : one)),
  };
}

function liaison(facts: Facts, act: ActOf<'liaison'>): Facts {
  const unit = unitOf(facts, act.unit);
  const { name, role, bound } = act;
  const successor: Member = {
    id: `${role}/${unit.id}/${act.date}/${name}`,
    role,
    unitId: unit.id,
    name,
    bound,
    joinedGroup: false,
  };
  const others = facts.members.filter((member) => member.unitId !== unit.id || member.role !== role);
  return { ...facts, members: [...others, successor] };
}

function hard(facts: Facts, act: ActOf<'hard'>): Facts {
  const marked = act.proposals.map((number) => proposalOf(facts, 'proposals', number));
  return {
    ...facts,
    proposals: facts.proposals.map((one) => (marked.includes(one) ? { ...one, hard: act.hard } : one)),
  };
}

function requestReturn(notice: Notice, facts: Facts, act: ActOf<'return-request'>): Facts {
  const unit = unitOf(facts, act.unit);
  const last = returnsUntil(notice);
  if (last !== null && isPast(last, act.date, notice.settings))
    throw new ActError('date', act.date, `不能晚于 ${last}：逾期不予退办或改办`);
  const held = heldBy(facts, unit, act.proposals, ({ reassigned }) =>
    reassigned ? '再次交办后不再接受退办或改办' : null,
  );
  const requests = held
    .filter(({ id }) => !facts.returnRequests.some((one) => one.assignmentId === id && one.open))
    .map(({ id }) => ({
      id: `return/${id}/${act.date}`,
      assignmentId: id,
      requestedOn: act.date,
      open: true,
    }));
  return { ...facts, returnRequests: [...facts.returnRequests, ...requests] };
}

function closeReturn(facts: Facts, act: ActOf<'return-closed'>): Facts {
  const held = heldBy(facts, unitOf(facts, act.unit), act.proposals, ({ id }) =>
    facts.returnRequests.some((one) => one.assignmentId === id && one.open) ? null : '没有待处理的退办申请',
  );
  return withoutRequests(facts, held);
}

function reassign(facts: Facts, act: ActOf<'reassign'>): Facts {
  const proposal = proposalOf(facts, 'proposal', act.proposal);
  const from = unitOf(facts, act.from, 'from');
  const to = unitOf(facts, act.to, 'to');
  const holders = facts.assignments.filter((one) => one.proposalId === proposal.id && one.endedOn === null);
  const old = holders.find((one) => one.unitId === from.id);
  if (!old) throw new ActError('from', act.from, `应为正在承办第${proposal.number}号的单位`);
  const role = act.role ?? old.role;
  const asking = holders.filter(({ id }) =>
    facts.returnRequests.some((one) => one.open && one.assignmentId === id),
  );
  switch (
    placementFault(
      { unitId: to.id, role },
      old,
      holders,
      asking.map(({ unitId }) => unitId),
    )
  ) {
    case 'same-unit':
    case 'holds-it':
      throw new ActError('to', act.to, `应为还没有承办第${proposal.number}号的单位`);
    case 'asks-too':
      throw new ActError('to', act.to, `应为没有申请退改办第${proposal.number}号的单位`);
    case 'has-lead':
      throw new ActError('role', act.role, '应为主办以外的承办方式：另有主办单位');
    case 'not-alone':
      throw new ActError('role', act.role, '应为独办以外的承办方式：还有其他承办单位');
  }
  // Who assisted until then holds the proposal once, in its new role.
  const assisted = holders.filter((one) => one.unitId === to.id);
  const next: Assignment = {
    id: `${proposal.id}/${to.id}/${act.date}`,
    proposalId: proposal.id,
    unitId: to.id,
    role,
    assignedOn: act.date,
    reassigned: true,
    endedOn: null,
  };
  const moved = withEnded(facts, [old, ...assisted], act.date);
  return { ...moved, assignments: [...moved.assignments, next] };
}

function end(facts: Facts, act: ActOf<'end'>): Facts {
  return withEnded(
    facts,
    heldBy(facts, unitOf(facts, act.unit), act.proposals, () => null),
    act.date,
  );
}

function withEnded(facts: Facts, ended: readonly Assignment[], on: string): Facts {
  return {
    ...withoutRequests(facts, ended),
    assignments: facts.assignments.map((one) => (ended.includes(one) ? { ...one, endedOn: on } : one)),
  };
}

function withoutRequests(facts: Facts, held: readonly Assignment[]): Facts {
  const ids = held.map(({ id }) => id);
  const returnRequests = facts.returnRequests.map((one) =>
    ids.includes(one.assignmentId) ? { ...one, open: false } : one,
  );
  return { ...facts, returnRequests };
}

function withMembers(facts: Facts, change: (member: Member) => Member): Facts {
  return { ...facts, members: facts.members.map(change) };
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
