import { and, eq, inArray } from 'drizzle-orm';
import { monthsAfter } from '../domain/digest-month.ts';
import type { ReportLine } from '../domain/monthly-report.ts';
import type { Database } from './database.ts';
import { monthlyReports, reportEntries } from './schema.ts';

/** What an office's reports of a month and of the two before it say, for the monthly digest. */
export function reportLines(db: Database, officeId: string, period: string): Promise<ReportLine[]> {
  const months = [period, monthsAfter(period, -1), monthsAfter(period, -2)];
  return db
    .select({
      assignmentId: reportEntries.assignmentId,
      period: monthlyReports.period,
      problems: reportEntries.problems,
      stage: reportEntries.stage,
    })
    .from(reportEntries)
    .innerJoin(monthlyReports, eq(monthlyReports.id, reportEntries.reportId))
    .where(and(eq(monthlyReports.officeId, officeId), inArray(monthlyReports.period, months)));
}
