import { addDays, type Calendar, daysBetween, type IsoDate } from './calendar.ts';
import { type ComingDates, comingDates } from './coming-dates.ts';
import { digestDay, hasReports, monthsAfter } from './digest-month.ts';
import type { Duty } from './duty.ts';
import { type Assignment, byNumber, type Facts, type Proposal, type Unit } from './facts.ts';
import { indexFacts, type Recorded } from './facts-index.ts';
import { type ReportLine, type ReportTally, reportersOf, reportTally } from './monthly-report.ts';
import type { Notice } from './notice.ts';
import { type Problems, problemsIn } from './problem-themes.ts';

/** A count, and what it was at the same time of the month before; null where there was none. */
export interface Count {
  name: string;
  count: number;
  before: number | null;
}

/** A proposal on which nothing has moved for two months. */
export interface Unchanged {
  proposal: Proposal;
  unit: string;
  /** As last reported. */
  stage: string | null;
  /** The last fact on record. */
  last: { kind: string; on: IsoDate } | null;
}

/** D8: what the monthly digest says of one month. */
export interface MonthFigures {
  /** 'YYYY-MM' */
  period: string;
  /** The day of the month before with which everything is compared; null in the first month. */
  since: IsoDate | null;
  /** Null where nobody owes the month's report. */
  tally: ReportTally | null;
  before: ReportTally | null;
  /** By name. */
  late: Unit[];
  missing: Unit[];
  /** What units wrote, and in which stage each proposal is; null where the texts are not at hand, as in a rehearsal. */
  problems: Problems | null;
  stages: Count[] | null;
  /** 答复 and 会办意见 by category, of the notice's list. */
  replies: Count[];
  opinions: Count[];
  /** Longest unchanged first. */
  unchanged: Unchanged[];
  /** Null for a month that is past. */
  coming: ComingDates | null;
}

export interface MonthProps {
  notice: Notice;
  calendar: Calendar;
  facts: Facts;
  duties: readonly Duty[];
  /** Of the month and the two before it. */
  reports: readonly ReportLine[] | null;
  period: string;
  asOf: IsoDate;
}

/** Months without anything new after which a proposal is called unchanged. */
const MONTHS_STILL = 2;

/** The months whose reports tell of a month: itself and those in which nothing may have moved. */
export function reportMonths(period: string): string[] {
  return Array.from({ length: MONTHS_STILL + 1 }, (_, back) => monthsAfter(period, -back));
}

export function computeMonth(props: MonthProps): MonthFigures {
  const { notice, calendar, facts, duties, reports, period, asOf } = props;
  const before = monthsAfter(period, -1);
  const since = hasReports(notice, before) ? sameTimeBefore(props, before) : null;
  const standing = (wanted: 'late' | 'missing') => {
    const of = reportersOf(duties, period, asOf).filter((one) => one.standing === wanted);
    const ids = new Set(of.map(({ unitId }) => unitId));
    return facts.units
      .filter(({ id }) => ids.has(id))
      .sort((one, other) => one.name.localeCompare(other.name, 'zh'));
  };
  return {
    period,
    since,
    tally: reportTally(duties, period, asOf),
    before: since === null ? null : reportTally(duties, before, since),
    late: standing('late'),
    missing: standing('missing'),
    problems: reports && problemsIn(notice, facts, reports, period),
    stages: reports && stagesIn(notice, reports, period, since === null ? null : before),
    ...categories(notice, facts, since),
    unchanged: unchangedIn(props),
    coming: asOf.slice(0, 7) > period ? null : comingDates(notice, calendar, duties, asOf),
  };
}

/** The day that lies from the digest of the month before as today does from this month's. */
function sameTimeBefore({ notice, calendar, period, asOf }: MonthProps, before: string): IsoDate | null {
  const [own, earlier] = [digestDay({ notice, calendar }, period), digestDay({ notice, calendar }, before)];
  return own === null || earlier === null ? null : addDays(earlier, daysBetween(own, asOf));
}

/** Proposals by the stage that the month's report gives them; nothing of those that name none. */
function stagesIn(
  notice: Notice,
  reports: readonly ReportLine[],
  period: string,
  before: string | null,
): Count[] {
  const count = (month: string, name: string) =>
    reports.filter((one) => one.period === month && one.stage === name).length;
  return notice.settings.reportStages.map((name) => ({
    name,
    count: count(period, name),
    before: before === null ? null : count(before, name),
  }));
}

/** 答复 and 会办意见 by category; those that name none come last (R33, R34), where there are any. */
function categories(
  notice: Notice,
  facts: Facts,
  since: IsoDate | null,
): Pick<MonthFigures, 'replies' | 'opinions'> {
  const { byAssignment } = indexFacts(facts);
  const given = facts.assignments
    .filter((one) => one.endedOn === null)
    .flatMap(({ id, role }) => {
      const answer = answerIn(byAssignment.get(id));
      return answer ? [{ ...answer, joint: role === 'joint' }] : [];
    });
  const counts = (joint: boolean): Count[] => {
    const countOf = (name: string, category: string | null): Count => {
      const of = given.filter((one) => one.joint === joint && one.category === category);
      const before = since === null ? null : of.filter(({ on }) => on <= since).length;
      return { name, count: of.length, before };
    };
    const bare = countOf(NO_CATEGORY, null);
    return [
      ...notice.settings.replyCategories.map(({ code, name }) => countOf(`${code} ${name}`, code)),
      ...(given.some(({ category }) => category === null) ? [bare] : []),
    ];
  };
  return { replies: counts(false), opinions: counts(true) };
}

const NO_CATEGORY = '未标类别';
const ANSWERS: readonly string[] = ['reply-delivered', 'reply-uploaded', 'opinion-uploaded'];

/** The reply or joint opinion on record, with the category that it was last given. */
function answerIn(recorded: Recorded | undefined): { category: string | null; on: IsoDate } | null {
  let answer: { category: string | null; on: IsoDate } | null = null;
  for (const { kind, on, details } of recorded?.values() ?? []) {
    if (!ANSWERS.includes(kind) && details?.category === undefined) continue;
    const category = details?.category ?? null;
    if (answer === null || (category !== null && (answer.category === null || answer.on < on)))
      answer = { category, on };
  }
  return answer;
}

/**
 * What must be reported this month, was assigned two months ago at the latest, has no fact on record since, and was in
 * one stage all that time.
 */
function unchangedIn({ facts, duties, reports, period, asOf }: MonthProps): Unchanged[] {
  const still = sameDay(asOf, -MONTHS_STILL);
  const { proposals, units, byAssignment } = indexFacts(facts);
  const live = new Map<string, Assignment>();
  for (const { period: month, state, assignment } of duties)
    if (month === period && state !== 'exempt' && assignment) live.set(assignment.id, assignment);
  const stages = new Map<string, string[]>();
  for (const { assignmentId, stage } of [...(reports ?? [])].sort((one, other) =>
    one.period.localeCompare(other.period),
  ))
    if (stage !== null) stages.set(assignmentId, [...(stages.get(assignmentId) ?? []), stage]);
  return [...live.values()]
    .flatMap((assignment): Unchanged[] => {
      const proposal = proposals.get(assignment.proposalId);
      const said = stages.get(assignment.id) ?? [];
      const last = lastOf(byAssignment.get(assignment.id));
      if (!proposal || assignment.assignedOn > still || (last && last.on > still) || new Set(said).size > 1)
        return [];
      const unit = units.get(assignment.unitId)?.name ?? '';
      return [{ proposal, unit, stage: said.at(-1) ?? null, last }];
    })
    .sort(
      (one, other) =>
        (one.last?.on ?? '').localeCompare(other.last?.on ?? '') ||
        byNumber(one.proposal.number, other.proposal.number),
    );
}

function lastOf(recorded: Recorded | undefined): Unchanged['last'] {
  let last: Unchanged['last'] = null;
  for (const { kind, on } of recorded?.values() ?? [])
    if (last === null || last.on <= on) last = { kind, on };
  return last;
}

/** The same day some months later or earlier; the last of its month where that has none. */
function sameDay(date: IsoDate, months: number): IsoDate {
  const month = monthsAfter(date, months);
  const last = addDays(`${monthsAfter(month, 1)}-01`, -1);
  const day = `${month}${date.slice(7)}`;
  return day < last ? day : last;
}
