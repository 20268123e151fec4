import { DateTime } from 'luxon';
import type { IsoDate } from '../calendar.ts';
import { readDate } from '../date-text.ts';
import { NUMERAL, readNumeral } from './numeral.ts';

/**
 * The day that a date in a sentence means: 4月12日, 四月十二号 and 12日 lie as near to today as they can.
 * Null for a year or a month alone and for days that do not exist.
 */
export function dateOf(text: string, today: IsoDate): IsoDate | null {
  const now = DateTime.fromISO(today, { zone: 'utc' });
  const digits = text
    .replace(/\s/gu, '')
    .replace(new RegExp(`[${NUMERAL}]+`, 'gu'), (numeral) => String(readNumeral(numeral) ?? numeral));
  const day = /^(\d{1,2})[日号]$/u.exec(digits);
  if (day) return readDate(`${now.month}月${day[1]}日`, now.year);
  const full = /^(\d{1,2})月(\d{1,2})$/u.test(digits) ? `${digits}日` : digits;
  const candidates = [now.year, now.year - 1, now.year + 1].flatMap((year) => readDate(full, year) ?? []);
  return candidates.sort((one, other) => daysBetween(one, today) - daysBetween(other, today))[0] ?? null;
}

/**
 * The month that a report is about, as 'YYYY-MM': 4月月报, 2022年4月份提案办理月报, 上月月报. A month without a year
 * is the nearest one. Null when none is named.
 */
export function periodOf(folded: string, today: IsoDate): string | null {
  const now = DateTime.fromISO(today, { zone: 'utc' });
  const relative = /(上个?月|本月|这个月|当月)份?的?[^\n,。;]{0,12}?(?:月报|报告|汇报|办理情况|进展)/u.exec(
    folded,
  );
  if (relative) return now.minus({ months: relative[1]?.startsWith('上') ? 1 : 0 }).toFormat('yyyy-MM');
  return namedPeriodOf(folded, today);
}

/** The same without 本月 and 上月, which mean less inside a label (本月进展：). */
export function namedPeriodOf(folded: string, today: IsoDate): string | null {
  const now = DateTime.fromISO(today, { zone: 'utc' });
  const named = MONTH_OF_REPORT.exec(folded);
  const month = readNumeral(named?.[2] ?? '');
  if (month === null || month < 1 || month > 12) return null;
  const year = named?.[1] === undefined ? nearestYear(month, now) : Number(named[1]);
  return `${year}-${String(month).padStart(2, '0')}`;
}

const MONTH_OF_REPORT = new RegExp(
  `(?:(\\d{4})年)?(?<![\\d${NUMERAL}])(\\d{1,2}|[${NUMERAL}]{1,2})月(?![\\d${NUMERAL}]{1,3}[日号])份?的?[^\\n,。;]{0,12}?(?:月报|报告|汇报|办理情况|进展)`,
  'u',
);

function nearestYear(month: number, now: DateTime): number {
  if (month - now.month > 6) return now.year - 1;
  return now.month - month > 6 ? now.year + 1 : now.year;
}

function daysBetween(one: IsoDate, other: IsoDate): number {
  return Math.abs(
    DateTime.fromISO(one, { zone: 'utc' }).diff(DateTime.fromISO(other, { zone: 'utc' }), 'days').days,
  );
}
