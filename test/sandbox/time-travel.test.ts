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
    const eleven = deferred();
    const { seen } = everyHour(sandbox, (now) => (now >= at('11:00') ? eleven.promise : undefined));
    const advance = sandbox.advance(at('20:00'));
    await sandbox.until('eleven o’clock', () => seen.length === 2);
    expect(await move()).toEqual({ from: iso('09:00'), to: iso('20:00'), at: iso('10:00') });
    const cancelled = page.do('cancel-move');
    await sandbox.until('the wish to stop', () => sandbox.clock.now());
    eleven.resolve();
    expect((await cancelled).status).toBe(200);
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
