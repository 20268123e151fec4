import { z } from 'zod';
import { readFileNumber } from '../src/domain/file-number.ts';
import { ruleAsking, sentBackClause } from '../src/domain/notice.ts';
import { REPLY_HALVES, type ReplyHalf } from '../src/domain/reply.ts';
import { type ActLine, readActLine } from '../src/domain/speech/act-line.ts';
import { UserError } from '../src/errors.ts';
import { lastRecorded, standing } from '../src/store/registrations.ts';
import { ACTIONS } from '../templates/actions.ts';
import { formOffer } from '../templates/offer.ts';
import { REPLY_FIELD, readReplyForm, replyForm } from '../templates/reply-form.ts';
import { dateText, numbersText } from '../templates/wording.ts';
import { fileRefs, filesTyped } from './attachments.ts';
import { type Act, type Call, type Command, type Outcome, type UnitView, unitOf } from './call.ts';
import { withForms } from './form-facts.ts';
import { choicesOf, dayFault, dayNamed, heldOwing, isAmong, namedOwing } from './own-proposals.ts';
import { isRecorded, recordFormal, recordPhased } from './record-reply.ts';
import { type Held, heldIn } from './subject.ts';

const UPLOADED = 'reply-uploaded';
const DELIVERED = 'reply-delivered';
const PHASED = 'reply-phased';
const FORM_SENT = 'form-sent';

/**
 * R20, R23, R33, R50: puts a reply to the member on record where one line says all of it; else opens its form, with what
 * stands after the verb filled in already.
 */
export const formalReply: Command = {
  verb: 'reply',
  aliases: ['答复'],
  says: '登记答复：文号、类别、书面答复和上传、征询表、分阶段答复',
  example: '/duban 答复 12',
  async run(call) {
    const view = await unitOf(call);
    const line = lineOf(call, view);
    const held = namedOwing(call, view, UPLOADED, line.numbers);
    const { fileNumber, category, days, halves, rest } = line;
    const day = dayNamed(call, days);
    const lacking = lackingIn(line, held);
    if (fileNumber === null || category === null || lacking.length > 0 || rest !== '')
      return openForm(call, view, line, held, lacking);
    const typed = { ...NO_MORE, fileNumber, category, day, halves };
    const checked = checkedReply(call, view, held, typed);
    if ('errors' in checked) throw new UserError(`${Object.values(checked.errors).join('；')}。`);
    return recordFormal(call, view, held, {
      ...typed,
      fileNumber: checked.fileNumber,
      files: filesTyped(call),
    });
  },
};

/** The buttons under reminders, answers and what was sent back; the value may name proposals, or hold a line. */
export const openReply: Act = {
  verb: 'reply',
  async run(call) {
    const view = await unitOf(call);
    const line = lineOf(call, view);
    return openForm(call, view, line, namedOwing(call, view, UPLOADED, line.numbers));
  },
};

/** What a line cannot say. */
const NO_MORE = { formSent: false, phased: false, promised: '' };

/** What the form asks for and a line leaves out: nobody but the unit knows on which day it answered. */
function lackingIn({ fileNumber, category, days, halves }: ActLine, held: readonly Held[]): string[] {
  return [
    ...(held.length === 0 ? ['案号'] : []),
    ...(fileNumber === null ? ['文号'] : []),
    ...(category === null ? ['类别'] : []),
    ...(days.length === 0 ? ['日期'] : []),
    ...(halves.length === 0 ? ['是否已书面答复委员、上传系统'] : []),
  ];
}

/** The form sent in. */
export const sendReply: Act = {
  verb: 'reply',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const view = await unitOf(call);
    const typed = readReplyForm(call.inbound.values);
    const held = heldOwing(call, view, UPLOADED).filter(({ assignment }) =>
      typed.chosen.includes(assignment.id),
    );
    if (held.length === 0 || held.length < new Set(typed.chosen).size)
      return { errors: { [REPLY_FIELD.which]: '请选择贵单位现在承办、需要答复的提案' } };
    const checked = checkedReply(call, view, held, typed);
    if ('errors' in checked) return checked;
    const files = await fileRefs(call, typed.files);
    if (!files) return { errors: { [REPLY_FIELD.files]: '附件没有取到，请删除后重新上传' } };
    const reply = { ...typed, fileNumber: checked.fileNumber, files };
    return typed.phased ? recordPhased(call, view, held, reply) : recordFormal(call, view, held, reply);
  },
};

type Typed = Omit<ReturnType<typeof readReplyForm>, 'chosen' | 'files'>;
type Faults = Record<string, string> | null;

/** The 文号 in its normal form, or what is wrong, by field. */
function checkedReply(
  call: Call,
  view: UnitView,
  held: readonly Held[],
  typed: Typed,
): { fileNumber: string } | { errors: Record<string, string> } {
  const { settings } = call.office.notice;
  const fileNumber = readFileNumber(typed.fileNumber, settings.fileNumber);
  if (fileNumber === null)
    return { errors: { [REPLY_FIELD.number]: `文号应为“${settings.fileNumber.example}”的形式，请核对` } };
  if (!settings.replyCategories.some(({ code }) => code === typed.category))
    return { errors: { [REPLY_FIELD.category]: '请选择答复类别' } };
  const dayWrong = dayFault(call, held, typed.day);
  if (dayWrong !== null) return { errors: { [REPLY_FIELD.day]: dayWrong } };
  const wrong = typed.phased ? phasedFault(call, view, held, typed) : formalFault(view, held, typed);
  return wrong ? { errors: wrong } : { fileNumber };
}

function lineOf(call: Call, view: UnitView): ActLine {
  return readActLine(call.text, {
    known: heldIn(view.facts, view.unit.id).map(({ proposal }) => proposal.number),
    settings: call.office.notice.settings,
    today: call.today,
  });
}

async function openForm(
  call: Call,
  view: UnitView,
  line: ActLine,
  named: readonly Held[],
  lacking: readonly string[] = [],
): Promise<Outcome> {
  const { notice, id } = call.office;
  const owing = heldOwing(call, view, UPLOADED);
  const open = owing.filter((one) => isAmong(named, one) || halvesOpen(view, one).length > 0);
  if (open.length === 0)
    throw new UserError(
      owing.length > 0
        ? `${view.unit.name}的提案已全部登记答复。`
        : `${view.unit.name}没有需要答复委员的提案，会办意见请用“会办意见”。`,
    );
  const held = named.length > 0 ? named : open.length === 1 ? open : [];
  if (call.inbound.kind === 'message')
    return {
      say: formOffer(offerText(line, held, lacking), {
        label: '登记答复',
        action: ACTIONS.replyOpen,
        value: call.text.slice(0, 500),
      }),
    };
  const ids = held.map(({ assignment }) => assignment.id);
  const last = ids.length > 0 ? await lastRecorded(call.tx, id, ids, [...REPLY_HALVES, PHASED]) : null;
  const halves = held.length > 0 ? held.flatMap((one) => halvesOpen(view, one)) : REPLY_HALVES;
  const told = line.halves.length > 0 ? line.halves : halves;
  const withForm = withForms(call, open).owed;
  return {
    open: replyForm({
      notice,
      unit: view.unit.name,
      choices: choicesOf(open),
      chosen: ids,
      fileNumber: line.fileNumber ?? last?.details.fileNumber ?? '',
      day: line.days.find((day) => day !== null) ?? call.today,
      category: line.category ?? last?.details.category ?? null,
      halves: REPLY_HALVES.filter((half) => told.includes(half)),
      formSent:
        withForm.length === 0
          ? null
          : held.length === 0 ||
            held.some((one) => isAmong(withForm, one) && !isRecorded(view, one, FORM_SENT)),
      clauses: [
        ruleAsking(notice, UPLOADED)?.clause ?? '',
        sentBackClause(notice),
        ...(withForm.length > 0 ? [ruleAsking(notice, FORM_SENT)?.clause ?? ''] : []),
      ].filter(Boolean),
      remark: await whySentBack(call, held),
    }),
  };
}

/** Says what is still missing of a reply of which something was told already. */
function offerText(line: ActLine, held: readonly Held[], lacking: readonly string[]): string {
  const told = line.fileNumber ?? line.category ?? line.days[0] ?? line.halves[0];
  const which = held.length > 0 ? `${numbersText(held.map(({ proposal }) => proposal.number))}的` : '';
  if (told !== undefined && lacking.length > 0)
    return `还没有登记：${which}答复还缺${lacking.join('、')}，写过的已填好，请点按钮补上。`;
  return held.length > 0 ? `请填写${which}答复登记。` : '请填写答复登记，也可以写明案号，如“答复 12”。';
}

/** Halves that are not on record, or without their category. */
function halvesOpen({ facts }: UnitView, { assignment }: Held): ReplyHalf[] {
  return REPLY_HALVES.filter((half) => {
    const known = facts.registrations.find((one) => one.assignmentId === assignment.id && one.kind === half);
    return known?.details?.category === undefined;
  });
}

/** Why the one proposal was sent back, for whoever sends it in again. */
async function whySentBack(call: Call, held: readonly Held[]): Promise<string | null> {
  const [only] = held;
  if (!only || held.length > 1) return null;
  const [row] = await standing(call.tx, call.office.id, {
    assignmentIds: [only.assignment.id],
    kinds: ['sent-back'],
  });
  if (!row) return null;
  return `上次退回的原因：${row.text ?? ''}${row.promisedOn ? `，请于${dateText(row.promisedOn)}前重新报送` : ''}。`;
}

function formalFault(view: UnitView, held: readonly Held[], { halves, formSent }: Typed): Faults {
  if (halves.length === 0 && !(formSent && held.every((one) => isRecorded(view, one, DELIVERED))))
    return { [REPLY_FIELD.halves]: '请勾选已经完成的：书面答复委员、上传办理系统，可以先登记一项' };
  return null;
}

/** R23: explained to the member on time, each part uploaded promptly, and the day of the next one promised. */
function phasedFault(call: Call, view: UnitView, held: readonly Held[], { halves, promised }: Typed): Faults {
  const answered = held.find((one) => isRecorded(view, one, DELIVERED));
  if (answered)
    return {
      [REPLY_FIELD.phase]: `第${answered.proposal.number}号已登记正式答复，不用再登记分阶段答复；登记有误的请先更正`,
    };
  if (halves.length < REPLY_HALVES.length)
    return { [REPLY_FIELD.halves]: '分阶段答复也要书面答复委员并及时上传办理系统，两项都完成后再登记' };
  if (!z.iso.date().safeParse(promised).success)
    return { [REPLY_FIELD.promised]: '分阶段答复请选择下次答复的日期' };
  if (promised <= call.today) return { [REPLY_FIELD.promised]: '下次答复日期应晚于今天' };
  const { closes } = call.office.notice;
  return promised > closes ? { [REPLY_FIELD.promised]: `下次答复日期应在${dateText(closes)}以前` } : null;
}
