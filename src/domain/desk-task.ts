import { uncontactedReplies } from './contact-gate.ts';
import { byNumber, type Facts, type Proposal } from './facts.ts';

/** What waits for the desk: 退办、改办 to study or carry out, a 复杂件 to decide on, a reply that nobody spoke to the member before. */
export const DESK_TASKS = ['return', 'hard', 'uncontacted'] as const;
export type DeskTaskKind = (typeof DESK_TASKS)[number];

export interface DeskTask {
  kind: DeskTaskKind;
  proposal: Proposal;
  /** The unit that asked, or that replied. */
  unitId: string;
}

/** Everything that units have brought about and that stands still until the desk acts (R09, R10, R22, R36), by number. */
export function deskTasks(facts: Facts): DeskTask[] {
  const proposals = new Map(facts.proposals.map((proposal) => [proposal.id, proposal]));
  const held = new Map(facts.assignments.filter((one) => one.endedOn === null).map((one) => [one.id, one]));
  const about = (kind: DeskTaskKind, assignmentId: string | null): DeskTask[] => {
    const assignment = held.get(assignmentId ?? '');
    const proposal = assignment && proposals.get(assignment.proposalId);
    return proposal ? [{ kind, proposal, unitId: assignment.unitId }] : [];
  };
  const tasks = [
    ...facts.returnRequests
      .filter(({ open, waitsFor }) => open && (waitsFor ?? 'desk') === 'desk')
      .flatMap(({ assignmentId }) => about('return', assignmentId)),
    ...facts.registrations
      .filter(({ kind }) => kind === 'hard-requested')
      .flatMap(({ assignmentId }) => about('hard', assignmentId))
      .filter(({ proposal }) => !proposal.hard),
    ...uncontactedReplies(facts).flatMap(({ assignment }) => about('uncontacted', assignment.id)),
  ];
  return tasks.sort((one, other) => byNumber(one.proposal.number, other.proposal.number));
}
