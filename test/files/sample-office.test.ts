import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readProposals } from '../../src/domain/proposal-list.ts';
import { readRoster } from '../../src/domain/roster.ts';
import { readTable } from '../../src/files/read-table.ts';

const folder = new URL('../../templates/sample-office/', import.meta.url);

async function sample(name: string) {
  return await readTable({ name, bytes: await readFile(new URL(name, folder)) });
}

test('the sample office is read without a problem', async () => {
  const roster = readRoster(await sample('roster.csv'));
  expect(roster.problems).toEqual([]);
  expect(roster.units).toHaveLength(35);
  expect(roster.members.filter(({ role }) => role === 'desk')).toHaveLength(2);
  expect(roster.members.filter(({ role }) => role === 'manager')).toHaveLength(2);

  const { proposals, problems } = readProposals(await sample('proposals.csv'), {
    units: roster.units,
    year: 2022,
  });
  expect(problems).toEqual([]);
  expect(proposals).toHaveLength(61);
});

test('the sample office exercises what offices have: all roles, letters, hard cases, gaps, binding by e-mail', async () => {
  const { units, members } = readRoster(await sample('roster.csv'));
  const { proposals } = readProposals(await sample('proposals.csv'), { units, year: 2022 });
  const assignments = proposals.flatMap((proposal) => proposal.assignments);
  expect(new Set(assignments.map(({ role }) => role))).toEqual(new Set(['lead', 'sole', 'split', 'joint']));
  expect(proposals.filter(({ kind }) => kind === 'letter').length).toBeGreaterThan(3);
  expect(proposals.filter(({ hard }) => hard)).toHaveLength(5);
  expect(units.some(({ functions, address }) => functions === null && address === null)).toBe(true);
  expect(members.some(({ slackId, email }) => slackId === null && email !== null)).toBe(true);
  expect(members.some(({ role }) => role === 'deputy')).toBe(true);

  const answering = (unit: string) =>
    assignments.filter((one) => one.unit === unit && one.role !== 'joint').length;
  expect(answering('区教育局')).toBeGreaterThanOrEqual(12);
  expect(answering('区财政局')).toBe(0);
  expect(assignments.some(({ unit }) => unit === '区财政局')).toBe(true);
});

test('Excel opens the sample files as UTF-8, by their byte order mark', async () => {
  for (const name of ['roster.csv', 'proposals.csv'])
    expect([...(await readFile(new URL(name, folder))).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
});
