import type { IsoDate } from './calendar.ts';
import { type Duty, isPast } from './duty.ts';
import {
  CONTACT_PHASES,
  type ContactPhase,
  type Facts,
  type Registration,
  ROLES,
  type Role,
} from './facts.ts';
import { groupBy } from './group-by.ts';
import { type ReportDraftEntry, type ReportTally, tallyReports } from './monthly-report.ts';
import type { DutyRule, Notice } from './notice.ts';

/** What was assigned and is held: of an office, or of one of its units. */
export interface Caseload {
  /** Proposals and letters together. */
  proposals: number;
  letters: number;
  hard: number;
  units: number;
  /** Parts in them by role; roles that nobody has are left out. */
  roles: { role: Role; count: number }[];
}

/** How one kind of duty was kept, of what is owed by now. */
export interface Pace {
  rule: DutyRule;
  owed: number;
  onTime: number;
  late: number;
  open: number;
}

/** What a unit wrote about one proposal in one month. */
export interface WrittenReport extends Pick<ReportDraftEntry, 'progress' | 'problems' | 'plan' | 'stage'> {
  assignmentId: string;
  /** 'YYYY-MM' */
  period: string;
}

/** The year so far, besides what every other picture shows. */
export interface YearFigures {
  caseload: Caseload;
  pace: Pace[];
  /** 退办、改办申请, and parts given in the second round. */
  requests: number;
  reassigned: number;
  /** 分阶段答复委员, times. */
  phased: number;
  contacts: { phase: ContactPhase; times: number; proposals: number }[];
  /** Of all contacts, in the notice's order. */
  ways: { name: string; times: number }[];
  /** 应报、按时、迟报、未报 of each month so far. */
  months: ReportTally[];
  urges: { message: number; phone: number };
}

export function computeYear(
  notice: Notice,
  facts: Facts,
  duties: readonly Duty[],
  asOf: IsoDate,
): YearFigures {
  const contacts = facts.registrations.filter((one) => one.kind === 'contacted');
  const periods = [...new Set(duties.flatMap((duty) => duty.period ?? []))].sort();
  const urges = (way: 'message' | 'phone') =>
    facts.urges.filter((one) => (one.way ?? 'message') === way).length;
  return {
    caseload: caseloadOf(facts),
    pace: paceOf(notice, duties),
    requests: facts.returnRequests.length,
    reassigned: facts.assignments.filter((one) => one.reassigned).length,
    phased: facts.registrations.filter((one) => one.kind === 'reply-phased').length,
    contacts: CONTACT_PHASES.map((phase) => {
      const of = contacts.filter((one) => phaseOf(one) === phase);
      return { phase, times: of.length, proposals: new Set(of.map((one) => one.assignmentId)).size };
    }),
    ways: notice.settings.contactWays.map((name) => ({
      name,
      times: contacts.filter((one) => wayOf(one) === name).length,
    })),
    months: periods.flatMap(
      (period) =>
        tallyReports(
          duties.filter((duty) => duty.period === period),
          asOf,
        ) ?? [],
    ),
    urges: { message: urges('message'), phone: urges('phone') },
  };
}

export function caseloadOf(facts: Facts): Caseload {
  const held = facts.assignments.filter((one) => one.endedOn === null);
  const ids = new Set(held.map((one) => one.proposalId));
  const proposals = facts.proposals.filter((one) => ids.has(one.id));
  return {
    proposals: proposals.length,
    letters: proposals.filter((one) => one.kind === 'letter').length,
    hard: proposals.filter((one) => one.hard).length,
    units: new Set(held.map((one) => one.unitId)).size,
    roles: ROLES.map((role) => ({ role, count: held.filter((one) => one.role === role).length })).filter(
      ({ count }) => count > 0,
    ),
  };
}

/** What has no day on which it was done, such as a complete profile, was done in time. */
function paceOf({ duties: rules, settings }: Notice, duties: readonly Duty[]): Pace[] {
  const owed = duties.filter(
    (duty) => (duty.state === 'open' || duty.state === 'done') && !duty.rule.optional,
  );
  const isLate = ({ doneOn, due, latest }: Duty) => {
    const last = latest ?? due;
    return doneOn !== null && last !== null && isPast(last, doneOn, settings);
  };
  const byRule = groupBy(owed, (duty) => duty.rule);
  return rules.flatMap((rule) => {
    const of = byRule.get(rule);
    if (!of) return [];
    const done = of.filter((duty) => duty.state === 'done');
    const late = done.filter(isLate).length;
    return [{ rule, owed: of.length, onTime: done.length - late, late, open: of.length - done.length }];
  });
}

/** 办前 unless said otherwise: a contact that was put on record by itself is the one before the reply (R36). */
export function phaseOf({ details }: Pick<Registration, 'details'>): ContactPhase {
  return details?.phase ?? 'before';
}

/** 面商、电话、书面; null where nobody has said. */
export function wayOf({ details, text }: Pick<Registration, 'details' | 'text'>): string | null {
  return details?.way ?? text;
}
