import { byNumber, type Facts, type Partner, ROLES } from './facts.ts';
import { groupBy } from './group-by.ts';
import { type Notice, rolesOf } from './notice.ts';

/** A partner, and what the others wait for: registration names of signing, joint opinion and reply. */
export interface Coordinated extends Partner {
  lacks: readonly string[];
}

/** What units that handle a proposal together need of each other; the rest is between each unit and the desk. */
const SHARED = ['signed', 'opinion-uploaded', 'reply-delivered', 'reply-uploaded'];

/** All parts that units have in the proposals that the facts are about. */
export function partnersIn(facts: Facts): readonly Partner[] {
  if (facts.partners) return facts.partners;
  const units = new Map(facts.units.map((unit) => [unit.id, unit.name]));
  const numbers = new Map(facts.proposals.map((proposal) => [proposal.id, proposal.number]));
  const recorded = groupBy(facts.registrations, (one) => one.assignmentId);
  return facts.assignments
    .filter((one) => one.endedOn === null)
    .map(({ id, proposalId, unitId, role }) => ({
      proposalId,
      number: numbers.get(proposalId) ?? '',
      unitId,
      unit: units.get(unitId) ?? '',
      role,
      recorded: [...new Set(recorded.get(id)?.map((one) => one.kind))],
    }));
}

/** The proposals that several units handle, by id: who they are, the lead first, and what each lacks (R37). */
export function coordinate(notice: Notice, partners: readonly Partner[]): Map<string, Coordinated[]> {
  const shared = [...groupBy(partners, (one) => one.proposalId)].filter(([, group]) => group.length > 1);
  return new Map(
    shared
      .sort(([, [one]], [, [other]]) => byNumber(one?.number ?? '', other?.number ?? ''))
      .map(([id, group]) => [
        id,
        group.sort(inOrder).map((one) => ({ ...one, lacks: lacking(notice, one) })),
      ]),
  );
}

function inOrder(one: Partner, other: Partner): number {
  return ROLES.indexOf(one.role) - ROLES.indexOf(other.role) || one.unit.localeCompare(other.unit, 'zh');
}

function lacking({ duties }: Notice, { role, recorded }: Partner): string[] {
  const wanted = duties
    .filter((rule) => rule.per === 'assignment' && rolesOf(rule).includes(role))
    .flatMap(({ doneWhen }) => ('registered' in doneWhen ? doneWhen.registered : []));
  return SHARED.filter((kind) => wanted.includes(kind) && !recorded.includes(kind));
}
