import { App, type AppOptions, type ReceiverEvent } from '@slack/bolt';
import { NotTaken } from './not-taken.ts';

/**
 * Bolt acknowledges events before their listeners run, and Socket Mode sends that at once, so a crash in between loses
 * the event for good. Here the acknowledgement is held back until the listener has finished, whichever way the payload
 * came. When the listener throws, nothing is acknowledged and Slack sends the payload again.
 */
export class CommitFirstApp extends App {
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(options: AppOptions) {
    super(options);
    // Bolt's own handler would log the error's message too.
    this.error(async (error) => {
      throw error;
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

  /** Takes no more payloads, and resolves when everything in hand is finished. */
  async drain(): Promise<void> {
    this.#closed = true;
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #commitThenAck(event: ReceiverEvent): Promise<void> {
    let response: unknown;
    await super.processEvent({
      ...event,
      ack: async (body) => {
        response = body;
      },
    });
    await event.ack(response);
  }
}
