import type { Calendar, IsoDate } from '../../../domain/calendar.ts';
import type { Duty } from '../../../domain/duty.ts';
import { type Notice, ruleOf } from '../../../domain/notice.ts';
import { type Chances, chancesOf } from '../../chances.ts';
import { mannerOf, type Silence } from './manner.ts';

/** What decides when people do things. */
export interface Habits {
  seed: number;
  notice: Notice;
  calendar: Calendar;
  silences: readonly Silence[];
}

/** One thing to be done about a duty: a fact to put on record, or, with null, whatever else closes it. */
export interface Part {
  duty: Duty;
  kind: string | null;
}

/**
 * The day on which a unit means to do its part; null for never. Drawn for this matter alone from the seed, so that
 * nothing else anybody does changes it.
 */
export function appointmentOf(habits: Habits, unit: string, part: Part): IsoDate | null {
  const wished = wishedDay(habits, unit, part);
  return wished === null ? null : afterSilence(habits, unit, wished, part);
}

function wishedDay(habits: Habits, unit: string, { duty, kind }: Part): IsoDate | null {
  const { notice, calendar, seed } = habits;
  const { rule, due } = duty;
  if (rule.due.at === 'duty') {
    const chances = chancesOf(seed, unit, rule.id, numberOf(duty));
    const main = dayBeforeDue(habits, unit, { ...duty, rule: ruleOf(notice, rule.due.duty) });
    if (main === null) return null;
    const days = chances.between(2, 14);
    return chances.happens(FORGOTTEN_BEFOREHAND) ? calendar.after(main, days) : calendar.before(main, days);
  }
  if (rule.opens.at === 'registration' && rule.due.at !== 'promise')
    return dayAfterOpening(habits, unit, duty);
  if (due === null) return null;
  const day = dayBeforeDue(habits, unit, duty);
  if (day === null || kind === null || !('registered' in rule.doneWhen)) return day;
  // Where a duty has two halves, the second is sometimes forgotten until the reminder says so.
  if (rule.doneWhen.registered.indexOf(kind) < 1) return day;
  const chances = chancesOf(seed, unit, rule.id, numberOf(duty), kind);
  return chances.happens(SECOND_HALF_LATER) ? calendar.after(day, chances.between(1, 5)) : day;
}

/** That what should come before something else comes after it. */
const FORGOTTEN_BEFOREHAND = 0.05;
const SECOND_HALF_LATER = 0.12;
/** Working days of a duty that is done as soon as it is heard of, such as signing. */
const SHORT = 8;

/** Most before the date, not all at the last moment; some after the first or the second reminder that they are late. */
function dayBeforeDue(habits: Habits, unit: string, duty: Duty): IsoDate | null {
  const { seed, calendar } = habits;
  const { rule, due, opens } = duty;
  if (due === null) return null;
  const chances = chancesOf(seed, unit, rule.id, matterOf(duty));
  const { late } = mannerOf(seed, unit);
  const last = duty.latest ?? due;
  if (chances.happens(late)) return calendar.after(last, chances.pick(DAYS_LATE));

  const lastDay = calendar.onOrBefore(due);
  const window = calendar.countBetween(opens, lastDay);
  const lead = daysBefore(window, duty.period !== null, chances);
  if (lead === 0 && lastDay !== due && chances.happens(ON_REST_DAY)) return due;
  const day = lead === 0 ? lastDay : calendar.before(lastDay, lead);
  const first = calendar.onOrAfter(opens);
  return inSessions(habits, unit, duty, day < first ? first : day);
}

const DAYS_LATE = [1, 1, 1, 2, 3, 3, 4];
const ON_REST_DAY = 0.12;

/** Working days before the last one: few where the time is short, up to half of it where it is long, more near its end. */
function daysBefore(window: number, isMonthly: boolean, chances: Chances): number {
  if (isMonthly) return chances.between(0, 4);
  if (window <= SHORT) return chances.between(0, Math.max(0, Math.min(2, window - 1)));
  return Math.floor(window * 0.5 * chances.next() ** 1.5);
}

/** Who signs for many does not always sign for all of them in one sitting. */
function inSessions({ seed, calendar }: Habits, unit: string, duty: Duty, day: IsoDate): IsoDate {
  if (!isSigning(duty) || !chancesOf(seed, unit, 'sessions').happens(0.25)) return day;
  return chancesOf(seed, unit, duty.rule.id, numberOf(duty)).happens(0.4) ? calendar.after(day, 1) : day;
}

/** What follows from a fact on record follows within days: the form with the reply, the form's way back. */
function dayAfterOpening({ seed, calendar }: Habits, unit: string, duty: Duty): IsoDate {
  const { rule, opens, latest } = duty;
  const shared = chancesOf(seed, unit, rule.family ?? rule.id, numberOf(duty));
  if (rule.due.at === 'opening') return calendar.after(opens, shared.pick([1, 1, 1, 1, 2, 4]));
  const { late } = mannerOf(seed, unit);
  if (latest !== null && shared.happens(late / 2)) return calendar.after(latest, shared.pick(DAYS_LATE));
  const own = chancesOf(seed, unit, rule.id, numberOf(duty));
  return calendar.after(opens, shared.between(4, 15) + own.pick([0, 0, 0, 1, 3]));
}

/** What falls into weeks of silence is done in the days after them. */
function afterSilence(habits: Habits, unit: string, day: IsoDate, { duty }: Part): IsoDate {
  const { seed, calendar, silences } = habits;
  const silence = silences.find((one) => one.unit === unit && one.from <= day && day <= one.to);
  if (!silence) return day;
  const chances = chancesOf(seed, unit, 'after silence', duty.rule.id, duty.period ?? '');
  return calendar.after(silence.to, chances.between(1, 4));
}

/** Whether a duty is the signing for a proposal. */
export function isSigning({ rule }: Pick<Duty, 'rule'>): boolean {
  return 'registered' in rule.doneWhen && rule.doneWhen.registered.includes('signed');
}

/** What is handled together has one day: a month's report, a unit's signing, joint opinions by the stack. */
function matterOf(duty: Duty): string {
  if (duty.period !== null) return duty.period;
  if (isSigning(duty)) return duty.assignment?.assignedOn ?? '';
  return duty.role === 'joint' ? `stack ${Number(numberOf(duty).slice(-1)) % 3}` : numberOf(duty);
}

function numberOf(duty: Duty): string {
  return duty.proposal?.number ?? '';
}
