import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Board } from '../queue/board.ts';
import { knowsPassword } from './password.ts';
import { type Serve, say } from './server.ts';
import { createTries } from './tries.ts';

export interface BoardPage {
  serve: Serve;
  close(): Promise<void>;
}

/** Nothing from elsewhere: bull-board asks Google for a font, which a browser in mainland China waits for in vain. */
const OWN_ONLY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** The board for who knows the password. It is opened when it is first looked at. */
export function boardPage(open: () => Promise<Board>, password: string, log: Log): BoardPage {
  let opening: Promise<Board> | null = null;
  const board = () => {
    opening ??= open().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  const tries = createTries();
  return {
    async serve(request, response) {
      const { authorization } = request.headers;
      const address = request.socket.remoteAddress ?? '';
      const wait = authorization === undefined ? 0 : tries.waitMs(address);
      if (wait > 0) {
        response.setHeader('retry-after', Math.ceil(wait / 1_000));
        say(response, 429, 'too many wrong passwords\n');
        return;
      }
      if (!knowsPassword(authorization, password)) {
        if (authorization !== undefined && tries.wrong(address) > 0)
          log.warn({ address }, 'wrong passwords for the board of the queue');
        response.setHeader('www-authenticate', 'Basic realm="duban", charset="UTF-8"');
        say(response, 401, 'a password is needed\n');
        return;
      }
      tries.right(address);
      response.setHeader('content-security-policy', OWN_ONLY);
      try {
        (await board()).handle(request, response);
      } catch (error) {
        log.warn({ reason: messageOf(error) }, 'the board of the queue could not be opened');
        say(response, 503, 'the queue does not answer\n');
      }
    },
    async close() {
      await (await opening?.catch(() => null))?.close();
    },
  };
}
