import { beforeEach, expect, test, vi } from 'vitest';
import { createPlaces, type Place, type Places } from '../../src/chat/places.ts';

let places: Places;
let inside: Place[];
let sentAway: number;

/** So many ask for a place at once, and keep what they get. Resolves when nobody moves any more. */
async function come(howMany: number, awaited = false): Promise<void> {
  for (let one = 0; one < howMany; one += 1)
    void places.take({ awaited }).then((place) => {
      if (place) inside.push(place);
      else sentAway += 1;
    });
  await settled();
}
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
async function answered({ taken }: { taken: boolean }): Promise<void> {
  if (taken) places.more();
  inside.shift()?.leave();
  await settled();
}
async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  await settled();
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  places = createPlaces();
  inside = [];
  sentAway = 0;
  return () => vi.useRealTimers();
});

test('a few ask at first, and one more for each that gets through, up to a limit', async () => {
  await come(2_000);
  expect(inside).toHaveLength(8);
  await answered({ taken: true });
  expect(inside).toHaveLength(9);
  await answered({ taken: false });
  expect(inside).toHaveLength(9);
  for (let round = 0; round < 40; round += 1) await answered({ taken: true });
  expect(inside).toHaveLength(24);
});

test('those that hang hold up nobody', async () => {
  await come(100);
  await pass(999);
  expect(inside).toHaveLength(8);
  await pass(1);
  expect(inside).toHaveLength(16);
});

test('one that has hung makes no second place free when it is answered at last', async () => {
  await come(100);
  await pass(1_000);
  await answered({ taken: false });
  expect(inside).toHaveLength(15);
});

test('whom somebody waits for has a place at once', async () => {
  await come(100);
  await come(3, true);
  expect(inside).toHaveLength(11);
});

test('where somebody is turned away there are half as many at once, and more again slowly', async () => {
  await come(2_000);
  for (let round = 0; round < 16; round += 1) await answered({ taken: true });
  expect(inside).toHaveLength(24);
  // Those who are under way together count as one.
  for (let round = 0; round < 3; round += 1) places.fewer();
  for (let round = 0; round < 12; round += 1) await answered({ taken: false });
  expect(inside).toHaveLength(12);
  for (let round = 0; round < 13; round += 1) await answered({ taken: true });
  expect(inside).toHaveLength(13);
  await pass(1_000);
  places.fewer();
  for (let round = 0; round < 40; round += 1) await answered({ taken: false });
  expect(inside).toHaveLength(6);
});

test('where all were turned away they begin with one, and are more with each that gets through', async () => {
  await come(100);
  places.one();
  for (let round = 0; round < 7; round += 1) await answered({ taken: false });
  expect(inside).toHaveLength(1);
  await answered({ taken: false });
  expect(inside).toHaveLength(1);
  await answered({ taken: true });
  expect(inside).toHaveLength(2);
  await answered({ taken: true });
  await answered({ taken: true });
  expect(inside).toHaveLength(4);
});

test('nobody begins any more when the bot stops', async () => {
  await come(100);
  places.close();
  await settled();
  await come(1);
  await come(1, true);
  expect({ inside: inside.length, sentAway }).toEqual({ inside: 8, sentAway: 94 });
});
