import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `tsx` is looked for from the working directory, which may be anywhere. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs a script that writes one file from `input`, in a process of its own: a large file takes seconds, in which the
 * program goes on answering, and memory, which the machine has back afterwards.
 *
 * @param what names the file in the error, such as “workbooks”
 * @throws when the process ends without a file, with what it said of that
 */
export function writeApart(script: URL, input: object, what: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const writer = fork(fileURLToPath(script), {
      // Tidying up more often costs little time and spares a third of the memory.
      execArgv: ['--max-semi-space-size=16', '--heap-growing-percent=20', '--import', 'tsx'],
      cwd: ROOT,
      // What the bot's environment holds is secret, and none of its business.
      env: {},
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said = '';
    writer.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    writer.once('message', (bytes: Uint8Array) => resolve(Buffer.from(bytes)));
    writer.once('error', reject);
    writer.once('close', (code, signal) => {
      reject(
        new Error(`the writer of ${what} ended with ${signal ?? code}: ${/^\w*Error.*$/m.exec(said)?.[0]}`),
      );
    });
    writer.send(input, (error) => {
      if (error) reject(error);
    });
  });
}

/** The other side: takes the input, writes the file, hands it over and ends. */
export function serveWriter<Input>(write: (input: Input) => Promise<Uint8Array>): void {
  process.once('message', (input: Input) => {
    void write(input).then((bytes) => {
      process.send?.(bytes, () => process.disconnect());
    });
  });
}
