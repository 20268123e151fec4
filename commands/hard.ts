import { z } from 'zod';
import type { Facts, Proposal } from '../src/domain/facts.ts';
import { hardDates } from '../src/domain/hard-case.ts';
import { readLeadingNumbers } from '../src/domain/speech/leading-numbers.ts';
import { UserError } from '../src/errors.ts';
import { hardReasons } from '../src/store/proposals.ts';
import { revoke, standing } from '../src/store/registrations.ts';
import { ACTIONS } from '../templates/actions.ts';
import { plainAnswer } from '../templates/answers.ts';
import {
  HARD_FIELD,
  HARD_WHY_LIMIT,
  hardDatesText,
  hardMarkForm,
  readHardForm,
} from '../templates/hard-forms.ts';
import { formOffer } from '../templates/offer.ts';
import { numbersText } from '../templates/wording.ts';
import type { Act, Call, Command, Outcome } from './call.ts';
import { metadataOf } from './form-metadata.ts';
import { changeHard } from './hard-marking.ts';
import { askHard } from './hard-request.ts';
import { officeOf } from './subject.ts';
import { tooLong } from './too-long.ts';

/** R22: the desk marks a proposal as 复杂件 with its reason, or takes the mark away; a unit asks for it. */
export const hard: Command = {
  verb: 'hard',
  aliases: ['复杂件'],
  says: '复杂件：单位申请，建议提案股标记、取消和查看',
  example: '/duban 复杂件 12 涉及面广，需多部门会商',
  async run(call) {
    if (!hardDates(call.office.notice)) throw new UserError('本通知没有复杂件的规定。');
    if (call.member.role !== 'desk') return askHard(call);
    const { facts } = await officeOf(call);
    const words = call.text.trim();
    if (words === '') return { say: plainAnswer(await listText(call, facts)) };
    const isTaken = /取消|撤销|不再/u;
    const { numbers, rest } = readLeadingNumbers(
      words.replace(/^(?:取消|撤销|不再)\s*/u, ''),
      facts.proposals.map(({ number }) => number),
    );
    const named = proposalsNamed(facts, numbers);
    if (/^(?:取消|撤销|不再)/u.test(words) || isTaken.test(rest.slice(0, 3)))
      return unmark(call, facts, named);
    if (rest !== '') {
      const fault = tooLong(rest, HARD_WHY_LIMIT);
      if (fault !== null) throw new UserError(`理由${fault}。`);
      return changeHard(call, facts, named, { hard: true, reason: rest });
    }
    if (call.inbound.kind === 'message')
      return {
        say: formOffer(`标为复杂件要写明理由，如“复杂件 ${numbers[0]} 涉及面广，需多部门会商”，或填表。`, {
          label: '填写理由',
          action: ACTIONS.hardMark,
          value: numbers.join('、'),
        }),
      };
    return { open: hardMarkForm(call.office.notice, named) };
  },
};

/** The button that asks the desk for its reason. */
export const openHardMark: Act = {
  verb: 'hard-decide',
  async run(call) {
    const { facts } = await officeOf(call);
    const known = facts.proposals.map(({ number }) => number);
    const { numbers } = readLeadingNumbers(call.text, known);
    return { open: hardMarkForm(call.office.notice, proposalsNamed(facts, numbers)) };
  },
};

const metadata = z.object({ numbers: z.array(z.string().max(50)).min(1).max(50) });

export const sendHardMark: Act = {
  verb: 'hard-decide',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const { numbers } = metadataOf(call, metadata);
    const { why } = readHardForm(call.inbound.values);
    if (why === '') return { errors: { [HARD_FIELD.why]: '请写明理由' } };
    const fault = tooLong(why, HARD_WHY_LIMIT);
    if (fault !== null) return { errors: { [HARD_FIELD.why]: fault } };
    const { facts } = await officeOf(call);
    return changeHard(call, facts, proposalsNamed(facts, numbers), { hard: true, reason: why });
  },
};

/** At most so many at once; more is a slip of the keyboard. */
const MOST = 50;

function proposalsNamed(facts: Facts, numbers: readonly string[]): Proposal[] {
  if (numbers.length === 0) throw new UserError('请写案号和理由，如“复杂件 12 涉及面广”。');
  if (numbers.length > MOST) throw new UserError(`一次最多${MOST}件。`);
  const unknown = numbers.filter((number) => !facts.proposals.some((one) => one.number === number));
  if (unknown.length > 0) throw new UserError(`没有${numbersText(unknown)}提案，请核对案号。`);
  return facts.proposals.filter(({ number }) => numbers.includes(number));
}

async function unmark(call: Call, facts: Facts, proposals: readonly Proposal[]): Promise<Outcome> {
  const ids = facts.assignments
    .filter(({ proposalId }) => proposals.some(({ id }) => id === proposalId))
    .map(({ id }) => id);
  // Whoever asked once may ask again.
  const asked = await standing(call.tx, call.office.id, { assignmentIds: ids, kinds: ['hard-requested'] });
  await revoke(
    call.tx,
    call.office.id,
    asked.map(({ id }) => id),
    { memberId: call.member.id, at: call.now, why: '取消复杂件' },
  );
  return changeHard(call, facts, proposals, { hard: false, reason: null });
}

async function listText(call: Call, facts: Facts): Promise<string> {
  const reasons = await hardReasons(call.tx, call.office.id);
  const marked = facts.proposals.filter((one) => one.hard);
  const asked = await standing(call.tx, call.office.id, { kinds: ['hard-requested'] });
  const open = asked.flatMap((row) => {
    const assignment = facts.assignments.find(({ id }) => id === row.assignmentId);
    const proposal = facts.proposals.find(({ id }) => id === assignment?.proposalId);
    const unit = facts.units.find(({ id }) => id === assignment?.unitId);
    return proposal && !proposal.hard
      ? [`待定：第${proposal.number}号 ${unit?.name ?? ''}：${row.text ?? ''}`]
      : [];
  });
  if (marked.length === 0 && open.length === 0)
    return '目前没有复杂件。标记请写案号和理由，如“复杂件 12 涉及面广”。';
  return [
    `复杂件${marked.length}件，${hardDatesText(call.office.notice)}：`,
    ...marked.map((one) => {
      const reason = reasons.get(one.id);
      return `第${one.number}号《${one.title}》${reason ? `　理由：${reason}` : ''}`;
    }),
    ...open,
  ].join('\n');
}
