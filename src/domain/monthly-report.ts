import type { IsoDate } from './calendar.ts';
import type { Duty } from './duty.ts';

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

/** 编号: 2022-05-区教育局-01; the last part counts the times the report was sent in, corrections included. */
export function reportNumber(period: string, unitName: string, revision: number): string {
  return `${period}-${unitName}-${String(revision).padStart(2, '0')}`;
}
