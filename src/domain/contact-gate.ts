import type { IsoDate } from './calendar.ts';
import { type Assignment, byNumber, type Facts, type Proposal, type Registration } from './facts.ts';
import { groupBy } from './group-by.ts';

/** A formal reply that no contact with the member went before. */
export interface Uncontacted {
  assignment: Assignment;
  proposal: Proposal;
  repliedOn: IsoDate;
}

/**
 * Formal replies that no contact went before, unless the desk has put on record why none was needed (R36). It stops
 * nobody: the unit is warned, and the desk sees it. A contact of the same day counts as before, one 办后 does not.
 */
export function uncontactedReplies(facts: Facts): Uncontacted[] {
  const proposals = new Map(facts.proposals.map((proposal) => [proposal.id, proposal]));
  const recorded = groupBy(facts.registrations, (one) => one.assignmentId);
  return facts.assignments
    .flatMap((assignment) => {
      const proposal = proposals.get(assignment.proposalId);
      const repliedOn = repliedUncontacted(recorded.get(assignment.id) ?? []);
      return proposal && repliedOn !== null && assignment.endedOn === null
        ? [{ assignment, proposal, repliedOn }]
        : [];
    })
    .sort((one, other) => byNumber(one.proposal.number, other.proposal.number));
}

/** The day of a formal reply that no contact went before, out of what is on record about one assignment; else null. */
export function repliedUncontacted(
  recorded: readonly Pick<Registration, 'kind' | 'on' | 'details'>[],
): IsoDate | null {
  const [repliedOn] = recorded
    .filter(({ kind }) => FORMAL.includes(kind))
    .map(({ on }) => on)
    .sort();
  if (repliedOn === undefined || recorded.some(({ kind }) => kind === 'contact-waived')) return null;
  const contacted = recorded.some(
    ({ kind, on, details }) => kind === 'contacted' && on <= repliedOn && details?.phase !== 'after',
  );
  return contacted ? null : repliedOn;
}

const FORMAL = ['reply-delivered', 'reply-uploaded'];
