import { join } from 'node:path';
import { Modals } from './client/modals.ts';
import { Person } from './client/person.ts';
import { loadInstant, SandboxClock, saveInstant } from './clock.ts';
import { compact } from './compact.ts';
import type { SandboxContext } from './context.ts';
import { EventQueue } from './delivery/event-queue.ts';
import { FaultyTransport } from './delivery/faulty-transport.ts';
import { HttpDelivery } from './delivery/http-delivery.ts';
import { InHand } from './delivery/in-hand.ts';
import { ResponseUrls } from './delivery/response-urls.ts';
import { SocketMode } from './delivery/socket-mode.ts';
import type { Transport } from './delivery/transport.ts';
import { Triggers } from './delivery/triggers.ts';
import { Faults } from './faults/faults.ts';
import { filesIn, filesInMemory } from './file-store.ts';
import { createIdentity, secretsOf } from './identity.ts';
import { openJournal } from './journal.ts';
import { BOT, type Opening, type SandboxOptions, SLACK_TIMING, type Timing } from './options.ts';
import { realPace } from './pace.ts';
import type { WireEntry } from './page-server/contract.ts';
import type { Change, Entry, SandboxPerson } from './records.ts';
import { startServer } from './server.ts';
import { UploadTickets } from './slack-api/upload-tickets.ts';
import type { Stage } from './stage.ts';
import { type Happenings, TimeTravel } from './time-travel.ts';
import { type Trouble, Troubles } from './troubles.ts';
import { until } from './until.ts';
import { Wire } from './wire/wire.ts';
import { Workspace } from './workspace.ts';

export { BOT, type SandboxOptions } from './options.ts';
export type { SandboxPerson } from './records.ts';

/** A workspace that speaks Slack's wire protocol on 127.0.0.1, with a page to act as its people. */
export interface Sandbox {
  /** The page. */
  url: string;
  /** The base of the Web API, with its trailing slash. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  botUserId: string;
  teamId: string;
  clock: SandboxClock;
  /** Says what happens by itself in simulated time. */
  setHappenings(happenings: Happenings): void;
  /** Goes forward to `to` through all that happens in between. @throws ClientError when `to` is in the past or a move is under way */
  advance(to: Date): Promise<void>;
  /** Ends whatever moves the time, after what is in hand. */
  stopTime(): Promise<void>;
  /** The same, and nothing moves while `work` runs. @throws ClientError when time stands still for something else */
  standStill<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Forgets everything but identity and tokens, and begins anew. */
  startAgain(opening: Opening): void;
  /** Gives the page what only the bot's side knows. */
  setStage(stage: Stage): void;
  /** Replaces the list of people; what they said stays. */
  setPeople(people: SandboxPerson[]): void;
  /** Delivers signed HTTP requests to `eventsUrl` from now on, or goes back to Socket Mode with null. */
  deliverTo(eventsUrl: string | null): void;
  as(personId: string): Person;
  /** Whom somebody at the page has acted as since the beginning. */
  actedAs(): ReadonlySet<string>;
  /** Waits until the condition gives something truthy, looking again after every change; see `until`. */
  until<Result>(
    what: string,
    condition: () => Result | Promise<Result>,
    deadlineMs?: number,
  ): Promise<NonNullable<Result>>;
  onChange(listener: (change: Change) => void): () => void;
  /** What goes wrong on purpose. */
  faults: Faults;
  /** What crossed the wire after the number `seq`, oldest first and the newest 200 at most. */
  wire(after?: number): WireEntry[];
  /** What the bot did that Slack would not take. */
  troubles(): readonly Trouble[];
  /** Shows at the page what else went wrong. */
  trouble(message: string): void;
  close(): Promise<void>;
}

/** @throws Error when the port is taken, in words that say what to do */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const timing: Timing = { ...SLACK_TIMING, ...options.timing };
  const kept = openKept(options);
  const { workspace, clock } = kept;
  if (!workspace.hasIdentity())
    workspace.record({ type: 'identity', identity: createIdentity(options.botName ?? '督办') });
  setUp(workspace, options);

  const { identity } = workspace;
  const wire = new Wire(clock, () => workspace.announce({ kind: 'wire' }));
  const socketMode = new SocketMode({
    appId: identity.appId,
    ackMs: timing.ackMs,
    log: options.log,
    said: (message) => wire.begin('to-bot', message.type, message).end('sent'),
    changed: () => workspace.announce({ kind: 'bot' }),
  });
  const faults = new Faults({
    disconnect: (notice) => socketMode.disconnect(notice),
    changed: () => workspace.announce({ kind: 'fault' }),
  });
  const troubles = new Troubles(workspace, options.log);
  const inHand = new InHand(() => transport);
  const timeTravel = new TimeTravel({
    workspace,
    clock,
    troubles,
    actsInHand: () => inHand.settled(),
    pace: options.pace ?? realPace,
    save: kept.saveClock,
  });
  let transport = transportTo(options.eventsUrl ?? null);
  let stage: Stage | null = null;
  let url = '';
  const context: SandboxContext = {
    workspace,
    clock,
    troubles,
    timeTravel,
    socketMode,
    faults,
    wire,
    log: options.log,
    modals: new Modals(workspace),
    choices: new Map(),
    offers: new Map(),
    files: kept.files,
    uploads: new UploadTickets(),
    triggers: new Triggers(timing.triggerMs),
    responseUrls: new ResponseUrls(clock),
    commands: options.commands ?? null,
    transport: () => inHand,
    stage: () => stage,
    url: () => url,
    events: new EventQueue({
      workspace,
      clock,
      transport: () => inHand,
      retryAfterMs: timing.retryAfterMs,
      trouble: (message) => troubles.add(message),
    }),
  };
  const server = await startServer(context, options.port);
  url = server.url;
  context.events.resume();

  function transportTo(eventsUrl: string | null): Transport {
    const { signingSecret } = identity;
    const way = eventsUrl
      ? new HttpDelivery({ url: eventsUrl, signingSecret, ackMs: timing.ackMs })
      : socketMode;
    return new FaultyTransport(way, { workspace, faults, wire });
  }

  return {
    url,
    apiUrl: `${url}/api/`,
    botToken: identity.botToken,
    appToken: identity.appToken,
    signingSecret: identity.signingSecret,
    botUserId: identity.botUserId,
    teamId: identity.teamId,
    clock,
    setHappenings: (happenings) => timeTravel.use(happenings),
    advance: (to) => timeTravel.advance(to),
    stopTime: async () => {
      await timeTravel.cancel();
      await timeTravel.pause();
    },
    standStill: (work) => timeTravel.standStill(work),
    startAgain: (opening) => {
      for (const part of [workspace, context.modals, context.triggers, context.responseUrls, troubles])
        part.forget();
      context.choices.clear();
      context.offers.clear();
      context.uploads.forget();
      context.files.forget();
      clock.restartAt(opening.startAt);
      kept.saveClock();
      setUp(workspace, opening);
      workspace.announce({ kind: 'restart' });
    },
    setStage: (given) => {
      stage = given;
    },
    setPeople: (people) => workspace.setPeople(people),
    deliverTo: (eventsUrl) => {
      transport = transportTo(eventsUrl);
    },
    as: (personId) => new Person(context, personId),
    actedAs: () => workspace.actedAs,
    until: (what, condition, deadlineMs) => until(workspace, what, condition, deadlineMs),
    onChange: (listener) => workspace.onChange(listener),
    faults,
    wire: (after = 0) => wire.entries(after, secretsOf(identity)),
    troubles: () => troubles.list(),
    trouble: (message) => troubles.add(message),
    close: async () => {
      context.events.close();
      await socketMode.close();
      await server.close();
      kept.close();
    },
  };
}

/** Opens what an earlier run kept. The clock goes on where it stood, never before the newest message. */
function openKept(options: SandboxOptions) {
  const runs = { runs: options.clockRuns ?? true };
  if (options.dataDir === null) {
    const clock = new SandboxClock(options.startAt, runs);
    return {
      clock,
      workspace: new Workspace(clock, []),
      files: filesInMemory(),
      saveClock: () => {},
      close: () => {},
    };
  }
  const clockFile = join(options.dataDir, 'clock');
  const { journal, entries } = openJournal<Entry>(join(options.dataDir, 'journal.jsonl'), compact);
  const clock = new SandboxClock(loadInstant(clockFile) ?? options.startAt, runs);
  const workspace = new Workspace(clock, entries);
  if (workspace.lastInstant() > clock.now()) clock.set(workspace.lastInstant());
  workspace.keepIn(journal);
  const files = filesIn(join(options.dataDir, 'files'), new Set(workspace.files.keys()));

  const saveClock = () => saveInstant(clockFile, clock.now());
  const saving = setInterval(saveClock, 2_000).unref();
  const close = () => {
    clearInterval(saving);
    saveClock();
    journal.close();
  };
  return { clock, workspace, files, saveClock, close };
}

/** Brings the people in, and adds the channels that the workspace does not have yet. */
function setUp(workspace: Workspace, opening: Opening): void {
  workspace.setPeople(opening.people);
  const { botUserId } = workspace.identity;
  for (const { id, name, members, isPrivate } of opening.channels) {
    if (workspace.conversations.has(id)) continue;
    const ids = members.map((member) => (member === BOT ? botUserId : member));
    const kind = isPrivate ? 'group' : 'channel';
    workspace.record({ type: 'conversation', conversation: { id, name, kind, members: ids } });
  }
}
