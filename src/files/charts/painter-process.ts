import { messageOf } from '../../errors.ts';
import type { Answer, Request } from '../painter.ts';
import { paint } from './paint.ts';

/** The process in which a painter draws: one picture after the other, until nobody listens any more. */
process.on('message', ({ id, chart }: Request) => {
  const answer = ((): Answer => {
    try {
      return { id, png: paint(chart) };
    } catch (error) {
      return { id, error: messageOf(error) };
    }
  })();
  process.send?.(answer);
});
