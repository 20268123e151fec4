import { z } from 'zod';
import { timeIn } from '../src/domain/calendar.ts';
import type { Facts } from '../src/domain/facts.ts';
import {
  checkApplication,
  firstState,
  leaderOf,
  type ReturnKind,
  type ReturnRefusal,
  returnRefusal,
  TAKEN_FROM,
} from '../src/domain/return-request.ts';
import { UserError } from '../src/errors.ts';
import { writeAudit } from '../src/store/audit.ts';
import { owe } from '../src/store/deliveries.ts';
import {
  addRequests,
  holdersOf,
  liveRequests,
  moveRequest,
  type RequestView,
  requestView,
  requestViews,
} from '../src/store/return-requests.ts';
import { allUnits } from '../src/store/units.ts';
import { plainAnswer } from '../templates/answers.ts';
import {
  RETURN_FIELD,
  RETURN_PROPOSALS_FIELD,
  readReturnForm,
  returnForm,
} from '../templates/return-form.ts';
import {
  KIND_TEXT,
  ownRequests,
  refusalText,
  returnOffer,
  returnReceipt,
  stateText,
} from '../templates/return-request.ts';
import { dateText, numbersText } from '../templates/wording.ts';
import { fileRefs } from './attachments.ts';
import { type Act, audited, type Call, type Command, type Outcome, type UnitView, unitOf } from './call.ts';
import { requestsNamed } from './requests.ts';
import { askConsent } from './return-consent.ts';
import { settledText } from './return-settled.ts';
import { type Held, heldIn, heldNamed } from './subject.ts';
import { unitChosen } from './unit-chosen.ts';

/** R04: a unit asks to give a proposal up, or that another unit takes it; the desk sees what was asked. */
export const giveBack: Command = {
  verb: 'return',
  aliases: ['退办', '改办', '退改办'],
  says: '申请退办或改办；建议提案股研究办理各单位的申请',
  example: '/duban 退办 12　/duban 退办 撤回 12',
  async run(call) {
    if (call.member.role === 'desk') return requestsNamed(call);
    const view = await unitOf(call);
    const words = call.text.trim();
    if (/^(撤回|撤销|取消)/.test(words)) return withdrawNamed(call, view, words);
    if (/^(进展|进度|情况|列表)/.test(words)) return { say: await ownList(call, view) };
    const { held, unknown } = heldNamed(view, words);
    if (unknown.length > 0) throw new UserError(`${numbersText(unknown)}不是贵单位承办的提案，请核对案号。`);
    // A typed message brings no trigger id, so no form can be opened for it.
    if (call.inbound.kind === 'message') {
      mustBeFree(call, view, held);
      return { say: returnOffer(held.map(({ proposal }) => proposal.number)) };
    }
    return openForm(call, view, held);
  },
};

/** The button under reminders, 我的 and plain replies. Its value may name proposals; those no longer held are left out. */
export const openReturn: Act = {
  verb: 'return',
  async run(call) {
    if (call.member.role === 'desk') return requestsNamed(call);
    const view = await unitOf(call);
    return openForm(call, view, heldNamed(view, call.text).held);
  },
};

async function openForm(call: Call, view: UnitView, wanted: readonly Held[]): Promise<Outcome> {
  const { notice } = call.office;
  const own = heldIn(view.facts, view.unit.id);
  const refused = (held: Held) => refusalOf(call, view.facts, held);
  mustBeFree(call, view, wanted);
  const free = own.filter((held) => refused(held) === null);
  if (free.length === 0) return noneFree(call, view, own);
  const chosen = (wanted.length > 0 ? wanted : free.length === 1 ? free : []).map(
    ({ assignment }) => assignment.id,
  );
  const live = await liveRequests(call.tx, call.office.id, { unitId: view.unit.id });
  const units = await allUnits(call.tx, call.office.id);
  return {
    open: returnForm({
      notice,
      unit: view.unit.name,
      choices: [
        ...free.filter(({ assignment }) => chosen.includes(assignment.id)),
        ...free.filter(({ assignment }) => !chosen.includes(assignment.id)),
      ].map(({ assignment, proposal }) => ({ ...proposal, ...assignment, assignmentId: assignment.id })),
      chosen,
      kind: kindMeant(call),
      units: units.flatMap(({ id, name }) => (id === view.unit.id ? [] : [name])),
      today: call.today,
      live: live.map((one) => `第${one.proposal.number}号${KIND_TEXT[one.request.kind]}：${stateText(one)}`),
    }),
  };
}

/** @throws UserError where one of these cannot be asked for, with the clause */
function mustBeFree(call: Call, view: UnitView, wanted: readonly Held[]): void {
  const barred = wanted.flatMap((held) => refusalOf(call, view.facts, held) ?? []);
  if (barred.length > 0) throw new UserError(`${barred.join('；')}。`);
}

/** Nothing left to ask for: the unit's live requests, or why not, by the clause. */
async function noneFree(call: Call, view: UnitView, own: readonly Held[]): Promise<Outcome> {
  if (own.length === 0) throw new UserError(`${view.unit.name}没有承办的提案。`);
  const live = await liveRequests(call.tx, call.office.id, { unitId: view.unit.id });
  if (live.length > 0) return { say: ownRequests(call.office.notice, view.unit.name, live) };
  throw new UserError(
    `${[...new Set(own.flatMap((held) => refusalOf(call, view.facts, held) ?? []))].slice(0, 3).join('；')}。`,
  );
}

/** /duban 改办 12: the word itself says which of the two is meant. */
function kindMeant({ inbound }: Call): ReturnKind {
  return inbound.kind === 'command' && /^(?:.*\s)?改办/.test(inbound.text.trim()) ? 'reassign' : 'return';
}

function refusalFor({ office, today }: Call, facts: Facts, { assignment }: Held): ReturnRefusal | null {
  const live = facts.returnRequests.some((one) => one.assignmentId === assignment.id && one.open);
  return returnRefusal(office.notice, assignment, live, today);
}

function refusalOf(call: Call, facts: Facts, held: Held): string | null {
  const refusal = refusalFor(call, facts, held);
  return refusal && refusalText(call.office.notice, refusal, held.proposal.number);
}

/** The form sent in. It is judged by the moment at which it arrives: opened before the last minute and sent after it is late (R08). */
export const sendReturn: Act = {
  verb: 'return',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const { tx, office, member, now, today } = call;
    const view = await unitOf(call);
    const typed = readReturnForm(call.inbound.values);
    const own = heldIn(view.facts, view.unit.id);
    const held = own.filter(({ assignment }) => typed.chosen.includes(assignment.id));
    if (held.length === 0 || held.length < new Set(typed.chosen).size)
      return { errors: { [RETURN_PROPOSALS_FIELD]: '请选择贵单位现在承办的提案' } };
    const barred = held.flatMap((one) => refusalOf(call, view.facts, one) ?? []);
    if (barred.length > 0)
      return {
        errors: { [RETURN_PROPOSALS_FIELD]: barred.join('；') },
        refused: held
          .filter((one) => refusalFor(call, view.facts, one) === 'too-late')
          .map(({ assignment, proposal }) =>
            audited(call, 'late-return', proposal.number, { kind: typed.kind, assignment: assignment.id }),
          ),
      };

    const suggestion = await unitChosen(call, typed.kind === 'reassign' ? typed.suggested : '');
    if (typeof suggestion === 'string') return { errors: { [RETURN_FIELD.suggested]: suggestion } };
    const headSignedOn = z.iso.date().safeParse(typed.headSignedOn).data ?? null;
    const faults = checkApplication(
      {
        ...typed,
        headSignedOn,
        suggested: suggestion === null ? 'none' : suggestion.id === view.unit.id ? 'itself' : 'other',
        files: typed.fileIds.length,
      },
      held.map(({ assignment }) => assignment),
      clauseOf(call),
      today,
    );
    if (Object.keys(faults).length > 0) return { errors: faults };
    const files = await fileRefs(call, typed.fileIds);
    if (!files) return { errors: { [RETURN_FIELD.files]: '附件没有取到，请删除后重新上传' } };

    const holders = await holdersOf(
      tx,
      held.map(({ proposal }) => proposal.id),
    );
    const rows = held.map(({ assignment }) => {
      const others = holders.filter(
        (one) => one.proposalId === assignment.proposalId && one.id !== assignment.id,
      );
      return {
        officeId: office.id,
        assignmentId: assignment.id,
        kind: typed.kind,
        reasons: typed.reasons,
        suggestedUnitId: suggestion?.id ?? null,
        headName: typed.headName || null,
        headSignedOn: typed.headName ? headSignedOn : null,
        files,
        state: firstState(assignment.role, leaderOf(others) !== undefined),
        memberId: member.id,
        requestedOn: today,
        requestedAt: now,
      };
    });
    const made = await addRequests(tx, rows);
    const twice = held.filter(({ assignment }) => !made.some((one) => one.assignmentId === assignment.id));
    if (twice.length > 0)
      return {
        errors: {
          [RETURN_PROPOSALS_FIELD]: twice
            .map(({ proposal }) => refusalText(office.notice, 'asked', proposal.number))
            .join('；'),
        },
      };
    await writeAudit(
      tx,
      held.map(({ assignment, proposal }) =>
        audited(call, 'return-request', proposal.number, { kind: typed.kind, assignment: assignment.id }),
      ),
    );
    const requests = await requestViews(tx, office.id, { ids: made.map(({ id }) => id) });
    const asked = await askConsent(call, requests);
    const receipt = await owe(
      tx,
      [
        {
          officeId: office.id,
          key: `receipt/${call.inbound.id}`,
          kind: 'receipt',
          memberId: member.id,
          channel: null,
          threadTs: null,
          message: returnReceipt({
            notice: office.notice,
            unit: view.unit.name,
            receivedAt: `${dateText(today)}${timeIn(office.zone, now)}`,
            requests,
            unreached: asked.unreached,
          }),
        },
      ],
      now,
    );
    return { deliver: [...receipt, ...asked.deliver], recorded: true, replan: true };
  },
};

/** 撤回: by the unit, as long as nobody has signed. */
export const withdraw: Act = {
  verb: 'return',
  async run(call) {
    const view = await unitOf(call);
    const found = await requestView(call.tx, call.office.id, call.text);
    if (!found || found.assignment.unitId !== view.unit.id)
      throw new UserError('没有找到贵单位的这份申请，发送“退办 进展”查看。');
    return { say: plainAnswer(await takeBack(call, found)), replace: true, recorded: true, replan: true };
  },
};

async function withdrawNamed(call: Call, view: UnitView, words: string): Promise<Outcome> {
  const live = await liveRequests(call.tx, call.office.id, { unitId: view.unit.id });
  if (live.length === 0) throw new UserError(`${view.unit.name}没有在办理的退办、改办申请。`);
  const { held } = heldNamed(view, words);
  const numbers = held.map(({ proposal }) => proposal.number);
  const named = live.filter((one) => numbers.includes(one.proposal.number));
  if (named.length === 0) return { say: ownRequests(call.office.notice, view.unit.name, live) };
  const said: string[] = [];
  for (const one of named) said.push(await takeBack(call, one));
  return { say: plainAnswer(said.join('\n')), recorded: true, replan: true };
}

async function takeBack(call: Call, found: RequestView): Promise<string> {
  const { request, proposal } = found;
  const moved = await moveRequest(call.tx, request.id, TAKEN_FROM.withdraw, {
    state: 'withdrawn',
    closedAt: call.now,
  });
  if (!moved) throw new UserError(await settledText(call, request.id));
  await writeAudit(call.tx, [audited(call, 'return-withdraw', proposal.number, { request: request.id })]);
  return `已撤回第${proposal.number}号的${KIND_TEXT[request.kind]}申请，仍由贵单位承办。`;
}

async function ownList(call: Call, view: UnitView) {
  const live = await liveRequests(call.tx, call.office.id, { unitId: view.unit.id });
  return live.length > 0
    ? ownRequests(call.office.notice, view.unit.name, live)
    : plainAnswer(`${view.unit.name}没有在办理的退办、改办申请。`);
}

function clauseOf({ office }: Call): string {
  return office.notice.duties.find((rule) => rule.id === 'return-request')?.clause ?? '';
}
