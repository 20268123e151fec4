import type { Stage } from '../stage.ts';
import type { Backstage } from './backstage.ts';
import { morningOf } from './beginning.ts';
import { recordsOf } from './records.ts';

/** Puts the parts together, one file each. */
export function stageOf(backstage: Backstage): Stage {
  return { morningOf, records: recordsOf(backstage), startAgain: backstage.startAgain };
}
