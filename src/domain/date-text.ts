import { DateTime } from 'luxon';
import type { IsoDate } from './calendar.ts';
import { narrow } from './spelling.ts';

const timePart = /[T\s]*(上午|下午|早上)?\s*\d{1,2}(:\d{1,2}){1,2}(\.\d+)?\s*([AP]M|Z|[+-]\d{2}:?\d{2})?$/iu;
const hourPart = /\s*(上午|下午|早上)\s*\d{1,2}[时点].*$/u;
const weekday = /\(?(星期|周)[一二三四五六日天]\)?/gu;

const yearFirst = /^(\d{4})\s*([-/.年])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/u;
const shortYear = /^(\d{2})年(\d{1,2})月(\d{1,2})[日号]?$/u;
const digitsOnly = /^(\d{4})(\d{2})(\d{2})$/u;
const monthAndDay = /^(\d{1,2})月(\d{1,2})[日号]?$/u;
const monthSlashDay = /^(\d{1,2})[/-](\d{1,2})$/u;
const serial = /^(\d{5})(\.\d+)?$/u;

/**
 * Reads a date in one of the spellings that people put into tables: 2022-03-28, 2022/3/28, 2022.3.28,
 * 2022年3月28日, 20220328, a spreadsheet's day count (44648), or month and day alone, which get `year`.
 * Full-width digits are understood; a time of day and a day of the week are dropped.
 * Returns null for anything else, for days that do not exist, and for 3.28, which could be a number.
 */
export function readDate(text: string, year: number): IsoDate | null {
  const date = narrow(text).replace(weekday, '').replace(timePart, '').replace(hourPart, '').trim();
  const whole = yearFirst.exec(date);
  if (whole) return isoDate(Number(whole[1]), Number(whole[3]), Number(whole[4]));
  const numbers = digitsOnly.exec(date);
  if (numbers) return isoDate(Number(numbers[1]), Number(numbers[2]), Number(numbers[3]));
  const short = shortYear.exec(date);
  if (short) return isoDate(2000 + Number(short[1]), Number(short[2]), Number(short[3]));
  const partial = monthAndDay.exec(date) ?? monthSlashDay.exec(date);
  if (partial) return isoDate(year, Number(partial[1]), Number(partial[2]));
  const days = serial.exec(date);
  if (days) return fromSerial(Number(days[1]));
  return null;
}

function isoDate(year: number, month: number, day: number): IsoDate | null {
  const date = DateTime.fromObject({ year, month, day }, { zone: 'utc' });
  return date.isValid ? date.toISODate() : null;
}

/** Day 1 is 1900-01-01 and 1900 counts as a leap year, so from March 1900 on day 0 falls on 1899-12-30. */
function fromSerial(days: number): IsoDate | null {
  return DateTime.utc(1899, 12, 30).plus({ days }).toISODate();
}
