import type { Log } from '../log.ts';
import type { Pace } from './pace.ts';
import type { CommandView } from './page-server/contract.ts';
import type { SandboxPerson } from './records.ts';

/** Among the members of a channel, stands for the bot itself. */
export const BOT = 'bot';

export interface SandboxOptions {
  /** 0 takes any free port. */
  port: number;
  /** Where the workspace is kept; null keeps nothing. */
  dataDir: string | null;
  people: SandboxPerson[];
  /** Channels that a new workspace starts with; members are people's ids and `BOT`. */
  channels: { id: string; name: string; members: string[]; isPrivate?: boolean }[];
  /** The simulated instant at which a new workspace starts. */
  startAt: Date;
  log: Log;
  botName?: string;
  /** The slash commands of the app, and how the page offers them. Without it every command goes to the bot. */
  commands?: readonly CommandView[];
  /** Where to POST signed payloads; without it the bot comes by Socket Mode. */
  eventsUrl?: string;
  /** Whether the simulated clock runs on with real time; tests may want it to stand. */
  clockRuns?: boolean;
  timing?: Partial<Timing>;
  /** By what time plays; real time unless said otherwise. */
  pace?: Pace;
}

/** What a workspace begins with, apart from its identity. */
export type Opening = Pick<SandboxOptions, 'people' | 'channels' | 'startAt'>;

/** Real milliseconds, Slack's own numbers by default. */
export interface Timing {
  /** How long Slack waits for an acknowledgement. */
  ackMs: number;
  triggerMs: number;
  /** Pauses before an event is delivered again. */
  retryAfterMs: readonly number[];
}

export const SLACK_TIMING: Timing = { ackMs: 3_000, triggerMs: 3_000, retryAfterMs: [0, 60_000, 300_000] };
