import { readFile } from 'node:fs/promises';
import { type Facts, type Member, NO_FACTS } from './domain/facts.ts';
import { formatProblems } from './domain/import-problem.ts';
import type { Notice } from './domain/notice.ts';
import { type ProposalRecord, readProposals } from './domain/proposal-list.ts';
import { type Roster, readRoster } from './domain/roster.ts';
import { UserError } from './errors.ts';
import { readTable } from './files/read-table.ts';
import { decodeText } from './files/text-encoding.ts';
import { NOTICES, readNotice } from './notice-file.ts';

export interface OfficeFile {
  name: string;
  bytes: Uint8Array;
}

export interface RehearsalOffice {
  notice: Notice;
  facts: Facts;
  /** By member id. */
  phones: ReadonlyMap<string, string>;
}

/**
 * An office out of files, as an import would make it, with nobody in the work group and nothing done. The sample
 * office's own files stand in for those not given; a roster and its proposals come together. Throws a UserError that
 * lists every fault of the rule file, or else of both tables.
 */
export async function officeFromFiles(
  files: { notice?: OfficeFile; roster?: OfficeFile; proposals?: OfficeFile } = {},
): Promise<RehearsalOffice> {
  if ((files.roster === undefined) !== (files.proposals === undefined))
    throw new UserError('--roster 和 --proposals 要一起给出：提案清单里的单位都要在名册里。');
  const noticeFile = files.notice ?? (await shipped(new URL('maonan-2022-3.yaml', NOTICES)));
  const rosterFile = files.roster ?? (await shipped(new URL('roster.csv', SAMPLE)));
  const proposalsFile = files.proposals ?? (await shipped(new URL('proposals.csv', SAMPLE)));

  const notice = readNotice(noticeFile.name, decodeText(noticeFile.name, noticeFile.bytes));
  const roster = readRoster(await readTable(rosterFile));
  const list = readProposals(await readTable(proposalsFile), {
    units: roster.units,
    year: notice.year,
    defaultAssignedOn: notice.assigned,
  });
  const problems = [...roster.problems, ...list.problems];
  if (problems.length > 0) throw new UserError(formatProblems(problems));
  return { notice, ...factsOf(roster, list.proposals) };
}

const SAMPLE = new URL('../templates/sample-office/', import.meta.url);

async function shipped(url: URL): Promise<OfficeFile> {
  return { name: url.pathname.split('/').at(-1) ?? '', bytes: await readFile(url) };
}

/** Names serve as ids: in a file they are unique. */
function factsOf(
  roster: Roster,
  list: readonly ProposalRecord[],
): { facts: Facts; phones: Map<string, string> } {
  const phones = new Map<string, string>();
  const members = roster.members.map((person, index): Member => {
    const id = `member/${index}`;
    if (person.phone !== null) phones.set(id, person.phone);
    const { role, unit: unitId, name } = person;
    return { id, role, unitId, name, bound: true, joinedGroup: false };
  });
  const facts: Facts = {
    ...NO_FACTS,
    units: roster.units.map((unit) => ({ id: unit.name, ...unit })),
    members,
    proposals: list.map(({ assignments: _, assignedOn: __, ...proposal }) => ({
      id: proposal.number,
      ...proposal,
    })),
    assignments: list.flatMap(({ number, assignedOn, assignments }) =>
      assignments.map(({ unit, role }) => ({
        id: `${number}/${unit}`,
        proposalId: number,
        unitId: unit,
        role,
        assignedOn,
        reassigned: false,
        endedOn: null,
      })),
    ),
  };
  return { facts, phones };
}
