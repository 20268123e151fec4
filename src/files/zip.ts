import { crc32, inflateRawSync } from 'node:zlib';
import { UserError } from '../errors.ts';
import { limits } from './limits.ts';

/** A zip archive whose entries are inflated one by one, on demand, within the limits. */
export interface Zip {
  /** The entries' names in lower case, with forward slashes. */
  names: string[];
  /** An entry's content, or null when there is none of that name. Throws a UserError beyond the limits. */
  read(name: string): Uint8Array | null;
}

interface Entry {
  encrypted: boolean;
  method: number;
  checksum: number;
  packedBytes: number;
  /** Where the entry's own header starts in the file. */
  offset: number;
}

const endSignature = 0x06054b50;
const zip64LocatorSignature = 0x07064b50;
const zip64EndSignature = 0x06064b50;
const directorySignature = 0x02014b50;
const entrySignature = 0x04034b50;

export function isZip(bytes: Uint8Array): boolean {
  const [p, k, third, fourth] = bytes;
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}

/** Reads the directory of a zip archive. Throws a UserError when it is damaged or holds too many entries. */
export function openZip(name: string, bytes: Uint8Array): Zip {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = intact(name, () => readDirectory(name, file));
  let budget: number = limits.inflatedBytes;
  return {
    names: [...entries.keys()],
    read(entryName) {
      const entry = entries.get(entryName.toLowerCase());
      if (entry === undefined) return null;
      if (entry.encrypted) throw new UserError(`“${name}”设了密码，请取消密码后再导入。`);
      const content = intact(name, () => inflate(name, file, entry, budget));
      budget -= content.length;
      return content;
    },
  };
}

/** Whether an archive is whole, and all that it holds inflates to at most so many bytes. */
export function inflatedWithin(bytes: Uint8Array, most: number): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let budget = most;
  try {
    for (const entry of readDirectory('', file).values()) {
      budget -= inflate('', file, entry, budget).length;
      if (budget <= 0) return false;
    }
    return true;
  } catch {
    return false;
  }
}

function readDirectory(name: string, file: Buffer): Map<string, Entry> {
  const directory = findDirectory(file);
  if (directory.count > limits.zipEntries) throw tooBig(name);
  const entries = new Map<string, Entry>();
  let at = directory.offset;
  for (let index = 0; index < directory.count; index += 1) {
    if (file.readUInt32LE(at) !== directorySignature) throw new RangeError('no directory entry');
    const nameLength = file.readUInt16LE(at + 28);
    const extraLength = file.readUInt16LE(at + 30);
    const extra = file.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    const entryName = file
      .toString('utf8', at + 46, at + 46 + nameLength)
      .replaceAll('\\', '/')
      .toLowerCase();
    entries.set(entryName, {
      encrypted: (file.readUInt16LE(at + 8) & 1) === 1,
      method: file.readUInt16LE(at + 10),
      checksum: file.readUInt32LE(at + 16),
      ...sizesOf(file, at, extra),
    });
    at += 46 + nameLength + extraLength + file.readUInt16LE(at + 32);
  }
  return entries;
}

/** Where the directory starts and how many entries it has. It is found from the end, before which a comment may stand. */
function findDirectory(file: Buffer): { offset: number; count: number } {
  for (let at = file.length - 22; at >= Math.max(0, file.length - 22 - 0xffff); at -= 1) {
    if (file.readUInt32LE(at) !== endSignature) continue;
    const wide = at >= 20 && file.readUInt32LE(at - 20) === zip64LocatorSignature;
    if (!wide) return { count: file.readUInt16LE(at + 10), offset: file.readUInt32LE(at + 16) };
    const end = Number(file.readBigUInt64LE(at - 12));
    if (file.readUInt32LE(end) !== zip64EndSignature) throw new RangeError('no zip64 end');
    return { count: Number(file.readBigUInt64LE(end + 32)), offset: Number(file.readBigUInt64LE(end + 48)) };
  }
  throw new RangeError('no directory');
}

/** Programs that stream (Apache POI) put the sizes of even small entries into the 64-bit extra field. */
function sizesOf(file: Buffer, at: number, extra: Buffer): { packedBytes: number; offset: number } {
  const wide = wideValues(extra);
  const take = (value: number) => (value === 0xffffffff ? Number(wide.shift() ?? value) : value);
  // Read in the order in which the extra field holds them: inflated size, packed size, offset.
  take(file.readUInt32LE(at + 24));
  const packedBytes = take(file.readUInt32LE(at + 20));
  const offset = take(file.readUInt32LE(at + 42));
  return { packedBytes, offset };
}

function wideValues(extra: Buffer): bigint[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const values = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    return Array.from({ length: Math.floor(values.length / 8) }, (_, index) =>
      values.readBigUInt64LE(index * 8),
    );
  }
  return [];
}

/** The declared size of an entry is not trusted: inflating itself stops at the limit. */
function inflate(name: string, file: Buffer, entry: Entry, budget: number): Uint8Array {
  if (file.readUInt32LE(entry.offset) !== entrySignature) throw new RangeError('no entry');
  const start =
    entry.offset + 30 + file.readUInt16LE(entry.offset + 26) + file.readUInt16LE(entry.offset + 28);
  const packed = file.subarray(start, start + entry.packedBytes);
  const most = Math.min(budget, Math.max(limits.smallEntryBytes, packed.length * limits.inflateRatio));
  if (most <= 0 || (entry.method === 0 && packed.length > most)) throw tooBig(name);
  const content = entry.method === 0 ? packed : inflateWithin(name, packed, most);
  if (crc32(content) !== entry.checksum) throw new RangeError('wrong checksum');
  return content;
}

function inflateWithin(name: string, packed: Buffer, most: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: most });
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw tooBig(name);
    throw error;
  }
}

function tooBig(name: string): UserError {
  return new UserError(
    `“${name}”解压后太大，不是正常的表格，没有读取。请把内容复制到新建的表格里另存为 .xlsx 再导入。`,
  );
}

/** Reading past the end, a wrong mark and a broken stream all mean a damaged file. */
function intact<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`“${name}”已损坏，打不开。请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。`);
  }
}
