import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beginningIn, morningOf } from '../../../src/sandbox/office/beginning.ts';
import { switchIn } from '../../../src/sandbox/office/others/switch.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duban-switch-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the switch is off at first, and stands as it was left when the process comes back', () => {
  expect(switchIn(folder).read()).toMatchObject({ on: false });
  switchIn(folder).write({ on: true, seed: 77 });
  expect(switchIn(folder).read()).toEqual({ on: true, seed: 77 });
});

test('a torn file counts as none', () => {
  writeFileSync(join(folder, 'others.json'), '{"on":tr');
  expect(switchIn(folder).read()).toMatchObject({ on: false });
});

test('without a folder it lasts as long as it is held', () => {
  const kept = switchIn(null);
  kept.write({ on: true, seed: 3 });
  expect(kept.read()).toEqual({ on: true, seed: 3 });
});

test('a late beginning that a kill interrupts knows whose months it puts on record', () => {
  const beginning = { from: morningOf('2022-08-24'), livedBy: 2022 };
  beginningIn(folder).write(beginning);
  expect(beginningIn(folder).read()).toEqual(beginning);
});
