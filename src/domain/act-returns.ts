import type { ActOf } from './act-list.ts';
import { ActError, heldBy, proposalOf, unitOf } from './act-subject.ts';
import { isPast } from './duty.ts';
import type { Assignment, Facts, ReturnRequest } from './facts.ts';
import type { Notice } from './notice.ts';
import { firstState, leaderOf, placementFault, returnsUntil } from './return-request.ts';

export function requestReturn(notice: Notice, facts: Facts, act: ActOf<'return-request'>): Facts {
  const unit = unitOf(facts, act.unit);
  const last = returnsUntil(notice);
  if (last !== null && isPast(last, act.date, notice.settings))
    throw new ActError('date', act.date, `不能晚于 ${last}：逾期不予退办或改办`);
  const held = heldBy(facts, unit, act.proposals, ({ reassigned }) =>
    reassigned ? '再次交办后不再接受退办或改办' : null,
  );
  const requests = held
    .filter(({ id }) => !facts.returnRequests.some((one) => one.assignmentId === id && one.open))
    .map(({ id, role, proposalId }): ReturnRequest => {
      const led = leaderOf(facts.assignments.filter((one) => one.proposalId === proposalId));
      return {
        id: `return/${id}/${act.date}`,
        assignmentId: id,
        requestedOn: act.date,
        open: true,
        waitsFor: firstState(role, led !== undefined) === 'awaiting-consent' ? 'lead' : 'desk',
      };
    });
  return { ...facts, returnRequests: [...facts.returnRequests, ...requests] };
}

/** 主办单位同意: what 会办 units of its proposals asked for goes on to the desk (R07). */
export function consent(facts: Facts, act: ActOf<'consent'>): Facts {
  const unit = unitOf(facts, act.unit);
  const led = heldBy(facts, unit, act.proposals, ({ id, proposalId }) =>
    leaderOf(facts.assignments.filter((one) => one.proposalId === proposalId))?.id === id
      ? null
      : '应为该单位主办的案号',
  );
  return moveRequests(facts, { proposals: led.map((one) => numberOf(facts, one)) }, 'lead', 'desk');
}

/** Hands on the requests about some proposals: whom they wait for now, and whom then (R07, R09). */
export function moveRequests(
  facts: Facts,
  { proposals }: { proposals: readonly string[] },
  from: Waits,
  to: Waits,
): Facts {
  let returnRequests = facts.returnRequests;
  for (const number of proposals) {
    const { id } = proposalOf(facts, 'proposals', number);
    const about = new Set(facts.assignments.filter((one) => one.proposalId === id).map((one) => one.id));
    const isMeant = (one: ReturnRequest) => one.open && one.waitsFor === from && about.has(one.assignmentId);
    if (!returnRequests.some(isMeant))
      throw new ActError('proposals', number, `应为有退改办申请等待${WAITS[from]}的案号`);
    returnRequests = returnRequests.map((one) => (isMeant(one) ? { ...one, waitsFor: to } : one));
  }
  return { ...facts, returnRequests };
}

type Waits = NonNullable<ReturnRequest['waitsFor']>;

const WAITS: Record<Waits, string> = {
  lead: '主办单位答复',
  desk: '建议提案股办理',
  manager: '区政府分管领导签批',
};

function numberOf({ proposals }: Facts, { proposalId }: Assignment): string {
  return proposals.find((one) => one.id === proposalId)?.number ?? '';
}

export function closeReturn(facts: Facts, act: ActOf<'return-closed'>): Facts {
  const held = heldBy(facts, unitOf(facts, act.unit), act.proposals, ({ id }) =>
    facts.returnRequests.some((one) => one.assignmentId === id && one.open) ? null : '没有待处理的退办申请',
  );
  return withoutRequests(facts, held);
}

export function reassign(facts: Facts, act: ActOf<'reassign'>): Facts {
  const proposal = proposalOf(facts, 'proposal', act.proposal);
  const from = unitOf(facts, act.from, 'from');
  const to = unitOf(facts, act.to, 'to');
  const holders = facts.assignments.filter((one) => one.proposalId === proposal.id && one.endedOn === null);
  const old = holders.find((one) => one.unitId === from.id);
  if (!old) throw new ActError('from', act.from, `应为正在承办第${proposal.number}号的单位`);
  const unready = facts.returnRequests.find((one) => one.open && one.assignmentId === old.id)?.waitsFor;
  if (unready === 'lead' || unready === 'manager')
    throw new ActError('proposal', act.proposal, `还在等待${WAITS[unready]}，不能改办`);
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

export function end(facts: Facts, act: ActOf<'end'>): Facts {
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
    ids.includes(one.assignmentId) ? { ...one, open: false, waitsFor: null } : one,
  );
  return { ...facts, returnRequests };
}
