import { readFile } from 'node:fs/promises';
import type { App, AppConfig } from '../app.ts';
import { MEMBER_ROLES, type MemberRole } from '../domain/facts.ts';
import { ROLE_NAMES } from '../domain/permission.ts';
import { importFiles } from '../importing.ts';
import type { Log } from '../log.ts';
import type { Storage } from '../storage.ts';
import { activeMembers } from '../store/members.ts';
import { ensureOffice, setGroupChannel } from '../store/offices.ts';
import { allUnits } from '../store/units.ts';
import { BOT, type Sandbox, type SandboxPerson, startSandbox } from './sandbox.ts';

/** The simulated morning on which a new sandbox starts: the first working day after 清明. */
const START = new Date('2022-04-06T08:30:00+08:00');
const GROUP = { id: 'C0GROUP', name: '建议提案工作群' };
const MINUTE_MS = 60_000;

export interface SandboxSettings {
  /** 0 takes any free port. */
  port: number;
  /** Null keeps nothing beyond the process. */
  dataDir: string | null;
  /** Whether simulated time runs on with real time; true unless said otherwise. */
  clockRuns?: boolean;
}

export interface OpenSandbox {
  url: string;
  sandbox: Sandbox;
  chat: AppConfig['chat'];
  clock: { now(): Date };
  /** From now on, moving time forward takes the bot through every tick on the way. */
  travelWith(app: App): void;
  close(): Promise<void>;
}

/** Starts the local workspace for the office in the database; an empty database gets the sample office. */
export async function openSandbox(
  settings: SandboxSettings,
  storage: Pick<Storage, 'db'>,
  log: Log,
): Promise<OpenSandbox> {
  const office = await ensureOffice(storage.db);
  if (office.noticeText === null) {
    await importSample(storage, START);
    await setGroupChannel(storage.db, office.id, GROUP.id);
  }
  const people = await peopleOf(storage, office.id);
  const sandbox = await startSandbox({
    ...settings,
    people,
    channels: [
      {
        ...GROUP,
        members: [BOT, ...people.filter((_, index) => !isOutside(index)).map((person) => person.id)],
      },
    ],
    startAt: START,
    log: log.child({ subsystem: 'sandbox' }),
    commands: ['/duban', '/yuebao'],
  });
  return {
    url: sandbox.url,
    sandbox,
    chat: { kind: 'socket', botToken: sandbox.botToken, appToken: sandbox.appToken, apiUrl: sandbox.apiUrl },
    clock: sandbox.clock,
    travelWith(app) {
      sandbox.onAdvance((to, report) => travel(app, sandbox.clock, to, report));
    },
    close: () => sandbox.close(),
  };
}

/** A few people have not joined the work group yet, as in every office in April. */
function isOutside(index: number): boolean {
  return index % 5 === 4;
}

/**
 * Runs the bot's ticks up to `to`. A tick at which nothing is due only reads, and what is due is known ahead, so
 * those are passed over; every tick that does something happens at its own minute, in order.
 */
async function travel(
  app: App,
  clock: { now(): Date; set(at: Date): void },
  to: Date,
  report: (at: Date) => void,
): Promise<void> {
  await app.turn();
  for (;;) {
    const due = await app.nextTurn();
    const now = clock.now();
    const next =
      due === null
        ? to
        : new Date(Math.max(Math.ceil(due.getTime() / MINUTE_MS) * MINUTE_MS, now.getTime() + MINUTE_MS));
    if (next >= to) break;
    clock.set(next);
    await app.turn();
    report(next);
  }
  clock.set(to);
  await app.turn();
  report(to);
}

async function importSample(storage: Pick<Storage, 'db'>, now: Date): Promise<void> {
  const file = async (path: string) => ({
    name: path.split('/').at(-1) ?? path,
    bytes: await readFile(new URL(`../../templates/${path}`, import.meta.url)),
  });
  await importFiles(storage.db, {
    notice: await file('notices/maonan-2022-3.yaml'),
    roster: await file('sample-office/roster.csv'),
    proposals: await file('sample-office/proposals.csv'),
    dryRun: false,
    now,
  });
}

/** Everybody on the office's roster, as people of the workspace; who has no Slack id yet gets one made from the e-mail. */
async function peopleOf(storage: Pick<Storage, 'db'>, officeId: string): Promise<SandboxPerson[]> {
  const units = new Map((await allUnits(storage.db, officeId)).map((unit) => [unit.id, unit.name]));
  const order = (role: MemberRole) =>
    MEMBER_ROLES.indexOf(role) - (role === 'desk' || role === 'manager' ? 10 : 0);
  const unitOf = (member: { unitId: string | null }) => units.get(member.unitId ?? '') ?? '';
  const people = (await activeMembers(storage.db, officeId)).sort(
    (one, other) =>
      unitOf(one).localeCompare(unitOf(other), 'zh') ||
      order(one.role) - order(other.role) ||
      one.name.localeCompare(other.name, 'zh'),
  );
  return people.map((member) => ({
    id:
      member.slackId ??
      `U${Buffer.from(member.email ?? member.id)
        .toString('hex')
        .toUpperCase()
        .slice(0, 20)}`,
    name: member.name,
    email: member.email,
    group: unitOf(member) || ROLE_NAMES[member.role],
    title: ROLE_NAMES[member.role],
  }));
}
