import { type Calendar, daysBetween, type IsoDate } from './calendar.ts';
import { type Duty, deadline } from './duty.ts';
import { byNumber, ROLES } from './facts.ts';
import { groupBy } from './group-by.ts';
import { createLadder, type Stage } from './ladder.ts';
import type { DutyRule, Notice } from './notice.ts';

/** One line of a message: duties of one kind with one date. */
export interface AgendaLine {
  /** The rule of the first duty; all share its clause and wording. */
  rule: DutyRule;
  name: string;
  /** By proposal number. */
  duties: Duty[];
  deadline: IsoDate | null;
  /** The date is a target inside a later last date. */
  target: boolean;
  overdue: boolean;
  /** From today to the deadline, both included; 0 when there is none or it has passed. */
  workingDaysLeft: number;
  daysOver: number;
  workingDaysOver: number;
  ask: string;
  /** The notice's own words, or null where it states none. */
  consequence: string | null;
  /** The next step of the ladder of an overdue duty, if there is one to come. */
  next: { stage: Stage; date: IsoDate } | null;
}

/**
 * Open duties as lines for a person: overdue first, longest overdue on top; then by date; without a date last.
 * Duties of one family and date share a line.
 */
export function buildAgenda(
  duties: readonly Duty[],
  notice: Notice,
  calendar: Calendar,
  today: IsoDate,
): AgendaLine[] {
  const ladder = createLadder(notice, calendar);
  const groups = groupBy(duties, (duty) =>
    [
      duty.rule.family ?? duty.rule.id,
      deadline(duty, today),
      askFor(duty, false),
      ladder.isLate(duty, today),
    ].join('|'),
  );
  const lines: AgendaLine[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const last = deadline(first, today);
    const overdue = ladder.isLate(first, today);
    const later = overdue
      ? ([4, 5] as const).map((stage) => ({ stage, date: ladder.dateOf(first, stage, today) }))
      : [];
    const next = later.find(
      (step): step is { stage: 4 | 5; date: IsoDate } => step.date !== null && step.date > today,
    );
    lines.push({
      rule: first.rule,
      name: first.rule.family ?? first.rule.name,
      duties: [...group].sort((one, other) =>
        byNumber(one.proposal?.number ?? '', other.proposal?.number ?? ''),
      ),
      deadline: last,
      target: first.latest !== null && last === first.due,
      overdue,
      workingDaysLeft: last === null || overdue ? 0 : calendar.countBetween(today, last),
      daysOver: overdue && last !== null ? daysBetween(last, today) : 0,
      workingDaysOver:
        overdue && last !== null
          ? calendar.countBetween(last, today) - (calendar.isWorkingDay(last) ? 1 : 0)
          : 0,
      ask: askFor(first, overdue),
      consequence: first.rule.consequence ?? null,
      next: next ?? null,
    });
  }
  return lines.sort((one, other) => {
    if (one.overdue !== other.overdue) return one.overdue ? -1 : 1;
    return (
      (one.deadline ?? '9999').localeCompare(other.deadline ?? '9999') ||
      one.name.localeCompare(other.name, 'zh') ||
      place(one) - place(other) ||
      byNumber(one.duties[0]?.proposal?.number ?? '', other.duties[0]?.proposal?.number ?? '')
    );
  });
}

/** What a person still has to do: open, not optional, personal duties only their own. */
export function owedBy(duties: readonly Duty[], member: { id: string }): Duty[] {
  return duties.filter(
    (duty) =>
      duty.state === 'open' &&
      !duty.rule.optional &&
      duty.rule.ladder.stages.length > 0 &&
      (duty.memberId === null || duty.memberId === member.id),
  );
}

/** Where one rule asks roles for different things, who leads comes first. */
function place({ duties }: AgendaLine): number {
  return Math.min(...duties.map(({ role }) => (role === null ? ROLES.length : ROLES.indexOf(role))));
}

function askFor(duty: Duty, overdue: boolean): string {
  const { rule } = duty;
  if (overdue && rule.askOverdue) return rule.askOverdue;
  return (duty.role !== null ? rule.askByRole[duty.role] : undefined) ?? rule.ask;
}

/** Distinct proposal numbers of duties, in order. */
export function numbersOf(duties: readonly Duty[]): string[] {
  return [...new Set(duties.flatMap((duty) => duty.proposal?.number ?? []))].sort(byNumber);
}
