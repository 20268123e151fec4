/** The only source of "now". Production uses the system clock; the sandbox and tests bring their own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Milliseconds by which the machine's wall clock runs ahead of the time that only goes forward: less, once it is set back. */
export const wallClockLead = (): number => Date.now() - performance.now();
