import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Chart } from './chart.ts';

const PROCESS = fileURLToPath(new URL('./charts/painter-process.ts', import.meta.url));
/** As an address, so that it is found from any working directory. */
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
/** Without work for so long, the process ends and gives back its memory. */
const IDLE_MS = 15_000;
/** A picture that takes longer will not come. */
const SLOW_MS = 20_000;
/** resvg gives back the memory of a picture late or never: after so many, a new process takes over. */
const PICTURES_OF_PROCESS = 30;

/**
 * Draws pictures in a process of its own, which lives while there is something to draw: it takes a hundred megabytes and,
 * for each picture, a sixth of a second in which nothing else happens.
 */
export interface Painter {
  /** A PNG, 1,800 dots wide. @throws when it cannot be drawn, or not soon */
  draw(chart: Chart): Promise<Buffer>;
  close(): void;
}

export interface Request {
  id: number;
  chart: Chart;
}

export type Answer = { id: number } & ({ png: Uint8Array } | { error: string });

interface Waiting {
  resolve(png: Buffer): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

export function createPainter({ idleMs = IDLE_MS }: { idleMs?: number } = {}): Painter {
  let studio: Studio | null = null;
  /** Several people get the same picture at the same time. */
  const recent = new Map<string, Promise<Buffer>>();
  return {
    draw(chart) {
      const key = JSON.stringify(chart);
      const known = recent.get(key);
      if (known) return known;
      if (!studio?.isOpen()) studio = openStudio(idleMs, () => recent.clear());
      const drawn = studio.draw(chart);
      recent.set(key, drawn);
      drawn.catch(() => recent.delete(key));
      return drawn;
    },
    close: () => studio?.close(),
  };
}

interface Studio {
  draw(chart: Chart): Promise<Buffer>;
  /** Takes more pictures. */
  isOpen(): boolean;
  close(): void;
}

/** One process, from its first picture to its end. */
function openStudio(idleMs: number, ended: () => void): Studio {
  const waiting = new Map<number, Waiting>();
  let drawn = 0;
  let open = true;
  let idle: NodeJS.Timeout | undefined;
  const child: ChildProcess = fork(PROCESS, {
    execArgv: ['--import', TSX],
    // It needs nothing of ours, least of all our secrets.
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // Whoever stops the bot does not wait for it; it ends with its channel.
  child.unref();
  child.channel?.unref();
  const close = () => {
    open = false;
    clearTimeout(idle);
    child.kill();
    ended();
  };
  const settle = (id: number, how: (one: Waiting) => void) => {
    const one = waiting.get(id);
    if (!one) return;
    waiting.delete(id);
    clearTimeout(one.timer);
    how(one);
    if (waiting.size > 0) return;
    if (open) idle = setTimeout(close, idleMs).unref();
    else close();
  };
  const fail = (error: Error) => {
    open = false;
    for (const id of [...waiting.keys()]) settle(id, ({ reject }) => reject(error));
  };
  child.on('message', (answer: Answer) => {
    settle(answer.id, ({ resolve, reject }) =>
      'png' in answer ? resolve(Buffer.from(answer.png)) : reject(new Error(answer.error)),
    );
  });
  child.once('error', fail);
  child.once('exit', (code, signal) => fail(new Error(`the painter ended with ${signal ?? code}`)));

  return {
    draw: (chart) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle);
        const id = drawn;
        drawn += 1;
        if (drawn >= PICTURES_OF_PROCESS) open = false;
        const timer = setTimeout(() => {
          fail(new Error('the painter is too slow'));
          close();
        }, SLOW_MS);
        waiting.set(id, { resolve, reject, timer });
        child.send({ id, chart } satisfies Request, (error) => {
          if (error) settle(id, (one) => one.reject(error));
        });
      }),
    isOpen: () => open,
    close,
  };
}
