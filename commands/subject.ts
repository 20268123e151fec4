import { type Duty, deriveDuties } from '../src/domain/duty.ts';
import { type Assignment, byNumber, type Facts, type Proposal, type Unit } from '../src/domain/facts.ts';
import { readNumbers } from '../src/domain/speech.ts';
import { nearest } from '../src/domain/spelling.ts';
import { UserError } from '../src/errors.ts';
import { loadFacts } from '../src/store/facts.ts';
import type { Call, UnitView } from './call.ts';

/** A proposal with the part that one unit has in it. */
export interface Held {
  assignment: Assignment;
  proposal: Proposal;
}

/** Everything about the office as of today, for the desk and the managers. */
export async function officeOf(call: Call): Promise<{ facts: Facts; duties: Duty[] }> {
  const facts = await loadFacts(call.tx, call.office.id);
  return { facts, duties: deriveDuties(call.office.notice, facts, call.today) };
}

/** What is held now, by the unit or by all units, in the order of the numbers. */
export function heldIn(facts: Facts, unitId?: string): Held[] {
  const proposals = new Map(facts.proposals.map((proposal) => [proposal.id, proposal]));
  return facts.assignments
    .filter((one) => one.endedOn === null && (unitId === undefined || one.unitId === unitId))
    .flatMap((assignment) => {
      const proposal = proposals.get(assignment.proposalId);
      return proposal ? [{ assignment, proposal }] : [];
    })
    .sort((one, other) => byNumber(one.proposal.number, other.proposal.number));
}

/** The proposals of the unit that a text names, and the numbers in it that are not the unit's. */
export function heldNamed(
  view: Pick<UnitView, 'facts' | 'unit'>,
  text: string,
): { held: Held[]; unknown: string[] } {
  const own = heldIn(view.facts, view.unit.id);
  const numbers = readNumbers(
    text,
    own.map(({ proposal }) => proposal.number),
  );
  const held = numbers.flatMap((number) => own.find(({ proposal }) => proposal.number === number) ?? []);
  const unknown = numbers.filter((number) => !own.some(({ proposal }) => proposal.number === number));
  return { held, unknown };
}

/** The unit with this name or short name. @throws UserError with the nearest name */
export function unitNamed(facts: Pick<Facts, 'units'>, text: string): Unit {
  const name = text.trim();
  const unit = facts.units.find((one) => one.name === name || one.shortName === name);
  if (unit) return unit;
  const names = facts.units.flatMap((one) => [one.name, ...(one.shortName ? [one.shortName] : [])]);
  const near = nearest(name, names);
  throw new UserError(
    `没有找到单位“${name.slice(0, 30)}”。${near ? `您是不是指：${near}？` : '请写名册里的单位名称。'}`,
  );
}

/** The proposal that a text names. @throws UserError for a number that the office does not have */
export function proposalNamed(facts: Facts, text: string): Proposal {
  const [number] = readNumbers(
    text,
    facts.proposals.map((one) => one.number),
  );
  const proposal = facts.proposals.find((one) => one.number === number);
  if (proposal) return proposal;
  throw new UserError(number ? `没有第${number}号提案，请核对案号。` : '请写案号，如“12”。');
}
