import type { Stage } from '../stage.ts';
import type { Happening, Happenings } from '../time-travel.ts';
import type { Bot } from './bot.ts';

const MINUTE_MS = 60_000;

/**
 * What happens in simulated time: the bot's ticks that find something to do, and what the other people do. A tick at
 * which nothing is due only reads, and what is due is known ahead, so those are passed over.
 */
export function happeningsOf(bot: Bot, { others }: Pick<Stage, 'others'>): Happenings {
  return {
    async next(now) {
      const [tick, act] = [await nextTick(bot, now), await nextAct(others, now)];
      // At the same minute the bot's tick comes first.
      return tick && act ? (tick.at <= act.at ? tick : act) : (tick ?? act);
    },
    turn: () => bot.app.turn(),
    settle: () => bot.app.idle(),
  };
}

async function nextTick(bot: Bot, now: Date): Promise<Happening | null> {
  const due = await bot.app.nextTurn();
  if (due === null) return null;
  const nextMinute = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  const at = new Date(Math.max(Math.ceil(due.getTime() / MINUTE_MS) * MINUTE_MS, nextMinute));
  return { at, run: () => bot.app.turn() };
}

async function nextAct(others: Stage['others'], now: Date): Promise<Happening | null> {
  const at = await others?.nextAct(now);
  return at && others ? { at, run: () => others.actAt(at) } : null;
}
