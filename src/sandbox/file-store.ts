import { createReadStream, createWriteStream, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** More bytes came than there may be. */
export class TooManyBytes extends Error {
  override readonly name = 'TooManyBytes';
}

/** The bytes of the workspace's files, by file id. What a file is called and who may see it is in the journal. */
export interface FileStore {
  /** Keeps what comes, whole or not at all. @returns how many bytes @throws TooManyBytes when there are more than `most` */
  write(id: string, source: AsyncIterable<Uint8Array>, most: number): Promise<number>;
  read(id: string): Readable;
  remove(id: string): void;
  /** Removes them all. */
  forget(): void;
}

/** Bytes as files in a folder. Those that no journal entry knows are left over from an upload that never ended, and go. */
export function filesIn(folder: string, known: ReadonlySet<string>): FileStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keepOnly = (ids: ReadonlySet<string>) => {
    for (const name of readdirSync(folder)) if (!ids.has(name)) rmSync(join(folder, name));
  };
  keepOnly(known);
  const pathOf = (id: string) => join(folder, id);
  return {
    async write(id, source, most) {
      const unfinished = `${pathOf(id)}.part`;
      const count = counter(most);
      try {
        await pipeline(source, count.pass, createWriteStream(unfinished, { mode: 0o600 }));
        renameSync(unfinished, pathOf(id));
      } catch (error) {
        rmSync(unfinished, { force: true });
        throw error;
      }
      return count.bytes;
    },
    read: (id) => createReadStream(pathOf(id)),
    remove: (id) => rmSync(pathOf(id), { force: true }),
    forget: () => keepOnly(new Set()),
  };
}

/** Bytes that last as long as the process. */
export function filesInMemory(): FileStore {
  const files = new Map<string, Buffer>();
  return {
    async write(id, source, most) {
      const count = counter(most);
      const chunks: Uint8Array[] = [];
      for await (const chunk of count.pass(source)) chunks.push(chunk);
      files.set(id, Buffer.concat(chunks));
      return count.bytes;
    },
    read: (id) => Readable.from([files.get(id) ?? Buffer.alloc(0)]),
    remove: (id) => void files.delete(id),
    forget: () => files.clear(),
  };
}

/** Lets bytes through and counts them. */
function counter(most: number) {
  const count = {
    bytes: 0,
    async *pass(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of source) {
        count.bytes += chunk.length;
        if (count.bytes > most) throw new TooManyBytes();
        yield chunk;
      }
    },
  };
  return count;
}
