import { z } from 'zod';
import type { IsoDate } from '../src/domain/calendar.ts';
import { repliedUncontacted } from '../src/domain/contact-gate.ts';
import { isOverdue } from '../src/domain/duty.ts';
import { byNumber } from '../src/domain/facts.ts';
import { isFormKind } from '../src/domain/feedback-form.ts';
import { REPLY_HALVES } from '../src/domain/reply.ts';
import { UserError } from '../src/errors.ts';
import { ACTIONS } from '../templates/actions.ts';
import { plainAnswer } from '../templates/answers.ts';
import {
  DONE_DAY_FIELD,
  DONE_WHAT_FIELD,
  type DonePart,
  doneForm,
  EXPLAIN_WHY_FIELD,
  explainForm,
  MARKED,
  partValue,
  readDoneForm,
  readExplainForm,
} from '../templates/done-form.ts';
import { recordedAnswer } from '../templates/reply-answer.ts';
import { type Act, type Call, type Command, type Outcome, type UnitView, unitOf } from './call.ts';
import { type FormFault, faultSentences, formFaults } from './form-facts.ts';
import { record } from './record.ts';

/** Puts on record what was done outside the bot: a reply sent, an opinion uploaded, a form returned. */
export const done: Command = {
  verb: 'done',
  aliases: ['登记', '已办'],
  says: '登记在别处已办完的事项',
  example: null,
  async run(call) {
    const view = await unitOf(call);
    const parts = openParts(view);
    if (parts.length === 0) throw new UserError(`${view.unit.name}没有可登记的事项。`);
    return { open: doneForm(call.office.notice, view.unit.name, parts, call.today) };
  },
};

/** The form of `done` sent in. */
export const sendDone: Act = {
  verb: 'done',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const view = await unitOf(call);
    const { notice } = call.office;
    const { chosen, on: picked, category } = readDoneForm(call.inbound.values);
    const isCategory = notice.settings.replyCategories.some(({ code }) => code === category);
    const on = z.iso.date().safeParse(picked).data;
    const parts = openParts(view).filter((part) => chosen.includes(partValue(part)));
    if (parts.length === 0) return { errors: { [DONE_WHAT_FIELD]: '这些事项已经登记过，请重新打开核对' } };
    if (on === undefined || on > call.today) return { errors: { [DONE_DAY_FIELD]: '办理日期不能晚于今天' } };
    const early = parts.find((part) => part.duty.assignment && on < part.duty.assignment.assignedOn);
    if (early?.duty.assignment)
      return { errors: { [DONE_DAY_FIELD]: `不能早于交办日期 ${early.duty.assignment.assignedOn}` } };
    const wrong = parts.flatMap((part) => formFaultsOf(call, view, part, on));
    if (wrong.length > 0) return { errors: { [DONE_DAY_FIELD]: faultSentences(wrong).join('') } };

    const written = await record(
      call,
      parts.map(({ duty, kind }) => ({
        assignment: duty.assignment,
        unitId: view.unit.id,
        kind,
        on,
        subject: duty.proposal?.number ?? view.unit.name,
        ...(isCategory && MARKED.includes(kind) && { details: { category } }),
      })),
    );
    const names = parts.map(
      ({ duty, kind }) =>
        `${duty.proposal ? `第${duty.proposal.number}号` : ''}${notice.registrations[kind] ?? kind}`,
    );
    return {
      say: recordedAnswer({
        notice,
        sentences: [`已登记${written.length}项（${on}）：${names.join('；')}。`],
        uncontacted: uncontacted(view, parts, on),
        uncategorised: isCategory ? [] : uncategorised(parts),
      }),
      replan: true,
      recorded: true,
    };
  },
};

/** The window that asks for the category which 登记 may leave out, for replies and for opinions. */
function uncategorised(parts: readonly DonePart[]) {
  const numbers = (test: (kind: string) => boolean) => [
    ...new Set(parts.flatMap(({ duty, kind }) => (test(kind) ? (duty.proposal?.number ?? []) : []))),
  ];
  return [
    { name: '答复', numbers: numbers((kind) => REPLIES.includes(kind)), action: ACTIONS.replyOpen },
    {
      name: '会办意见',
      numbers: numbers((kind) => MARKED.includes(kind) && !REPLIES.includes(kind)),
      action: ACTIONS.opinionOpen,
    },
  ];
}

const REPLIES: readonly string[] = REPLY_HALVES;

/** Numbers whose reply, recorded now, no contact went before (R36). */
function uncontacted({ facts }: UnitView, parts: readonly DonePart[], on: string): string[] {
  const replied = parts.filter(({ kind }) => REPLIES.includes(kind));
  return [
    ...new Set(
      replied.flatMap(({ duty }) => {
        const recorded = [
          ...facts.registrations.filter((one) => one.assignmentId === duty.assignment?.id),
          ...parts.filter((one) => one.duty.assignment === duty.assignment).map(({ kind }) => ({ kind, on })),
        ];
        return duty.proposal && repliedUncontacted(recorded) !== null ? [duty.proposal.number] : [];
      }),
    ),
  ];
}

/** Says why something is late; the ladder stands still from then on, the duty stays open. */
export const explain: Command = {
  verb: 'explain',
  aliases: ['说明', '说明情况'],
  says: '说明逾期事项的情况',
  example: null,
  async run(call) {
    const view = await unitOf(call);
    const overdue = overdueOf(call, view);
    if (overdue.length === 0) throw new UserError(`${view.unit.name}没有逾期事项需要说明。`);
    return { open: explainForm(call.office.notice, view.unit.name, overdue) };
  },
};

/** The form of `explain` sent in. */
export const sendExplain: Act = {
  verb: 'explain',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const view = await unitOf(call);
    const { keys, why } = readExplainForm(call.inbound.values);
    const explained = overdueOf(call, view).filter((duty) => keys.includes(duty.key));
    if (explained.length === 0) throw new UserError('这些事项已经办结或已说明。');
    if (why === '') return { errors: { [EXPLAIN_WHY_FIELD]: '请写明原因和预计办结时间' } };
    await record(
      call,
      explained.map((duty) => ({
        assignment: duty.assignment,
        unitId: view.unit.id,
        kind: 'explained',
        on: call.today,
        subject: duty.key,
        dutyKey: duty.key,
        text: why,
      })),
      'explain',
    );
    return {
      say: plainAnswer(`已记录${explained.length}项说明，建议提案股会看到。办结后请登记。`),
      recorded: true,
    };
  },
};

function openParts(view: UnitView): DonePart[] {
  const parts = view.duties
    .filter((duty) => duty.state === 'open' || duty.state === 'waiting')
    .flatMap((duty) => duty.missing.map((kind) => ({ duty, kind })));
  const once = new Map(parts.map((part) => [`${part.duty.assignment?.id}/${part.kind}`, part]));
  return [...once.values()].sort((one, other) =>
    byNumber(one.duty.proposal?.number ?? '~', other.duty.proposal?.number ?? '~'),
  );
}

/** What was done to a feedback form has its order, whichever way it is recorded (R50, R51). */
function formFaultsOf(call: Call, view: UnitView, { duty, kind }: DonePart, on: IsoDate): FormFault[] {
  const { assignment, proposal } = duty;
  if (!assignment || !proposal || !isFormKind(kind)) return [];
  return formFaults(call, view, [{ assignment, proposal }], { days: { [kind]: on }, grade: null });
}

function overdueOf(call: Call, view: UnitView) {
  return view.duties.filter(
    (duty) => isOverdue(duty, call.today, call.office.notice.settings) && !duty.paused,
  );
}
