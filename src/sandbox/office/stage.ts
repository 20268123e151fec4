import type { Stage } from '../stage.ts';
import type { Backstage } from './backstage.ts';
import { morningOf } from './beginning.ts';
import { calendarOf } from './calendar.ts';
import { othersOf } from './others.ts';
import { ownFilesOf } from './own-files.ts';
import { recordsOf } from './records.ts';
import { scenesOf } from './scenes.ts';

/** Puts the parts together, one file each. */
export function stageOf(backstage: Backstage): Stage {
  const others = othersOf(backstage);
  return {
    calendar: calendarOf(backstage),
    morningOf,
    others,
    ownFiles: ownFilesOf(backstage),
    records: recordsOf(backstage),
    scenes: scenesOf(backstage, others),
    startAgain: backstage.startAgain,
  };
}
