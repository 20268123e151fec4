import { expect, test } from 'vitest';
import { UserError } from '../src/errors.ts';
import { readYaml } from '../src/yaml-file.ts';

const file = readYaml('文件', 'a.yaml', 'units:\n  - name: 区教育局\n  - name: 12\n');

test('a fault is described with its line, its path, what is there and what belongs there', () => {
  expect(file.describe({ path: ['units', 1, 'name'], found: 12, expected: '应为文字' })).toBe(
    '第 3 行 units[1].name：填的是“12”，应为文字',
  );
});

test('what is not there at all is placed where it belongs', () => {
  expect(file.describe({ path: ['units', 0, 'phone'], found: undefined, expected: '应为文字' })).toBe(
    '第 2 行 units[0].phone：没有填，应为文字',
  );
});

test('long values are cut, so that the line can be read', () => {
  const line = file.describe({ path: ['units'], found: '长'.repeat(100), expected: '应为列表' });
  expect(line).toContain(`“${'长'.repeat(60)}…”`);
});

test('a file that is no YAML is refused with the line of the fault', () => {
  expect(() => readYaml('文件', 'b.yaml', 'a: 1\nb: "open\n')).toThrow(
    /文件 b.yaml 不是正确的 YAML，第 \d 行/,
  );
});

test('aliases that unfold into a flood are refused', () => {
  const levels = ['a0: &a0 [x, x]'];
  for (let level = 1; level < 30; level += 1)
    levels.push(`a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`);
  expect(() => readYaml('文件', 'c.yaml', levels.join('\n'))).toThrow(UserError);
});
