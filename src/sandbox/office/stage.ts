import type { Stage } from '../stage.ts';
import type { Backstage } from './backstage.ts';
import { morningOf } from './beginning.ts';
import { calendarOf } from './calendar.ts';
import { recordsOf } from './records.ts';

/** Puts the parts together, one file each. */
export function stageOf(backstage: Backstage): Stage {
  return {
    calendar: calendarOf(backstage),
    morningOf,
    records: recordsOf(backstage),
    startAgain: backstage.startAgain,
  };
}
