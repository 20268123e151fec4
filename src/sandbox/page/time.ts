import { dateOf, local } from './instants.ts';
import { t } from './language.ts';

export { dateOf, instantOf, instantOfTs, timeOf } from './instants.ts';

const WEEKDAYS = [
  ['星期日', 'Sun'],
  ['星期一', 'Mon'],
  ['星期二', 'Tue'],
  ['星期三', 'Wed'],
  ['星期四', 'Thu'],
  ['星期五', 'Fri'],
  ['星期六', 'Sat'],
] as const;

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
