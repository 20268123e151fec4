import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The rows of the rule table that the notice was read into; `rules` in the rule file names them too. */
const ROWS = [
  ...['R01', 'R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R08', 'R09', 'R10', 'R11', 'R12', 'R15'],
  ...['R20', 'R21', 'R22', 'R23', 'R24', 'R30', 'R31', 'R32', 'R33', 'R34', 'R35', 'R36', 'R37'],
  ...['R40', 'R41', 'R50', 'R51', 'R52', 'R53', 'R54', 'R60', 'R61', 'R70', 'R71'],
];

/** Texts of the tests that name rows: one that shows the rule, one that tries to break it. A bare list names nothing. */
async function namesIn(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).filter(
    (file) => file.endsWith('.test.ts') && !file.endsWith('rule-rows.test.ts'),
  );
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return texts
    .flatMap((text) => [...text.matchAll(/(['"`])((?:(?!\1)[^\n])*\bR\d\d\b(?:(?!\1)[^\n])*)\1/gu)])
    .map(([, , name = '']) => name)
    .filter((name) => /[^R\d\s]/u.test(name));
}

test('every row of the rule table is named by at least two tests', async () => {
  const names = await namesIn(import.meta.dirname);
  const seldom = ROWS.filter((row) => names.filter((name) => name.includes(row)).length < 2);
  expect(seldom).toEqual([]);
});

test('the rule file names no row that the table does not have', async () => {
  const file = path.join(import.meta.dirname, '../templates/notices/maonan-2022-3.yaml');
  const named = (await readFile(file, 'utf8')).match(/\bR\d\d\b/gu) ?? [];
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((row) => !ROWS.includes(row))).toEqual([]);
});
