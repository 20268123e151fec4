import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';

/** `tsx` is looked for from the working directory, which may be anywhere. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface ApartLimits {
  timeoutMs?: number;
  /** Megabytes of JavaScript's own memory. */
  memoryMb?: number;
}

/** A process ended without a result; `isBeyond`: because it would have passed its limits. */
export class ApartError extends Error {
  readonly isBeyond: boolean;

  constructor(message: string, isBeyond: boolean) {
    super(message);
    this.isBeyond = isBeyond;
  }
}

/** Each takes a hundred megabytes: when everybody asks for a file at once, they are written a few at a time. */
const writing = pLimit(3);

/** Runs a script that writes one file from `input`, in a process of its own. @throws ApartError */
export async function writeApart(script: URL, input: object, what: string): Promise<Buffer> {
  return Buffer.from(await writing(() => workApart<Uint8Array>(script, input, `the writer of ${what}`)));
}

/**
 * Runs a script that makes one result of `input`, in a process of its own: what is large takes seconds, in which the
 * program goes on answering, and memory, which the machine has back afterwards.
 *
 * @param what names the script in the error, such as “the writer of workbooks”
 * @throws ApartError when the process ends without a result, with what it said of that
 */
export function workApart<Result>(
  script: URL,
  input: object,
  what: string,
  { timeoutMs, memoryMb }: ApartLimits = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const worker = fork(fileURLToPath(script), {
      // Tidying up more often costs little time and spares a third of the memory.
      execArgv: [
        '--max-semi-space-size=16',
        '--heap-growing-percent=20',
        ...(memoryMb === undefined ? [] : [`--max-old-space-size=${memoryMb}`]),
        '--import',
        'tsx',
      ],
      cwd: ROOT,
      // What the bot's environment holds is secret, and none of its business.
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    let isLate = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            isLate = true;
            worker.kill('SIGKILL');
          }, timeoutMs);
    worker.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    worker.once('message', (result: Result) => resolve(result));
    worker.once('error', reject);
    worker.once('close', (code, signal) => {
      clearTimeout(timer);
      const why = `${what} ended with ${signal ?? code}: ${/^\w*Error.*$/m.exec(said)?.[0]}`;
      reject(new ApartError(why, isLate || said.includes('heap out of memory')));
    });
    worker.send(input, (error) => {
      if (error) reject(error);
    });
  });
}

/** The other side: takes the input, makes the result, hands it over and ends. */
export function serveWork<Input>(work: (input: Input) => Promise<unknown>): void {
  process.once('message', (input: Input) => {
    void work(input).then((result) => {
      process.send?.(result, () => process.disconnect());
    });
  });
}
