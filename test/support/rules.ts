import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Duty, deriveDuties } from '../../src/domain/duty.ts';
import type { Facts } from '../../src/domain/facts.ts';
import type { Notice } from '../../src/domain/notice.ts';
import { parseNotice } from '../../src/domain/parse-notice.ts';
import { NOTICES, readNotice } from '../../src/notice-file.ts';
import { rulesFrom } from '../../src/office.ts';

/** The text of the rule file that comes with Duban. */
export const MAONAN_TEXT = readFileSync(new URL('maonan-2022-3.yaml', NOTICES), 'utf8');

/** 茂南府办〔2022〕3号 with the calendar of its years. */
export const { notice, calendar } = rulesFrom(readNotice('maonan-2022-3.yaml', MAONAN_TEXT));
export const zone = 'Asia/Shanghai';
export const policy = { notice, calendar, zone };

/** The rule file's content with changes, as a notice; a notice that does not hold fails the test that asks for it. */
export function noticeWith(change: (data: Record<string, unknown> & Notice) => void): Notice {
  const data = parse(MAONAN_TEXT);
  change(data);
  const result = parseNotice(data);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.notice;
}

/** The duty with a key as of a date, or undefined while nothing has called it into being. */
export function dutyOf(facts: Facts, key: string, asOf: string, of: Notice = notice): Duty | undefined {
  const found = deriveDuties(of, facts, asOf).filter((duty) => duty.key === key);
  if (found.length > 1) throw new Error(`${found.length} duties have the key ${key}`);
  return found[0];
}
