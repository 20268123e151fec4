import { TAKEN_FROM } from '../src/domain/return-request.ts';
import { UserError } from '../src/errors.ts';
import { writeAudit } from '../src/store/audit.ts';
import { moveRequest, type RequestView, requestView } from '../src/store/return-requests.ts';
import { plainAnswer } from '../templates/answers.ts';
import { DECISION_WHY_FIELD, readReason, reasonForm } from '../templates/return-decision-form.ts';
import { consentMessage, outcomeMessage } from '../templates/return-request.ts';
import { type Act, audited, type Call } from './call.ts';
import { tellOutcome } from './return-outcome.ts';
import { settledText } from './return-settled.ts';
import { peopleOf, tell } from './tell.ts';

/**
 * R07: asks whoever leads the proposals now for their consent, each unit once a day about each request. Gives the ids of
 * messages to deliver, and the lead units of which nobody can be reached: the desk telephones. What waits for no consent,
 * or has nobody to ask, is left out.
 */
export async function askConsent(
  call: Call,
  requests: readonly RequestView[],
): Promise<{ deliver: string[]; unreached: string[] }> {
  const deliver: string[] = [];
  const unreached = new Set<string>();
  for (const one of requests) {
    if (one.request.state !== 'awaiting-consent' || !one.leader) continue;
    const people = await peopleOf(call, one.leader.unitId);
    if (people.length === 0) unreached.add(one.leader.unit);
    const about = `consent/${one.request.id}/${one.leader.id}/${call.today}`;
    deliver.push(...(await tell(call, people, about, consentMessage(call.office.notice, one))));
  }
  return { deliver, unreached: [...unreached] };
}

/** 同意: the request goes on to the desk. It counts from when it was made, whatever the day of the consent (R08). */
export const agreeToReturn: Act = {
  verb: 'return',
  async run(call) {
    const found = await askedOf(call, call.text);
    const { request, proposal, unit } = found;
    const moved = await moveRequest(call.tx, request.id, TAKEN_FROM.consent, {
      state: 'open',
      consentBy: call.member.id,
      consentAt: call.now,
    });
    if (!moved) throw new UserError(await settledText(call, request.id));
    await writeAudit(call.tx, [audited(call, 'return-consent', proposal.number, { request: request.id })]);
    return {
      say: plainAnswer(`已答复同意：${unit}退改办第${proposal.number}号，已转建议提案股研究。`),
      replace: true,
    };
  },
};

export const objectToReturn: Act = {
  verb: 'return',
  async run(call) {
    const found = await askedOf(call, call.text);
    if (found.request.state !== 'awaiting-consent') throw new UserError(await settledText(call, call.text));
    return { open: reasonForm('object', call.office.notice, found) };
  },
};

/** 不同意, with its reason: the request is at an end, the unit may make another one within the window. */
export const sendObjection: Act = {
  verb: 'return',
  async run(call) {
    if (call.inbound.kind !== 'form') return {};
    const found = await askedOf(call, call.inbound.metadata);
    const why = readReason(call.inbound.values);
    if (why === '') return { errors: { [DECISION_WHY_FIELD]: '请写明不同意的理由' } };
    const { request, proposal, unit } = found;
    const moved = await moveRequest(call.tx, request.id, TAKEN_FROM.consent, {
      state: 'refused',
      consentBy: call.member.id,
      consentAt: call.now,
      consentWhy: why,
      closedAt: call.now,
    });
    if (!moved) throw new UserError(await settledText(call, request.id));
    await writeAudit(call.tx, [audited(call, 'return-object', proposal.number, { request: request.id })]);
    return {
      deliver: await tellOutcome(call, found, (again) =>
        outcomeMessage(call.office.notice, found, { kind: 'objected', why, again }),
      ),
      say: plainAnswer(`已答复不同意：${unit}退改办第${proposal.number}号，理由已转告。`),
    };
  },
};

/** A request whose consent is the member's unit's to give: it leads the proposal now. @throws UserError when it is not */
async function askedOf(call: Call, id: string): Promise<RequestView> {
  const found = await requestView(call.tx, call.office.id, id);
  if (!found || found.leader === null || found.leader.unitId !== call.member.unitId)
    throw new UserError('这份申请现在不由贵单位答复：由该件现在的主办单位答复。');
  return found;
}
