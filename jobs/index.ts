import { deliver, deliverNow } from './deliver.ts';
import { planReminders } from './plan-reminders.ts';
import { refreshCards } from './refresh-cards.ts';
import { refreshGroup } from './refresh-group.ts';
import { refreshHome } from './refresh-homes.ts';
import { sweepDeliveries } from './sweep-deliveries.ts';

/**
 * Every kind of work the queue carries. Losing one is harmless: the tick asks again for what is to be planned, swept and
 * sent, and the others are courtesies.
 */
export const jobs = [
  planReminders,
  deliver,
  deliverNow,
  sweepDeliveries,
  refreshCards,
  refreshGroup,
  refreshHome,
] as const;
