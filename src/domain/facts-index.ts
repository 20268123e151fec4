import type { Facts, Registration, ReportEntry, ReturnRequest } from './facts.ts';
import { groupBy } from './group-by.ts';

/** What is on record about one assignment or unit: the latest registration of each kind. */
export type Recorded = ReadonlyMap<string, Registration>;

/** The facts by id and by what they are about, so that deriving is linear in their number. */
export type FactsIndex = ReturnType<typeof indexFacts>;

export function indexFacts(facts: Facts) {
  const proposals = new Map(facts.proposals.map((proposal) => [proposal.id, proposal]));
  const assignments = new Map(facts.assignments.map((assignment) => [assignment.id, assignment]));
  const units = new Map(facts.units.map((unit) => [unit.id, unit]));
  const byAssignment = new Map<string, Map<string, Registration>>();
  const byUnit = new Map<string, Map<string, Registration>>();
  const explained = new Map<string, Registration>();
  for (const registration of facts.registrations) {
    if (registration.dutyKey !== null) explained.set(registration.dutyKey, registration);
    else if (registration.assignmentId !== null)
      keepLatest(byAssignment, registration.assignmentId, registration);
    else if (registration.unitId !== null) keepLatest(byUnit, registration.unitId, registration);
  }
  const reports = new Map<string, Map<string, ReportEntry>>();
  for (const entry of facts.reportEntries) {
    const ofAssignment = reports.get(entry.assignmentId);
    if (ofAssignment) ofAssignment.set(entry.period, entry);
    else reports.set(entry.assignmentId, new Map([[entry.period, entry]]));
  }
  const requests = new Map<string, ReturnRequest>();
  for (const request of facts.returnRequests) {
    const known = requests.get(request.assignmentId);
    // One at a time is open; it says more than any that was answered before.
    if (!known || (!known.open && known.requestedOn <= request.requestedOn))
      requests.set(request.assignmentId, request);
  }
  const assignmentsByUnit = groupBy(facts.assignments, (assignment) => assignment.unitId);
  return {
    proposals,
    assignments,
    units,
    byAssignment,
    byUnit,
    explained,
    reports,
    requests,
    assignmentsByUnit,
  };
}

function keepLatest(
  map: Map<string, Map<string, Registration>>,
  id: string,
  registration: Registration,
): void {
  const kinds = map.get(id) ?? new Map<string, Registration>();
  const known = kinds.get(registration.kind);
  if (!known || known.on <= registration.on) kinds.set(registration.kind, registration);
  map.set(id, kinds);
}
