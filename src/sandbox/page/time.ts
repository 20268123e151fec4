import { t } from './language.ts';

/** The office's time: China keeps one offset all year. */
const OFFSET_MS = 8 * 3600_000;
const WEEKDAYS = [
  ['星期日', 'Sun'],
  ['星期一', 'Mon'],
  ['星期二', 'Tue'],
  ['星期三', 'Wed'],
  ['星期四', 'Thu'],
  ['星期五', 'Fri'],
  ['星期六', 'Sat'],
] as const;

/** An instant's wall clock in the office, to be read with the UTC getters. */
function local(instant: number | string): Date {
  return new Date((typeof instant === 'string' ? Date.parse(instant) : instant) + OFFSET_MS);
}

/** `2022-04-06` */
export function dateOf(instant: number | string): string {
  return local(instant).toISOString().slice(0, 10);
}

/** `09:00` */
export function timeOf(instant: number | string): string {
  return local(instant).toISOString().slice(11, 16);
}

/** 2022年4月6日, or 2022-04-06. */
export function longDate(instant: number | string): string {
  const at = local(instant);
  return t(`${at.getUTCFullYear()}年${at.getUTCMonth() + 1}月${at.getUTCDate()}日`, dateOf(instant));
}

/** 4月6日, or 04-06. */
export function shortDate(instant: number | string): string {
  const at = local(instant);
  return t(`${at.getUTCMonth() + 1}月${at.getUTCDate()}日`, dateOf(instant).slice(5));
}

/** 星期三, or Wed. */
export function weekdayOf(instant: number | string): string {
  const [zh, en] = WEEKDAYS[local(instant).getUTCDay()] ?? ['', ''];
  return t(zh, en);
}

/** The instant, in milliseconds, of a date and a time in the office. */
export function instantOf(date: string, time: string): number {
  return Date.parse(`${date}T${time}:00+08:00`);
}

/** The instant, in milliseconds, that a Slack `ts` names. */
export function instantOfTs(ts: string): number {
  return Number(ts) * 1000;
}
