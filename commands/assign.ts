import { z } from 'zod';
import { assignDayFault, assignFault, isSecondRound } from '../src/domain/assign.ts';
import { timeIn } from '../src/domain/calendar.ts';
import type { Proposal } from '../src/domain/facts.ts';
import { normalNumber, numberFault } from '../src/domain/proposal-list.ts';
import { leaderOf } from '../src/domain/return-request.ts';
import { readNumbers } from '../src/domain/speech.ts';
import { addAssignment, addProposal, lockProposal } from '../src/store/assign.ts';
import { lastAudit, writeAudit } from '../src/store/audit.ts';
import { memberById } from '../src/store/members.ts';
import { allProposals } from '../src/store/proposals.ts';
import { holdersOf, requestViews } from '../src/store/return-requests.ts';
import { allUnits } from '../src/store/units.ts';
import { ACTIONS } from '../templates/actions.ts';
import { plainAnswer } from '../templates/answers.ts';
import {
  ASSIGN_FAULT_TEXT,
  ASSIGN_FIELD,
  assignForm,
  readAssignForm,
  TITLE_LIMIT,
  type TypedAssignment,
} from '../templates/assign-form.ts';
import { formOffer } from '../templates/offer.ts';
import { dateText, ROLE_TEXT, shorten } from '../templates/wording.ts';
import { type Act, audited, type Call, type Command, type Outcome } from './call.ts';
import { askConsent } from './return-consent.ts';
import { tooLong } from './too-long.ts';
import { unitChosen } from './unit-chosen.ts';

/** The desk gives a proposal to a unit in the middle of the year: a new one, or another unit for a known one. */
export const assign: Command = {
  verb: 'assign',
  aliases: ['交办'],
  says: '年中交办新的提案，或给已有提案再交办一个单位',
  example: '/duban 交办　/duban 交办 12',
  async run(call) {
    if (call.inbound.kind !== 'message') return open(call, call.text.trim());
    return {
      say: formOffer('请填写交办单：', {
        label: '填写交办单',
        action: ACTIONS.assignOpen,
        value: call.text.trim().slice(0, 40),
      }),
    };
  },
};

export const openAssign: Act = { verb: 'assign', run: (call) => open(call, call.text.trim()) };

async function open(call: Call, words: string): Promise<Outcome> {
  const { tx, office, today } = call;
  const known = await knownAs(call, words);
  const units = await allUnits(tx, office.id);
  const holders = known ? await holdersOf(tx, [known.id]) : [];
  const held = holders.map(({ unit, role }) => `${unit}（${ROLE_TEXT[role]}）`).join('、');
  return {
    open: assignForm({
      notice: office.notice,
      number: known?.number ?? (words === '' ? '' : normalNumber(words).slice(0, 30)),
      known: known ? `第${known.number}号《${shorten(known.title, 60)}》　现由${held || '无单位'}承办` : null,
      units: units.flatMap(({ id, name }) => (holders.some((one) => one.unitId === id) ? [] : [name])),
      role: holders.length === 0 ? 'sole' : leaderOf(holders) ? 'joint' : 'split',
      today,
    }),
  };
}

/** The form sent in. Reminders begin by themselves: the unit hears of it in its next message. */
export const sendAssign: Act = {
  verb: 'assign',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const { tx, office, today } = call;
    const typed = readAssignForm(call.inbound.values);
    const known = await knownAs(call, typed.number);
    const errors = known ? {} : newFaults(typed, ASSIGN_FIELD.title in call.inbound.values);
    if (typed.role === null) return { errors: { [ASSIGN_FIELD.role]: '请选择承办方式' } };
    const day = z.iso.date().safeParse(typed.day).data;
    const dayFault = day === undefined ? '请选择交办日期' : assignDayFault(day, office.notice, today);
    if (dayFault !== null) errors[ASSIGN_FIELD.day] = dayFault;
    const unit = await unitChosen(call, typed.unit);
    if (unit === null) errors[ASSIGN_FIELD.unit] = '请选择承办单位';
    else if (typeof unit === 'string') errors[ASSIGN_FIELD.unit] = unit;
    if (Object.keys(errors).length > 0 || day === undefined || unit === null || typeof unit === 'string')
      return { errors };

    const number = known?.number ?? normalNumber(typed.number);
    const proposalId =
      known?.id ??
      (await addProposal(tx, {
        officeId: office.id,
        number,
        title: typed.title,
        kind: typed.kind,
        leadMember: typed.leadMember,
      }));
    // Somebody else has just added the same number: the next try finds it known.
    if (proposalId === null)
      return { errors: { [ASSIGN_FIELD.number]: `第${number}号刚刚已由他人交办，请核对后再提交` } };
    await lockProposal(tx, proposalId);
    const holders = await holdersOf(tx, [proposalId]);
    const fault = assignFault({ unitId: unit.id, role: typed.role }, holders);
    if (fault) {
      const field = fault === 'holds-it' ? ASSIGN_FIELD.unit : ASSIGN_FIELD.role;
      const by = fault === 'holds-it' ? await whoAssigned(call, number) : '';
      return { errors: { [field]: `${ASSIGN_FAULT_TEXT[fault]}${by}` } };
    }
    const given = await requestViews(tx, office.id, { proposalId, states: ['carried-out'] });
    const reassigned = isSecondRound(holders, given.length > 0);
    const id = await addAssignment(tx, {
      officeId: office.id,
      proposalId,
      unitId: unit.id,
      role: typed.role,
      assignedOn: day,
      reassigned,
    });
    if (id === null) return { errors: { [ASSIGN_FIELD.unit]: ASSIGN_FAULT_TEXT['holds-it'] } };
    await writeAudit(tx, [
      audited(call, 'assign', number, { assignment: id, unit: unit.id, role: typed.role, reassigned }),
    ]);
    // Whoever leads now answers what the lead before had not (R07).
    const waiting = await requestViews(tx, office.id, { proposalId, states: ['awaiting-consent'] });
    const asked = await askConsent(call, waiting);
    const round = reassigned ? '这是再次交办，不再接受退办或改办。' : '';
    return {
      say: plainAnswer(
        `已交办第${number}号：${unit.name}${ROLE_TEXT[typed.role]}，${dateText(day)}交办，随该单位下一次提醒告知。${round}请同时在办理系统交办。`,
      ),
      deliver: asked.deliver,
      replan: true,
    };
  },
};

/** The known proposal that words name; null for a new number or none. */
async function knownAs(call: Call, words: string): Promise<Proposal | null> {
  if (words === '') return null;
  const all = await allProposals(call.tx, call.office.id);
  const [number] = readNumbers(
    words,
    all.map((one) => one.number),
  );
  return all.find((one) => one.number === number) ?? null;
}

/** The form about a known proposal has no field for a title: with another number in it, that is the fault. */
function newFaults(typed: TypedAssignment, hasTitle: boolean): Record<string, string> {
  const fault = numberFault(normalNumber(typed.number));
  if (fault) return { [ASSIGN_FIELD.number]: `应为${fault}` };
  if (!hasTitle) return { [ASSIGN_FIELD.number]: '这是新的案号，请发送“/duban 交办”重新填写' };
  if (typed.title === '') return { [ASSIGN_FIELD.title]: '这是新的案号，请填写案由；已有的提案请核对案号' };
  const long = tooLong(typed.title, TITLE_LIMIT);
  return long === null ? {} : { [ASSIGN_FIELD.title]: long };
}

async function whoAssigned(call: Call, number: string): Promise<string> {
  const event = await lastAudit(call.tx, call.office.id, 'assign', number);
  const by = event?.memberId ? (await memberById(call.tx, event.memberId))?.name : undefined;
  return event && by ? `（${by} ${timeIn(call.office.zone, event.at)}交办）` : '';
}
