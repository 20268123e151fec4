import { z } from 'zod';
import type { FaultView } from '../page-server/contract.ts';

/** What a fault strikes: every crossing of the wire, but for what these narrow down. */
const aim = {
  /** Its name on the wire, such as `chat.postMessage`, or the part before a slash, such as `events_api`. */
  method: z.string().min(1).nullish(),
  channel: z.string().min(1).nullish(),
  /** A person's id. */
  user: z.string().min(1).nullish(),
  /** How often it strikes; null until it is ended. */
  times: z.int().positive().nullish(),
  /** How many it lets pass first. */
  skip: z.int().nonnegative().nullish(),
};

/** For a call that may have been carried out all the same. */
const effect = { takesEffect: z.boolean().default(false) };

/** A fault as it is ordered; see `FaultKind` for what each kind does. */
export const faultSpec = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rate-limit'),
    ...aim,
    /** Seconds in `Retry-After`; a text is sent as it is, senseless or not; null sends none. */
    retryAfter: z
      .union([z.number(), z.string().regex(/^[ -~]*$/)])
      .nullable()
      .default(30),
  }),
  z.object({
    kind: z.literal('server-error'),
    ...aim,
    ...effect,
    status: z.int().min(200).max(599).default(503),
    /** Slack's error word in JSON, such as `internal_error`; without it the answer is an HTML page. */
    error: z.string().min(1).nullish(),
  }),
  /** Answers when it is ended, if it took effect; else cuts the line. */
  z.object({ kind: z.literal('hang'), ...aim, ...effect }),
  z.object({ kind: z.literal('drop-before'), ...aim }),
  z.object({ kind: z.literal('drop-after-accept'), ...aim }),
  z.object({ kind: z.literal('refuse'), ...aim, error: z.string().min(1) }),
  z.object({
    kind: z.literal('twice'),
    ...aim,
    /** When it comes the second time: beside the first, once that is settled, or when the fault is ended. */
    again: z.enum(['at-once', 'afterwards', 'when-ended']).default('at-once'),
  }),
  z.object({ kind: z.literal('lose-ack'), ...aim }),
  z.object({
    kind: z.literal('disconnect'),
    times: aim.times,
    /** What Slack says before it hangs up; without it the line is cut. */
    notice: z.enum(['refresh_requested', 'warning']).nullish(),
  }),
]);

export type FaultInput = z.input<typeof faultSpec>;
export type FaultSpec = z.output<typeof faultSpec>;
export type DisconnectNotice = NonNullable<Extract<FaultSpec, { kind: 'disconnect' }>['notice']>;

/** Faults of what goes to the bot; the others are faults of its calls. */
export type DeliverySpec = Extract<FaultSpec, { kind: 'twice' | 'lose-ack' }>;
export type CallSpec = Exclude<FaultSpec, DeliverySpec>;

/** One thing on its way across the wire, as far as faults are aimed. */
export interface Crossing {
  name: string;
  /** Every name of the conversation: its id, a channel's name, the person of a direct message. */
  channel: readonly string[];
  user: string | null;
}

/** The call by which a bot asks for a new connection: where a `disconnect` turns it away. */
export const CONNECTING = 'apps.connections.open';

/** One fault that was ordered, and how often it has struck. It is over when it has struck `times` and holds nothing. */
export class Fault<Spec extends FaultSpec = FaultSpec> {
  readonly id: string;
  readonly spec: Spec;
  #struck = 0;
  #toSkip: number;
  #ended = false;
  readonly #held = new Set<() => void>();
  readonly #changed: () => void;

  constructor(id: string, spec: Spec, changed: () => void) {
    this.id = id;
    this.spec = spec;
    this.#changed = changed;
    this.#toSkip = aimOf(spec).skip ?? 0;
  }

  get struck(): number {
    return this.#struck;
  }

  /** How often it still strikes; null until it is ended. */
  get left(): number | null {
    if (this.#ended) return 0;
    const { times } = this.spec;
    return times == null ? null : times - this.#struck;
  }

  get isOver(): boolean {
    return this.left === 0 && this.#held.size === 0;
  }

  /** Whether it strikes here, which is counted. */
  strikes(at: Crossing): boolean {
    if (this.left === 0 || !isAimedAt(this.spec, at)) return false;
    if (this.#toSkip > 0) {
      this.#toSkip -= 1;
      return false;
    }
    this.#struck += 1;
    this.#changed();
    return true;
  }

  /** Calls back when it is ended; returns the way not to wait for that any more. */
  hold(release: () => void): () => void {
    this.#held.add(release);
    return () => {
      this.#held.delete(release);
      this.#changed();
    };
  }

  /** From now on all is well again, and what it held is let go. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const release of [...this.#held]) release();
    this.#held.clear();
    this.#changed();
  }

  view(): FaultView {
    const { method, channel, user } = aimOf(this.spec);
    return {
      id: this.id,
      kind: this.spec.kind,
      method: method ?? null,
      channel: channel ?? null,
      user: user ?? null,
      left: this.left,
      retryAfter: 'retryAfter' in this.spec ? this.spec.retryAfter : null,
      error: 'error' in this.spec ? (this.spec.error ?? null) : null,
      struck: this.#struck,
    };
  }
}

interface Aim {
  method?: string | null;
  channel?: string | null;
  user?: string | null;
  skip?: number | null;
}

function aimOf(spec: FaultSpec): Aim {
  return spec.kind === 'disconnect' ? { method: CONNECTING } : spec;
}

function isAimedAt(spec: FaultSpec, at: Crossing): boolean {
  const { method, channel, user } = aimOf(spec);
  return (
    (method == null || at.name === method || at.name.startsWith(`${method}/`)) &&
    (channel == null || at.channel.includes(channel)) &&
    (user == null || at.user === user)
  );
}
