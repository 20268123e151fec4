import { uncontactedReplies } from '../src/domain/contact-gate.ts';
import type { Facts } from '../src/domain/facts.ts';
import { rolesOf, ruleAsking } from '../src/domain/notice.ts';
import { readLeadingNumbers } from '../src/domain/speech/leading-numbers.ts';
import { UserError } from '../src/errors.ts';
import { ACTIONS } from '../templates/actions.ts';
import { plainAnswer } from '../templates/answers.ts';
import { formOffer } from '../templates/offer.ts';
import {
  readWaiveForm,
  WAIVE_FIELD,
  type WaiveChoice,
  WHY_LIMIT,
  waiveForm,
  waiveText,
} from '../templates/waive-form.ts';
import { numbersText } from '../templates/wording.ts';
import type { Act, Call, Command, Outcome } from './call.ts';
import { record } from './record.ts';
import { type Held, heldIn, officeOf } from './subject.ts';
import { tooLong } from './too-long.ts';

/** R36: the desk sees which replies no contact went before, and records why none was needed. */
export const waive: Command = {
  verb: 'waive',
  aliases: ['免沟通'],
  says: '未沟通即答复的提案：查看，或记明无需沟通的原因',
  example: '/duban 免沟通 12 委员长期出国，已书面征求意见',
  async run(call) {
    const { facts } = await officeOf(call);
    const all = waivable(call, facts);
    const { numbers, rest: why } = readLeadingNumbers(
      call.text,
      facts.proposals.map(({ number }) => number),
    );
    const long = tooLong(why, WHY_LIMIT);
    if (long !== null) throw new UserError(`原因${long}。`);
    const held = all.filter(({ proposal }) => numbers.includes(proposal.number));
    if (numbers.length > 0 && held.length === 0)
      throw new UserError(`${numbersText(numbers)}没有缺“答复前沟通”的承办单位，请核对案号。`);
    if (held.length > 0 && held.length === numbers.length && why !== '')
      return recordWaiver(call, facts, held, why);
    return openForm(call, facts, { all, held, why });
  },
};

/** The button under the desk's list. */
export const openWaive: Act = { verb: 'waive', run: waive.run };

/** The form sent in. */
export const sendWaive: Act = {
  verb: 'waive',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const { chosen, why } = readWaiveForm(call.inbound.values);
    const { facts } = await officeOf(call);
    const held = waivable(call, facts).filter(({ assignment }) => chosen.includes(assignment.id));
    if (held.length === 0) return { errors: { [WAIVE_FIELD.which]: '这些提案已登记沟通，请重新打开核对' } };
    if (why === '') return { errors: { [WAIVE_FIELD.why]: '请写明原因' } };
    const long = tooLong(why, WHY_LIMIT);
    if (long !== null) return { errors: { [WAIVE_FIELD.why]: long } };
    return recordWaiver(call, facts, held, why);
  },
};

/** Whoever answers the member and has not been in contact, or only after the reply; the replied ones first. */
function waivable({ office }: Call, facts: Facts): Held[] {
  const rule = ruleAsking(office.notice, 'contacted');
  const roles = rule ? rolesOf(rule) : [];
  const replied = uncontactedReplies(facts).map(({ assignment }) => assignment.id);
  const settled = new Set(
    facts.registrations
      .filter(({ kind }) => kind === 'contacted' || kind === 'contact-waived')
      .map(({ assignmentId }) => assignmentId),
  );
  const open = heldIn(facts).filter(
    ({ assignment }) =>
      roles.includes(assignment.role) && (replied.includes(assignment.id) || !settled.has(assignment.id)),
  );
  return [
    ...open.filter(({ assignment }) => replied.includes(assignment.id)),
    ...open.filter(({ assignment }) => !replied.includes(assignment.id)),
  ];
}

function openForm(
  call: Call,
  facts: Facts,
  { all, held, why }: { all: readonly Held[]; held: readonly Held[]; why: string },
): Outcome {
  const choices = choicesOf(facts, all);
  if (choices.length === 0) return { say: plainAnswer('承办单位都已登记与委员沟通。') };
  if (call.inbound.kind === 'message') {
    const replied = choices.filter(({ repliedOn }) => repliedOn !== null);
    const text =
      replied.length > 0
        ? `未登记沟通即答复的有${replied.length}件：\n${replied.slice(0, SHOWN).map(waiveText).join('\n')}${replied.length > SHOWN ? `\n还有${replied.length - SHOWN}件` : ''}`
        : '没有未登记沟通即答复的提案。';
    return {
      say: formOffer(text, {
        label: '记明无需沟通',
        action: ACTIONS.waiveOpen,
        value: call.text,
      }),
    };
  }
  const chosen = held.map(({ assignment }) => assignment.id);
  const first = [
    ...choices.filter(({ assignmentId }) => chosen.includes(assignmentId)),
    ...choices.filter(({ assignmentId }) => !chosen.includes(assignmentId)),
  ];
  return { open: waiveForm(call.office.notice, first, chosen, why) };
}

const SHOWN = 20;

function choicesOf(facts: Facts, held: readonly Held[]): WaiveChoice[] {
  const units = new Map(facts.units.map(({ id, name }) => [id, name]));
  const replied = new Map(
    uncontactedReplies(facts).map(({ assignment, repliedOn }) => [assignment.id, repliedOn]),
  );
  return held.map(({ assignment, proposal }) => ({
    assignmentId: assignment.id,
    number: proposal.number,
    unit: units.get(assignment.unitId) ?? '',
    repliedOn: replied.get(assignment.id) ?? null,
  }));
}

async function recordWaiver(call: Call, facts: Facts, held: readonly Held[], why: string): Promise<Outcome> {
  const fresh = await record(
    call,
    held.map(({ assignment, proposal }) => ({
      assignment,
      unitId: assignment.unitId,
      kind: 'contact-waived',
      on: call.today,
      subject: proposal.number,
      text: why,
    })),
    'waive-contact',
  );
  if (fresh.length === 0) throw new UserError('这些提案已经记明过原因。');
  const names = choicesOf(facts, held)
    .map(({ number, unit }) => `第${number}号 ${unit}`)
    .join('、');
  return {
    say: plainAnswer(`已记明无需沟通：${names}。原因：${why}`),
    refresh: [...new Set(held.map(({ assignment }) => assignment.unitId))],
    replan: true,
  };
}
