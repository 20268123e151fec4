import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createGunzip, createGzip } from 'node:zlib';

/**
 * Writes lines of text to a compressed file that only its owner may read. Under its name it appears complete, or not at
 * all; what was there before is replaced.
 */
export async function writeGzipLines<Result>(
  path: string,
  fill: (write: (line: string) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const draft = `${path}.${process.pid}.part`;
  const file = await open(draft, 'wx', 0o600);
  try {
    const gzip = createGzip();
    // Written to after it was given up; `stored` tells why.
    gzip.on('error', () => {});
    const stored = (async () => {
      for await (const bytes of gzip) await file.writeFile(bytes);
    })();
    const write = async (line: string) => {
      if (!gzip.write(`${line}\n`))
        await Promise.race([new Promise((drained) => gzip.once('drain', drained)), stored]);
    };
    const [result] = await Promise.all([fill(write).finally(() => gzip.end()), stored]);
    await file.sync();
    await file.close();
    await rename(draft, path);
    return result;
  } catch (error) {
    await file.close();
    await rm(draft, { force: true });
    throw error;
  }
}

/** The lines of such a file. @throws when it is cut off, damaged or something else */
export async function* readGzipLines(path: string): AsyncGenerator<string> {
  const source = createReadStream(path);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  let rest = '';
  try {
    for await (const text of source.pipe(gunzip).setEncoding('utf8')) {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  } finally {
    source.destroy();
  }
}
