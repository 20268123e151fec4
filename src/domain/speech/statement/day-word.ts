import { DateTime } from 'luxon';
import { addDays, type IsoDate } from '../../calendar.ts';

/** A word for a day at a position of a folded text: 昨天, 上周五. `day` is null for 前几天 and the like. */
export interface DayWord {
  length: number;
  day: IsoDate | null;
}

const AGO: readonly (readonly [RegExp, number])[] = [
  [/大前[天日]/uy, 3],
  [/前[天日]/uy, 2],
  [/昨(?:[天日]|晚|早|夜)(?:上午|下午|晚上|早上|中午)?/uy, 1],
  [/今(?:[天日]|早|晨|晚)(?:上午|下午|晚上|早上|中午)?|刚刚|刚才|刚/uy, 0],
];
const WEEKDAY =
  /(上上个?|上个?|本|这个?)?(?:周|星期|礼拜)([一二三四五六日天])(?:上午|下午|晚上|早上|中午)?/uy;
const SOME_DAY =
  /上个?(?:周|星期|礼拜|月)(?:初|中|末|底)?|本周|本月|这个?月|前[几两些]天|前段时间|前不久|近日|近期|日前|最近|早前|月[初中底]|[上中下]旬/uy;

/** Only days that have been: 明天 and 下周 are no words of this list, so that they are never read over. */
export function dayWordAt(folded: string, position: number, today: IsoDate): DayWord | null {
  const found = (pattern: RegExp) => {
    pattern.lastIndex = position;
    return pattern.exec(folded);
  };
  for (const [pattern, back] of AGO) {
    const match = found(pattern);
    if (match) return { length: match[0].length, day: addDays(today, -back) };
  }
  const weekday = found(WEEKDAY);
  if (weekday)
    return { length: weekday[0].length, day: weekdayOf(weekday[1] ?? '', weekday[2] ?? '', today) };
  const some = found(SOME_DAY);
  return some ? { length: some[0].length, day: null } : null;
}

/** 上周五 is Friday of the week before; a bare 周五 is the last Friday there was. */
function weekdayOf(which: string, name: string, today: IsoDate): IsoDate {
  const now = DateTime.fromISO(today, { zone: 'utc' });
  const weekday = name === '天' ? 7 : '一二三四五六日'.indexOf(name) + 1;
  const ofThisWeek = addDays(today, weekday - now.weekday);
  if (which.startsWith('上上')) return addDays(ofThisWeek, -14);
  if (which.startsWith('上')) return addDays(ofThisWeek, -7);
  return which === '' && ofThisWeek > today ? addDays(ofThisWeek, -7) : ofThisWeek;
}

/** Farther ahead than this a day without a year is last year's: nobody tells of what is done half a year from now. */
const AHEAD_DAYS = 60;

/** 3月1日, said in September of something that has happened. */
export function lastYearNamed(day: IsoDate, today: IsoDate): IsoDate {
  if (day <= addDays(today, AHEAD_DAYS)) return day;
  const before = DateTime.fromISO(day, { zone: 'utc' }).minus({ years: 1 });
  return before.toISODate() ?? day;
}

/** 20日 without a month, said of something that has happened: of this month, or of the last one if it is still to come. */
export function lastDayNamed(day: IsoDate, today: IsoDate): IsoDate {
  if (day <= today) return day;
  const before = DateTime.fromISO(day, { zone: 'utc' }).minus({ months: 1 });
  return before.day === Number(day.slice(8)) ? (before.toISODate() ?? day) : day;
}
