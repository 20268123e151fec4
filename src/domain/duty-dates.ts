import { addDays, type IsoDate } from './calendar.ts';
import type { Assignment, Proposal } from './facts.ts';
import type { Recorded } from './facts-index.ts';
import { type DutyRule, type Notice, ruleOf } from './notice.ts';

/** Null while the fact that opens the duty is not on record. */
export function openingDate(rule: DutyRule, assignment: Assignment, recorded: Recorded): IsoDate | null {
  switch (rule.opens.at) {
    case 'assignment':
    case 'period':
      return assignment.assignedOn;
    case 'date':
      return rule.opens.date;
    case 'registration': {
      const direct = recorded.get(rule.opens.kind);
      if (direct) return direct.on;
      const instead = rule.opens.orAfter && recorded.get(rule.opens.orAfter.kind);
      return instead && rule.opens.orAfter ? addDays(instead.on, rule.opens.orAfter.days) : null;
    }
  }
}

/** The notice's dates for one assignment; null while a promised date has not been promised. */
export function dueDates(
  notice: Notice,
  rule: DutyRule,
  assignment: Assignment,
  proposal: Proposal,
  recorded: Recorded,
  opens: IsoDate,
): { due: IsoDate | null; latest: IsoDate | null } | null {
  switch (rule.due.at) {
    case 'date': {
      const { date, hardDate, latest, ifAssignedLaterDays } = rule.due;
      if (proposal.hard && hardDate) return { due: hardDate, latest: null };
      const late = ifAssignedLaterDays !== undefined && assignment.assignedOn > date;
      return {
        due: late ? addDays(assignment.assignedOn, ifAssignedLaterDays) : date,
        latest: latest ?? null,
      };
    }
    case 'duty':
      return dueDates(notice, ruleOf(notice, rule.due.duty), assignment, proposal, recorded, opens);
    case 'opening':
      return { due: opens, latest: null };
    case 'promise': {
      const promised = recorded.get(rule.due.kind)?.promisedOn ?? null;
      return promised === null ? null : { due: promised, latest: null };
    }
    case 'month-day':
    case 'none':
      return { due: null, latest: null };
  }
}
