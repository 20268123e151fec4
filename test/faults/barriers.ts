import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Places in the database that everybody comes by at a moment that matters. */
const PLACES = {
  /** In the middle of the plan's transaction. */
  planning: "before insert on deliveries for each row when (new.kind in ('reminder', 'desk', 'digest'))",
  /** A row is claimed, and nothing was done about it yet. */
  claiming: 'after update of attempts on deliveries for each row',
  /** The last step before the chat is asked. */
  posting:
    "before update of sent_channel on deliveries for each row when (new.state = 'sending' and new.sent_channel is not null)",
  /** The chat has answered, and nobody knows it yet. */
  noting: "before update of state on deliveries for each row when (new.state = 'sent')",
  /** In the middle of what somebody does. */
  acting: "before insert on audit_events for each row when (new.source not in ('import', 'delivery'))",
} as const;
export type Place = keyof typeof PLACES;
const NAMES = Object.keys(PLACES) as Place[];

/** Any constants that nothing else in the database uses. */
const LOCK = 7_301_300;
const SAVED = 'saved_by';

/** Somebody's connection that was stopped at a barrier. */
export interface Barrier {
  /** The names of those who stand there, as soon as there are any; none when nobody comes for so long. */
  reached(ms: number): Promise<string[]>;
  open(): Promise<void>;
}

/**
 * Stops whoever comes by a place in the database, so that a process can be killed, or time pass, in the middle of what
 * takes a millisecond; and tells who has just saved what somebody did, before they can say so.
 */
export class Barriers {
  readonly #client: pg.Client;
  readonly #listening: pg.Client;

  private constructor(client: pg.Client, listening: pg.Client) {
    this.#client = client;
    this.#listening = listening;
  }

  static async on(databaseUrl: string): Promise<Barriers> {
    const [client, listening] = [0, 1].map(() => new pg.Client({ connectionString: databaseUrl }));
    if (!client || !listening) throw new Error('two connections');
    await Promise.all([client.connect(), listening.connect()]);
    for (const one of [client, listening]) one.on('error', () => {});
    await client.query(`
      create function barrier() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock_shared(${LOCK}, tg_argv[0]::int); return new; end $$;
      create function told_saved() returns trigger language plpgsql as $$
      begin perform pg_notify('${SAVED}', current_setting('application_name')); return null; end $$;
      create trigger told_saved after insert on inbox for each row execute function told_saved();
      ${NAMES.map((name, index) => `create trigger barrier_${name} ${PLACES[name]} execute function barrier(${index});`).join('\n')}`);
    await listening.query(`listen ${SAVED}`);
    return new Barriers(client, listening);
  }

  async close(place: Place): Promise<Barrier> {
    const at = NAMES.indexOf(place);
    await this.#client.query('select pg_advisory_lock($1, $2)', [LOCK, at]);
    return {
      reached: async (ms) => {
        for (const deadline = performance.now() + ms; performance.now() < deadline; ) {
          const { rows } = await this.#client.query<{ name: string }>(
            `select application_name as name from pg_locks join pg_stat_activity using (pid)
             where locktype = 'advisory' and not granted and classid = $1 and objid = $2
               and pg_locks.database = (select oid from pg_database where datname = current_database())`,
            [LOCK, at],
          );
          if (rows.length > 0) return [...new Set(rows.map(({ name }) => name))];
          await pause(5);
        }
        return [];
      },
      open: async () => {
        await this.#client.query('select pg_advisory_unlock($1, $2)', [LOCK, at]);
      },
    };
  }

  /** Who has saved an act, at the very moment; nobody when none is saved for so long. */
  async saved(ms: number): Promise<string[]> {
    const told: Promise<pg.Notification[]> = once(this.#listening, 'notification', {
      signal: AbortSignal.timeout(ms),
    });
    return told.then(
      (notes) => notes.flatMap(({ payload }) => payload ?? []),
      () => [],
    );
  }

  async end(): Promise<void> {
    await Promise.all([this.#client.end(), this.#listening.end()]);
  }
}
