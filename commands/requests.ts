import { type Assignment, ROLES, type Role } from '../src/domain/facts.ts';
import {
  mayPropose,
  type PlacementFault,
  placementFault,
  reassignsUntil,
  TAKEN_FROM,
} from '../src/domain/return-request.ts';
import { readNumbers } from '../src/domain/speech.ts';
import { UserError } from '../src/errors.ts';
import { writeAudit } from '../src/store/audit.ts';
import { activeMembers } from '../src/store/members.ts';
import { allProposals } from '../src/store/proposals.ts';
import {
  leftOver,
  liveRequests,
  moveRequest,
  type RequestView,
  reassign,
  requestView,
  requestViews,
} from '../src/store/return-requests.ts';
import { allUnits } from '../src/store/units.ts';
import {
  DECISION_ROLE_FIELD,
  DECISION_UNIT_FIELD,
  DECISION_WHY_FIELD,
  proposeForm,
  readProposeForm,
  readReason,
  reasonForm,
} from '../templates/return-decision-form.ts';
import { approvalMessage, requestList } from '../templates/return-desk.ts';
import { outcomeMessage, placementText } from '../templates/return-request.ts';
import { dateText, numbersText } from '../templates/wording.ts';
import { type Act, audited, type Call, type Outcome } from './call.ts';
import { askConsent } from './return-consent.ts';
import { tellOutcome } from './return-outcome.ts';
import { settledText } from './return-settled.ts';
import { tell } from './tell.ts';
import { unitChosen } from './unit-chosen.ts';

/** 退办 for the desk: every live request, those about one proposal side by side; with a number only that proposal's, in full. */
export async function requestsNamed(call: Call): Promise<Outcome> {
  const { tx, office, today } = call;
  const known = await allProposals(tx, office.id);
  const [number] = readNumbers(
    call.text,
    known.map((one) => one.number),
  );
  if (number === undefined) return listed(call);
  const all = await liveRequests(tx, office.id);
  const requests = all.filter((one) => one.proposal.number === number);
  if (requests.length === 0) throw new UserError(`第${number}号没有在办理的退办、改办申请。`);
  return {
    say: requestList({
      notice: office.notice,
      today,
      done: [],
      requests,
      leftOver: [],
      page: 0,
      whole: true,
    }),
  };
}

/** All live requests, with what has just been done above them. */
async function listed(call: Call, done: readonly string[] = [], page = 0): Promise<Outcome> {
  const { tx, office, today } = call;
  const requests = await liveRequests(tx, office.id);
  const left = await leftOver(tx, office.id);
  return {
    say: requestList({ notice: office.notice, today, done, requests, leftOver: left, page, whole: false }),
  };
}

/** A button that leads to the list, or turns its page. */
export const showRequests: Act = {
  verb: 'requests',
  async run(call) {
    const turns = call.text !== '';
    const shown = await listed(call, [], Number(call.text) || 0);
    return { ...shown, ...(turns && { replace: true }) };
  },
};

/** R07: the lead unit is asked again, once a day. */
export const askAgain: Act = {
  verb: 'requests',
  async run(call) {
    const found = await theRequest(call, call.text);
    if (found.request.state !== 'awaiting-consent') throw new UserError(await settledText(call, call.text));
    if (!found.leader)
      throw new UserError(`第${found.proposal.number}号目前没有主办单位，可由建议提案股直接研究。`);
    const { deliver, unreached } = await askConsent(call, [found]);
    if (unreached.length > 0) throw new UserError(`${found.leader.unit}没有可联系的联络员，请电话联系。`);
    if (deliver.length === 0)
      throw new UserError(`今天已请${found.leader.unit}答复过，仍未答复的请电话联系。`);
    return { ...(await listed(call, [`已再请${found.leader.unit}答复。`])), deliver, replace: true };
  },
};

/** R07: the lead unit consented by telephone; the desk, which was told so, puts it on record under its own name. */
export const recordConsent: Act = {
  verb: 'requests',
  async run(call) {
    const found = await theRequest(call, call.text);
    const change = { state: 'open', consentBy: call.member.id, consentAt: call.now } as const;
    if (!found.leader || !(await moveRequest(call.tx, found.request.id, TAKEN_FROM.consent, change)))
      throw new UserError(await settledText(call, call.text));
    await writeAudit(call.tx, [
      audited(call, 'return-consent', found.proposal.number, {
        request: found.request.id,
        of: found.leader.unitId,
      }),
    ]);
    return {
      ...(await listed(call, [`已登记：${found.leader.unit}同意第${found.proposal.number}号的申请。`])),
      replace: true,
    };
  },
};

/** Opens the form for 拟办意见. */
export const proposeReturn: Act = {
  verb: 'requests',
  async run(call) {
    const found = await theRequest(call, call.text);
    if (!mayPropose(found.request.state, found.leader !== null))
      throw new UserError(await settledText(call, call.text));
    const units = await allUnits(call.tx, call.office.id);
    const others = units.flatMap(({ id, name }) => (id === found.assignment.unitId ? [] : [name]));
    return { open: proposeForm(call.office.notice, found, others) };
  },
};

/** R09: which unit the desk proposes. What was with the manager comes back, so that nobody signs what they have not read. */
export const sendProposal: Act = {
  verb: 'requests',
  async run(call) {
    if (call.inbound.kind !== 'form') return {};
    const found = await theRequest(call, call.inbound.metadata);
    const typed = readProposeForm(call.inbound.values);
    const role = ROLES.find((one) => one === typed.role);
    if (!role) return { errors: { [DECISION_ROLE_FIELD]: '请选择承办方式' } };
    const unit = await unitChosen(call, typed.unit);
    if (typeof unit === 'string') return { errors: { [DECISION_UNIT_FIELD]: unit } };
    if (unit) {
      const fault = await faultOf(call, found, { unitId: unit.id, role });
      if (fault)
        return {
          errors: {
            [fault === 'has-lead' || fault === 'not-alone' ? DECISION_ROLE_FIELD : DECISION_UNIT_FIELD]:
              FAULT_TEXT[fault],
          },
        };
    }
    if (!mayPropose(found.request.state, found.leader !== null))
      throw new UserError(await settledText(call, found.request.id));
    const moved = await moveRequest(
      call.tx,
      found.request.id,
      TAKEN_FROM.propose,
      {
        state: 'open',
        newUnitId: unit?.id ?? null,
        newRole: unit ? role : null,
        deskWhy: typed.why || null,
        deskBy: call.member.id,
        deskAt: call.now,
        managerWhy: null,
      },
      found.request.deskAt,
    );
    if (!moved) throw new UserError(await settledText(call, found.request.id));
    await writeAudit(call.tx, [
      audited(call, 'return-propose', found.proposal.number, {
        request: found.request.id,
        unit: unit?.id ?? null,
        role: unit ? role : null,
      }),
    ]);
    const now = await theRequest(call, found.request.id);
    return listed(call, [`已记录拟办意见：第${now.proposal.number}号${placementText(now)}。`]);
  },
};

export const refuseReturn: Act = {
  verb: 'requests',
  async run(call) {
    const found = await theRequest(call, call.text);
    if (!isOneOf(TAKEN_FROM.refuse, found.request.state))
      throw new UserError(await settledText(call, call.text));
    return { open: reasonForm('refuse', call.office.notice, found) };
  },
};

/** R09: the desk does not take the request further; the unit keeps the proposal and reads why. */
export const sendRefusal: Act = {
  verb: 'requests',
  async run(call) {
    if (call.inbound.kind !== 'form') return {};
    const found = await theRequest(call, call.inbound.metadata);
    const why = readReason(call.inbound.values);
    if (why === '') return { errors: { [DECISION_WHY_FIELD]: '请写明不予退改办的理由' } };
    const moved = await moveRequest(call.tx, found.request.id, TAKEN_FROM.refuse, {
      state: 'refused',
      deskWhy: why,
      deskBy: call.member.id,
      deskAt: call.now,
      closedAt: call.now,
    });
    if (!moved) throw new UserError(await settledText(call, found.request.id));
    await writeAudit(call.tx, [
      audited(call, 'return-refuse', found.proposal.number, { request: found.request.id }),
    ]);
    const deliver = await tellOutcome(call, found, (again) =>
      outcomeMessage(call.office.notice, found, { kind: 'refused', why, again }),
    );
    return {
      ...(await listed(call, [`已答复${found.unit}：第${found.proposal.number}号不予退改办。`])),
      deliver,
      replan: true,
    };
  },
};

/** 呈签: one request, or all that have an opinion, in one message to the manager (R09). */
export const submitReturns: Act = {
  verb: 'requests',
  async run(call) {
    const { tx, office } = call;
    const wanted =
      call.text === 'all'
        ? (await liveRequests(tx, office.id)).filter((one) => one.request.state === 'open')
        : [await theRequest(call, call.text)];
    const proposed = wanted.filter((one) => one.request.state === 'open' && one.request.deskAt !== null);
    if (proposed.length === 0)
      throw new UserError(
        wanted[0] && call.text !== 'all'
          ? await settledText(call, call.text)
          : '没有可呈签的申请：请先写明拟办意见。',
      );
    const managers = await activeMembers(tx, office.id, ['manager']);
    if (managers.length === 0) throw new UserError('名册中没有区府办领导，无法呈签，请先导入名册。');
    for (const one of proposed) await refuseFaulty(call, one);
    const moved: RequestView[] = [];
    for (const one of proposed) {
      const { id, deskAt } = one.request;
      if (await moveRequest(tx, id, TAKEN_FROM.submit, { state: 'submitted' }, deskAt)) moved.push(one);
    }
    if (moved.length === 0) throw new UserError('这些申请刚刚有变动，请重新打开“退办”查看。');
    await writeAudit(
      tx,
      moved.map(({ request, proposal }) =>
        audited(call, 'return-submit', proposal.number, { request: request.id }),
      ),
    );
    const fresh = await requestViews(tx, office.id, { ids: moved.map(({ request }) => request.id) });
    const deliver = await tell(
      call,
      managers,
      `approve/${call.inbound.id}`,
      approvalMessage(office.notice, fresh),
    );
    return {
      ...(await listed(call, [`已呈签：${numbersText(numbersOf(moved))}。`])),
      deliver,
      replace: true,
    };
  },
};

/**
 * R10–R12: what was signed is carried out. The old assignment ends, the new unit holds the proposal from today in the
 * second round and is told by the next planned reminder; 会办 requests that waited for the old lead go to the new one.
 */
export const carryOutReturns: Act = {
  verb: 'requests',
  async run(call) {
    const { tx, office, today } = call;
    const wanted =
      call.text === 'all'
        ? (await liveRequests(tx, office.id)).filter((one) => one.request.state === 'signed')
        : [await theRequest(call, call.text)];
    if (wanted.length === 0) throw new UserError('没有已签批待办结的申请。');
    const deliver: string[] = [];
    const done: string[] = [];
    const units = new Set<string>();
    for (const one of wanted) {
      await refuseFaulty(call, one);
      await carryOut(call, one);
      done.push(`第${one.proposal.number}号已${one.newUnit ? placementText(one) : '退办，请重新交办'}。`);
      units.add(one.assignment.unitId);
      deliver.push(
        ...(await tellOutcome(call, one, () => outcomeMessage(office.notice, one, { kind: 'carried-out' }))),
      );
      const waiting = await requestViews(tx, office.id, {
        proposalId: one.proposal.id,
        states: ['awaiting-consent'],
      });
      const asked = await askConsent(call, waiting);
      deliver.push(...asked.deliver);
      done.push(
        ...asked.unreached.map((unit) => `${unit}没有可联系的联络员，会办单位的申请请电话征求其意见。`),
      );
    }
    const last = reassignsUntil(office.notice);
    if (last !== null && today > last)
      done.push(`改办期限是${dateText(last)}，已超过；请告知新承办单位尽快签收。`);
    return {
      ...(await listed(call, done)),
      deliver,
      refresh: [...units],
      replace: true,
      replan: true,
    };
  },
};

async function carryOut(call: Call, { request, assignment, proposal }: RequestView): Promise<void> {
  const { tx, office, today, now } = call;
  const moved = await moveRequest(tx, request.id, TAKEN_FROM.carryOut, {
    state: 'carried-out',
    closedAt: now,
  });
  if (!moved) throw new UserError(await settledText(call, request.id));
  const { newUnitId, newRole } = request;
  const to = newUnitId && newRole ? { officeId: office.id, unitId: newUnitId, role: newRole } : null;
  if (!(await reassign(tx, assignment, to, today)))
    throw new UserError(`第${proposal.number}号：${FAULT_TEXT['holds-it']}`);
  await writeAudit(tx, [
    audited(call, 'reassign', proposal.number, {
      request: request.id,
      from: assignment.unitId,
      to: newUnitId,
      role: newRole,
    }),
  ]);
}

const FAULT_TEXT: Record<PlacementFault, string> = {
  'same-unit': '这是申请退改办的单位，请选另一个单位',
  'holds-it': '该单位已承办本件',
  'asks-too': '该单位也在申请退改办本件，请先答复其申请',
  'has-lead': '本件另有主办单位，请选其他承办方式',
  'not-alone': '本件还有其他承办单位，不能独办',
};

/** Much may have happened since the desk chose the unit: it is checked again before anybody signs or carries out. */
async function refuseFaulty(call: Call, view: RequestView): Promise<void> {
  const { newUnitId, newRole } = view.request;
  const fault = newUnitId && newRole ? await faultOf(call, view, { unitId: newUnitId, role: newRole }) : null;
  if (fault) throw new UserError(`第${view.proposal.number}号：${FAULT_TEXT[fault]}。请修改拟办意见。`);
}

async function faultOf(
  call: Call,
  { assignment, holders, proposal }: RequestView,
  to: { unitId: string; role: Role },
): Promise<PlacementFault | null> {
  const about = await liveRequests(call.tx, call.office.id, { proposalId: proposal.id });
  const asking = about.map((one): Assignment['unitId'] => one.assignment.unitId);
  return placementFault(to, assignment, holders, asking);
}

/** @throws UserError for an id that is no request of the office */
async function theRequest(call: Call, id: string): Promise<RequestView> {
  const found = await requestView(call.tx, call.office.id, id);
  if (!found) throw new UserError('这个按钮已失效，请重新打开“退办”查看。');
  return found;
}

function numbersOf(requests: readonly RequestView[]): string[] {
  return [...new Set(requests.map(({ proposal }) => proposal.number))];
}

function isOneOf<State extends string>(states: readonly State[], state: string): state is State {
  return states.some((one) => one === state);
}
