import { expect, test } from 'vitest';
import type { Bot } from '../../../src/sandbox/office/bot.ts';
import { happeningsOf } from '../../../src/sandbox/office/happenings.ts';
import type { StageOthers } from '../../../src/sandbox/stage.ts';

const at = (time: string) => new Date(`2022-04-06T${time}+08:00`);

/** A bot with work at one instant and people who act at another, and what they did in their order. */
function scene(work: string | null, act: string | null) {
  const done: string[] = [];
  const app = {
    nextTurn: async () => (work === null ? null : at(work)),
    turn: async () => void done.push('tick'),
    idle: async () => {},
  };
  const others = {
    nextAct: async () => (act === null ? null : at(act)),
    actAt: async (now: Date) => void done.push(`act ${now.toISOString()}`),
  };
  const happenings = happeningsOf({ app } as unknown as Bot, { others: others as unknown as StageOthers });
  return { happenings, done };
}

test.each([
  ['10:00:00', null, '10:00:00', 'tick'],
  [null, '10:17:23', '10:17:23', 'act'],
  ['10:00:00', '09:59:59', '09:59:59', 'act'],
  ['10:00:00', '10:00:00', '10:00:00', 'tick'],
  ['10:00:00', '10:00:01', '10:00:00', 'tick'],
  // What became due between two minutes, or was due long ago, waits for the next minute.
  ['10:00:30', '10:00:45', '10:00:45', 'act'],
  ['10:00:30', '10:01:00', '10:01:00', 'tick'],
  ['08:00:00', '09:01:01', '09:01:00', 'tick'],
])('work at %s and an act at %s: first, at %s, the %s', async (work, act, first, what) => {
  const { happenings, done } = scene(work, act);
  const next = await happenings.next(at('09:00:20'));
  expect(next?.at).toEqual(at(first));
  await next?.run();
  expect(done).toEqual([what === 'tick' ? 'tick' : `act ${at(first).toISOString()}`]);
});

test('when nothing is to come, nothing comes', async () => {
  const { happenings } = scene(null, null);
  expect(await happenings.next(at('09:00:00'))).toBeNull();
});
