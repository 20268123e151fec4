import type { FileRef } from '../src/domain/facts.ts';
import { ruleAsking, sentBackClause } from '../src/domain/notice.ts';
import { type ActLine, readActLine } from '../src/domain/speech/act-line.ts';
import { UserError } from '../src/errors.ts';
import { ACTIONS } from '../templates/actions.ts';
import { formOffer } from '../templates/offer.ts';
import { OPINION_FIELD, opinionForm, readOpinionForm } from '../templates/opinion-form.ts';
import { categoryText } from '../templates/proposal-fields.ts';
import { recordedAnswer } from '../templates/reply-answer.ts';
import { numbersText, shortDate } from '../templates/wording.ts';
import { fileRefs, filesTyped } from './attachments.ts';
import { type Act, type Call, type Command, type Outcome, type UnitView, unitOf } from './call.ts';
import { recordMarked } from './marked.ts';
import { choicesOf, dayFault, dayNamed, heldOwing, isAmong, namedOwing } from './own-proposals.ts';
import { type Held, heldIn } from './subject.ts';

const KIND = 'opinion-uploaded';

/** R21, R34: puts on record that a joint opinion is uploaded, with its category: in one line or by a form. */
export const opinion: Command = {
  verb: 'opinion',
  aliases: ['会办意见'],
  says: '登记已上传的会办意见和类别',
  example: '/duban 会办意见 31 B 6月20日',
  async run(call) {
    const view = await unitOf(call);
    const line = lineOf(call, view);
    const held = namedOwing(call, view, KIND, line.numbers);
    const day = dayNamed(call, line.days);
    if (held.length === 0 || line.category === null || line.rest !== '')
      return openForm(call, view, line, held);
    const fault = dayFault(call, held, day);
    if (fault !== null) throw new UserError(`${fault}。`);
    return recordOpinion(call, held, { category: line.category, day, files: filesTyped(call) });
  },
};

/** The buttons under reminders and what was sent back; the value may name proposals. */
export const openOpinion: Act = {
  verb: 'opinion',
  async run(call) {
    const view = await unitOf(call);
    const line = lineOf(call, view);
    return openForm(call, view, line, namedOwing(call, view, KIND, line.numbers));
  },
};

/** The form sent in. */
export const sendOpinion: Act = {
  verb: 'opinion',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const { settings } = call.office.notice;
    const view = await unitOf(call);
    const { chosen, category, day, files } = readOpinionForm(call.inbound.values);
    const held = heldOwing(call, view, KIND).filter(({ assignment }) => chosen.includes(assignment.id));
    if (held.length === 0 || held.length < new Set(chosen).size)
      return { errors: { [OPINION_FIELD.which]: '请选择贵单位现在会办的提案' } };
    if (!settings.replyCategories.some(({ code }) => code === category))
      return { errors: { [OPINION_FIELD.category]: '请选择答复类别' } };
    const fault = dayFault(call, held, day);
    if (fault !== null) return { errors: { [OPINION_FIELD.day]: fault } };
    const attached = await fileRefs(call, files);
    if (!attached) return { errors: { [OPINION_FIELD.files]: '附件没有取到，请删除后重新上传' } };
    return recordOpinion(call, held, { category, day, files: attached });
  },
};

function lineOf(call: Call, view: UnitView): ActLine {
  return readActLine(call.text, {
    known: heldIn(view.facts, view.unit.id).map(({ proposal }) => proposal.number),
    settings: call.office.notice.settings,
    today: call.today,
  });
}

function openForm(call: Call, view: UnitView, line: ActLine, named: readonly Held[]): Outcome {
  const { notice } = call.office;
  const open = heldOwing(call, view, KIND).filter((one) => isAmong(named, one) || isOpen(view, one));
  if (open.length === 0) {
    const rule = ruleAsking(notice, KIND);
    const owing = heldOwing(call, view, KIND).length > 0;
    throw new UserError(
      owing
        ? `${view.unit.name}的会办意见已全部登记。`
        : `${view.unit.name}没有会办的提案，无需上传会办意见${rule ? `（${rule.clause}）` : ''}。`,
    );
  }
  const held = named.length > 0 ? named : open.length === 1 ? open : [];
  if (call.inbound.kind === 'message') {
    const numbers = held.map(({ proposal }) => proposal.number);
    const example = `如“会办意见 ${numbers[0] ?? open[0]?.proposal.number ?? ''} ${notice.settings.replyCategories[0]?.code ?? ''}”`;
    return {
      say: formOffer(
        numbers.length > 0 && line.category === null
          ? `还没有登记：${numbersText(numbers)}会办意见还缺答复类别，请写明，${example}，或填表。`
          : `请写案号和答复类别，${example}，或填表。`,
        { label: '登记会办意见', action: ACTIONS.opinionOpen, value: call.text.slice(0, 500) },
      ),
    };
  }
  return {
    open: opinionForm({
      notice,
      unit: view.unit.name,
      choices: choicesOf(open),
      chosen: held.map(({ assignment }) => assignment.id),
      category: line.category,
      day: line.days[0] ?? call.today,
      clauses: [ruleAsking(notice, KIND)?.clause ?? '', sentBackClause(notice)].filter(Boolean),
    }),
  };
}

/** Not on record, or without its category. */
function isOpen({ facts }: UnitView, { assignment }: Held): boolean {
  const known = facts.registrations.find((one) => one.assignmentId === assignment.id && one.kind === KIND);
  return known?.details?.category === undefined;
}

async function recordOpinion(
  call: Call,
  held: readonly Held[],
  { category, day, files }: { category: string; day: string; files: readonly FileRef[] },
): Promise<Outcome> {
  const { notice } = call.office;
  const { done, known } = await recordMarked(call, held, KIND, day, {
    category,
    ...(files.length > 0 && { files }),
  });
  const numbers = done.map(({ proposal }) => proposal.number);
  return {
    say: recordedAnswer({
      notice,
      sentences: [
        numbers.length > 0
          ? `已登记会办意见：${numbersText(numbers)}，${categoryText(notice, category)}，${shortDate(day)}。`
          : '',
        ...known,
      ].filter(Boolean),
      uncontacted: [],
    }),
    recorded: numbers.length > 0,
    replan: numbers.length > 0,
  };
}
