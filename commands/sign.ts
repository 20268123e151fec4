import type { Duty } from '../src/domain/duty.ts';
import { byNumber } from '../src/domain/facts.ts';
import { readNumbers } from '../src/domain/speech.ts';
import { UserError } from '../src/errors.ts';
import { signChoice, signedAnswer } from '../templates/answers.ts';
import { type Call, type Command, type Outcome, type UnitView, unitOf } from './call.ts';
import { record } from './record.ts';
import { heldIn } from './subject.ts';

/** R02, R03, R12: puts on record that the unit has signed for proposals in the 办理系统: one, several or all. */
export const sign: Command = {
  verb: 'sign',
  aliases: ['签收'],
  says: '登记已签收的提案',
  example: '/duban 签收 12、15　/duban 签收 全部',
  async run(call) {
    const view = await unitOf(call);
    const wanted = call.text.trim();
    if (wanted === '') return askWhich(view);
    if (/^(全部|所有|都|all)/i.test(wanted)) return signFor(call, view, 'all');
    const numbers = readNumbers(
      wanted,
      view.facts.proposals.map((proposal) => proposal.number),
    );
    if (numbers.length === 0)
      throw new UserError('没有看懂要签收哪几件。请写案号，如“签收 12、15”，或“签收 全部”。');
    return signFor(call, view, numbers);
  },
};

/** A button for each unsigned proposal; one unsigned proposal too is asked for, because clicking the reminder is no promise. */
export function askWhich(view: UnitView): Outcome {
  const waiting = unsigned(view.duties);
  return {
    say: signChoice({
      unit: view.unit.name,
      proposals: waiting.flatMap((duty) => duty.proposal ?? []),
      due: waiting[0]?.due ?? null,
    }),
  };
}

/**
 * Signs for the numbers given; numbers of other units are named and left alone. `aside` holds what else the message
 * said and nothing was done about, so that nobody believes it was.
 */
export async function signFor(
  call: Call,
  view: UnitView,
  numbers: readonly string[] | 'all',
  aside: readonly string[] = [],
): Promise<Outcome> {
  const waiting = unsigned(view.duties);
  const own = new Set(heldIn(view.facts).map(({ proposal }) => proposal.number));
  const chosen =
    numbers === 'all'
      ? waiting
      : waiting.filter((duty) => duty.proposal && numbers.includes(duty.proposal.number));
  if (numbers === 'all' && waiting.length === 0) throw new UserError(`${view.unit.name}没有待签收的提案。`);

  const fresh = await record(
    call,
    chosen.map((duty) => ({
      assignment: duty.assignment,
      unitId: view.unit.id,
      kind: 'signed',
      on: call.today,
      subject: duty.proposal?.number ?? '',
    })),
    'sign',
  );
  const signed = fresh.map((fact) => fact.subject);

  const asked = numbers === 'all' ? numbersOf(chosen) : numbers;
  const left = waiting.filter((duty) => !chosen.includes(duty));
  return {
    recorded: signed.length > 0,
    say: signedAnswer({
      unit: view.unit.name,
      signed,
      already: asked.filter((number) => own.has(number) && !signed.includes(number)),
      unknown: asked.filter((number) => !own.has(number)),
      left: numbersOf(left),
      aside,
      due: left[0]?.due ?? null,
    }),
  };
}

function unsigned(duties: readonly Duty[]): Duty[] {
  return duties
    .filter(
      (duty) =>
        duty.state !== 'exempt' && 'registered' in duty.rule.doneWhen && duty.missing.includes('signed'),
    )
    .sort((one, other) => byNumber(one.proposal?.number ?? '', other.proposal?.number ?? ''));
}

function numbersOf(duties: readonly Duty[]): string[] {
  return duties.flatMap((duty) => duty.proposal?.number ?? []);
}
