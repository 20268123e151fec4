import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Board } from '../queue/board.ts';
import { knowsPassword } from './password.ts';
import { type Serve, say } from './server.ts';

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
  return {
    async serve(request, response) {
      if (!knowsPassword(request.headers.authorization, password)) {
        response.setHeader('www-authenticate', 'Basic realm="duban", charset="UTF-8"');
        say(response, 401, 'a password is needed\n');
        return;
      }
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
