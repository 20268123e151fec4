/** The only source of "now". Production uses the system clock; the sandbox and tests bring their own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
