import { dateIn } from './domain/calendar.ts';
import { formatProblems } from './domain/import-problem.ts';
import type { Notice } from './domain/notice.ts';
import { readProposals } from './domain/proposal-list.ts';
import { readRoster } from './domain/roster.ts';
import { UserError } from './errors.ts';
import { readTable } from './files/read-table.ts';
import { decodeText } from './files/text-encoding.ts';
import { readNotice } from './notice-file.ts';
import { writeAudit } from './store/audit.ts';
import type { Database } from './store/database.ts';
import { type ImportChange, importProposals, importRoster } from './store/import.ts';
import { activeMembers } from './store/members.ts';
import { ensureOffice, setNextPlan, setNotice } from './store/offices.ts';
import { allProposals } from './store/proposals.ts';
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
  /** What happened to the office's rules; null when no rule file was given. */
  rules: 'new' | 'replaced' | 'same' | null;
  /** What the files hold; null for those not given. */
  read: { roster: { units: number; members: number } | null; proposals: number | null };
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

  const noticeText = noticeFile
    ? await attempt(() => decodeText(noticeFile.name, noticeFile.bytes))
    : row.noticeText;
  const noticeName = noticeFile?.name ?? row.noticeName;
  const notice =
    noticeName !== null && noticeText !== null
      ? await attempt(() => readNotice(noticeName, noticeText))
      : null;
  if (!notice && !noticeFile)
    faults.push('还没有导入过规则文件，请加上 --notice，例如 --notice templates/notices/maonan-2022-3.yaml');

  const roster = rosterFile ? await attempt(async () => readRoster(await readTable(rosterFile))) : null;
  if (roster && roster.problems.length > 0) faults.push(formatProblems(roster.problems));
  const known = await allUnits(tx, row.id);
  const unnamed = roster
    ? known.filter((old) => !roster.units.some((unit) => unit.name === old.name))
    : known;
  const units = [...(roster?.units ?? []), ...unnamed];
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

  if (noticeFile && noticeText !== null) await setNotice(tx, row.id, noticeFile.name, noticeText);
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

  if (roster && unnamed.length > 0)
    warnings.push(
      `数据库里另有${unnamed.length}个单位不在这份名册里，保持原样：${some(unnamed.map((unit) => unit.name))}。`,
    );
  const unlisted = list
    ? (await allProposals(tx, row.id)).filter(
        (old) => !list.proposals.some((one) => one.number === old.number),
      )
    : [];
  if (unlisted.length > 0)
    warnings.push(
      `数据库里另有${unlisted.length}件提案不在这份清单里，保持原样：${some(unlisted.map((one) => `第${one.number}号`))}。`,
    );
  if ((roster && unnamed.length > 0) || unlisted.length > 0)
    warnings.push('保持原样的若是试用时的示例数据，请停止程序，换一个 DATA_DIR 重新导入。');
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
  return {
    notice,
    rules: !noticeFile
      ? null
      : row.noticeText === null
        ? 'new'
        : row.noticeText === noticeText
          ? 'same'
          : 'replaced',
    read: {
      roster: roster && { units: roster.units.length, members: roster.members.length },
      proposals: list ? list.proposals.length : null,
    },
    changes,
    warnings,
  };
}

function some(names: readonly string[]): string {
  return `${names.slice(0, 5).join('、')}${names.length > 5 ? '等' : ''}`;
}
