import { z } from 'zod';
import { ClientError } from '../client/client-error.ts';
import type { SandboxContext } from '../context.ts';
import type { Stage } from '../stage.ts';
import { gesture, nothing, type Room } from './room.ts';

const date = z.iso.date();

/** The time machine. */
export const time: Room = {
  gestures: {
    advance: gesture(z.object({ to: z.iso.datetime({ offset: true }) }), async ({ timeTravel }, { to }) => {
      await timeTravel.advance(new Date(to));
      return {};
    }),

    'cancel-move': gesture(nothing, async ({ timeTravel }) => {
      await timeTravel.cancel();
      return {};
    }),

    play: gesture(z.object({ speed: z.enum(['hour', 'day']) }), async ({ timeTravel }, { speed }) => {
      timeTravel.play(speed);
      return {};
    }),

    pause: gesture(nothing, async ({ timeTravel }) => {
      await timeTravel.pause();
      return {};
    }),

    'start-again': gesture(z.object({ from: date.optional() }), async (context, { from }) => {
      const stage = stageOf(context);
      await stage.startAgain(from === undefined ? {} : { from: stage.morningOf(from) });
      return {};
    }),
  },
};

function stageOf(context: SandboxContext): Stage {
  const stage = context.stage();
  if (!stage) throw new ClientError('这里没有办公室，只有工作区');
  return stage;
}
