import type { Clock } from '../../clock.ts';
import { newId } from '../identity.ts';
import type { JsonObject } from '../json.ts';
import type { Workspace } from '../workspace.ts';
import type { Transport } from './transport.ts';

export interface EventQueueOptions {
  workspace: Workspace;
  clock: Clock;
  /** Asked anew for every attempt, so that the bot may change how it listens. */
  transport: () => Transport;
  /** Real milliseconds before each further attempt. */
  retryAfterMs: readonly number[];
  trouble: (message: string) => void;
}

/**
 * Hands events to the bot and, like Slack, hands them over again when they are not acknowledged: at once, after
 * a minute, after five. Events not yet settled are in the journal, so a restart delivers them.
 */
export class EventQueue {
  readonly #options: EventQueueOptions;
  readonly #timers = new Map<NodeJS.Timeout, () => void>();
  #closed = false;

  constructor(options: EventQueueOptions) {
    this.#options = options;
  }

  /** Wraps `event` in the outer event of the Events API and delivers it in the background. */
  publish(event: JsonObject): void {
    const { workspace, clock } = this.#options;
    const { identity } = workspace;
    const id = newId('Ev');
    const body: JsonObject = {
      token: identity.verificationToken,
      team_id: identity.teamId,
      context_team_id: identity.teamId,
      context_enterprise_id: null,
      api_app_id: identity.appId,
      event,
      type: 'event_callback',
      event_id: id,
      event_time: Math.floor(clock.now().getTime() / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: identity.teamId,
          user_id: identity.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: `4-${id}`,
    };
    workspace.record({ type: 'event', id, body });
    void this.#deliver(id, body);
  }

  /** Delivers again what an earlier run of the sandbox still owed. */
  resume(): void {
    for (const [id, body] of this.#options.workspace.owedEvents) void this.#deliver(id, body);
  }

  close(): void {
    this.#closed = true;
    for (const [timer, done] of this.#timers) {
      clearTimeout(timer);
      done();
    }
  }

  async #deliver(id: string, body: JsonObject): Promise<void> {
    const { workspace, transport, retryAfterMs, trouble } = this.#options;
    let reason = '';
    for (let attempt = 0; attempt <= retryAfterMs.length; attempt += 1) {
      if (attempt > 0) await this.#wait(retryAfterMs[attempt - 1] ?? 0);
      await transport().ready();
      if (this.#isOver(id)) return;
      const outcome = await transport().send({
        kind: 'events_api',
        payload: body,
        ...(attempt > 0 && { retry: { attempt, reason } }),
      });
      if (this.#isOver(id)) return;
      if (outcome.acked || outcome.noRetry) {
        workspace.record({ type: 'event-settled', id }, { kind: 'delivery' });
        return;
      }
      reason = outcome.reason;
    }
    workspace.record({ type: 'event-settled', id }, { kind: 'delivery' });
    trouble(
      `The bot never acknowledged event ${id} (${String(body.type)}, last reason ${reason}); Slack would give it up`,
    );
  }

  /** The workspace may have begun anew meanwhile, without this event. */
  #isOver(id: string): boolean {
    return this.#closed || !this.#options.workspace.owedEvents.has(id);
  }

  async #wait(ms: number): Promise<void> {
    if (ms === 0 || this.#closed) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#timers.delete(timer);
        resolve();
      };
      const timer = setTimeout(done, ms).unref();
      this.#timers.set(timer, done);
    });
  }
}
