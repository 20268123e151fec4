import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { ApiError } from '../slack-api/api-error.ts';
import { forgetOldest } from './forget.ts';

/** Older addresses are forgotten. */
const REMEMBERED = 5_000;
const MOST_USES = 5;
const LIFETIME_MS = 30 * 60_000;

/** Where an answer to a gesture goes, and the message it may replace. */
export interface ResponseTarget {
  person: string;
  channel: string;
  threadTs?: string;
  original?: { ts: string; onlyFor: string | null };
}

/** Hands out `response_url`s: five uses within thirty minutes of simulated time. */
export class ResponseUrls {
  readonly #targets = new Map<string, { target: ResponseTarget; issuedAt: number; uses: number }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns the secret last part of the address */
  issue(target: ResponseTarget): string {
    const secret = randomBytes(18).toString('base64url');
    this.#targets.set(secret, { target, issuedAt: this.#clock.now().getTime(), uses: 0 });
    forgetOldest(this.#targets, REMEMBERED);
    return secret;
  }

  /** Whom it answers, without using it; undefined for an address nobody was given. */
  peek(secret: string): ResponseTarget | undefined {
    return this.#targets.get(secret)?.target;
  }

  forget(): void {
    this.#targets.clear();
  }

  /** Counts one use. @throws ApiError not_found, expired_url, used_url */
  use(secret: string): ResponseTarget {
    const issued = this.#targets.get(secret);
    if (!issued) throw new ApiError('not_found');
    if (this.#clock.now().getTime() - issued.issuedAt > LIFETIME_MS) throw new ApiError('expired_url');
    if (issued.uses >= MOST_USES) throw new ApiError('used_url');
    issued.uses += 1;
    return issued.target;
  }
}
