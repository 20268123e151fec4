import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deriveDuties } from '../../src/domain/duty.ts';
import { planReminders } from '../../src/domain/reminder.ts';
import { policy } from '../support/rules.ts';
import { measureHome } from './home.ts';
import { BUSY_DAY, largeOffice, toldBefore } from './large-office.ts';
import { type Figure, median, printFigures } from './measure.ts';
import { measurePage } from './page.ts';
import { measurePictures } from './pictures.ts';
import { measureSigning } from './signing.ts';
import { bareStart, npmStart } from './start.ts';
import { measureYear } from './year.ts';

/** `npm run bench`: prints the figures that the bot promises, and fails when one is not kept. */
const work = await mkdtemp(path.join(tmpdir(), 'duban-bench-'));
try {
  const figures = [
    ...(await planning()),
    ...(await signing()),
    ...(await home()),
    ...(await starting()),
    ...(await pictures()),
    ...(await year()),
    ...(await page()),
  ];
  process.exitCode = printFigures(figures) ? 0 : 1;
} finally {
  await rm(work, { recursive: true, force: true });
}

async function planning(): Promise<Figure[]> {
  const facts = largeOffice();
  const told = toldBefore(facts);
  const now = new Date(`${BUSY_DAY}T08:40:00+08:00`);
  const plan = () => {
    const duties = deriveDuties(policy.notice, facts, BUSY_DAY);
    return { duties, owed: planReminders(duties, facts.members, told, policy, now) };
  };
  const { duties, owed } = plan();
  const open = duties.filter((duty) => duty.state === 'open').length;
  const name = `plan ${facts.proposals.length} proposals, ${open} open duties (${owed.length} messages)`;
  const value = await median(25, plan);
  const copy = await median(25, () => structuredClone(facts));
  return [{ name, value, limit: 150, unit: 'ms', ratio: { to: 'copying the facts', times: value / copy } }];
}

async function signing(): Promise<Figure[]> {
  const { sign, commit } = await measureSigning(path.join(work, 'signing'));
  return [
    {
      name: 'a sign command with its commit',
      value: sign,
      limit: 15,
      unit: 'ms',
      ratio: { to: 'one bare commit', times: sign / commit },
    },
  ];
}

async function home(): Promise<Figure[]> {
  const { overview, board, unit, reading } = await measureHome(path.join(work, 'home'));
  const against = (value: number) => ({
    to: 'reading the facts and deriving duties',
    times: value / reading,
  });
  return [
    {
      name: 'App Home of the desk opened, 100 units, 1,000 proposals',
      value: overview,
      limit: 1_000,
      unit: 'ms',
      ratio: against(overview),
    },
    {
      name: 'a page of its board, filtered and searched',
      value: board,
      limit: 500,
      unit: 'ms',
      ratio: against(board),
    },
    { name: 'App Home of a liaison opened', value: unit, limit: 100, unit: 'ms' },
  ];
}

async function pictures(): Promise<Figure[]> {
  return (await measurePictures()).map(({ name, drawn, bare }) => ({
    name: `a picture: ${name}`,
    value: drawn,
    limit: 500,
    unit: 'ms',
    ratio: { to: 'resvg with the whole font', times: drawn / bare },
  }));
}

async function year(): Promise<Figure[]> {
  const { seconds, messages, bare } = await measureYear(path.join(work, 'year'));
  return [
    {
      name: `a year in the sandbox, its people acting (${messages} messages)`,
      value: seconds,
      limit: 60,
      unit: 's',
      ratio: { to: 'bare posts and commits', times: seconds / bare },
    },
  ];
}

async function page(): Promise<Figure[]> {
  const { load, emptyLoad, click, post } = await measurePage(path.join(work, 'page'));
  return [
    {
      name: 'page load in a browser',
      value: load / 1000,
      limit: 1,
      unit: 's',
      ratio: { to: 'loading an empty page', times: load / emptyLoad },
    },
    {
      name: 'a click to the bot’s answer on screen',
      value: click,
      limit: 300,
      unit: 'ms',
      ratio: { to: 'a POST to the sandbox', times: click / post },
    },
  ];
}

async function starting(): Promise<Figure[]> {
  const dataDir = path.join(work, 'start');
  const bare = await median(3, bareStart, 1);
  const first = await npmStart(dataDir);
  await first.stop();
  const second = await npmStart(dataDir);
  const memory = second.memory();
  await second.stop();
  const against = (seconds: number) => ({ to: 'starting Node with tsx', times: (seconds * 1000) / bare });
  return [
    {
      name: 'npm start, the first time',
      value: first.seconds,
      limit: 5,
      unit: 's',
      ratio: against(first.seconds),
    },
    {
      name: 'npm start, after that',
      value: second.seconds,
      limit: 3,
      unit: 's',
      ratio: against(second.seconds),
    },
    { name: 'resident memory of the bot', value: memory, limit: 200, unit: 'MB' },
  ];
}
