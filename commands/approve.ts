import { markOf, TAKEN_FROM } from '../src/domain/return-request.ts';
import { UserError } from '../src/errors.ts';
import { writeAudit } from '../src/store/audit.ts';
import { activeMembers } from '../src/store/members.ts';
import { moveRequest, type RequestView, requestView, requestViews } from '../src/store/return-requests.ts';
import { DECISION_WHY_FIELD, readReason, reasonForm } from '../templates/return-decision-form.ts';
import { approvalMessage, decidedMessage } from '../templates/return-desk.ts';
import { numbersText } from '../templates/wording.ts';
import { type Act, audited, type Call, type Command, type Outcome } from './call.ts';
import { settledText } from './return-settled.ts';
import { tell } from './tell.ts';

/** R09: 退办、改办 that the desk has submitted, for signature. */
export const approve: Command = {
  verb: 'approve',
  aliases: ['签批'],
  says: '签批建议提案股呈报的退办、改办',
  example: null,
  run: (call) => approvals(call),
};

async function approvals(call: Call, done: readonly string[] = []): Promise<Outcome> {
  return { say: approvalMessage(call.office.notice, await submitted(call), done) };
}

function submitted(call: Call): Promise<RequestView[]> {
  return requestViews(call.tx, call.office.id, { states: ['submitted'] });
}

/** 签批: one as it was read, or all that were read; what the desk has changed since stays unsigned. */
export const signReturns: Act = {
  verb: 'approve',
  async run(call) {
    const [id = '', mark] = call.text.split('@');
    const wanted = id === 'all' ? await submitted(call) : [await theRequest(call, id)];
    const isAsRead = mark === markOf(wanted.map((one) => one.request));
    const signed: RequestView[] = [];
    for (const one of isAsRead ? wanted : []) {
      const change = { state: 'signed', signedBy: call.member.id, signedAt: call.now } as const;
      if (await moveRequest(call.tx, one.request.id, TAKEN_FROM.sign, change, one.request.deskAt))
        signed.push(one);
    }
    if (signed.length === 0) {
      const [only] = wanted;
      if (id === 'all' || only?.request.state === 'submitted')
        return { ...(await approvals(call, ['拟办意见有变动，没有签批，请看最新内容。'])), replace: true };
      throw new UserError(await settledText(call, id));
    }
    await writeAudit(
      call.tx,
      signed.map(({ request, proposal }) =>
        audited(call, 'approve', proposal.number, {
          request: request.id,
          unit: request.newUnitId,
          role: request.newRole,
        }),
      ),
    );
    const deliver = await tellDesk(call, decidedMessage(call.office.notice, signed, { kind: 'signed' }));
    const done = [`已签批：${numbersText(signed.map((one) => one.proposal.number))}。`];
    return { ...(await approvals(call, done)), replace: true, deliver };
  },
};

export const sendBackReturn: Act = {
  verb: 'approve',
  async run(call) {
    const found = await theRequest(call, call.text);
    if (found.request.state !== 'submitted') throw new UserError(await settledText(call, call.text));
    return { open: reasonForm('sendBack', call.office.notice, found) };
  },
};

/** 退回: the desk studies it again, with the manager's reason; the same opinion has to be written anew. */
export const sendSendBack: Act = {
  verb: 'approve',
  async run(call) {
    if (call.inbound.kind !== 'form') return {};
    const found = await theRequest(call, call.inbound.metadata);
    const why = readReason(call.inbound.values);
    if (why === '') return { errors: { [DECISION_WHY_FIELD]: '请写明退回的理由' } };
    const { request, proposal } = found;
    const moved = await moveRequest(call.tx, request.id, TAKEN_FROM.sendBack, {
      state: 'open',
      deskAt: null,
      managerWhy: why,
    });
    if (!moved) throw new UserError(await settledText(call, request.id));
    await writeAudit(call.tx, [audited(call, 'return-send-back', proposal.number, { request: request.id })]);
    const message = decidedMessage(call.office.notice, [found], { kind: 'sent-back', why });
    return {
      ...(await approvals(call, [`已退回建议提案股：第${proposal.number}号。`])),
      deliver: await tellDesk(call, message),
    };
  },
};

async function tellDesk(call: Call, message: ReturnType<typeof decidedMessage>): Promise<string[]> {
  const desk = await activeMembers(call.tx, call.office.id, ['desk']);
  return tell(call, desk, `approve/${call.inbound.id}`, message);
}

/** @throws UserError for an id that is no request of the office */
async function theRequest(call: Call, id: string): Promise<RequestView> {
  const found = await requestView(call.tx, call.office.id, id);
  if (!found) throw new UserError('这个按钮已失效，发送“签批”查看待签批的退办、改办。');
  return found;
}
