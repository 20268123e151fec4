import type { IsoDate } from './calendar.ts';
import type { Duty } from './duty.ts';
import { groupBy } from './group-by.ts';
import { NUMERAL, readNumeral } from './speech/numeral.ts';

/** One proposal's part of a report as typed: 进展情况、存在问题、下一步工作计划 (三(五)) and what the form also offers. */
export interface ReportDraftEntry {
  progress: string;
  problems: string;
  plan: string;
  /** One of the notice's reportStages. */
  stage: string | null;
  /** One of the notice's contactWays, when the member was contacted this month. */
  contactWay: string | null;
  /** Registration names ticked: form-sent, form-back-unit, form-back-desk, form-back-online. */
  ticks: string[];
}

export const EMPTY_ENTRY: ReportDraftEntry = {
  progress: '',
  problems: '',
  plan: '',
  stage: null,
  contactWay: null,
  ticks: [],
};

/** The form offers these facts as ticks: whoever reports need not put them on record a second time (A8). */
export const FORM_TICKS = ['form-sent', 'form-back-unit', 'form-back-desk', 'form-back-online'] as const;

export type ReportField = 'progress' | 'problems' | 'plan';
export const REPORT_FIELDS: readonly ReportField[] = ['progress', 'problems', 'plan'];
export const FIELD_NAMES: Record<ReportField, string> = {
  progress: '进展情况',
  problems: '存在问题',
  plan: '下一步工作计划',
};

/** Characters that one field may hold; what is longer is refused with the number typed. */
export const FIELD_LIMIT = 2000;

/**
 * What is wrong with an entry, by field; empty when it can be accepted. `previousPlan` is last month's plan, which
 * the form offers as the start of this month's progress and which must not come back unchanged.
 */
export function checkEntry(
  entry: ReportDraftEntry,
  previousPlan: string | null,
): Partial<Record<ReportField, string>> {
  const faults: Partial<Record<ReportField, string>> = {};
  for (const field of REPORT_FIELDS) {
    const typed = entry[field].trim();
    if (typed === '')
      faults[field] = field === 'problems' ? '请填写存在问题，没有的填“无”' : `请填写${FIELD_NAMES[field]}`;
    else if ([...typed].length > FIELD_LIMIT)
      faults[field] = `最多${FIELD_LIMIT}字，现有${[...typed].length}字，请删减`;
  }
  if (!faults.progress && previousPlan !== null && sameText(entry.progress, previousPlan)) {
    faults.progress = '这是上月的下一步计划，请改写为本月的实际进展';
  }
  return faults;
}

function sameText(one: string, other: string): boolean {
  const bare = (text: string) => text.replace(/[\s\p{P}]/gu, '');
  return bare(one) === bare(other);
}

export interface ReportTask {
  /** 'YYYY-MM' */
  period: string;
  due: IsoDate;
  /** The unit's monthly duties of the period, done ones too: a report can be corrected until its deadline. */
  duties: Duty[];
  late: boolean;
}

/**
 * The report that a unit should write today: the oldest month still owed; else the month already reported, while
 * it can be changed (until its deadline); else null.
 */
export function currentReport(duties: readonly Duty[], unitId: string, today: IsoDate): ReportTask | null {
  const own = duties.filter(
    (duty) => duty.rule.due.at === 'month-day' && duty.unitId === unitId && duty.period !== null,
  );
  const owed = own.filter((duty) => duty.state === 'open').map((duty) => duty.period ?? '');
  const editable = own
    .filter((duty) => duty.state === 'done' && (duty.due ?? '') >= today)
    .map((duty) => duty.period ?? '');
  const period = [...owed].sort()[0] ?? [...editable].sort().at(-1);
  return period === undefined ? null : reportOf(own, period, today);
}

/** The report of a given month, if the unit owes or owed one. */
export function reportOf(duties: readonly Duty[], period: string, today: IsoDate): ReportTask | null {
  const ofPeriod = duties.filter(
    (duty) => duty.period === period && (duty.state === 'open' || duty.state === 'done'),
  );
  const due = ofPeriod[0]?.due;
  return due ? { period, due, duties: ofPeriod, late: today > due } : null;
}

/** 迟报: a proposal's part came in after its date. A correction of what was there in time makes nothing late. */
export function isLateReport({ period, due, doneOn }: Duty): boolean {
  return period !== null && due !== null && doneOn !== null && doneOn > due;
}

/** 应报、按时、迟报、未报 of one month, counted in units: a unit has reported once nothing of its month is missing. */
export interface ReportTally {
  /** 'YYYY-MM' */
  period: string;
  due: IsoDate;
  owed: number;
  onTime: number;
  late: number;
  missing: number;
}

/** The latest month that is owed as of a date; null before the first and where no month is left. */
export function tallyReports(duties: readonly Duty[], asOf: IsoDate): ReportTally | null {
  const owed = duties.filter(
    (duty) => duty.period !== null && duty.opens <= asOf && (duty.state === 'open' || duty.state === 'done'),
  );
  const period = owed.reduce(
    (latest, duty) => (latest > (duty.period ?? '') ? latest : (duty.period ?? '')),
    '',
  );
  return reportTally(owed, period, asOf);
}

/** One month as it stood at the end of a day; null where nothing is owed for it. */
export function reportTally(duties: readonly Duty[], period: string, asOf: IsoDate): ReportTally | null {
  const units = reportersOf(duties, period, asOf);
  const due = units[0]?.due;
  if (!due) return null;
  const count = (standing: ReportStanding) => units.filter((one) => one.standing === standing).length;
  return {
    period,
    due,
    owed: units.length,
    onTime: count('on-time'),
    late: count('late'),
    missing: count('missing'),
  };
}

export type ReportStanding = 'on-time' | 'late' | 'missing';

/** The units that owe the report of a month, and how each stood at the end of a day. */
export function reportersOf(
  duties: readonly Duty[],
  period: string,
  asOf: IsoDate,
): { unitId: string | null; due: IsoDate; standing: ReportStanding }[] {
  const owed = duties.filter(
    (duty) => duty.period === period && (duty.state === 'open' || duty.state === 'done'),
  );
  const isIn = ({ doneOn }: Duty) => doneOn !== null && doneOn <= asOf;
  return [...groupBy(owed, (duty) => duty.unitId)].map(([unitId, own]) => ({
    unitId,
    due: own[0]?.due ?? '',
    standing: !own.every(isIn) ? 'missing' : own.some(isLateReport) ? 'late' : 'on-time',
  }));
}

/** What a report says about one proposal, as the monthly digest reads it. */
export interface ReportLine extends Pick<ReportDraftEntry, 'problems' | 'stage'> {
  assignmentId: string;
  /** 'YYYY-MM' */
  period: string;
}

/** What one version changed, by assignment id; of a proposal that came anew, every field. */
export function changesBetween(
  before: Readonly<Record<string, ReportDraftEntry>>,
  after: Readonly<Record<string, ReportDraftEntry>>,
): { assignmentId: string; fields: ReportField[] }[] {
  return Object.entries(after)
    .map(([assignmentId, entry]) => ({
      assignmentId,
      fields: REPORT_FIELDS.filter((field) => before[assignmentId]?.[field] !== entry[field]),
    }))
    .filter(({ fields }) => fields.length > 0);
}

/** What was said after 月报: a month, a unit, and whether what was sent in is asked for. */
export interface ReportWords {
  records: boolean;
  /** 第2版 */
  revision: number | null;
  /** 'YYYY-MM', or '-MM' where no year was said. */
  month: string | null;
  /** The rest: a unit's name, or ''. */
  unit: string;
}

/** Reads “记录 4月”, “记录 四月”, “2022-05”, “区教育局 2022年4月”, in any order. */
export function readReportWords(text: string): ReportWords {
  const typed = text
    .slice(0, 200)
    .normalize('NFKC')
    .replace(HAN_MONTH, (numeral) => String(readNumeral(numeral) ?? numeral));
  const version = /第?\s*(\d{1,4})\s*版/u.exec(typed);
  const month = MONTH.exec(version ? typed.replace(version[0], ' ') : typed);
  const unit = [version?.[0], month?.[0]]
    .reduce<string>((rest, part) => (part === undefined ? rest : rest.replace(part, ' ')), typed)
    .replace(/记录|历史|月报/gu, ' ')
    .replace(/\s+/gu, '');
  return {
    records: version !== null || /记录|历史/u.test(typed),
    revision: version ? Number(version[1]) : null,
    month: month ? `${month[1] ?? ''}-${(month[2] ?? month[3] ?? '').padStart(2, '0')}` : null,
    unit,
  };
}

/** 七月 is 7月; 三月十日 is a day and stays. */
const HAN_MONTH = new RegExp(`(?<![${NUMERAL}])[${NUMERAL}]{1,2}(?=月(?![${NUMERAL}]))`, 'gu');
/** 2022-05, 2022年5月, 5月: a number alone is no month. */
const MONTH = /(20\d\d)\s*[-年/.]\s*(0?[1-9]|1[0-2])(?!\d)\s*月?份?|(?<!\d)(0?[1-9]|1[0-2])\s*月份?/u;

/** The month that was said, among the months there are; the latest of that name where no year was said. */
export function periodNamed(month: string, periods: readonly string[], today: IsoDate): string {
  if (month.length === 7) return month;
  const known = [...periods].sort().findLast((period) => period.endsWith(month));
  return known ?? `${today.slice(0, 4)}${month}`;
}

/** 编号: 2022-05-区教育局-01; the last part counts the times the report was sent in, corrections included. */
export function reportNumber(period: string, unitName: string, revision: number): string {
  return `${period}-${unitName}-${String(revision).padStart(2, '0')}`;
}
