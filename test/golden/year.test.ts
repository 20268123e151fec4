import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readActsFile } from '../../src/acts-file.ts';
import { briefText } from '../../src/cli/rehearsal-brief.ts';
import { rehearse } from '../../src/rehearsal.ts';
import { officeFromFiles } from '../../src/rehearsal-office.ts';
import { policy } from '../support/rules.ts';

const ACTS = path.join(import.meta.dirname, 'year-2022.yaml');
const GOLDEN = path.join(import.meta.dirname, 'year-2022.txt');
const { notice } = policy;

const CHANGED = `What the sample office hears in its year has changed. Read the difference as a liaison, the desk and a
manager would: if every line of it is meant, write it down with

  npx vitest run test/golden -u

and commit year-2022.txt with the change that caused it.`;

test('the year of the sample office is the one that was read and found right', {
  timeout: 120_000,
}, async () => {
  const { facts, phones } = await officeFromFiles();
  const acts = readActsFile('year-2022.yaml', await readFile(ACTS, 'utf8'), notice, facts);
  const play = (days: { from: string; to: string }) => rehearse({ policy, facts, phones, acts, ...days });
  const messages = play({ from: notice.assigned, to: notice.closes });
  await expect(briefText(notice, messages, acts), CHANGED).toMatchFileSnapshot(GOLDEN);

  // Units, people and proposals in another order hear the same.
  const spring = { from: notice.assigned, to: '2022-04-20' };
  const turned = {
    ...facts,
    units: [...facts.units].reverse(),
    members: [...facts.members].reverse(),
    assignments: [...facts.assignments].reverse(),
    proposals: [...facts.proposals].reverse(),
  };
  const said = (list: ReturnType<typeof play>) =>
    list.map(({ at, to, text }) => `${at} ${to.member} ${text}`).sort();
  expect(said(rehearse({ policy, facts: turned, phones, acts, ...spring }))).toEqual(said(play(spring)));
});
