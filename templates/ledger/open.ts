import type { IsoDate } from '../../src/domain/calendar.ts';
import { type Duty, deadline } from '../../src/domain/duty.ts';
import type { Part } from './view.ts';

/** What a part still owes, as reminders count it: no right that need not be used, nothing that another line says. */
export function openDuties({ duties }: Part): Duty[] {
  return duties.filter(
    (duty) => duty.state === 'open' && !duty.rule.optional && duty.rule.ladder.stages.length > 0,
  );
}

/** The earliest date by which it owes something, overdue ones among them. */
export function nearestDeadline(part: Part, today: IsoDate): IsoDate | undefined {
  return openDuties(part)
    .flatMap((duty) => deadline(duty, today) ?? [])
    .sort()
    .at(0);
}
