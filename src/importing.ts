import { dateIn } from './domain/calendar.ts';
import type { ImportChange, ImportReport } from './domain/import-report.ts';
import { UserError } from './errors.ts';
import { faultText, type ImportFiles, missingRoles, readImportFiles, unnamedUnits } from './import-files.ts';
import { writeAudit } from './store/audit.ts';
import type { Database } from './store/database.ts';
import { importProposals, importRoster } from './store/import.ts';
import { activeMembers } from './store/members.ts';
import { ensureOffice, setNextPlan, setNotice } from './store/offices.ts';
import { allProposals } from './store/proposals.ts';
import { allUnits } from './store/units.ts';

export type { ImportFile } from './import-files.ts';

export interface ImportRequest extends ImportFiles {
  /** Everything is checked and counted, nothing is kept. */
  dryRun: boolean;
  now: Date;
  /** Who asked for it in the chat, and with which message; left out for the command line. */
  by?: { memberId: string; source: string };
}

/** Ends a dry run: the transaction is rolled back, its result kept. */
class DryRun extends Error {}

/**
 * Imports a notice, a roster, a list of proposals, or any of them: all of it or nothing. Throws a UserError that
 * lists every fault of every file at once. Importing the same again changes nothing.
 */
export async function importFiles(db: Database, request: ImportRequest): Promise<ImportReport> {
  let result: ImportReport | null = null;
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

async function importInto(tx: Database, { now, by, ...files }: ImportRequest): Promise<ImportReport> {
  const row = await ensureOffice(tx);
  const warnings: string[] = [];
  const changes: ImportChange[] = [];
  const known = await allUnits(tx, row.id);
  const { noticeName, noticeText: text } = row;
  const { notice, noticeText, roster, proposals, faults } = await readImportFiles(files, {
    notice: noticeName !== null && text !== null ? { name: noticeName, text } : null,
    units: known,
  });
  const isUnruled = !notice && !files.notice;
  if (isUnruled || faults.length > 0)
    throw new UserError(
      [
        ...(isUnruled
          ? ['还没有导入过规则文件，请加上 --notice，例如 --notice templates/notices/maonan-2022-3.yaml']
          : []),
        ...faults.map(faultText),
      ].join('\n'),
    );
  if (!notice) throw new UserError('没有规则文件');

  if (files.notice && noticeText !== null) await setNotice(tx, row.id, files.notice.name, noticeText);
  if (roster) changes.push(...(await importRoster(tx, row.id, roster)));
  const today = dateIn(row.zone, now);
  const returns = notice.duties.find((rule) => rule.id === 'return-request')?.due;
  if (proposals)
    changes.push(
      ...(await importProposals(tx, row.id, proposals, {
        today,
        returnsCloseOn: returns?.at === 'date' ? returns.date : null,
      })),
    );

  const unnamed = unnamedUnits(roster, known);
  if (roster && unnamed.length > 0)
    warnings.push(
      `数据库里另有${unnamed.length}个单位不在这份名册里，保持原样：${some(unnamed.map((unit) => unit.name))}。`,
    );
  const unlisted = proposals
    ? (await allProposals(tx, row.id)).filter((old) => !proposals.some((one) => one.number === old.number))
    : [];
  if (unlisted.length > 0)
    warnings.push(
      `数据库里另有${unlisted.length}件提案不在这份清单里，保持原样：${some(unlisted.map((one) => `第${one.number}号`))}。`,
    );
  if ((roster && unnamed.length > 0) || unlisted.length > 0)
    warnings.push('保持原样的若是试用时的示例数据，请停止程序，换一个 DATA_DIR 重新导入。');
  warnings.push(...missingRoles(await activeMembers(tx, row.id)));
  await setNextPlan(tx, row.id, null);
  await writeAudit(tx, [
    {
      officeId: row.id,
      at: now,
      memberId: by?.memberId ?? null,
      action: 'import',
      subject: notice.id,
      source: by?.source ?? 'import',
      details: { changes: changes.length },
    },
  ]);
  return {
    notice,
    rules: !files.notice
      ? null
      : row.noticeText === null
        ? 'new'
        : row.noticeText === noticeText
          ? 'same'
          : 'replaced',
    read: {
      roster: roster && { units: roster.units.length, members: roster.members.length },
      proposals: proposals?.length ?? null,
    },
    changes,
    warnings,
  };
}

function some(names: readonly string[]): string {
  return `${names.slice(0, 5).join('、')}${names.length > 5 ? '等' : ''}`;
}
