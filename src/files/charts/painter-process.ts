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
  // Without somebody to hear of it, an answer to a bot that has just ended would end this process with a stack trace.
  process.send?.(answer, () => {});
});
