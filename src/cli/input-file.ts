import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { messageOf, UserError } from '../errors.ts';
import { limits } from '../files/limits.ts';

/** A file named on the command line, read whole. */
export interface InputFile {
  /** The last part of its path, for messages. */
  name: string;
  bytes: Uint8Array;
}

const MEGABYTE = 1024 * 1024;

/**
 * Reads a file that a person named, after a look at its size.
 *
 * @throws UserError when it is not there, is no file, cannot be read or is too large
 */
export async function readInputFile(path: string): Promise<InputFile> {
  try {
    const found = await stat(path);
    if (found.isDirectory())
      throw new UserError(`${path} 是文件夹，请写到文件，例如 ${path.replace(/\/*$/, '')}/名册.xlsx`);
    if (!found.isFile()) throw new UserError(`${path} 不是普通文件，不能读取。`);
    if (found.size > limits.fileBytes) {
      throw new UserError(
        `${path} 有 ${(found.size / MEGABYTE).toFixed(1)} MB，超过了 ${limits.fileBytes / MEGABYTE} MB 的上限，请删去图片和多余的内容后再试。`,
      );
    }
    return { name: basename(path), bytes: await readFile(path) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(reasonFor(path, error));
  }
}

/** The three files that import and rehearse take, those that are given. */
export async function readOfficeFiles(paths: {
  notice?: string;
  roster?: string;
  proposals?: string;
}): Promise<{ notice?: InputFile; roster?: InputFile; proposals?: InputFile }> {
  const faults: string[] = [];
  const files: { notice?: InputFile; roster?: InputFile; proposals?: InputFile } = {};
  for (const name of ['notice', 'roster', 'proposals'] as const) {
    const path = paths[name];
    if (path === undefined) continue;
    try {
      files[name] = await readInputFile(path);
    } catch (error) {
      faults.push(`--${name}：${messageOf(error)}`);
    }
  }
  if (faults.length > 0) throw new UserError(faults.join('\n'));
  return files;
}

function reasonFor(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `找不到文件 ${path}，请核对路径。`;
    case 'EACCES':
    case 'EPERM':
      return `没有权限读取 ${path}，请检查文件的权限。`;
    default:
      return `读不了 ${path}：${messageOf(error)}`;
  }
}
