import type { Facts } from '../src/domain/facts.ts';
import { FORM_BACK, type FormKind, formDays } from '../src/domain/feedback-form.ts';
import type { Statement, StatementVerb } from '../src/domain/speech/statement/statement.ts';
import type { Call } from './call.ts';
import { recordedOf, withForms } from './form-facts.ts';
import { heldOwing } from './own-proposals.ts';
import type { Held } from './subject.ts';

/** Where a statement stands: what is on record, and the proposals its thread is about. */
export interface Surroundings {
  facts: Facts;
  held: Held[];
  threadProposals: readonly string[];
}

/** The proposals that a statement without a number can be about: those of the thread, else those that still lack it. */
export function targetsOf(call: Call, surroundings: Surroundings, statement: Statement): string[] {
  const { facts, threadProposals } = surroundings;
  const owing = owingOf(call, surroundings, statement.verb);
  const inThread = owing.filter(({ proposal }) => threadProposals.includes(proposal.number));
  const lacking = (some: readonly Held[]) => some.filter((one) => lacks(facts, one, statement));
  const numbers = (some: readonly Held[]) => some.map(({ proposal }) => proposal.number);
  if (inThread.length > 0) return numbers(lacking(inThread).length > 0 ? lacking(inThread) : inThread);
  const open = lacking(owing);
  const ready = open.filter((one) => isReady(facts, one, statement));
  if (ready.length > 0) return numbers(ready);
  return numbers(open.length > 0 || owing.length > 1 ? open : owing);
}

function owingOf(call: Call, { facts, held }: Surroundings, verb: StatementVerb): Held[] {
  const unit = facts.units.find(({ id }) => id === call.member.unitId);
  if (verb === 'form') return withForms(call, held).owed;
  if (!unit || verb === 'sign') return [];
  const kind = { contact: 'contacted', opinion: 'opinion-uploaded', reply: 'reply-uploaded' }[verb];
  return heldOwing(call, { unit, facts, duties: [] }, kind);
}

/** A contact may be repeated; the rest happens once. */
function lacks(facts: Facts, held: Held, { verb, kinds }: Statement): boolean {
  const has = (kind: string) => recordedOf(facts, held).some((one) => one.kind === kind);
  switch (verb) {
    case 'form':
      return kinds.some((kind) => !has(kind));
    case 'opinion':
      return !has('opinion-uploaded');
    case 'reply':
      return !has('reply-delivered') || !has('reply-uploaded');
    default:
      return true;
  }
}

/** The step before is on record: a form goes out with the reply, and what has come back was sent (R50, R51). */
function isReady(facts: Facts, held: Held, { verb, kinds }: Statement): boolean {
  if (verb !== 'form') return false;
  const days = formDays(recordedOf(facts, held));
  const isBack = (kind: FormKind) => FORM_BACK.some((one) => one === kind);
  if (kinds.includes('form-sent')) return days['reply-delivered'] !== undefined;
  if (kinds.includes('form-received')) return days['form-sent'] !== undefined;
  return kinds.some(isBack) && (days['form-sent'] !== undefined || days['form-received'] !== undefined);
}
