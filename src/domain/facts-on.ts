import type { IsoDate } from './calendar.ts';
import type { Facts } from './facts.ts';

/**
 * The facts as they stood at the end of a day, for the changes in a digest. What has no day counts as it is now: marks of
 * 复杂件, the group, profiles, answers to return requests. What was taken back since never was.
 */
export function factsOn(facts: Facts, date: IsoDate): Facts {
  return {
    ...facts,
    assignments: facts.assignments
      .filter((one) => one.assignedOn <= date)
      .map((one) => (one.endedOn !== null && one.endedOn > date ? { ...one, endedOn: null } : one)),
    registrations: facts.registrations.filter((one) => one.on <= date),
    reportEntries: facts.reportEntries.filter((one) => one.submittedOn <= date),
    returnRequests: facts.returnRequests.filter((one) => one.requestedOn <= date),
  };
}
