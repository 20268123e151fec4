import { App, type AppOptions, type ReceiverEvent } from '@slack/bolt';
import { describeError } from './describe-error.ts';
import { NotTaken } from './not-taken.ts';

/**
 * Bolt acknowledges events before their listeners run, and Socket Mode sends that at once, so a crash in between loses
 * the event for good. Here the acknowledgement is held back until the listener has finished, whichever way the payload
 * came. When the listener throws, nothing is acknowledged and Slack sends the payload again.
 */
export class CommitFirstApp extends App {
  readonly #running = new Set<Promise<void>>();
  /** Payloads that Bolt has read, and given to a listener. */
  readonly #read = new WeakSet<object>();
  #closed = false;

  constructor(options: AppOptions) {
    super(options);
    // Bolt's own handler would log the error's message too.
    this.error(async (error) => {
      throw error;
    });
    this.use(async ({ body, next }) => {
      if ('event' in body && typeof body.event.type !== 'string')
        throw new NotTaken(400, 'event.type: expected a string');
      this.#read.add(body);
      await next();
    });
  }

  override processEvent(event: ReceiverEvent): Promise<void> {
    if (this.#closed) return Promise.reject(new NotTaken(503, 'the bot is stopping'));
    return this.keep(this.#commitThenAck(event));
  }

  /** Work that `drain` waits for, besides payloads. */
  keep(work: Promise<void>): Promise<void> {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(settled);
    settled.then(() => this.#running.delete(settled));
    return work;
  }

  /**
   * Resolves at a moment when nothing is in hand, and takes nothing from then on. What Slack sends until then is taken: it
   * went to this process and to no other, and nobody would do it instead.
   */
  async drain(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    this.#closed = true;
  }

  async #commitThenAck(event: ReceiverEvent): Promise<void> {
    let response: unknown;
    try {
      await super.processEvent({
        ...event,
        ack: async (body) => {
          response = body;
        },
      });
    } catch (error) {
      if (error instanceof NotTaken || this.#read.has(event.body)) throw error;
      // Bolt stumbles over what is missing from a payload; sent again, it would be missing again.
      throw new NotTaken(400, `a payload that Bolt cannot read: ${describeError(error).message}`);
    }
    await event.ack(response);
  }
}
