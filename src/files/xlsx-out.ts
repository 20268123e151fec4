import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Workbook } from './sheet.ts';

export type { Cell, Sheet, SheetColumn, Workbook } from './sheet.ts';

const WRITER = fileURLToPath(new URL('./xlsx-process.ts', import.meta.url));

/**
 * Writes a workbook (.xlsx) in a process of its own: a large one takes seconds, in which the program goes on answering,
 * and hundreds of megabytes, which the machine has back afterwards.
 *
 * @throws when the process ends without a workbook, with what it said of that
 */
export function writeXlsx(workbook: Workbook): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const writer = fork(WRITER, {
      execArgv: ['--import', 'tsx'],
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
        new Error(`the writer of workbooks ended with ${signal ?? code}: ${/^\w*Error.*$/m.exec(said)?.[0]}`),
      );
    });
    writer.send(workbook, (error) => {
      if (error) reject(error);
    });
  });
}
