import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { handBeaten } from '../support/pace.ts';
import { pageClient } from './page-client.ts';
import { GROUP, LIAISON, openWorkspace, socketApp } from './workspace-fixture.ts';

const at = (time: string) => new Date(`2022-04-06T${time}:00+08:00`);

/** Something happens every full hour; `seen` is what the clock showed, and `run` what happens. */
function everyHour(sandbox: Sandbox, run: (now: Date) => Promise<void> | void = () => {}) {
  const HOUR = 3_600_000;
  const seen: Date[] = [];
  let turns = 0;
  sandbox.setHappenings({
    async next(now) {
      const next = new Date(Math.floor(now.getTime() / HOUR) * HOUR + HOUR);
      return {
        at: next,
        async run() {
          seen.push(sandbox.clock.now());
          await run(next);
        },
      };
    },
    async turn() {
      turns += 1;
    },
    async settle() {},
  });
  return { seen, turns: () => turns };
}

let sandbox: Sandbox;
const pace = handBeaten();

beforeEach(async () => {
  sandbox = await openWorkspace({ pace });
});

afterEach(async () => await sandbox.close());

describe('going forward in time', () => {
  it('goes through all that happens with the clock at exactly that instant', async () => {
    const { seen, turns } = everyHour(sandbox);
    await sandbox.advance(at('11:30'));
    expect(seen).toEqual([at('10:00'), at('11:00')]);
    expect(sandbox.clock.now()).toEqual(at('11:30'));
    // Once for what is due already, once on arrival.
    expect(turns()).toBe(2);
  });

  it('includes what happens at the instant it goes to', async () => {
    const { seen } = everyHour(sandbox);
    await sandbox.advance(at('10:00'));
    expect(seen).toEqual([at('10:00')]);
    await sandbox.advance(at('10:30'));
    expect(seen).toEqual([at('10:00')]);
  });

  it('refuses to go back, and to start twice', async () => {
    await expect(sandbox.advance(at('08:59'))).rejects.toThrow('时间只能往前走');
    expect(() => sandbox.clock.set(at('08:59'))).toThrow('cannot go back');
    const hour = deferred();
    everyHour(sandbox, () => hour.promise);
    const first = sandbox.advance(at('10:00'));
    await expect(sandbox.advance(at('11:00'))).rejects.toThrow('时间正在推进');
    hour.resolve();
    await first;
    expect(sandbox.clock.now()).toEqual(at('10:00'));
  });

  it('says so when something fails on the way, and can go on afterwards', async () => {
    everyHour(sandbox, () => {
      throw new Error('no database');
    });
    await expect(sandbox.advance(at('10:00'))).rejects.toThrow('no database');
    expect(sandbox.troubles()[0]?.message).toContain('no database');
    everyHour(sandbox);
    await sandbox.advance(at('10:30'));
    expect(sandbox.clock.now()).toEqual(at('10:30'));
  });

  it('stops when it is cancelled, after what is in hand, where it has come to', async () => {
    const page = pageClient(sandbox);
    const move = async () => (await page.look('workspace')).body.clock.move;
    const reached = deferred();
    const over = deferred();
    const { seen } = everyHour(sandbox, (now) => {
      if (now < at('11:00')) return;
      reached.resolve();
      return over.promise;
    });
    const advance = sandbox.advance(at('20:00'));
    await reached.promise;
    expect(await move()).toEqual({ from: iso('09:00'), to: iso('20:00'), at: iso('10:00') });
    const stopped = sandbox.stopTime();
    over.resolve();
    await stopped;
    await advance;
    expect(seen).toEqual([at('10:00'), at('11:00')]);
    expect(sandbox.clock.now()).toEqual(at('11:00'));
    expect(await move()).toBeNull();
  });

  it('lets the bot finish what a person did before the clock goes on', async () => {
    const app = socketApp(sandbox);
    const heard: Date[] = [];
    const answer = deferred();
    app.message(async () => {
      await answer.promise;
      heard.push(sandbox.clock.now());
    });
    await app.start();
    try {
      const { seen } = everyHour(sandbox, (now) => {
        if (now.getTime() === at('10:00').getTime()) sandbox.as(LIAISON).say(GROUP, '报到');
      });
      const move = sandbox.advance(at('12:00'));
      await sandbox.until('the message', () => sandbox.as(LIAISON).messages(GROUP).length === 1);
      expect(sandbox.clock.now()).toEqual(at('10:00'));
      answer.resolve();
      await move;
      expect(heard).toEqual([at('10:00')]);
      expect(seen).toEqual([at('10:00'), at('11:00'), at('12:00')]);
    } finally {
      await app.stop();
    }
  });
});

describe('time that plays', () => {
  const play = (speed: string) => pageClient(sandbox).do('play', { speed });
  const pause = () => pageClient(sandbox).do('pause');

  it('goes an hour or a day for each second, through all that happens', async () => {
    const { seen } = everyHour(sandbox);
    await play('hour');
    await pace.beatFor(500);
    expect(sandbox.clock.now()).toEqual(at('09:30'));
    expect(seen).toEqual([]);
    await pace.beatFor(1000);
    expect(sandbox.clock.now()).toEqual(at('10:30'));
    expect(seen).toEqual([at('10:00')]);
    await play('day');
    await pace.beatFor(125);
    expect(sandbox.clock.now()).toEqual(at('13:30'));
    expect(seen).toEqual(['10:00', '11:00', '12:00', '13:00'].map(at));
    await pause();
  });

  it('stands still when it is paused, and the page is told', async () => {
    everyHour(sandbox);
    await play('hour');
    await pace.beatFor(1000);
    const told: string[] = [];
    sandbox.onChange(({ kind }) => told.push(kind));
    await pause();
    expect(told).toEqual(['clock']);
    expect(sandbox.clock.now()).toEqual(at('10:00'));
    expect((await pause()).status).toBe(200);
  });

  it('does not rush when the machine was away', async () => {
    everyHour(sandbox);
    await play('hour');
    await pace.beatFor(60_000);
    expect(sandbox.clock.now()).toEqual(at('10:00'));
    await pause();
  });

  it('is paused by a move, and refuses to play during one', async () => {
    const over = deferred();
    everyHour(sandbox, () => over.promise);
    await play('hour');
    await pace.beatFor(500);
    const advance = sandbox.advance(at('11:00'));
    const refused = await play('day');
    expect(refused).toEqual({ status: 400, body: { message: '时间正在推进，请等它走完' } });
    over.resolve();
    await advance;
    expect(sandbox.clock.now()).toEqual(at('11:00'));
  });

  it('says so when something fails, and can play again', async () => {
    everyHour(sandbox, () => {
      throw new Error('no database');
    });
    await play('hour');
    void pace.beatFor(1000);
    await sandbox.until('the trouble', () => sandbox.troubles().length === 1);
    expect(sandbox.troubles()[0]?.message).toContain('no database');
    everyHour(sandbox);
    await play('hour');
    await pace.beatFor(500);
    expect(sandbox.clock.now()).toEqual(at('10:30'));
    await pause();
  });
});

describe('time that stands still', () => {
  it('ends the move under way, and lets nothing move', async () => {
    const reached = deferred();
    const over = deferred();
    everyHour(sandbox, () => {
      reached.resolve();
      return over.promise;
    });
    const advance = sandbox.advance(at('20:00'));
    await reached.promise;
    const done = sandbox.standStill(async () => {
      await expect(sandbox.advance(at('21:00'))).rejects.toThrow('正在重新开始');
      await expect(sandbox.standStill(async () => {})).rejects.toThrow('正在重新开始');
      return sandbox.clock.now();
    });
    over.resolve();
    expect(await done).toEqual(at('10:00'));
    await advance;
    await sandbox.advance(at('10:30'));
  });
});

function iso(time: string): string {
  return at(time).toISOString();
}

function deferred() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
