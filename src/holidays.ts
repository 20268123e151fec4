import { createRequire } from 'node:module';
import { z } from 'zod';
import type { HolidayList } from './domain/calendar.ts';

/** Read as data, not through the package's functions: those answer for unpublished years too, as if they had no holidays. */
const published = z
  .object({ holidays: z.record(z.string(), z.string()), workdays: z.record(z.string(), z.string()) })
  .parse(createRequire(import.meta.url)('chinese-days/dist/chinese-days.json'));

/** The lists that chinese-days carries, with what the office's rule file adds for years it does not carry yet. */
export function holidayList(
  extra: { rest: readonly string[]; work: readonly string[] } = { rest: [], work: [] },
): HolidayList {
  return {
    rest: new Set([...Object.keys(published.holidays), ...extra.rest]),
    work: new Set([...Object.keys(published.workdays), ...extra.work]),
    names,
  };
}

/** The package says `Tomb-sweeping Day,清明,1`; people say 清明节. */
const names = new Map(
  Object.entries(published.holidays).map(([date, entry]) => {
    const name = entry.split(',')[1] ?? '';
    return [date, /^(清明|端午|中秋)$/u.test(name) ? `${name}节` : name];
  }),
);
