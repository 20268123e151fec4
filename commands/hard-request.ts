import { z } from 'zod';
import type { Facts } from '../src/domain/facts.ts';
import { hardDates } from '../src/domain/hard-case.ts';
import { readLeadingNumbers } from '../src/domain/speech/leading-numbers.ts';
import { UserError } from '../src/errors.ts';
import { writeAudit } from '../src/store/audit.ts';
import { activeMembers } from '../src/store/members.ts';
import { type RegistrationRow, revoke, standing } from '../src/store/registrations.ts';
import { ACTIONS } from '../templates/actions.ts';
import { plainAnswer } from '../templates/answers.ts';
import {
  HARD_FIELD,
  HARD_WHY_LIMIT,
  hardAskForm,
  hardRefuseForm,
  hardRequestMessage,
  readHardForm,
} from '../templates/hard-forms.ts';
import { formOffer } from '../templates/offer.ts';
import { dateText, numbersText } from '../templates/wording.ts';
import { type Act, audited, type Call, type Outcome, type UnitView, unitOf } from './call.ts';
import { metadataOf } from './form-metadata.ts';
import { changeHard } from './hard-marking.ts';
import { choicesOf, heldOwing, namedOwing } from './own-proposals.ts';
import { record } from './record.ts';
import { type Held, officeOf } from './subject.ts';
import { peopleOf, tell } from './tell.ts';
import { tooLong } from './too-long.ts';

const KIND = 'hard-requested';
const REPLY = 'reply-uploaded';

/** R22: a unit asks for 复杂件: “复杂件 12 涉及面广”, or by the form behind the button of an overdue reply (D3). */
export async function askHard(call: Call): Promise<Outcome> {
  const view = await unitOf(call);
  const { numbers, rest } = readLeadingNumbers(
    call.text,
    view.facts.proposals.map(({ number }) => number),
  );
  const named = namedOwing(call, view, REPLY, numbers);
  for (const one of named) {
    const fault = whyNot(call, view, one);
    if (fault !== null) throw new UserError(fault);
  }
  const long = tooLong(rest, HARD_WHY_LIMIT);
  if (long !== null) throw new UserError(`理由${long}。`);
  if (named.length > 0 && rest !== '') return request(call, view, named, rest);
  const open = heldOwing(call, view, REPLY).filter((one) => whyNot(call, view, one) === null);
  if (open.length === 0) throw new UserError(`${view.unit.name}没有可以申请按复杂件处理的提案。`);
  if (call.inbound.kind === 'message')
    return {
      say: formOffer('请写明案号和理由，如“复杂件 12 涉及面广，需多部门会商”，或填表。', {
        label: '申请按复杂件处理',
        action: ACTIONS.hardAsk,
        value: numbers.join('、'),
      }),
    };
  const held = named.length > 0 ? named : open.length === 1 ? open : [];
  return {
    open: hardAskForm(
      call.office.notice,
      view.unit.name,
      choicesOf(open),
      held.map(({ assignment }) => assignment.id),
      rest,
    ),
  };
}

/** The button under overdue replies. */
export const openHardAsk: Act = {
  verb: 'hard',
  run: (call) => {
    if (call.member.role === 'desk') throw new UserError('请发送“复杂件 案号 理由”标记。');
    return askHard(call);
  },
};

export const sendHardAsk: Act = {
  verb: 'hard',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const view = await unitOf(call);
    const { chosen, why } = readHardForm(call.inbound.values);
    const held = heldOwing(call, view, REPLY).filter(({ assignment }) => chosen.includes(assignment.id));
    if (held.length === 0 || held.length < new Set(chosen).size)
      return { errors: { [HARD_FIELD.which]: '请选择贵单位现在承办、需要答复的提案' } };
    const faults = held.flatMap((one) => whyNot(call, view, one) ?? []);
    if (faults.length > 0) return { errors: { [HARD_FIELD.which]: faults.join('') } };
    const reasonFault = why === '' ? '请写明理由' : tooLong(why, HARD_WHY_LIMIT);
    if (reasonFault !== null) return { errors: { [HARD_FIELD.why]: reasonFault } };
    return request(call, view, held, why);
  },
};

/** Why a proposal cannot be asked for, a sentence; null when it can. */
function whyNot({ office, today }: Call, { facts }: UnitView, { assignment, proposal }: Held): string | null {
  const dates = hardDates(office.notice);
  const has = (kind: string) =>
    facts.registrations.some((one) => one.assignmentId === assignment.id && one.kind === kind);
  if (proposal.hard) return `第${proposal.number}号已是复杂件。`;
  if (has(REPLY) && has('reply-delivered')) return `第${proposal.number}号已经答复。`;
  if (has(KIND)) return `第${proposal.number}号已提出申请，请等待建议提案股研究。`;
  if (dates && today > dates.due) return `复杂件也应在${dateText(dates.due)}前答复，已不能申请。`;
  return null;
}

async function request(call: Call, view: UnitView, held: readonly Held[], reason: string): Promise<Outcome> {
  await record(
    call,
    held.map(({ assignment, proposal }) => ({
      assignment,
      unitId: view.unit.id,
      kind: KIND,
      on: call.today,
      subject: proposal.number,
      text: reason,
    })),
    'ask-hard',
  );
  const rows = await standing(call.tx, call.office.id, {
    assignmentIds: held.map(({ assignment }) => assignment.id),
    kinds: [KIND],
  });
  const desk = await activeMembers(call.tx, call.office.id, ['desk']);
  const deliver: string[] = [];
  for (const row of rows) {
    const proposal = held.find(({ assignment }) => assignment.id === row.assignmentId)?.proposal;
    if (!proposal) continue;
    const message = hardRequestMessage({
      notice: call.office.notice,
      unit: view.unit.name,
      proposal,
      why: reason,
      registrationId: row.id,
    });
    deliver.push(...(await tell(call, desk, `hard/${row.id}`, message)));
  }
  const numbers = numbersText(held.map(({ proposal }) => proposal.number));
  return {
    say: plainAnswer(`已向建议提案股申请${numbers}按复杂件处理。同意前答复期限不变。`),
    deliver,
  };
}

/** The desk says yes: the unit is told with the new date in its next reminder. */
export const agreeToHard: Act = {
  verb: 'hard-decide',
  async run(call) {
    const { facts, row, held, unit } = await asked(call, call.text);
    const reason = `${unit}申请：${row.text ?? ''}`;
    const outcome = await changeHard(call, facts, [held.proposal], { hard: true, reason });
    return { ...outcome, replace: true };
  },
};

/** The desk says no, with its reason, which the unit hears at once: it waits for it. */
export const refuseHard: Act = {
  verb: 'hard-decide',
  async run(call) {
    const { row, held, unit } = await asked(call, call.text);
    if (held.proposal.hard) throw new UserError(alreadyHard(held));
    const said = `${unit}申请第${held.proposal.number}号按复杂件处理：${row.text ?? ''}`;
    return { open: hardRefuseForm(call.office.notice, said.slice(0, 1_000), row.id) };
  },
};

const metadata = z.object({ id: z.uuid() });

export const sendHardRefusal: Act = {
  verb: 'hard-decide',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const { id } = metadataOf(call, metadata);
    const { why } = readHardForm(call.inbound.values);
    const reasonFault = why === '' ? '请写明理由' : tooLong(why, HARD_WHY_LIMIT);
    if (reasonFault !== null) return { errors: { [HARD_FIELD.why]: reasonFault } };
    const { row, held } = await asked(call, id);
    if (held.proposal.hard) throw new UserError(alreadyHard(held));
    const { number } = held.proposal;
    const taken = await revoke(call.tx, call.office.id, [row.id], {
      memberId: call.member.id,
      at: call.now,
      why,
    });
    if (taken.length === 0) throw new UserError(DECIDED);
    await writeAudit(call.tx, [audited(call, 'refuse-hard', number, { registration: row.id })]);
    const text = `【复杂件申请】第${number}号没有同意按复杂件处理：${why}。答复期限不变。`;
    const people = await peopleOf(call, held.assignment.unitId);
    return {
      say: plainAnswer(`已答复承办单位：第${number}号不按复杂件处理。`),
      deliver: await tell(call, people, `hard-refused/${row.id}`, plainAnswer(text)),
    };
  },
};

const DECIDED = '这份申请已经办理，或该单位已不再承办。发送“复杂件”查看。';

/** The request behind a button. @throws UserError when it has been decided or withdrawn */
async function asked(
  call: Call,
  id: string,
): Promise<{ facts: Facts; row: RegistrationRow; held: Held; unit: string }> {
  const { facts } = await officeOf(call);
  const row = (await standing(call.tx, call.office.id, { kinds: [KIND] })).find((one) => one.id === id);
  const assignment = facts.assignments.find((one) => one.id === row?.assignmentId);
  const proposal = facts.proposals.find((one) => one.id === assignment?.proposalId);
  if (!row || !assignment || !proposal || assignment.endedOn !== null) throw new UserError(DECIDED);
  const unit = facts.units.find((one) => one.id === assignment.unitId)?.name ?? '';
  return { facts, row, held: { assignment, proposal }, unit };
}

function alreadyHard({ proposal: { number } }: Held): string {
  return `第${number}号已经标为复杂件，如要取消请发送“复杂件 取消 ${number}”。`;
}
