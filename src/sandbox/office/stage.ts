import type { Stage } from '../stage.ts';
import type { Backstage } from './backstage.ts';
import { morningOf } from './beginning.ts';

/** Puts the parts together, one file each. */
export function stageOf(backstage: Backstage): Stage {
  return { morningOf, startAgain: backstage.startAgain };
}
