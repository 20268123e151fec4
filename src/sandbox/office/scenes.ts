import { instantAt } from '../../domain/calendar.ts';
import { ZONE } from '../../office.ts';
import { ClientError } from '../client/client-error.ts';
import type { StageOthers, StageScenes } from '../stage.ts';
import type { Backstage } from './backstage.ts';
import { morningOf, START_DATE } from './beginning.ts';
import { FIRST_SEED } from './others/switch.ts';
import { SITUATIONS } from './situations.ts';

/**
 * Situations of the sample office's year. A late one begins a few days before, with what happened until then on record
 * as the others would have done it, so that nobody waits for a year to pass.
 */
export function scenesOf(
  { sandbox, startAgain }: Pick<Backstage, 'sandbox' | 'startAgain'>,
  others: Pick<StageOthers, 'turn'>,
): StageScenes {
  let current: string | null = null;
  sandbox.onChange((change) => {
    if (change.kind === 'restart') current = null;
  });
  return {
    list: () => SITUATIONS.map(({ scene }) => scene),
    current: () => current,
    async setUp(id) {
      const situation = SITUATIONS.find(({ scene }) => scene.id === id);
      if (!situation) throw new ClientError(`没有“${id}”这个情景`);
      const { from, date, time } = situation;
      others.turn(true, FIRST_SEED);
      await startAgain({
        from: morningOf(from),
        ...(from > START_DATE && { livedBy: FIRST_SEED }),
      });
      const at = instantAt(ZONE, date, time);
      await sandbox.advance(at);
      // Somebody may have cancelled on the way.
      if (sandbox.clock.now() >= at) current = id;
    },
  };
}
