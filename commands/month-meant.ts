import { monthsAfter } from '../src/domain/digest-month.ts';
import { periodNamed, readReportWords } from '../src/domain/monthly-report.ts';
import { UserError } from '../src/errors.ts';
import { periodText } from '../templates/wording.ts';
import type { Call } from './call.ts';

/**
 * The month 'YYYY-MM' that words name and nothing else; null where there are none.
 *
 * @throws UserError for other words, and for a month that is not of this year's work
 */
export function monthMeant({ office, today }: Call, words: string): string | null {
  const current = today.slice(0, 7);
  const first = office.notice.assigned.slice(0, 7);
  const { month, unit: rest } = readReportWords(words);
  if (rest !== '') throw new UserError('没有看懂月份，请写“5月”或“2022年5月”。');
  if (month === null) return null;
  const known: string[] = [];
  for (let period = first; period <= current; period = monthsAfter(period, 1)) known.push(period);
  const period = periodNamed(month, known, today);
  if (period > current) throw new UserError(`${periodText(period)}还没有到。`);
  if (period < first)
    throw new UserError(`本次办理工作从${periodText(first)}开始，没有${periodText(period)}的数据。`);
  return period;
}
