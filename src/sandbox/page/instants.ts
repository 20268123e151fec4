/** The office's time: China keeps one offset all year. */
const OFFSET_MS = 8 * 3600_000;

/** An instant's wall clock in the office, to be read with the UTC getters. */
export function local(instant: number | string): Date {
  return new Date((typeof instant === 'string' ? Date.parse(instant) : instant) + OFFSET_MS);
}

/** `2022-04-06` */
export function dateOf(instant: number | string): string {
  return local(instant).toISOString().slice(0, 10);
}

/** `09:00` */
export function timeOf(instant: number | string): string {
  return local(instant).toISOString().slice(11, 16);
}

/** The instant, in milliseconds, of a date and a time in the office. */
export function instantOf(date: string, time: string): number {
  return Date.parse(`${date}T${time}:00+08:00`);
}

/** The instant, in milliseconds, that a Slack `ts` names. */
export function instantOfTs(ts: string): number {
  return Number(ts) * 1000;
}
