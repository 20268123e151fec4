import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BlockAction, ViewSubmitAction } from '@slack/bolt';
import { UserError } from '../errors.ts';
import type { Log } from '../log.ts';
import { CommitFirstApp } from './commit-first.ts';
import { describeError } from './describe-error.ts';
import { type HttpMode, httpConnection } from './http-mode.ts';
import type { Handle, Inbound } from './inbound.ts';
import { libraryLog } from './library-log.ts';
import { NotTaken } from './not-taken.ts';
import { readAction, readCommand, readEvent, readForm } from './read-inbound.ts';
import {
  actionReply,
  asMessage,
  commandReply,
  formReply,
  formWorking,
  lateCommandReply,
  lateFormReply,
  messageReply,
  type Outcome,
  WORKING,
} from './reply.ts';
import type { Slack } from './slack-port.ts';
import { type SocketMode, socketConnection } from './socket-mode.ts';

export type { HttpMode } from './http-mode.ts';
export type {
  Answer,
  EventType,
  Handle,
  Inbound,
  InboundAction,
  InboundCommand,
  InboundEvent,
  InboundForm,
  InboundMessage,
} from './inbound.ts';
export type { SocketMode } from './socket-mode.ts';

export interface ListenerOptions {
  mode: HttpMode | SocketMode;
  /** Bot token, `xoxb-…`. */
  token: string;
  /** Another API base than Slack's. */
  apiUrl?: string;
  slack: Slack;
  /** Slash commands with their slash, such as `/duban`. */
  commands: string[];
  handle: Handle;
  log: Log;
  /** After how many milliseconds a command, click or form is told to wait. Slack gives up after 3,000. */
  slowAfterMs?: number;
  /** Told of each act how it was acknowledged (`failed` and an event or message: not at all), and after how long. */
  onAck?: (kind: Inbound['kind'], outcome: AckOutcome, seconds: number) => void;
}

/** How an act stood when Slack was told "received": `slow` is one that was not saved yet. */
export type AckOutcome = Outcome['kind'] | 'slow';

export interface Listener {
  /** Resolves when people can be heard, with the port in HTTP mode; throws an error that says what to do. */
  start(): Promise<{ port?: number }>;
  /** Whether people can be heard now: a connection that was lost is replaced, which may take a while. */
  isConnected(): boolean;
  /** Finishes what is in hand and what comes meanwhile, and hangs up; after `deadlineMs` milliseconds in any case. */
  stop(deadlineMs: number): Promise<void>;
}

const SLOW_AFTER_MS = 2_500;

/**
 * Hears what people do in Slack, over HTTP or Socket Mode.
 *
 * Slack is told "received" only after `handle` has resolved, so whatever is acknowledged is saved. When `handle`
 * throws a `UserError`, the person reads its message. When it throws anything else, a person who used a command, a
 * button or a form is asked to try again with an error number that the log explains; a message or event is not
 * acknowledged (HTTP 500, or silence on the socket), and Slack delivers it again. When a command, click or form takes
 * long, Slack is told to wait before it is saved, the person reads so, and gets the real outcome when it is there.
 */
export function createListener(options: ListenerOptions): Listener {
  const { slack, log, handle, mode } = options;
  const slowAfterMs = options.slowAfterMs ?? SLOW_AFTER_MS;
  const connection =
    mode.kind === 'http' ? httpConnection(mode, log) : socketConnection(mode, options.apiUrl, log);
  const app = new CommitFirstApp({
    receiver: connection.receiver,
    // Static: Bolt would otherwise ask Slack who it is, for every event.
    authorize: async () => ({ botToken: options.token }),
    // The bot's own messages are left out with those of all bots; that it joined a channel must be heard.
    ignoreSelf: false,
    convoStore: false,
    logger: libraryLog(log),
    ...(options.apiUrl && { clientOptions: { slackApiUrl: options.apiUrl } }),
  });

  for (const name of options.commands) {
    app.command(name, async ({ body, ack }) => {
      const command = readCommand(body);
      const acked = stopwatch(command.kind);
      const outcome = attempt(command);
      if (await isSlow(outcome)) {
        await ack({ response_type: 'ephemeral', ...asMessage(WORKING) });
        acked('slow');
        afterwards(command, outcome, (late) => lateCommandReply(slack, command.responseUrl, late));
      } else {
        const done = await outcome;
        await ack(commandReply(done));
        acked(done.kind);
      }
    });
  }

  app.action<BlockAction>({ type: 'block_actions' }, async ({ body, ack }) => {
    const action = readAction(body);
    const acked = stopwatch(action.kind);
    const outcome = attempt(action);
    const slow = await isSlow(outcome);
    await ack();
    acked(slow ? 'slow' : (await outcome).kind);
    afterwards(action, outcome, (result) => actionReply(slack, action, result));
  });

  app.view<ViewSubmitAction>({ type: 'view_submission' }, async ({ body, ack }) => {
    const { form, firstField } = readForm(body);
    const acked = stopwatch(form.kind);
    const outcome = attempt(form);
    if (await isSlow(outcome)) {
      await ack(formWorking());
      acked('slow');
      afterwards(form, outcome, (late) => lateFormReply(slack, form, late));
    } else {
      const done = await outcome;
      await ack(formReply(done, firstField));
      acked(done.kind);
    }
  });

  app.event(/./, async ({ body }) => {
    const inbound = readEvent(body);
    if (!inbound) return;
    const acked = stopwatch(inbound.kind);
    const outcome = await attempt(inbound);
    acked(outcome.kind);
    if (outcome.kind === 'failed') throw new NotTaken(500, `not saved, see error ${outcome.errorId}`);
    if (inbound.kind === 'message') {
      afterwards(inbound, Promise.resolve(outcome), (result) => messageReply(slack, inbound, result));
    }
  });

  async function attempt(inbound: Inbound): Promise<Outcome> {
    try {
      return { kind: 'answered', answer: await handle(inbound) };
    } catch (error) {
      if (error instanceof UserError) return { kind: 'refused', reason: error.message };
      const errorId = randomBytes(4).toString('hex');
      log.error(
        { errorId, inbound: inbound.kind, failure: describeError(error) },
        'an act could not be saved',
      );
      return { kind: 'failed', errorId };
    }
  }

  function stopwatch(kind: Inbound['kind']): (outcome: AckOutcome) => void {
    const start = performance.now();
    return (outcome) => options.onAck?.(kind, outcome, (performance.now() - start) / 1_000);
  }

  async function isSlow(outcome: Promise<Outcome>): Promise<boolean> {
    const inTime = new AbortController();
    const slow = sleep(slowAfterMs, true, { signal: inTime.signal }).catch(() => false);
    const result = await Promise.race([slow, outcome.then(() => false)]);
    inTime.abort();
    return result;
  }

  /** Replies once there is an outcome, without keeping Slack waiting. A reply that fails is lost, and logged. */
  function afterwards(
    inbound: Inbound,
    outcome: Promise<Outcome>,
    reply: (outcome: Outcome) => Promise<void>,
  ): void {
    app.keep(
      outcome.then(reply).catch((error: unknown) => {
        log.warn({ inbound: inbound.kind, failure: describeError(error) }, 'a reply could not be sent');
      }),
    );
  }

  return {
    start: () => connection.start(),
    isConnected: () => connection.isConnected(),
    async stop(deadlineMs) {
      const reached = new AbortController();
      const deadline = sleep(deadlineMs, undefined, { signal: reached.signal, ref: false }).catch(
        () => undefined,
      );
      await connection.stop(app.drain(), deadline);
      reached.abort();
    },
  };
}
