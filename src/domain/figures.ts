import { addDays, type Calendar, type IsoDate } from './calendar.ts';
import { uncontactedReplies } from './contact-gate.ts';
import { type Duty, deadline } from './duty.ts';
import { byNumber, type Facts, type Proposal, type Unit } from './facts.ts';
import { indexFacts } from './facts-index.ts';
import { type FormOutlook, formOutlooks, formTerms, gradeOf, worstGrade } from './feedback-form.ts';
import { groupBy } from './group-by.ts';
import { createLadder } from './ladder.ts';
import { type ReportTally, tallyReports } from './monthly-report.ts';
import type { DutyRule, Notice } from './notice.ts';

/** Counts over duties that are owed (exempt and optional ones are not counted). */
export interface Tally {
  owed: number;
  done: number;
  open: number;
  overdue: number;
}

export interface Rate {
  name: string;
  owed: number;
  done: number;
  /** The same a week ago; null when nothing was owed then. */
  before: { owed: number; done: number } | null;
}

export interface RuleFigures extends Tally {
  rule: DutyRule;
  /** The earliest date still open; null when all is done. */
  nextDeadline: IsoDate | null;
}

export interface UnitFigures extends Tally {
  unit: Unit;
  nextDeadline: IsoDate | null;
  /** The date by which the longest overdue duty was owed. */
  oldest: IsoDate | null;
}

export interface ProposalFigures extends Tally {
  proposal: Proposal;
  duties: Duty[];
}

export type Risk =
  /** The lead unit cannot reply well: joint opinions of its proposal are missing (R21 before R20). */
  | { kind: 'opinion-missing'; proposal: Proposal; units: string[]; lead: string | null }
  /** The reply is near and the member has not been contacted (R36). */
  | { kind: 'not-contacted'; proposal: Proposal; unit: string; due: IsoDate }
  /** Replied without a contact before, and the desk has not recorded why (R36). */
  | { kind: 'replied-uncontacted'; proposal: Proposal; unit: string; on: IsoDate }
  /** The member's days to fill the form in no longer fit before a date of the notice, or hardly (R51–R53). */
  | { kind: 'form-too-late'; proposal: Proposal; unit: string; outlook: FormOutlook }
  /** The member is not satisfied; what follows the notice does not say. */
  | { kind: 'unsatisfied'; proposal: Proposal; unit: string };

export interface Figures {
  asOf: IsoDate;
  total: Tally;
  byRule: RuleFigures[];
  byUnit: UnitFigures[];
  byProposal: ProposalFigures[];
  /** Longest overdue first. */
  overdue: Duty[];
  /** Open duties by rule and date that fall due today or in the six days after: on a Monday, this week. */
  dueThisWeek: { rule: DutyRule; deadline: IsoDate; open: number; duties: Duty[] }[];
  risks: Risk[];
  rates: Rate[];
  /** Forms that came back with each grade, from best to worst. */
  grades: { name: string; count: number }[];
  /** Overdue duties at the last stage: a supervision letter can be drafted. */
  forSupervision: Duty[];
  /** 应报、按时、迟报、未报 of the month that is owed now (R40); null before the first. */
  reports: ReportTally | null;
  /** How often something was sent back (R33). */
  sentBack: number;
}

/** Working days before a due date from which what is missing becomes a risk. */
const RISK_DAYS = 10;

/** The one set of figures that status, digests and every picture use. */
export function computeFigures(
  notice: Notice,
  facts: Facts,
  duties: readonly Duty[],
  calendar: Calendar,
  asOf: IsoDate,
): Figures {
  const counted = countedDuties(duties);
  const ladder = createLadder(notice, calendar);
  const unitNames = new Map(facts.units.map((unit) => [unit.id, unit.name]));
  const nameOf = (id: string | null) => unitNames.get(id ?? '') ?? '';
  const overdue = counted
    .filter((duty) => ladder.isLate(duty, asOf))
    .sort(
      (one, other) =>
        (lastDate(one) ?? '').localeCompare(lastDate(other) ?? '') ||
        byNumber(one.proposal?.number ?? '', other.proposal?.number ?? '') ||
        nameOf(one.unitId).localeCompare(nameOf(other.unitId), 'zh'),
    );
  const late = new Set(overdue);
  const tally = (group: readonly Duty[]) => tallyOf(group, late);
  const nextDeadline = (group: readonly Duty[]) => nextDeadlineOf(group, late, asOf);
  const byUnitId = groupBy(counted, (duty) => duty.unitId);
  const byProposalId = groupBy(counted, (duty) => duty.proposal?.id ?? null);

  return {
    asOf,
    total: tally(counted),
    byRule: notice.duties
      .map((rule) => ({ rule, group: counted.filter((duty) => duty.rule === rule) }))
      .filter(({ group }) => group.length > 0)
      .map(({ rule, group }) => ({ rule, ...tally(group), nextDeadline: nextDeadline(group) })),
    byUnit: facts.units
      .map((unit) => ({ unit, group: byUnitId.get(unit.id) ?? [] }))
      .filter(({ group }) => group.length > 0)
      .map(({ unit, group }) => ({
        unit,
        ...tally(group),
        nextDeadline: nextDeadline(group),
        oldest: oldestOf(group, late),
      }))
      .sort(
        (one, other) =>
          (one.oldest ?? '9999').localeCompare(other.oldest ?? '9999') ||
          (one.nextDeadline ?? '9999').localeCompare(other.nextDeadline ?? '9999') ||
          one.unit.name.localeCompare(other.unit.name, 'zh'),
      ),
    byProposal: facts.proposals
      .map((proposal) => ({ proposal, duties: byProposalId.get(proposal.id) ?? [] }))
      .map(({ proposal, duties: group }) => ({ proposal, duties: group, ...tally(group) }))
      .sort((one, other) => byNumber(one.proposal.number, other.proposal.number)),
    overdue,
    dueThisWeek: dueBy(counted, late, asOf, addDays(asOf, 6)),
    risks: findRisks(notice, facts, counted, calendar, asOf),
    rates: [
      ...notice.rates.map((rate) =>
        rateOf(rate.name, lastPeriodOf(counted.filter((duty) => rate.duties.includes(duty.rule.id))), asOf),
      ),
      faceToFace(notice, facts, asOf),
    ],
    grades: countGrades(notice, facts),
    forSupervision: overdue.filter((duty) => ladder.reached(duty, asOf) === 5 && !duty.paused),
    reports: tallyReports(counted, asOf),
    sentBack: facts.registrations.filter((one) => one.kind === 'sent-back').length,
  };
}

/** Duties that figures count: owed, and not merely possible. */
export function countedDuties(duties: readonly Duty[]): Duty[] {
  return duties.filter((duty) => duty.state !== 'exempt' && duty.state !== 'waiting' && !duty.rule.optional);
}

/** @param late those among the counted that are overdue */
export function tallyOf(group: readonly Duty[], late: ReadonlySet<Duty>): Tally {
  return {
    owed: group.length,
    done: group.filter((duty) => duty.state === 'done').length,
    open: group.filter((duty) => duty.state === 'open').length,
    overdue: group.filter((duty) => late.has(duty)).length,
  };
}

/** The earliest date that is still to come; null when nothing is open. */
export function nextDeadlineOf(
  group: readonly Duty[],
  late: ReadonlySet<Duty>,
  asOf: IsoDate,
): IsoDate | null {
  return earliest(
    group.filter((duty) => duty.state === 'open' && !late.has(duty)).map((duty) => deadline(duty, asOf)),
  );
}

/** The date by which the longest overdue duty was owed; null when none is. */
export function oldestOf(group: readonly Duty[], late: ReadonlySet<Duty>): IsoDate | null {
  return earliest(group.filter((duty) => late.has(duty)).map(lastDate));
}

/** Open, not late, and due from one day to another, both included. */
export function isDueBy(duty: Duty, late: ReadonlySet<Duty>, from: IsoDate, to: IsoDate): boolean {
  const last = deadline(duty, from);
  return duty.state === 'open' && !late.has(duty) && last !== null && last >= from && last <= to;
}

function dueBy(
  counted: readonly Duty[],
  late: ReadonlySet<Duty>,
  from: IsoDate,
  to: IsoDate,
): Figures['dueThisWeek'] {
  const open = counted.filter((duty) => isDueBy(duty, late, from, to));
  return [...groupBy(open, (duty) => `${duty.rule.id}|${deadline(duty, from)}`).values()]
    .flatMap((group) =>
      group[0]
        ? [
            {
              rule: group[0].rule,
              deadline: deadline(group[0], from) ?? from,
              open: group.length,
              duties: group,
            },
          ]
        : [],
    )
    .sort((one, other) => one.deadline.localeCompare(other.deadline));
}

/** What comes every month is counted for the month that is owed now: together with the months before it would seem to fall on every first. */
function lastPeriodOf(duties: readonly Duty[]): readonly Duty[] {
  const last = duties.reduce(
    (latest, { period }) => (period !== null && period > latest ? period : latest),
    '',
  );
  return duties.filter(({ period }) => period === null || period === last);
}

function rateOf(name: string, duties: readonly Duty[], asOf: IsoDate): Rate {
  const weekAgo = addDays(asOf, -7);
  const then = duties.filter((duty) => duty.opens <= weekAgo);
  return {
    name,
    owed: duties.length,
    done: duties.filter((duty) => duty.state === 'done').length,
    before:
      then.length === 0
        ? null
        : {
            owed: then.length,
            done: then.filter((duty) => duty.doneOn !== null && duty.doneOn <= weekAgo).length,
          },
  };
}

/** 面商率: of the members contacted, those met face to face (R36 asks to widen it). The first way of the notice is that one. */
function faceToFace(notice: Notice, facts: Facts, asOf: IsoDate): Rate {
  const weekAgo = addDays(asOf, -7);
  const contacts = facts.registrations.filter((one) => one.kind === 'contacted' && one.assignmentId !== null);
  const count = (until: IsoDate) => {
    const so = contacts.filter((one) => one.on <= until);
    const met = so.filter((one) => (one.details?.way ?? one.text) === notice.settings.contactWays[0]);
    return {
      owed: new Set(so.map((one) => one.assignmentId)).size,
      done: new Set(met.map((one) => one.assignmentId)).size,
    };
  };
  const before = count(weekAgo);
  return {
    name: `${notice.settings.contactWays[0]}率`,
    ...count(asOf),
    before: before.owed === 0 ? null : before,
  };
}

function findRisks(
  notice: Notice,
  facts: Facts,
  counted: readonly Duty[],
  calendar: Calendar,
  asOf: IsoDate,
): Risk[] {
  const index = indexFacts(facts);
  const unitName = (id: string | null) => (id === null ? '' : (index.units.get(id)?.name ?? ''));
  const held = (id: string) => {
    const assignment = index.assignments.get(id);
    const proposal = assignment && index.proposals.get(assignment.proposalId);
    return proposal && assignment.endedOn === null ? [{ proposal, unit: unitName(assignment.unitId) }] : [];
  };
  const near = (date: IsoDate | null) => date !== null && calendar.countBetween(asOf, date) <= RISK_DAYS;
  const risks: Risk[] = [];

  const unsatisfied = [...gradesOf(notice, facts)].filter(([, grade]) => grade === worstGrade(notice));
  for (const about of unsatisfied.flatMap(([id]) => held(id)).sort(byProposal))
    risks.push({ kind: 'unsatisfied', ...about });
  const inOrder = counted
    .flatMap((duty) =>
      duty.proposal ? [{ duty, proposal: duty.proposal, unit: unitName(duty.unitId) }] : [],
    )
    .sort(byProposal)
    .map(({ duty }) => duty);
  const opinions = inOrder.filter(
    (duty) => duty.rule.id === 'joint-opinion' && duty.state === 'open' && near(duty.due),
  );
  for (const [proposal, group] of groupBy(opinions, (duty) => duty.proposal)) {
    if (!proposal) continue;
    const lead = facts.assignments.find(
      (one) => one.proposalId === proposal.id && one.role === 'lead' && one.endedOn === null,
    );
    risks.push({
      kind: 'opinion-missing',
      proposal,
      units: group.map((duty) => unitName(duty.unitId)),
      lead: lead ? unitName(lead.unitId) : null,
    });
  }
  const uncontacted = uncontactedReplies(facts);
  for (const { assignment, proposal, repliedOn } of uncontacted)
    risks.push({
      kind: 'replied-uncontacted',
      proposal,
      unit: unitName(assignment.unitId),
      on: repliedOn,
    });
  const replied = new Set(uncontacted.map((one) => one.assignment.id));
  for (const duty of inOrder) {
    if (
      duty.rule.id !== 'contact-member' ||
      replied.has(duty.assignment?.id ?? '') ||
      duty.state !== 'open' ||
      !duty.proposal ||
      !duty.due ||
      !near(duty.due)
    )
      continue;
    risks.push({
      kind: 'not-contacted',
      proposal: duty.proposal,
      unit: unitName(duty.unitId),
      due: duty.due,
    });
  }

  const terms = formTerms(notice);
  if (terms && asOf <= terms.latest) {
    const late = [...formOutlooks(notice, facts, calendar, asOf)]
      .filter(([, { misses, hurry }]) => misses !== null || hurry !== null)
      .flatMap(([id, outlook]) => held(id).map((about) => ({ ...about, outlook })))
      .sort(
        (one, other) =>
          (other.outlook.misses ?? '').localeCompare(one.outlook.misses ?? '') || byProposal(one, other),
      );
    risks.push(...late.map((about) => ({ kind: 'form-too-late' as const, ...about })));
  }
  return risks;
}

/** By number, then by unit: two equal offices read the same. */
function byProposal(
  one: { proposal: Proposal; unit: string },
  other: { proposal: Proposal; unit: string },
): number {
  return byNumber(one.proposal.number, other.proposal.number) || one.unit.localeCompare(other.unit, 'zh');
}

/** The member's grade by assignment id, where one is on record. */
function gradesOf(notice: Notice, facts: Facts): Map<string, string> {
  const grades = new Map<string, string>();
  const graded = facts.registrations.filter((one) => one.details?.grade !== undefined);
  for (const [id, recorded] of groupBy(graded, (one) => one.assignmentId)) {
    const grade = gradeOf(notice, recorded);
    if (id !== null && grade !== null) grades.set(id, grade);
  }
  return grades;
}

function countGrades(notice: Notice, facts: Facts): Figures['grades'] {
  const given = [...gradesOf(notice, facts).values()];
  return notice.settings.satisfactionGrades.map((name) => ({
    name,
    count: given.filter((grade) => grade === name).length,
  }));
}

function lastDate(duty: Duty): IsoDate | null {
  return duty.latest ?? duty.due;
}

function earliest(dates: readonly (IsoDate | null)[]): IsoDate | null {
  return dates.reduce(
    (first, date) => (date !== null && (first === null || date < first) ? date : first),
    null,
  );
}
