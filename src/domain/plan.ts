import { dateIn } from './calendar.ts';
import { type Duty, deriveDuties } from './duty.ts';
import type { Facts } from './facts.ts';
import {
  nextSending,
  type OwedReminder,
  planReminders,
  type ReminderPolicy,
  type ToldRow,
} from './reminder.ts';

export interface Plan {
  owed: OwedReminder[];
  facts: Facts;
  /** As of the day on which the messages go out. */
  duties: Duty[];
}

/** What an office owes its people at the next sending time: the live bot, the preview and the rehearsal plan by this. */
export function planOffice(policy: ReminderPolicy, facts: Facts, told: readonly ToldRow[], now: Date): Plan {
  const duties = deriveDuties(policy.notice, facts, dateIn(policy.zone, nextSending(policy, now)));
  const reachable = facts.members.filter((member) => member.bound);
  return { owed: planReminders(duties, reachable, told, policy, now, facts), facts, duties };
}
