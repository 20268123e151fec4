import type { CronEntry } from '../src/queue/cron.ts';

/** Everything that happens by itself, and when. What is due is asked of the database, so a missed turn loses nothing. */
export function schedule(tick: () => Promise<void>): CronEntry[] {
  return [
    {
      name: 'tick', // every minute: plan the offices whose time has come, send what is due
      expression: '* * * * *',
      zone: 'Asia/Shanghai',
      run: tick,
    },
  ];
}
