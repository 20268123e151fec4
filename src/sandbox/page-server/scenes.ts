import { z } from 'zod';
import type { OthersView, ScenesView } from './contract.ts';
import { gesture, look, nothing, onStage, type Room } from './room.ts';

/** Situations that are set up with one click, and the switch that lets the other people act. */
export const scenes: Room = {
  looks: {
    scenes: look(nothing, (context): ScenesView => {
      const stage = onStage(context, 'scenes');
      return {
        scenes: [...stage.list()],
        current: stage.current(),
        others: onStage(context, 'others').see(),
      };
    }),
  },
  gestures: {
    scene: gesture(z.object({ id: z.string() }), async (context, { id }) => {
      await onStage(context, 'scenes').setUp(id);
      return {};
    }),

    others: gesture(
      z.object({ on: z.boolean(), seed: z.int().min(0).optional() }),
      async (context, { on, seed }): Promise<OthersView> => {
        const others = onStage(context, 'others');
        others.turn(on, seed);
        return others.see();
      },
    ),
  },
};
