import type { Notice } from './notice.ts';
import { narrow } from './spelling.ts';

/** 机关代字, the year in whatever brackets, the number with or without leading zeros and 号. */
const TYPED =
  /^(?<office>[^\d[({<〔【〖「『《〈]+)[[({<〔【〖「『《〈](?<year>\d{4})年?[\])}>〕】〗」』》〉]第?0*(?<number>\d+)号?$/u;

/**
 * 文号 in its normal form, 茂南府办〔2022〕3号: brackets of any kind and width, spaces and leading zeros are put right.
 * Null for what does not fit the rule file's pattern (R20).
 */
export function readFileNumber(typed: string, { pattern }: Notice['settings']['fileNumber']): string | null {
  const { office, year, number } = TYPED.exec(narrow(typed).replace(/\s/gu, ''))?.groups ?? {};
  const normal = `${office}〔${year}〕${number}号`;
  return office !== undefined && new RegExp(pattern, 'u').test(normal) ? normal : null;
}
