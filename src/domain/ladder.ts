import type { Calendar, IsoDate } from './calendar.ts';
import { type Duty, deadline, isOverdue } from './duty.ts';
import type { DutyRule, Notice } from './notice.ts';

/** 阶段 of the reminder ladder: 0 opening, 1 first chase, 2 last working day, 3 overdue, 4 telephone list, 5 supervision. */
export type Stage = 0 | 1 | 2 | 3 | 4 | 5;

export interface Ladder {
  /** The highest stage reached on the date, of the stages the duty's rule has; null before the first. */
  reached(duty: Duty, date: IsoDate): Stage | null;
  /** The working day on which a stage falls; null where the duty has no such stage. */
  dateOf(duty: Duty, stage: Stage, date: IsoDate): IsoDate | null;
  /** The last working day on which the duty can still be done in time; null where it has no date. */
  lastDay(duty: Duty, date: IsoDate): IsoDate | null;
  /** Overdue, and called so: what came into being on its own due date (a form) gets a first day in which to be told. */
  isLate(duty: Duty, date: IsoDate): boolean;
}

/** Stage dates over a calendar, remembered: many duties share the same dates. */
export function createLadder(notice: Notice, calendar: Calendar): Ladder {
  const remembered = new Map<DutyRule, Map<IsoDate, Partial<Record<Stage, IsoDate>>>>();

  function stageDate(stage: Exclude<Stage, 0>, first: number, last: IsoDate): IsoDate {
    const included = notice.settings.dueDayIncluded;
    switch (stage) {
      case 1:
        return calendar.before(last, first);
      case 2:
        return included ? calendar.onOrBefore(last) : calendar.before(last, 1);
      case 3:
        return included ? calendar.after(last, 1) : calendar.onOrAfter(last);
      case 4:
        return calendar.after(last, 3);
      case 5:
        return calendar.after(last, 5);
    }
  }

  function dateOf(duty: Duty, stage: Stage, date: IsoDate): IsoDate | null {
    const { rule } = duty;
    if (!rule.ladder.stages.includes(stage)) return null;
    if (stage === 0) return calendar.onOrAfter(duty.opens);
    const last = deadline(duty, date);
    return last === null ? null : rememberedDate(rule, stage, last);
  }

  function rememberedDate(rule: DutyRule, stage: Exclude<Stage, 0>, last: IsoDate): IsoDate {
    const ofRule = remembered.get(rule) ?? new Map<IsoDate, Partial<Record<Stage, IsoDate>>>();
    remembered.set(rule, ofRule);
    const dates = ofRule.get(last) ?? {};
    ofRule.set(last, dates);
    const date = dates[stage] ?? stageDate(stage, rule.ladder.first, last);
    dates[stage] = date;
    return date;
  }

  function reached(duty: Duty, date: IsoDate): Stage | null {
    const last = deadline(duty, date);
    // A target that has passed is no debt while the last date lies ahead.
    const demanded = duty.latest === null || last === duty.latest;
    // Nobody can be told of a last day before what came into being after it.
    const cameLate = last !== null && duty.opens > last;
    let highest: Stage | null = opensAtOnce(duty.rule) ? 2 : null;
    for (const stage of duty.rule.ladder.stages) {
      if (stage > 0 && stage <= 2 && cameLate) continue;
      if (stage > 2 && (!demanded || isFirstDay(duty, date))) break;
      const day = dateOf(duty, stage, date);
      if (day === null) continue;
      if (day > date) break;
      highest = stage;
    }
    return highest;
  }

  /** Nobody is called late for what they could not have been told before. */
  function isFirstDay(duty: Duty, date: IsoDate): boolean {
    const recorded = duty.rule.opens.at === 'registration';
    return date <= (recorded ? calendar.after(duty.opens, 1) : calendar.onOrAfter(duty.opens));
  }

  return {
    reached,
    dateOf,
    lastDay(duty, date) {
      const last = deadline(duty, date);
      return last === null ? null : rememberedDate(duty.rule, 2, last);
    },
    isLate: (duty, date) => isOverdue(duty, date, notice.settings) && !isFirstDay(duty, date),
  };
}

/** A ladder that begins at stage 2 has it reached from the start: second assignments (R12), forms to be sent today. */
function opensAtOnce({ ladder }: DutyRule): boolean {
  return ladder.stages[0] === 2;
}
