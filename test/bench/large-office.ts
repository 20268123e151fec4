import type { Facts } from '../../src/domain/facts.ts';
import type { ToldRow } from '../../src/domain/reminder.ts';
import { playDays } from '../support/days.ts';
import { buildFacts, fact, report } from '../support/facts.ts';

const UNITS = Array.from({ length: 80 }, (_, index) => `单位${index + 1}`);

/** The last working day of replies and of no monthly report: most duties reach a stage. */
export const BUSY_DAY = '2022-08-30';

/** An office of 1,000 proposals, two units on each, that has 3,000 open duties on its busiest day. */
export function largeOffice(): Facts {
  const all = buildFacts({
    office: true,
    proposals: Array.from({ length: 1000 }, (_, index) => ({
      number: String(index + 1),
      lead: unit(index),
      joint: [unit(index + 7)],
    })),
    members: UNITS.flatMap((unitId) => [
      { role: 'liaison' as const, unitId },
      { role: 'deputy' as const, unitId },
    ]),
  });
  const leads = all.assignments.filter((one) => one.role === 'lead');
  const months = ['04', '05', '06', '07'];
  return {
    ...all,
    registrations: all.assignments.flatMap((one) => [
      fact('signed', one.id, '2022-04-06'),
      fact(one.role === 'lead' ? 'contacted' : 'opinion-uploaded', one.id, '2022-06-20'),
    ]),
    // Of July's and August's reports, and of the replies, none is in.
    reportEntries: leads.flatMap((one) =>
      months.slice(0, 3).map((month) => report(one.id, `2022-${month}`, `2022-${month}-12`)),
    ),
  };
}

/** What such an office has been told in the three weeks before. */
export function toldBefore(facts: Facts): ToldRow[] {
  return playDays({ from: '2022-08-08', to: '2022-08-29', facts });
}

function unit(index: number): string {
  return UNITS[index % UNITS.length] ?? '';
}
