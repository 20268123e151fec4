import { z } from 'zod';
import { gesture, type Room } from './room.ts';

/** The time machine. */
export const time: Room = {
  gestures: {
    advance: gesture(z.object({ to: z.iso.datetime({ offset: true }) }), async ({ timeTravel }, { to }) => {
      await timeTravel.advance(new Date(to));
      return {};
    }),
  },
};
