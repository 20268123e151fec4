import { createHmac } from 'node:crypto';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import type { Delivery, Outcome, Transport } from './transport.ts';

/**
 * Slack's side of the HTTP mode: payloads are POSTed to the bot's address, signed with the signing secret.
 * Slack signs with real time, so this uses the machine's clock and never the simulated one.
 */
export class HttpDelivery implements Transport {
  readonly #options: { url: string; signingSecret: string; ackMs: number };

  constructor(options: { url: string; signingSecret: string; ackMs: number }) {
    this.#options = options;
  }

  connected(): boolean {
    return true;
  }

  async ready(): Promise<void> {}

  async send(delivery: Delivery): Promise<Outcome> {
    const { body, contentType } = encode(delivery);
    try {
      const response = await fetch(this.#options.url, {
        method: 'POST',
        body,
        headers: {
          'content-type': contentType,
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          ...this.#signature(body),
          ...retryHeaders(delivery),
        },
        redirect: 'error',
        signal: AbortSignal.timeout(this.#options.ackMs),
      });
      const text = await response.text();
      if (response.status === 200) return { acked: true, body: readAck(text) };
      return {
        acked: false,
        reason: 'http_error',
        noRetry: response.headers.get('x-slack-no-retry') === '1',
      };
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      return { acked: false, reason: timedOut ? 'http_timeout' : 'connection_failed' };
    }
  }

  #signature(body: string): Record<string, string> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const digest = createHmac('sha256', this.#options.signingSecret)
      .update(`v0:${timestamp}:${body}`)
      .digest('hex');
    return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
  }
}

function encode(delivery: Delivery): { body: string; contentType: string } {
  if (delivery.kind === 'events_api')
    return { body: JSON.stringify(delivery.payload), contentType: 'application/json' };
  const fields =
    delivery.kind === 'slash_commands'
      ? Object.entries(delivery.payload).map(([key, value]): [string, string] => [key, String(value ?? '')])
      : [['payload', JSON.stringify(delivery.payload)] satisfies [string, string]];
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' };
}

function retryHeaders(delivery: Delivery): Record<string, string> {
  if (!delivery.retry) return {};
  return {
    'x-slack-retry-num': String(delivery.retry.attempt),
    'x-slack-retry-reason': delivery.retry.reason,
  };
}

/** A plain-text ack body is a message with that text. */
function readAck(text: string): JsonObject | null {
  if (text.trim() === '') return null;
  const parsed = parseJson(text);
  return isObject(parsed) ? parsed : { text };
}
