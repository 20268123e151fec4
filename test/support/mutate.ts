import type { Chances } from './random.ts';

/** What does not belong where it is put: wrong types, wrong sizes, names of the language itself, marks, broken characters. */
const JUNK: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  0.1,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e12\u2066',
  '__proto__',
  'constructor',
  'toString',
  '<!channel> <@U01LEAD> <https://evil.example|茂名银行>',
  "'; drop table members; --",
  '=1+1',
  '../../etc/passwd',
  '2022-02-30',
  '9999-12-31',
  '00000000-0000-0000-0000-000000000000',
  'not-a-uuid',
  '-9999999999999999999',
  '1e999',
  '第九千九百九十九号',
  '{"period":"2022-04","page":1e9}',
  '{"__proto__":{"role":"desk"}}',
  '[[[[[[[[[[',
  [],
  {},
  [null],
  { id: null },
  { id: ['U01DESK'] },
];

/** A copy of a JSON value with some of its parts taken away, doubled, exchanged or replaced by what does not belong there. */
export function mutated<Value>(value: Value, dice: Chances, times: number): Value {
  let copy: unknown = structuredClone(value);
  for (let done = 0; done < times; done += 1) copy = at(copy, dice);
  return copy as Value;
}

/** A copy with some of its texts exchanged for others: of the right type in the right place, and wrong all the same. */
export function reworded<Value>(value: Value, dice: Chances, share: number, words: readonly string[]): Value {
  const visit = (node: unknown): unknown => {
    if (typeof node === 'string') return dice.happens(share) ? otherText(node, dice, words) : node;
    if (Array.isArray(node)) return node.map(visit);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, one]) => [key, visit(one)]));
  };
  return visit(value) as Value;
}

/** Every text in a JSON value. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function otherText(text: string, dice: Chances, words: readonly string[]): string {
  if (dice.happens(0.5)) return dice.pick(words);
  const other = junk(dice);
  return typeof other === 'string' ? other : spoilt(text, dice);
}

/** Goes down to a random place and changes what is there. */
function at(node: unknown, dice: Chances): unknown {
  if (typeof node !== 'object' || node === null) return changed(node, dice);
  const keys = Object.keys(node);
  const key = keys[below(keys.length, dice)];
  if (key === undefined || dice.happens(0.08)) return changed(node, dice);
  if (Array.isArray(node)) return node.map((one, index) => (String(index) === key ? at(one, dice) : one));
  const entries = Object.entries(node);
  switch (below(12, dice)) {
    case 0:
      return Object.fromEntries(entries.filter(([name]) => name !== key));
    case 1:
      return Object.fromEntries([
        ...entries,
        [dice.pick(['__proto__', 'constructor', 'x', key]), junk(dice)],
      ]);
    case 2: {
      const other = dice.pick(entries)[1];
      return Object.fromEntries(entries.map(([name, one]) => [name, name === key ? other : one]));
    }
    default:
      return Object.fromEntries(entries.map(([name, one]) => [name, name === key ? at(one, dice) : one]));
  }
}

function changed(node: unknown, dice: Chances): unknown {
  switch (below(6, dice)) {
    case 0:
      return [node, node];
    case 1:
      return { value: node };
    case 2:
      return typeof node === 'string' ? spoilt(node, dice) : junk(dice);
    default:
      return junk(dice);
  }
}

function junk(dice: Chances): unknown {
  if (dice.happens(0.005)) return '办'.repeat(dice.pick([300, 3_001, 60_000]));
  return dice.pick(JUNK);
}

function spoilt(text: string, dice: Chances): string {
  const place = below(text.length + 1, dice);
  const piece = dice.pick([
    '\u0000',
    '\udc00',
    '\u200f',
    '|',
    '/',
    ':',
    '@',
    ',',
    '9'.repeat(30),
    ' ',
    '\n',
    '"',
    '#2',
  ]);
  return dice.happens(0.3) ? text.slice(0, place) : text.slice(0, place) + piece + text.slice(place);
}

function below(count: number, dice: Chances): number {
  return Math.floor(dice.next() * count);
}
