import { z } from 'zod';
import { ClientError } from '../client/client-error.ts';
import type { SandboxContext } from '../context.ts';
import type { StageCalendar } from '../stage.ts';
import { look, nothing, type Room } from './room.ts';

/** The strip of the year, and what one of its days holds. */
export const calendar: Room = {
  looks: {
    calendar: look(nothing, (context) => calendarOf(context).year(context.clock.now())),
    'calendar-day': look(z.object({ date: z.iso.date() }), (context, { date }) =>
      calendarOf(context).on(date, context.clock.now()),
    ),
  },
};

function calendarOf(context: SandboxContext): StageCalendar {
  const found = context.stage()?.calendar;
  if (!found) throw new ClientError('这里没有办公室的日历，只有工作区');
  return found;
}
