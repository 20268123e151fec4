import { daysBetween, type IsoDate } from '../../../domain/calendar.ts';
import { type Duty, isOverdue } from '../../../domain/duty.ts';
import { byNumber, type Facts, type Unit } from '../../../domain/facts.ts';
import { FIELD_NAMES, REPORT_FIELDS, type ReportField } from '../../../domain/monthly-report.ts';
import { type Chances, chancesOf } from '../../chances.ts';
import { appointmentOf, type Habits, isSigning, type Part } from './appointment.ts';
import type { ExplainTask, RegisterTask, ReportEntry, SayTask, Task } from './errand.ts';
import { explanationWords } from './explanation.ts';
import type { Manner } from './manner.ts';
import { type Progress, reportWords } from './report-words.ts';
import { signWords } from './sign-words.ts';

/** One unit on one day. */
export interface Scope {
  date: IsoDate;
  habits: Habits;
  facts: Facts;
  unit: Unit;
  manner: Manner;
  /** The unit's open ones. */
  duties: readonly Duty[];
}

/** Signing for the proposals of the parts; with a wrong number at first where somebody is careless. */
export function signTasks(scope: Scope, parts: readonly Part[], chances: Chances): Task[] {
  const { unit, duties, manner } = scope;
  const numbers = numbersOf(parts);
  const all = numbers.length === duties.filter(isSigning).length;
  let before: SayTask[] = [];
  let left = numbers;
  if (chances.happens(manner.careless)) {
    const said = numbers.slice(0, -1);
    const text = `${[...said, foreignNumber(scope, chances)].map((number) => `${number}号`).join('、')}已签收`;
    before = [{ do: 'say', text }];
    left = numbers.slice(-1);
  } else if (chances.happens(ANSWERS_FIRST)) {
    before = [{ do: 'say', text: chances.pick(['收到', '收到，马上办理', '好的，谢谢提醒']) }];
  }
  return [
    ...before,
    {
      do: 'sign',
      duties: parts.map((part) => part.duty),
      numbers: left,
      all,
      by: manner.signsBy,
      text: signWords(chances, unit.name, left, all),
      inThread: chances.happens(0.5),
    },
  ];
}

/** That a reminder is answered with a word before anything is done. */
const ANSWERS_FIRST = 0.08;

function foreignNumber({ unit, facts }: Scope, chances: Chances): string {
  const held = new Set(facts.assignments.flatMap((one) => (one.unitId === unit.id ? one.proposalId : [])));
  const foreign = facts.proposals.filter((one) => !held.has(one.id)).map((one) => one.number);
  return foreign.length > 0 ? chances.pick(foreign.sort(byNumber)) : '999';
}

function numbersOf(parts: readonly Part[]): string[] {
  return [...new Set(parts.flatMap((part) => part.duty.proposal?.number ?? []))].sort(byNumber);
}

/** Who writes a report as a message does not write one about more proposals than this. */
const WRITTEN_OUT = 2;

/** A month's report on all proposals of the parts; incomplete, or with a proposal too many, where somebody is careless. */
export function reportTasks(scope: Scope, period: string, parts: readonly Part[], chances: Chances): Task[] {
  const { duties, manner } = scope;
  const entries = new Map(
    parts.flatMap(({ duty }) =>
      duty.proposal ? [[duty.proposal.number, entryOf(scope, duty, period)] as const] : [],
    ),
  );
  const behind = duties.some((duty) => duty.period !== null && duty.period < period);
  const inWords = manner.reportsBy === 'words' && entries.size <= WRITTEN_OUT && !behind;
  const careless = chances.happens(manner.careless);
  const joint = duties.find((duty) => duty.role === 'joint')?.proposal?.number;
  const wrong =
    joint !== undefined && chances.happens(0.5)
      ? new Map([...entries, [joint, JOINT_ENTRY] as const])
      : withoutPlan(entries);
  return [
    ...(inWords && careless ? [{ do: 'say' as const, text: reportText(wrong) }] : []),
    {
      do: 'report',
      period,
      duties: parts.map((part) => part.duty),
      entries,
      behind,
      by: inWords && !careless ? 'words' : 'form',
      slip: !inWords && careless,
    },
  ];
}

const JOINT_ENTRY = {
  progress: '已按主办单位要求配合办理。',
  problems: '无',
  plan: '继续配合主办单位。',
};

function withoutPlan(
  entries: ReadonlyMap<string, ReportEntry>,
): Map<string, Pick<ReportEntry, 'progress' | 'problems'>> {
  return new Map([...entries].map(([number, { progress, problems }]) => [number, { progress, problems }]));
}

/** A report as a message, under the headings of the notice. */
export function reportText(entries: ReadonlyMap<string, { [field in ReportField]?: string }>): string {
  return [...entries]
    .map(([number, entry]) =>
      [
        `${number}号`,
        ...REPORT_FIELDS.flatMap((field) =>
          entry[field] === undefined ? [] : `${FIELD_NAMES[field]}：${entry[field]}`,
        ),
      ].join('\n'),
    )
    .join('\n');
}

function entryOf({ date, habits, facts, unit, duties }: Scope, duty: Duty, period: string): ReportEntry {
  const { proposal, assignment } = duty;
  if (!proposal || !assignment) throw new RangeError(`the report ${duty.key} is about no proposal`);
  const recorded = new Set(
    facts.registrations.flatMap((one) => (one.assignmentId === assignment.id ? one.kind : [])),
  );
  const chances = chancesOf(habits.seed, unit.name, 'report', proposal.number, period);
  const contact = duties.find((one) => one.rule.due.at === 'duty' && one.assignment?.id === assignment.id);
  const meant = contact ? appointmentOf(habits, unit.name, { duty: contact, kind: null }) : null;
  const contacted = meant !== null && meant <= date && chances.happens(TOLD_IN_REPORT);
  const way = contacted ? chances.pick(habits.notice.settings.contactWays) : null;
  const early = daysBetween(habits.notice.assigned, date) < 30;
  const stage = stageOf(recorded, contacted, early && chances.happens(0.25));
  return {
    ...reportWords(habits.seed, { unit: unit.name, proposal, period, on: date, stage }),
    stage: habits.notice.settings.reportStages.includes(stage) ? stage : null,
    way,
  };
}

/** That a contact with the member is told in the report and not put on record by itself. */
const TOLD_IN_REPORT = 0.7;

function stageOf(recorded: ReadonlySet<string>, contacted: boolean, idle: boolean): Progress {
  if (recorded.has('form-sent')) return '征询中';
  if (recorded.has('reply-delivered')) return '已答复';
  if (contacted || recorded.has('contacted')) return '已沟通';
  return idle ? '未启动' : '办理中';
}

/** Facts put on record by the form for it; with a day to come at first where somebody is careless. */
export function registerTask(
  { date, manner }: Scope,
  parts: readonly (Part & { kind: string })[],
  chances: Chances,
): RegisterTask {
  return { do: 'register', parts, on: date, slip: chances.happens(manner.careless / 2) };
}

/** On the working day after a date, a unit that will take longer may say why; null where nobody does. */
export function explainTask(scope: Scope, doneToday: readonly Part[]): ExplainTask | null {
  const { date, habits, unit, duties, manner } = scope;
  const doing = new Set(doneToday.map((part) => part.duty));
  const late = duties.filter((duty) => {
    const last = duty.latest ?? duty.due;
    if (last === null || doing.has(duty) || duty.paused || !duty.rule.ladder.stages.includes(3)) return false;
    if (!isOverdue(duty, date, habits.notice.settings)) return false;
    if (habits.calendar.after(last, 1) !== date) return false;
    return chancesOf(habits.seed, unit.name, 'explains', duty.rule.id, last).happens(manner.explains);
  });
  const why = explanationWords(chancesOf(habits.seed, unit.name, 'why', date), date);
  return late.length > 0 ? { do: 'explain', duties: late, why } : null;
}
