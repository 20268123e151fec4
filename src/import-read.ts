import { type ImportProblem, inOrder, problemText } from './domain/import-problem.ts';
import type { Notice } from './domain/notice.ts';
import { proposalColumns } from './domain/proposal-columns.ts';
import { type ProposalRecord, readProposals } from './domain/proposal-list.ts';
import { type Roster, type RosterUnit, readRoster } from './domain/roster.ts';
import { rosterColumns } from './domain/roster-columns.ts';
import { type Column, findHeader, type Grid } from './domain/table-header.ts';
import { UserError } from './errors.ts';
import { readTable } from './files/read-table.ts';
import { decodeText } from './files/text-encoding.ts';
import { readNotice } from './notice-file.ts';

export interface ImportFile {
  name: string;
  bytes: Uint8Array;
}

export interface ImportFiles {
  notice?: ImportFile;
  roster?: ImportFile;
  proposals?: ImportFile;
}

/** Something wrong with a file; row and column are null where it is not one cell. */
export interface ImportFault {
  file: string;
  row: number | null;
  column: string | null;
  /** In Chinese; names the file itself where there is no row. */
  message: string;
}

/** What the files hold; null for those not given, and for those that cannot be read at all. */
export interface ReadFiles {
  notice: Notice | null;
  noticeText: string | null;
  roster: Roster | null;
  proposals: ProposalRecord[] | null;
  /** Of every file at once; what was read is only good to keep when there is none. */
  faults: ImportFault[];
}

/** What the office has already. */
export interface KnownFiles {
  notice: { name: string; text: string } | null;
  /** A list of proposals may name units of the roster, and these. */
  units: readonly Pick<RosterUnit, 'name' | 'shortName'>[];
}

/** Reads an office's files, with what it has already standing in for those not given. */
export async function readFilesHere(
  files: ImportFiles,
  known: KnownFiles = { notice: null, units: [] },
): Promise<ReadFiles> {
  const faults: ImportFault[] = [];
  const attempt = async <Result>(
    file: string,
    work: () => Result | Promise<Result>,
  ): Promise<Result | null> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults.push({ file, row: null, column: null, message: error.message });
      return null;
    }
  };
  const note = (problems: readonly ImportProblem[]) => {
    for (const problem of inOrder(problems))
      faults.push({
        file: problem.file,
        row: problem.row,
        column: problem.column,
        message: problemText(problem),
      });
  };

  const { notice: noticeFile, roster: rosterFile, proposals: proposalsFile } = files;
  const noticeName = noticeFile?.name ?? known.notice?.name ?? '';
  const noticeText = noticeFile
    ? await attempt(noticeName, () => decodeText(noticeFile.name, noticeFile.bytes))
    : (known.notice?.text ?? null);
  const notice =
    noticeText === null ? null : await attempt(noticeName, () => readNotice(noticeName, noticeText));
  const roster = rosterFile
    ? await attempt(rosterFile.name, async () =>
        readRoster(await readTable(rosterFile, names(rosterColumns, required))),
      )
    : null;
  note(roster?.problems ?? []);
  const list =
    proposalsFile && notice
      ? await attempt(proposalsFile.name, async () =>
          readProposals(await readTable(proposalsFile, names(proposalColumns, required)), {
            units: [...(roster?.units ?? []), ...unnamedUnits(roster, known.units)],
            year: notice.year,
            defaultAssignedOn: notice.assigned,
          }),
        )
      : null;
  note(list?.problems ?? []);
  return { notice, noticeText, roster, proposals: list?.proposals ?? null, faults };
}

/**
 * What a file is, by its name's end and its header; nothing when it is none of the three. A ledger that Duban has
 * written is both lists: another sheet counts only where not a column is missing, as a list that somebody keeps beside
 * the other for themselves would leave blank what it does not say.
 *
 * @throws UserError when it cannot be read at all
 */
export async function kindsHere(file: ImportFile): Promise<(keyof ImportFiles)[]> {
  if (/\.ya?ml$/i.test(file.name)) return ['notice'];
  const isList = (head: Grid) =>
    names(rosterColumns, required)(head) || names(proposalColumns, required)(head);
  const table = await readTable(file, isList);
  const known = (columns: Columns) =>
    findHeader(table, columns)?.names.filter((name) => name !== null).length ?? 0;
  const [roster, proposals] = [known(rosterColumns), known(proposalColumns)];
  if (roster === proposals) return [];
  const [kind, other, columns] =
    roster > proposals
      ? (['roster', 'proposals', proposalColumns] as const)
      : (['proposals', 'roster', rosterColumns] as const);
  const isWhole = names(columns, () => true);
  const second = await readTable(file, isWhole);
  return second.sheet !== table.sheet && isWhole(second) ? [kind, other] : [kind];
}

type Columns = readonly Column<string>[];

const required = (column: Columns[number]) => column.required === true;

/** Whether a sheet's header has the columns that matter. */
function names(columns: Columns, matters: (column: Columns[number]) => boolean): (head: Grid) => boolean {
  return (head) => {
    const found = findHeader(head, columns)?.names ?? [];
    return columns.every((column) => !matters(column) || found.includes(column.name));
  };
}

/** The units known before that a roster says nothing about. */
export function unnamedUnits<Unit extends { name: string }>(
  roster: Roster | null,
  known: readonly Unit[],
): Unit[] {
  const named = new Set(roster?.units.map((unit) => unit.name));
  return known.filter((unit) => !named.has(unit.name));
}
