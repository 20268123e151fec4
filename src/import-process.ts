import { UserError } from './errors.ts';
import { serveWork } from './files/writer-process.ts';
import type { Reading, ReadingResult } from './import-files.ts';
import { type ImportFault, kindsHere, readFilesHere } from './import-read.ts';

/** The process in which the files of one import are read. */
serveWork(async (reading: Reading): Promise<ReadingResult<unknown>> => {
  try {
    if (reading.ask === 'kinds') return { result: await kindsHere(reading.file) };
    const result = await readFilesHere(reading.files, reading.known);
    return { result: { ...result, faults: firstOf(result.faults) } };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { refusal: error.message };
  }
});

/** Nobody mends more at a time, and each has to be handed over and worded. */
const FAULTS_TOLD = 2_000;

function firstOf(faults: readonly ImportFault[]): ImportFault[] {
  const left = faults.length - FAULTS_TOLD;
  if (left <= 0) return [...faults];
  const rest = { file: '', row: null, column: null, message: `另有${left}处，请先改好以上各处。` };
  return [...faults.slice(0, FAULTS_TOLD), rest];
}
