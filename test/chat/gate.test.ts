import { beforeEach, expect, test } from 'vitest';
import { createGate, type Gate } from '../../src/chat/gate.ts';

const at = (seconds: number) => new Date(1_000 * seconds);
let gate: Gate;
beforeEach(() => {
  gate = createGate();
});
/** So many people are turned away at an instant, each to come again after so many seconds. */
function turnAway(people: number, seconds: number, againIn: number): void {
  for (let one = 0; one < people; one += 1)
    gate.turnedAway(`U${seconds}-${one}`, at(seconds), at(seconds + againIn));
}
const isClosed = (seconds: number) => gate.closedUntil(at(seconds)) !== null;

test('two who are turned away wait alone, however often', () => {
  for (let again = 0; again < 9; again += 1) {
    gate.turnedAway('U1', at(again), at(again + 600));
    gate.turnedAway('U2', at(again), at(again + 600));
  }
  expect([gate.isEverybodys(), gate.admits(at(9))]).toEqual([false, true]);
});

test('when one is let in, those who were turned away before count no more', () => {
  turnAway(2, 0, 600);
  expect(gate.letIn()).toEqual({ opened: false });
  turnAway(2, 1, 600);
  expect(gate.admits(at(1))).toBe(true);
});

test('three in a row close it for as long as they are told, at most ten seconds at first', () => {
  turnAway(3, 0, 5);
  expect([isClosed(4), isClosed(5)]).toEqual([true, false]);
  gate.letIn();
  turnAway(3, 10, 600);
  expect([isClosed(19), isClosed(20)]).toEqual([true, false]);
});

test('then one finds out for all, after ever longer pauses', () => {
  turnAway(3, 0, 600);
  const tries: number[] = [];
  for (let second = 0; second < 300; second += 1) {
    if (!gate.admits(at(second))) continue;
    expect(gate.admits(at(second))).toBe(false);
    gate.turnedAway('U9', at(second), at(second + 600));
    tries.push(second);
  }
  expect(tries).toEqual([10, 30, 70, 130, 190, 250]);
  expect(gate.admits(at(310))).toBe(true);
  expect(gate.letIn()).toEqual({ opened: true });
  expect([gate.admits(at(310)), gate.admits(at(310))]).toEqual([true, true]);
});

test('who finds out and has nothing to post after all makes way for the next', () => {
  turnAway(3, 0, 600);
  expect([10, 11, 12, 13, 14].filter((second) => gate.admits(at(second)))).toEqual([10, 12, 14]);
});

test('those who were on their way when it closed do not keep it closed for longer', () => {
  turnAway(3, 0, 600);
  turnAway(40, 9, 600);
  expect(isClosed(10)).toBe(false);
});

test('a clock that is set back opens it', () => {
  turnAway(3, 7_200, 600);
  expect([isClosed(7_201), isClosed(3_600)]).toEqual([true, false]);
});

test('that the chat takes messages is news at first, and after somebody was turned away, until it is told', () => {
  expect(gate.isNews()).toBe(true);
  gate.letIn();
  expect(gate.isNews()).toBe(true);
  gate.told();
  expect(gate.isNews()).toBe(false);
  turnAway(1, 0, 1);
  gate.letIn();
  expect(gate.isNews()).toBe(true);
});
