import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { DESK, GROUP, LIAISON, openWorkspace } from './workspace-fixture.ts';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await openWorkspace();
});
afterEach(async () => await sandbox.close());

interface Told {
  kind: string;
  channel?: string;
}

/** The page's line; `until` gives everything it tells, up to the first change of that kind and place. */
async function listen(person: string) {
  const stop = new AbortController();
  const response = await fetch(`${sandbox.url}/page/changes?as=${person}`, { signal: stop.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error('the line has no body');
  expect((await reader.read()).value).toBe(': hello\n\n');
  return {
    async until(kind: string, channel?: string): Promise<Told[]> {
      const told: Told[] = [];
      while (!told.some((one) => one.kind === kind && one.channel === channel)) {
        const { value = '' } = await reader.read();
        const lines = value.split('\n\n').filter((line) => line.startsWith('data: '));
        told.push(...lines.map((line) => JSON.parse(line.slice('data: '.length)) as Told));
      }
      return told;
    },
    close: () => stop.abort(),
  };
}

test('the page is told of the first change at once, and of a flood of them once a kind and place', async () => {
  const line = await listen(LIAISON);
  for (let word = 0; word < 50; word += 1) sandbox.as(LIAISON).say(GROUP, `第${word}句`);
  const { channel } = sandbox.as(LIAISON).say('dm', '私下');
  const told = [...(await line.until('message', channel)), ...(await line.until('message', GROUP))];
  expect(told[0]).toEqual({ kind: 'message', channel: GROUP });
  expect(told.filter((one) => one.channel === GROUP)).toHaveLength(2);
  line.close();
});

test('what concerns others only is told without saying what it is', async () => {
  const line = await listen(DESK);
  sandbox.as(LIAISON).say('dm', '私下');
  expect(await line.until('elsewhere')).toEqual([{ kind: 'elsewhere' }]);
  line.close();
});

test('a page that looks on while everything begins anew is told so, over the same line', async () => {
  const line = await listen(LIAISON);
  sandbox.startAgain({ people: [], channels: [], startAt: new Date('2022-04-06T09:00:00+08:00') });
  expect(await line.until('restart')).toContainEqual({ kind: 'restart' });
  line.close();
});
