import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImportFile } from '../../src/importing.ts';
import { createLog } from '../../src/log.ts';
import { furnish } from '../../src/sandbox/office/furnish.ts';
import { personIdOf, populationOf } from '../../src/sandbox/office/people.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { openStorage, type Storage } from '../../src/storage.ts';
import type { Database } from '../../src/store/database.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { type Balancer, openBalancer } from './balancer.ts';
import { bundle } from './bundle.ts';
import type { Order, Report, StartOrder } from './fleet-child.ts';
import { setClock } from './fleet-clock.ts';
import { csv } from './office.ts';

const HEAP = ['--max-semi-space-size=4', '--heap-growing-percent=20'];

export interface FleetSettings {
  databaseUrl: string;
  /** Null: the queue lives in the database. */
  redisUrl: string | null;
  processes: number;
  /** How Slack reaches them; over a socket unless said otherwise. */
  mode?: 'socket' | 'http';
  startAt: Date;
  /** Whether time passes by itself, as in production; else by `pass` alone. */
  clockRuns?: boolean;
  /** More settings of the processes. */
  env?: Record<string, string>;
}

/** Processes of the bot over one database and one queue, and the workspace that they talk to, which lives on when they die. */
export interface Fleet {
  sandbox: Sandbox;
  storage: Storage;
  /** Those that run. */
  members(): readonly Member[];
  /**
   * Lets simulated time pass: once nobody has a send in hand, but for those that stand still, the clock goes on, and
   * everybody ticks. So a lease runs out in a moment of real time, and never while its owner is at work.
   */
  pass(ms: number): Promise<void>;
  /** Ends processes at once, whatever they are doing; resolves when others have taken their places. */
  kill(...members: readonly Member[]): Promise<void>;
  /** Asks a process to stop, and resolves with its exit code. */
  stop(member: Member): Promise<number | null>;
  /** Starts one more process, of another version where the folder of its schema's steps is given. */
  start(migrations?: string): Promise<Member>;
  close(): Promise<void>;
}

export async function openFleet(settings: FleetSettings): Promise<Fleet> {
  const { databaseUrl, redisUrl, processes, startAt, clockRuns = false } = settings;
  const log = createLog('silent');
  const storage = await openStorage(
    { database: { kind: 'url', url: databaseUrl }, dataDir: '/nowhere' },
    log,
    {
      exclusive: true,
    },
  );
  const office = await ensureOffice(storage.db);
  const sandbox = await startSandbox({
    ...(await populationOf(storage.db, office.id)),
    port: 0,
    dataDir: null,
    startAt,
    clockRuns,
    log,
    // An event that is lost with a process comes again soon, and more often than Slack's three times.
    timing: { retryAfterMs: Array.from({ length: 600 }, () => 100) },
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'duban-fleet-'));
  const clockFile = path.join(folder, 'clock');
  setClock(clockFile, startAt, clockRuns);
  const balancer = settings.mode === 'http' ? await openBalancer() : null;
  if (balancer) sandbox.deliverTo(balancer.url);
  const env = {
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_API_URL: sandbox.apiUrl,
    ...(balancer
      ? { SLACK_SIGNING_SECRET: sandbox.signingSecret, PORT: '0' }
      : { SLACK_APP_TOKEN: sandbox.appToken }),
    ...(redisUrl && { REDIS_URL: redisUrl }),
    LOG_LEVEL: 'silent',
    ...settings.env,
  };
  const members = new Set<Member>();
  const file = await bundle(path.resolve(import.meta.dirname, 'fleet-child.ts'));
  let spare = Member.load(file);

  const start = async (migrations?: string) => {
    const member = spare;
    spare = Member.load(file);
    const named = new URL(databaseUrl);
    named.searchParams.set('application_name', member.name);
    await member.start(
      {
        env: { DATABASE_URL: named.href, ...env },
        clockFile,
        timetable: clockRuns,
        ...(migrations && { migrations }),
      },
      balancer,
    );
    members.add(member);
    return member;
  };
  const awake = () => [...members].filter((member) => !member.standsStill);
  const fleet: Fleet = {
    sandbox,
    storage,
    members: () => [...members],
    async pass(ms) {
      await Promise.all(awake().map((member) => member.ask({ kind: 'hold' }, 'held')));
      sandbox.clock.set(new Date(sandbox.clock.now().getTime() + ms));
      setClock(clockFile, sandbox.clock.now(), clockRuns);
      await Promise.all(awake().map((member) => member.ask({ kind: 'go' }, 'ticked')));
    },
    async kill(...victims) {
      for (const member of victims) members.delete(member);
      await Promise.all(victims.map((member) => member.end('SIGKILL')));
      for (const _ of victims) await start();
      // Slack has come to where they were until now.
      for (const member of victims) member.leave(balancer);
    },
    async stop(member) {
      members.delete(member);
      const code = await member.end('SIGTERM');
      member.leave(balancer);
      return code;
    },
    start,
    async close() {
      await Promise.all([...members, spare].map((member) => member.end('SIGKILL')));
      await balancer?.close();
      await sandbox.close();
      await storage.close();
      await rm(file);
      await rm(folder, { recursive: true });
    },
  };
  // One after the other: the machine that runs the tests has few cores.
  while (members.size < processes) await start();
  return fleet;
}

/** One process of the bot. */
export class Member {
  static #last = 0;
  /** What its connections to the database are called. */
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #loaded: Promise<Report | null>;
  #standsStill = false;
  #port: number | null = null;

  private constructor(child: ChildProcess) {
    Member.#last += 1;
    this.name = `duban-${Member.#last}`;
    this.#process = child;
    this.#ended = once(child, 'exit');
    this.#loaded = this.#hears('loaded');
  }

  static load(file: string): Member {
    return new Member(
      fork(file, [], {
        execArgv: HEAP,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    );
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get standsStill(): boolean {
    return this.#standsStill;
  }

  async start(order: Omit<StartOrder, 'kind'>, balancer: Balancer | null): Promise<void> {
    await this.#loaded;
    const started = await this.ask({ kind: 'start', ...order }, 'started');
    if (started?.kind !== 'started') throw new Error('a process of the fleet did not start');
    this.#port = started.port;
    if (this.#port !== null) balancer?.add(this.#port);
  }

  /** Nobody comes to its port any more. */
  leave(balancer: Balancer | null): void {
    if (this.#port !== null) balancer?.remove(this.#port);
  }

  /** Null when the process ended instead of answering. */
  async ask(order: Order, answer: Report['kind']): Promise<Report | null> {
    const heard = this.#hears(answer);
    if (this.#process.connected) this.#process.send(order, () => {});
    return heard;
  }

  /** Lets it stand still, as a machine does that is out of memory, until `goOn`. */
  standStill(): void {
    this.#standsStill = true;
    this.#process.kill('SIGSTOP');
  }

  goOn(): void {
    this.#standsStill = false;
    this.#process.kill('SIGCONT');
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.#process.kill(signal);
    await this.#ended;
    return this.#process.exitCode;
  }

  #hears(answer: Report['kind']): Promise<Report | null> {
    return new Promise((resolve) => {
      const child = this.#process;
      const settle = (heard: Report | null) => {
        child.off('message', listen).off('exit', gone);
        resolve(heard);
      };
      const listen = (said: unknown) => {
        const report = said as Report;
        if (report.kind === answer) settle(report);
      };
      const gone = () => settle(null);
      child.on('message', listen).once('exit', gone);
      if (child.exitCode !== null || child.signalCode !== null) gone();
    });
  }
}

/** Every tenth is listed by e-mail alone: the bot has to find the account. */
const emailOf = (n: number) => (n % 10 === 0 ? `liaison${n}@example.com` : null);
const accountOf = (n: number) => (emailOf(n) === null ? `U${String(n).padStart(5, '0')}` : null);

/** Id of the n-th unit's liaison in the workspace. */
export const liaison = (n: number) => personIdOf({ id: String(n), slackId: accountOf(n), email: emailOf(n) });

/** An office in which each unit has one proposal to sign for: at nine each of its liaisons is owed one reminder. */
export async function furnishLargeOffice(db: Database, units: number, now: Date): Promise<void> {
  const numbers = Array.from({ length: units }, (_, index) => index + 1);
  const roster = csv(
    'roster.csv',
    '角色,单位,联系电话,联络员,联络员手机,联络员Slack ID,联络员邮箱',
    ...numbers.map(
      (n) =>
        `,单位${n},,单位${n}联络员,0668-${String(n).padStart(7, '0')},${accountOf(n) ?? ''},${emailOf(n) ?? ''}`,
    ),
    '股内人员,区政府办公室,,提案股,0668-9999999,U0DESK,',
    '区府办领导,区政府办公室,,区府办主任,0668-9999998,U0LEAD,',
  );
  const proposals = csv(
    'proposals.csv',
    '案号,案由,类别,领衔委员,主办,独办,分办,会办,交办日期,复杂件',
    ...numbers.map((n) => `${n},关于第${n}件事的提案,提案,委员${n},,单位${n},,,2022-03-28,`),
  );
  const given = ({ name, bytes }: ImportFile) => ({ name, bytes: Buffer.from(bytes) });
  await furnish(db, { roster: given(roster), proposals: given(proposals) }, now);
}
