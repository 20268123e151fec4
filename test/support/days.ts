import { addDays } from '../../src/domain/calendar.ts';
import type { Facts } from '../../src/domain/facts.ts';
import { planOffice } from '../../src/domain/plan.ts';
import type { OwedReminder, ReminderPolicy, ToldRow } from '../../src/domain/reminder.ts';
import { policy } from './rules.ts';

/** What is owed at a wall-clock moment in Shanghai such as '2022-04-08T08:40'. */
export function owedAt(
  local: string,
  facts: Facts,
  told: readonly ToldRow[] = [],
  by: ReminderPolicy = policy,
): OwedReminder[] {
  return planOffice(by, facts, told, new Date(`${local}:00+08:00`)).owed;
}

export interface Days {
  from: string;
  to: string;
  /** The facts, where they change by the date on which they are looked at. */
  facts: Facts | ((date: string) => Facts);
  /** Days on which the bot is down. */
  down?: readonly string[];
  /** When it plans; more than once a day where more times are given. */
  times?: readonly string[];
  by?: ReminderPolicy;
}

/** Plans on every day of the calendar and sends whatever is owed for that day at once. Everything sent, in order. */
export function playDays({
  from,
  to,
  facts,
  down = [],
  times = ['08:40'],
  by = policy,
}: Days): OwedReminder[] {
  const sent: OwedReminder[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    if (down.includes(date)) continue;
    for (const time of times) {
      const now = typeof facts === 'function' ? facts(date) : facts;
      sent.push(...owedAt(`${date}T${time}`, now, sent, by).filter((one) => one.date === date));
    }
  }
  return sent;
}

/** `2022-04-08 2` for every time a person was told of a duty: the day and the stage. */
export function toldOf(sent: readonly OwedReminder[], memberId: string | null, duty: string): string[] {
  return sent
    .filter((one) => one.memberId === memberId)
    .flatMap((one) =>
      one.items.filter((item) => item.duty === duty).map((item) => `${one.date} ${item.stage}`),
    );
}
