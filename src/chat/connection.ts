import type { Receiver } from '@slack/bolt';

/** One way to be connected to Slack: Bolt's receiver, and how to start and stop it. */
export interface Connection {
  receiver: Receiver;
  /** Resolves when payloads can arrive; throws an error that says what to do. */
  start(): Promise<{ port?: number }>;
  /** Whether payloads can arrive now. */
  isConnected(): boolean;
  /**
   * Waits for `drained`, so that what is in hand and what still comes can be acknowledged, and hangs up; at `deadline`
   * whatever is left.
   */
  stop(drained: Promise<void>, deadline: Promise<void>): Promise<void>;
}
