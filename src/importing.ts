import { dateIn } from './domain/calendar.ts';
import { formatProblems } from './domain/import-problem.ts';
import type { Notice } from './domain/notice.ts';
import { readProposals } from './domain/proposal-list.ts';
import { readRoster } from './domain/roster.ts';
import { UserError } from './errors.ts';
import { readTable } from './files/read-table.ts';
import { readNotice } from './notice-file.ts';
import { officeWithRules } from './office.ts';
import { writeAudit } from './store/audit.ts';
import type { Database } from './store/database.ts';
import { type ImportChange, importProposals, importRoster } from './store/import.ts';
import { activeMembers } from './store/members.ts';
import { ensureOffice, setNextPlan, setNotice } from './store/offices.ts';
import { allUnits } from './store/units.ts';

export interface ImportFile {
  name: string;
  bytes: Uint8Array;
}

export interface ImportRequest {
  notice?: ImportFile;
  roster?: ImportFile;
  proposals?: ImportFile;
  /** Everything is checked and counted, nothing is kept. */
  dryRun: boolean;
  now: Date;
}

export interface ImportResult {
  notice: Notice;
  changes: ImportChange[];
  /** Things to know that are not errors, in Chinese. */
  warnings: string[];
}

/** Ends a dry run: the transaction is rolled back, its result kept. */
class DryRun extends Error {}

/**
 * Imports a notice, a roster, a list of proposals, or any of them: all of it or nothing. Throws a UserError that
 * lists every fault of every file at once. Importing the same again changes nothing.
 */
export async function importFiles(db: Database, request: ImportRequest): Promise<ImportResult> {
  let result: ImportResult | null = null;
  await db
    .transaction(async (tx) => {
      result = await importInto(tx, request);
      if (request.dryRun) throw new DryRun();
    })
    .catch((error: unknown) => {
      if (!(error instanceof DryRun)) throw error;
    });
  if (!result) throw new Error('the import gave no result');
  return result;
}

async function importInto(
  tx: Database,
  { notice: noticeFile, roster: rosterFile, proposals: proposalsFile, now }: ImportRequest,
): Promise<ImportResult> {
  const row = await ensureOffice(tx);
  const faults: string[] = [];
  const warnings: string[] = [];
  const changes: ImportChange[] = [];
  const attempt = async <Result>(work: () => Result | Promise<Result>): Promise<Result | null> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults.push(error.message);
      return null;
    }
  };

  const noticeText = noticeFile && new TextDecoder().decode(noticeFile.bytes);
  const notice = noticeFile
    ? await attempt(() => readNotice(noticeFile.name, noticeText ?? ''))
    : (officeWithRules(row)?.notice ?? null);
  if (!notice && !noticeFile)
    faults.push('还没有导入过规则文件，请加上 --notice，例如 --notice templates/notices/maonan-2022-3.yaml');

  const roster = rosterFile ? await attempt(async () => readRoster(await readTable(rosterFile))) : null;
  if (roster && roster.problems.length > 0) faults.push(formatProblems(roster.problems));
  const units = roster
    ? [
        ...roster.units,
        ...(await allUnits(tx, row.id)).filter((old) => !roster.units.some((unit) => unit.name === old.name)),
      ]
    : await allUnits(tx, row.id);
  const list =
    proposalsFile && notice
      ? await attempt(async () =>
          readProposals(await readTable(proposalsFile), {
            units,
            year: notice.year,
            defaultAssignedOn: notice.assigned,
          }),
        )
      : null;
  if (list && list.problems.length > 0) faults.push(formatProblems(list.problems));
  if (faults.length > 0) throw new UserError(faults.join('\n'));
  if (!notice) throw new UserError('没有规则文件');

  if (noticeFile && noticeText !== undefined) await setNotice(tx, row.id, noticeFile.name, noticeText);
  if (roster) changes.push(...(await importRoster(tx, row.id, roster)));
  const today = dateIn(row.zone, now);
  const returns = notice.duties.find((rule) => rule.id === 'return-request')?.due;
  if (list)
    changes.push(
      ...(await importProposals(tx, row.id, list.proposals, {
        today,
        returnsCloseOn: returns?.at === 'date' ? returns.date : null,
      })),
    );

  const people = await activeMembers(tx, row.id);
  if (!people.some((member) => member.role === 'desk'))
    warnings.push('名册里没有“股内人员”，没有人能使用进度、预览等命令。');
  if (!people.some((member) => member.role === 'manager'))
    warnings.push('名册里没有“区府办领导”，周报没有人接收。');
  await setNextPlan(tx, row.id, null);
  await writeAudit(tx, [
    {
      officeId: row.id,
      at: now,
      memberId: null,
      action: 'import',
      subject: notice.id,
      source: 'import',
      details: { changes: changes.length },
    },
  ]);
  return { notice, changes, warnings };
}
