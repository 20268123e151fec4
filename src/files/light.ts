import { inflatedWithin, isZip } from './zip.ts';

/** Text of so many bytes, and workbooks that inflate to so many, are read in the blink of an eye whatever they hold. */
const LIGHT_TEXT = 64 * 1024;
const LIGHT_WORKBOOK = 512 * 1024;

/** Whether reading a file takes so little that nobody need wait for it elsewhere. */
export function isLight({ bytes }: { bytes: Uint8Array }): boolean {
  return isZip(bytes) ? inflatedWithin(bytes, LIGHT_WORKBOOK) : bytes.length <= LIGHT_TEXT;
}
