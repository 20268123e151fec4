import { randomBytes } from 'node:crypto';
import { ApiError } from '../slack-api/api-error.ts';
import { forgetOldest } from './forget.ts';

/** What a `trigger_id` allows: opening a form for one person, or stacking one on the modal it came from. */
interface Trigger {
  person: string;
  issuedAt: number;
  used: boolean;
}

/** Enough for any gesture under way; older ones are forgotten. */
const REMEMBERED = 1_000;

/** Hands out one-time trigger ids that live three seconds of real time. */
export class Triggers {
  readonly #triggers = new Map<string, Trigger>();
  readonly #lifetimeMs: number;

  constructor(lifetimeMs: number) {
    this.#lifetimeMs = lifetimeMs;
  }

  issue(person: string): string {
    const id = `${Date.now()}.${randomBytes(6).readUIntBE(0, 6)}.${randomBytes(16).toString('hex')}`;
    this.#triggers.set(id, { person, issuedAt: performance.now(), used: false });
    forgetOldest(this.#triggers, REMEMBERED);
    return id;
  }

  forget(): void {
    this.#triggers.clear();
  }

  /** The person whose gesture this was. @throws ApiError invalid_trigger_id, exchanged_trigger_id, expired_trigger_id */
  redeem(id: string): string {
    const trigger = this.#triggers.get(id);
    if (!trigger) throw new ApiError('invalid_trigger_id');
    if (trigger.used) throw new ApiError('exchanged_trigger_id');
    if (performance.now() - trigger.issuedAt >= this.#lifetimeMs) throw new ApiError('expired_trigger_id');
    trigger.used = true;
    return trigger.person;
  }
}
