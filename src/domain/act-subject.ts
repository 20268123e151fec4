import type { Assignment, Facts, Proposal, Role, Unit } from './facts.ts';
import { nearest } from './spelling.ts';

/** An act that cannot happen: it names what is not there, or the notice does not allow it. In Chinese. */
export class ActError extends Error {
  override readonly name = 'ActError';
  readonly field: string;
  readonly found: unknown;
  readonly expected: string;

  constructor(field: string, found: unknown, expected: string) {
    super(`${field}: ${expected}`);
    this.field = field;
    this.found = found;
    this.expected = expected;
  }
}

/** The unit's assignments that are meant: of the numbers given, each of which must be right, or all that are. */
export function heldBy(
  facts: Facts,
  unit: Unit,
  numbers: 'all' | readonly string[],
  whyNot: (assignment: Assignment, proposal: Proposal) => string | null,
): Assignment[] {
  const held = facts.assignments.filter((one) => one.unitId === unit.id && one.endedOn === null);
  if (numbers === 'all') {
    return held.filter((one) => {
      const proposal = facts.proposals.find(({ id }) => id === one.proposalId);
      return proposal !== undefined && whyNot(one, proposal) === null;
    });
  }
  return numbers.map((number) => {
    const proposal = proposalOf(facts, 'proposals', number);
    const assignment = held.find((one) => one.proposalId === proposal.id);
    if (!assignment) throw new ActError('proposals', number, `应为${unit.name}承办的案号`);
    const fault = whyNot(assignment, proposal);
    if (fault !== null)
      throw new ActError('proposals', number, `${fault}（${unit.name}是${ROLE_WORDS[assignment.role]}）`);
    return assignment;
  });
}

const ROLE_WORDS: Record<Role, string> = { lead: '主办', sole: '独办', split: '分办', joint: '会办' };

/** The unit by its name or short name. */
export function unitOf(facts: Facts, name: string, field = 'unit'): Unit {
  const unit = facts.units.find((one) => one.name === name || one.shortName === name);
  if (unit) return unit;
  throw new ActError(
    field,
    name,
    oneOf(
      '名册里的单位',
      name,
      facts.units.map((one) => one.name),
    ),
  );
}

export function proposalOf(facts: Facts, field: string, number: string): Proposal {
  const proposal = facts.proposals.find((one) => one.number === number);
  if (!proposal) throw new ActError(field, number, '应为提案清单里的案号');
  return proposal;
}

/** `应为…`, with the known name that was probably meant. */
export function oneOf(what: string, given: string, known: readonly string[]): string {
  const near = nearest(given, known);
  return `应为${what}${near ? `；您是不是要写：${near}` : ''}`;
}
