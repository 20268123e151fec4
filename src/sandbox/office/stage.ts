import type { Stage } from '../stage.ts';
import type { Backstage } from './backstage.ts';
import { morningOf } from './beginning.ts';
import { calendarOf } from './calendar.ts';
import { othersOf } from './others.ts';
import { ownFilesOf } from './own-files.ts';
import { recordsOf } from './records.ts';

/** Puts the parts together, one file each. */
export function stageOf(backstage: Backstage): Stage {
  return {
    calendar: calendarOf(backstage),
    morningOf,
    others: othersOf(backstage),
    ownFiles: ownFilesOf(backstage),
    records: recordsOf(backstage),
    startAgain: backstage.startAgain,
  };
}
