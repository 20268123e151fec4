import type { JsonObject } from '../json.ts';

export type DeliveryKind = 'events_api' | 'slash_commands' | 'interactive';

export interface Delivery {
  kind: DeliveryKind;
  payload: JsonObject;
  /** Only events are delivered again. */
  retry?: { attempt: number; reason: string };
}

/** How the bot took a delivery. `reason` is one of the words Slack puts into `x-slack-retry-reason`. */
export type Outcome =
  | { acked: true; body: JsonObject | null }
  | { acked: false; reason: 'http_timeout' | 'http_error' | 'connection_failed'; noRetry?: boolean };

/** One of the two ways to a bot: Socket Mode or signed HTTP requests. */
export interface Transport {
  /** Whether there is somebody to deliver to, as far as is known. */
  connected(): boolean;
  /** Resolves once there is somebody to deliver to. */
  ready(): Promise<void>;
  /** Never rejects; a bot that is not there is an outcome. */
  send(delivery: Delivery): Promise<Outcome>;
}
