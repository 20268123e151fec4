import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Clock } from '../../src/clock.ts';

/**
 * The clock of a fleet hangs on a wall, that is in a file: so it goes on also for a process that stands still, and who
 * wakes up reads what time it is. The process's own clock, which only goes forward, jumps with it.
 */
export function hangUpClock(file: string): Clock {
  const read = () => readFileSync(file, 'utf8').split(' ').map(Number);
  const [first = 0] = read();
  const ownNow = performance.now.bind(performance);
  performance.now = () => ownNow() + (read()[0] ?? first) - first;
  return {
    now() {
      const [base = first, since = 0] = read();
      return new Date(base + (since > 0 ? Date.now() - since : 0));
    },
  };
}

/** Sets the clock, which runs on by itself or stands until it is set again. */
export function setClock(file: string, now: Date, runs: boolean): void {
  writeFileSync(`${file}.new`, `${now.getTime()} ${runs ? Date.now() : 0}`);
  renameSync(`${file}.new`, file);
}
