import type {
  Absence,
  Assignment,
  Facts,
  Member,
  Proposal,
  Registration,
  ReportEntry,
  ReturnRequest,
  Role,
  Snooze,
  Unit,
  Urge,
} from '../../src/domain/facts.ts';

export interface GivenProposal extends Partial<Omit<Proposal, 'id'>> {
  number: string;
  lead?: string;
  sole?: string;
  split?: string[];
  joint?: string[];
  /** The day of every assignment of the proposal; 2022-03-28 unless said otherwise. */
  on?: string;
  /** Assignments of the second round (改办). */
  reassigned?: boolean;
  endedOn?: string;
}

export interface Given {
  proposals?: GivenProposal[];
  /** Units beyond those that the proposals name, or with something missing; by name. */
  units?: (Partial<Unit> & { name: string })[];
  /** Instead of one liaison `name/liaison` a unit, who has joined the group. */
  members?: (Partial<Member> & Pick<Member, 'role'>)[];
  /** Besides the members: a `desk` and a `manager`. */
  office?: boolean;
  registrations?: Registration[];
  reports?: ReportEntry[];
  requests?: ReturnRequest[];
  absences?: Absence[];
  snoozes?: Snooze[];
  urges?: Urge[];
}

/**
 * A small office in which everybody has everything, so that a test states only what matters. A unit's id is its
 * name, a proposal's its number, an assignment's `12@区教育局`.
 */
export function buildFacts(given: Given = {}): Facts {
  const assignments = (given.proposals ?? []).flatMap(assignmentsOf);
  const named = new Map((given.units ?? []).map((unit) => [unit.name, unit]));
  const names = new Set([...assignments.map((one) => one.unitId), ...named.keys()]);
  const units = [...names].map((name) => ({ ...wholeUnit(name), ...named.get(name) }));
  const members = given.members ?? units.map((unit) => ({ role: 'liaison' as const, unitId: unit.id }));
  const office = given.office ? ([{ role: 'desk' }, { role: 'manager' }] as const) : [];
  return {
    units,
    members: [...members, ...office].map(wholeMember),
    proposals: (given.proposals ?? []).map(wholeProposal),
    assignments,
    registrations: given.registrations ?? [],
    reportEntries: given.reports ?? [],
    returnRequests: given.requests ?? [],
    absences: given.absences ?? [],
    snoozes: given.snoozes ?? [],
    urges: given.urges ?? [],
  };
}

/** A fact on record about an assignment `12@区教育局`, or about a unit where there is no `@`. */
export function fact(
  kind: string,
  about: string,
  on: string,
  more: Partial<Registration> = {},
): Registration {
  const [, unit] = about.split('@');
  return {
    kind,
    assignmentId: unit === undefined ? null : about,
    unitId: unit ?? about,
    on,
    dutyKey: null,
    promisedOn: null,
    text: null,
    ...more,
  };
}

/** Several facts of one day about one assignment. */
export function facts(kinds: readonly string[], about: string, on: string): Registration[] {
  return kinds.map((kind) => fact(kind, about, on));
}

/** 说明情况 about a duty. */
export function explanation(dutyKey: string, on: string, text = '已向委员说明'): Registration {
  return { kind: 'explained', assignmentId: null, unitId: null, on, dutyKey, promisedOn: null, text };
}

export function report(assignmentId: string, period: string, submittedOn: string): ReportEntry {
  return { assignmentId, period, submittedOn };
}

function assignmentsOf(given: GivenProposal): Assignment[] {
  const holders: [Role, string[]][] = [
    ['lead', given.lead ? [given.lead] : []],
    ['sole', given.sole ? [given.sole] : []],
    ['split', given.split ?? []],
    ['joint', given.joint ?? []],
  ];
  return holders.flatMap(([role, names]) =>
    names.map((unitId) => ({
      id: `${given.number}@${unitId}`,
      proposalId: given.number,
      unitId,
      role,
      assignedOn: given.on ?? '2022-03-28',
      reassigned: given.reassigned ?? false,
      endedOn: given.endedOn ?? null,
    })),
  );
}

function wholeUnit(name: string): Unit {
  return {
    id: name,
    name,
    shortName: null,
    functions: '职能',
    address: '地址',
    phone: '0668-2000000',
    leader: null,
  };
}

function wholeProposal({ number, title, kind, leadMember, hard }: GivenProposal): Proposal {
  return {
    id: number,
    number,
    title: title ?? `关于第${number}件事的提案`,
    kind: kind ?? 'proposal',
    leadMember: leadMember ?? null,
    hard: hard ?? false,
  };
}

function wholeMember(given: Partial<Member> & Pick<Member, 'role'>): Member {
  const unitId = given.unitId ?? null;
  const id = unitId === null ? given.role : `${unitId}/${given.role}`;
  return { id, name: id, bound: true, joinedGroup: true, ...given, unitId };
}
