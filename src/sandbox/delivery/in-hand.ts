import type { Delivery, Outcome, Transport } from './transport.ts';

/** A way to the bot that knows whether the bot still has something in hand. */
export class InHand implements Transport {
  readonly #transport: () => Transport;
  readonly #pending = new Set<Promise<Outcome>>();
  #since = false;

  constructor(transport: () => Transport) {
    this.#transport = transport;
  }

  connected(): boolean {
    return this.#transport().connected();
  }

  ready(): Promise<void> {
    return this.#transport().ready();
  }

  async send(delivery: Delivery): Promise<Outcome> {
    const outcome = this.#transport().send(delivery);
    this.#pending.add(outcome);
    this.#since = true;
    try {
      return await outcome;
    } finally {
      this.#pending.delete(outcome);
    }
  }

  /** Resolves when everything given to the bot has its outcome; null when nothing was given since the last time. */
  settled(): Promise<void> | null {
    if (!this.#since) return null;
    this.#since = false;
    return Promise.all(this.#pending).then(() => undefined);
  }
}
