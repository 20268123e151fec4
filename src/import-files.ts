import { UserError } from './errors.ts';
import { isLight } from './files/light.ts';
import { ApartError, type ApartLimits, workApart } from './files/writer-process.ts';
import {
  type ImportFault,
  type ImportFile,
  type ImportFiles,
  type KnownFiles,
  kindsHere,
  type ReadFiles,
  readFilesHere,
} from './import-read.ts';

export {
  type ImportFault,
  type ImportFile,
  type ImportFiles,
  type ReadFiles,
  unnamedUnits,
} from './import-read.ts';

/** What the process of import-process.ts is asked, and what it answers. */
export type Reading =
  | { ask: 'kinds'; file: ImportFile }
  | { ask: 'read'; files: ImportFiles; known: KnownFiles | undefined };
export type ReadingResult<Result> = { result: Result } | { refusal: string };

/** A ledger of 1,000 proposals takes a few seconds; what takes longer, or more memory, was made to. */
const MOST = { timeoutMs: 30_000, memoryMb: 512 };

/**
 * Reads an office's files, with what it has already standing in for those not given. Files that may take long are read
 * in a process of their own, so that everybody else is answered meanwhile, and within limits of time and memory.
 *
 * @throws UserError beyond those limits
 */
export async function readImportFiles(
  { notice, roster, proposals }: ImportFiles,
  known?: KnownFiles,
  most: ApartLimits = MOST,
): Promise<ReadFiles> {
  const files = { ...(notice && { notice }), ...(roster && { roster }), ...(proposals && { proposals }) };
  const given = Object.values(files);
  if (given.every(isLight)) return readFilesHere(files, known);
  return apart<ReadFiles>({ ask: 'read', files, known }, given, most);
}

/** What a file is, by its name's end and its header; nothing when it is none. @throws UserError when it cannot be read */
export async function kindsOfFile(file: ImportFile): Promise<(keyof ImportFiles)[]> {
  return isLight(file) ? kindsHere(file) : apart({ ask: 'kinds', file }, [file], MOST);
}

async function apart<Result>(
  reading: Reading,
  files: readonly ImportFile[],
  most: ApartLimits,
): Promise<Result> {
  const script = new URL('./import-process.ts', import.meta.url);
  try {
    const answer = await workApart<ReadingResult<Result>>(script, reading, 'the reader of imports', most);
    if ('refusal' in answer) throw new UserError(answer.refusal);
    return answer.result;
  } catch (error) {
    if (!(error instanceof ApartError && error.isBeyond)) throw error;
    throw new UserError(
      `${files.map(({ name }) => `“${name}”`).join('、')}的内容太多，读不完，没有导入。请把内容复制到新建的表格里另存为 .xlsx 再导入。`,
    );
  }
}

/** `名册.csv 第 5 行「联络员邮箱」：填的是“abc”，应为…` */
export function faultText({ file, row, column, message }: ImportFault): string {
  return row === null ? message : `${file} 第 ${row} 行「${column}」：${message}`;
}

/** What an office goes without when its roster names nobody of the desk, or no manager. */
export function missingRoles(people: readonly { role: string }[]): string[] {
  return [
    ...(people.some(({ role }) => role === 'desk')
      ? []
      : ['名册里没有“股内人员”，没有人能使用进度、预览等命令。']),
    ...(people.some(({ role }) => role === 'manager') ? [] : ['名册里没有“区府办领导”，周报没有人接收。']),
  ];
}
