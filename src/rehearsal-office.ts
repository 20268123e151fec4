import { readFile } from 'node:fs/promises';
import { type Facts, type Member, NO_FACTS } from './domain/facts.ts';
import type { Notice } from './domain/notice.ts';
import type { ProposalRecord } from './domain/proposal-list.ts';
import type { Roster } from './domain/roster.ts';
import { UserError } from './errors.ts';
import { faultText, type ImportFile, type ImportFiles, readImportFiles } from './import-files.ts';
import { NOTICES } from './notice-file.ts';

export interface RehearsalOffice {
  notice: Notice;
  facts: Facts;
  /** By member id. */
  phones: ReadonlyMap<string, string>;
}

/**
 * An office out of files, as an import would make it, with nobody in the work group and nothing done. The sample
 * office's own files stand in for those not given; a roster and its proposals come together. Throws a UserError that
 * lists every fault of all of them.
 */
export async function officeFromFiles(files: ImportFiles = {}): Promise<RehearsalOffice> {
  if ((files.roster === undefined) !== (files.proposals === undefined))
    throw new UserError('--roster 和 --proposals 要一起给出：提案清单里的单位都要在名册里。');
  const { notice, roster, proposals, faults } = await readImportFiles({
    notice: files.notice ?? (await shipped(new URL('maonan-2022-3.yaml', NOTICES))),
    roster: files.roster ?? (await shipped(new URL('roster.csv', SAMPLE))),
    proposals: files.proposals ?? (await shipped(new URL('proposals.csv', SAMPLE))),
  });
  if (faults.length > 0 || !notice || !roster || !proposals)
    throw new UserError(faults.map(faultText).join('\n'));
  return { notice, ...factsOf(roster, proposals) };
}

const SAMPLE = new URL('../templates/sample-office/', import.meta.url);

async function shipped(url: URL): Promise<ImportFile> {
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
