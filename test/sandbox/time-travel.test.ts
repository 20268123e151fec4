import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { openWorkspace } from './workspace-fixture.ts';

const at = (time: string) => new Date(`2022-04-06T${time}:00+08:00`);

describe('going forward in time', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await openWorkspace();
  });

  afterEach(async () => await sandbox.close());

  it('goes through every tick with the clock at exactly that instant', async () => {
    const seen: Date[] = [];
    sandbox.onAdvance(async (to, report) => {
      for (const tick of [at('10:00'), at('11:00')].filter((one) => one <= to)) {
        sandbox.clock.set(tick);
        await Promise.resolve();
        seen.push(sandbox.clock.now());
        report(tick);
      }
    });
    await sandbox.advance(at('11:30'));
    expect(seen).toEqual([at('10:00'), at('11:00')]);
    expect(sandbox.clock.now()).toEqual(at('11:30'));
  });

  it('refuses to go back, and to start twice', async () => {
    await expect(sandbox.advance(at('08:59'))).rejects.toThrow('时间只能往前走');
    expect(() => sandbox.clock.set(at('08:59'))).toThrow('cannot go back');
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    sandbox.onAdvance(() => held);
    const first = sandbox.advance(at('10:00'));
    await expect(sandbox.advance(at('11:00'))).rejects.toThrow('时间正在推进');
    finish();
    await first;
    expect(sandbox.clock.now()).toEqual(at('10:00'));
  });

  it('says so when a tick fails, and can go on afterwards', async () => {
    sandbox.onAdvance(async () => {
      throw new Error('no database');
    });
    await expect(sandbox.advance(at('10:00'))).rejects.toThrow('no database');
    expect(sandbox.troubles()[0]?.message).toContain('no database');
    sandbox.onAdvance(async () => {});
    await sandbox.advance(at('10:00'));
    expect(sandbox.clock.now()).toEqual(at('10:00'));
  });
});

describe('a taken port', () => {
  it('is named, with what to do', async () => {
    const first = await openWorkspace();
    const port = Number(new URL(first.url).port);
    await expect(openWorkspace({ port })).rejects.toThrow(new RegExp(`Port ${port} .* is in use.*PORT=`));
    await first.close();
  });
});
