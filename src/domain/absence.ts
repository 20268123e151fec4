import { DateTime } from 'luxon';
import { addDays, daysBetween, type IsoDate } from './calendar.ts';
import type { Absence, Member } from './facts.ts';
import { routeOn } from './recipients.ts';
import { dateOf } from './speech/date-token.ts';
import { narrow } from './spelling.ts';

/** First and last day, both included. */
export interface Leave {
  from: IsoDate;
  until: IsoDate;
}

/** Longer than this somebody else is the liaison (R32). */
const LONGEST_DAYS = 180;

const DAY = String.raw`(?:\d{4}[年/-])?\d{1,2}[月/-]\d{1,2}[日号]?|\d{1,2}[日号]|今[天日]|明[天日]|后天`;
const LEAVE = new RegExp(
  `^(?:从|自)?(${DAY})?(?:起|开始)?(?:(?:到|至|~|-{1,2}|—{1,2})(${DAY}))?(?:为止|止)?(?:请假|休假)?$`,
  'u',
);

/** 4月11日至4月15日, 11日-15日, 明天, 至4月15日 (from today); null for anything else. */
export function readLeave(text: string, today: IsoDate): Leave | null {
  const found = LEAVE.exec(narrow(text).replace(/\s/gu, ''));
  const [, first, last] = found ?? [];
  if (first === undefined && last === undefined) return null;
  const from = first === undefined ? today : dayOf(first, today, today);
  const named = last === undefined ? from : dayOf(last, today, from ?? today);
  const until = from !== null && named !== null && named < from ? nextNamed(last ?? '', named, from) : named;
  return from !== null && until !== null ? { from, until } : null;
}

const STAND_IN =
  /[,。;、\s]*(?:请假|休假)?(?:期间)?(?:有事|工作|提醒|事项)?(?:请|可以?)?(?:找|由|联系|发给)(?<name>\p{Script=Han}{2,15}?)(?:同志)?(?:代办|代为办理|代理|代替|顶班|负责|处理|接收|办理|代)?[。!]?$/u;

/** The same with who stands in: 4月11日至4月15日，找李四. */
export function readLeaveLine(text: string, today: IsoDate): (Leave & { standIn: string | null }) | null {
  const plain = narrow(text.slice(0, LONGEST_TEXT));
  const named = STAND_IN.exec(plain);
  const leave = readLeave(named ? plain.slice(0, named.index) : plain, today);
  return leave && { ...leave, standIn: named?.groups?.name ?? null };
}

const LONGEST_TEXT = 200;

/** More days than these are no leave from one month into the next, but two numbers in the wrong order. */
const LONGEST_OVER_MONTHS = 21;

/** 28号到3号 ends in the next month. */
function nextNamed(text: string, day: IsoDate, from: IsoDate): IsoDate {
  if (!/^\d{1,2}[日号]$/u.test(text)) return day;
  const next = DateTime.fromISO(day, { zone: 'utc' }).plus({ months: 1 });
  const date = next.toISODate();
  if (date === null || next.day !== Number(day.slice(8))) return day;
  return daysBetween(from, date) <= LONGEST_OVER_MONTHS ? date : day;
}

/** A date without a year or a month is the one nearest to `near`. */
function dayOf(text: string, today: IsoDate, near: IsoDate): IsoDate | null {
  if (/^今/u.test(text)) return today;
  if (/^明/u.test(text)) return addDays(today, 1);
  if (/^后/u.test(text)) return addDays(today, 2);
  return dateOf(text, near);
}

export interface LeaveFault {
  at: 'from' | 'until';
  because: string;
}

/** What is wrong with leave as it was asked for, or null. Leave may have begun, but not be over. */
export function leaveFault({ from, until }: Leave, today: IsoDate): LeaveFault | null {
  if (until < from) return { at: 'until', because: '最后一天不能早于第一天' };
  if (until < today) return { at: 'until', because: '这段请假已经结束，无需登记' };
  if (daysBetween(from, until) >= LONGEST_DAYS)
    return { at: 'until', because: `超过${LONGEST_DAYS}天的，请用“联络员”变更人员` };
  return null;
}

/** Leave of the same person that lies on the same days. */
export function overlapping<One extends Absence>(
  { from, until }: Leave,
  memberId: string,
  all: readonly One[],
): One | null {
  return all.find((one) => one.memberId === memberId && one.from <= until && from <= one.until) ?? null;
}

/** The first day of a leave on which nobody of the unit is there to hear; null when there always is (A10). */
export function firstUnheardDay(
  unitId: string,
  { from, until }: Leave,
  members: readonly Member[],
  absences: readonly Absence[],
): IsoDate | null {
  for (let day = from; day <= until; day = addDays(day, 1))
    if (routeOn(day, members, absences).speaksFor(unitId).length === 0) return day;
  return null;
}
