import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../clock.ts';

/**
 * The workspace's wall clock: it starts at a simulated instant and runs on with real time. `set` jumps forward
 * only; back it goes by beginning anew. While it is held (during an advance) it stands still at the instant last set, so that every tick in
 * between sees exactly its own time.
 */
export class SandboxClock implements Clock {
  #base: number;
  #since: number;
  #held = false;
  readonly #runs: boolean;

  constructor(startAt: Date, options: { runs: boolean }) {
    this.#base = startAt.getTime();
    this.#since = performance.now();
    this.#runs = options.runs;
  }

  now(): Date {
    const elapsed = this.#runs && !this.#held ? performance.now() - this.#since : 0;
    return new Date(this.#base + elapsed);
  }

  /** Jumps to `at`. @throws Error when `at` lies before now. */
  set(at: Date): void {
    const now = this.now();
    if (Number.isNaN(at.getTime())) throw new Error('The simulated clock needs a valid date');
    if (at < now)
      throw new Error(`The simulated clock cannot go back from ${now.toISOString()} to ${at.toISOString()}`);
    this.#base = at.getTime();
    this.#since = performance.now();
  }

  /** Begins anew at `at`, which may lie in the past. */
  restartAt(at: Date): void {
    this.#base = at.getTime();
    this.#since = performance.now();
  }

  hold(): void {
    this.#base = this.now().getTime();
    this.#held = true;
  }

  release(): void {
    this.#since = performance.now();
    this.#held = false;
  }
}

/** Reads the simulated instant that `saveInstant` kept, or null when there is none to trust. */
export function loadInstant(path: string): Date | null {
  if (!existsSync(path)) return null;
  const instant = new Date(readFileSync(path, 'utf8').trim());
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/** Replaces the file in one step: a reader after a crash sees the old instant or the new one. */
export function saveInstant(path: string, instant: Date): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${instant.toISOString()}\n`);
  renameSync(`${path}.new`, path);
}
