import { GROUP, LIAISON, openWorkspace } from './workspace-fixture.ts';

/** Run as a process of its own by the test that kills it: says two things, moves the clock, tells its parent, and stays. */
const sandbox = await openWorkspace({ dataDir: process.argv[2] ?? null });
sandbox.as(LIAISON).say(GROUP, '第一');
await sandbox.advance(new Date('2022-05-01T09:00:00+08:00'));
sandbox.as(LIAISON).say(GROUP, '第二');
process.stdout.write('ready\n');
