import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');

/** Blank counts as absent and wins over a developer's `.env`: no test may come to a real workspace. */
const UNSET = Object.fromEntries(
  [
    'SLACK_BOT_TOKEN',
    'SLACK_APP_TOKEN',
    'SLACK_SIGNING_SECRET',
    'SLACK_API_URL',
    'DATABASE_URL',
    'REDIS_URL',
    'GROUP_CHANNEL',
    'LOG_LEVEL',
    'PROCESS_ROLE',
    'OPS_PORT',
    'OPS_HOST',
    'BOARD_PASSWORD',
    'HEARTBEAT_URL',
  ].map((name) => [name, '']),
);

/** A bot started as `npm start` starts it, in a process of its own. */
export interface BotProcess {
  /** What it has printed so far, both streams. */
  printed(): string;
  /** The address it names once it is ready. @throws Error with what it printed when it ends instead */
  url(): Promise<string>;
  /** Sends a signal and waits for the end; gives the exit code, null when the signal itself ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Waits for the end. */
  ended(): Promise<number | null>;
}

export function startBotProcess(dataDir: string, env: Record<string, string> = {}): BotProcess {
  const bot = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: REPOSITORY,
    env: { ...process.env, ...UNSET, DATA_DIR: dataDir, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const address = new Promise<string>((resolve, reject) => {
    for (const stream of [bot.stdout, bot.stderr]) {
      createInterface(stream).on('line', (line) => {
        printed += `${line}\n`;
        const url = /浏览器打开 (http:\S+)/.exec(line)?.[1];
        if (url) resolve(url);
      });
    }
    bot.once('close', () => reject(new Error(`the bot ended before it was ready: ${printed}`)));
  });
  address.catch(() => {});
  const ended = endOf(bot);
  return {
    printed: () => printed,
    url: () => address,
    ended: () => ended,
    end: (signal) => {
      bot.kill(signal);
      return ended;
    },
  };
}

async function endOf(bot: ChildProcess): Promise<number | null> {
  await once(bot, 'close');
  return bot.exitCode;
}

/** The port of the PostgreSQL that answers on a data folder; null when none does. */
export async function databasePort(dataDir: string): Promise<number | null> {
  const file = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  const port = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[3]);
  return port > 0 && (await answersOn(port)) ? port : null;
}

/** Whether something listens on a port of this machine. A process id would not do: a dead one may wait to be reaped. */
export async function answersOn(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const conversation = z.object({
  messages: z.array(z.object({ text: z.string(), shown: z.string(), fromBot: z.boolean() })),
});
const workspace = z.object({
  clock: z.object({ now: z.coerce.date() }),
  bot: z.object({ connected: z.boolean() }),
});

/** The sandbox's page of a running bot, as a browser uses it. */
export function pageOf(url: string) {
  const look = async <Shape>(shape: z.ZodType<Shape>, name: string, query: Record<string, string>) => {
    const response = await fetch(`${url}/page/${name}?${new URLSearchParams(query)}`);
    return shape.parse(await response.json());
  };
  return {
    html: async () => (await fetch(url)).text(),
    /** The bot's words in the person's direct conversation, oldest first. */
    heard: async (person: string) =>
      (await look(conversation, 'conversation', { as: person, id: 'dm' })).messages
        .filter((message) => message.fromBot)
        .map((message) => message.text),
    now: async () => (await look(workspace, 'workspace', { as: 'U01EDU' })).clock.now,
    connected: async () => (await look(workspace, 'workspace', { as: 'U01EDU' })).bot.connected,
    async do(gesture: string, body: object): Promise<void> {
      const response = await fetch(`${url}/page/${gesture}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${gesture} was answered with ${await response.text()}`);
    },
  };
}
