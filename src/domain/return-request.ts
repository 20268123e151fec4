import type { IsoDate } from './calendar.ts';
import { isPast } from './duty.ts';
import { type Assignment, byNumber, type Facts, type Role } from './facts.ts';
import { type Notice, ruleOf } from './notice.ts';

/** 退办: given back; 改办: another unit is suggested (R04). */
export type ReturnKind = 'return' | 'reassign';

/** Where a request to give a proposal up stands. The first four are live: one of them an assignment at a time. */
export type ReturnState =
  /** 会办: the lead unit has been asked for its consent (R07). */
  | 'awaiting-consent'
  /** With the desk (R09). */
  | 'open'
  /** With the manager for signature (R09). */
  | 'submitted'
  /** Signed; the desk carries it out (R10). */
  | 'signed'
  | 'refused'
  | 'withdrawn'
  /** The proposal went to another unit, or away. */
  | 'carried-out';

export const LIVE_STATES = ['awaiting-consent', 'open', 'submitted', 'signed'] as const;

/**
 * From which states each act may take a request. What waits for consent can also be worked on by the desk, but only
 * once no unit leads the proposal that could consent: see `mayPropose`.
 */
export const TAKEN_FROM = {
  consent: ['awaiting-consent'],
  withdraw: ['awaiting-consent', 'open', 'submitted'],
  refuse: ['awaiting-consent', 'open', 'submitted'],
  propose: ['awaiting-consent', 'open', 'submitted'],
  submit: ['open'],
  sign: ['submitted'],
  sendBack: ['submitted'],
  carryOut: ['signed'],
} as const satisfies Record<string, readonly ReturnState[]>;

/** The roles whose unit is the 主办单位 that a 会办 unit must ask: 独办 leads alone (R07). */
const LEADING: readonly Role[] = ['lead', 'sole'];

/** The assignment whose unit consents to a 会办 unit's request: whoever leads the proposal now, not when it was asked. */
export function leaderOf<One extends Pick<Assignment, 'role' | 'endedOn'>>(
  assignments: readonly One[],
): One | undefined {
  return assignments.find((one) => one.endedOn === null && LEADING.includes(one.role));
}

/** 会办 units ask the lead unit first; where nobody leads, the desk coordinates (R07, R09). */
export function firstState(role: Role, isLed: boolean): ReturnState {
  return role === 'joint' && isLed ? 'awaiting-consent' : 'open';
}

/** A 会办 unit's request is the desk's business once the lead unit has consented, or there is none (R07). */
export function mayPropose(state: ReturnState, isLed: boolean): boolean {
  return state === 'awaiting-consent' ? !isLed : state === 'open' || state === 'submitted';
}

/** The last day on which requests are taken, by the notice's words; null where it sets none (R05, R08). */
export function returnsUntil(notice: Notice): IsoDate | null {
  const { due } = ruleOf(notice, 'return-request');
  return due.at === 'date' ? due.date : null;
}

/** The day by which the desk completes reassignments (R10). */
export function reassignsUntil(notice: Notice): IsoDate | null {
  const { due } = ruleOf(notice, 'reassign');
  return due.at === 'date' ? due.date : null;
}

/** Why an assignment cannot be given back on a day of the office's zone. */
export type ReturnRefusal = 'given-up' | 'final' | 'asked' | 'too-late';

/**
 * The gate of the clause: null where a request may be made. A proposal of the second round is final (R11); one request
 * at a time; nothing after the last day (R08). A request counts from when it was made, whatever is answered later.
 */
export function returnRefusal(
  notice: Notice,
  assignment: Pick<Assignment, 'endedOn' | 'reassigned'>,
  hasLiveRequest: boolean,
  today: IsoDate,
): ReturnRefusal | null {
  if (assignment.endedOn !== null) return 'given-up';
  if (assignment.reassigned) return 'final';
  if (hasLiveRequest) return 'asked';
  const last = returnsUntil(notice);
  return last !== null && isPast(last, today, notice.settings) ? 'too-late' : null;
}

/** What a unit hands in with a request, for one or several of its proposals. */
export interface ReturnApplication {
  kind: ReturnKind;
  reasons: string;
  /** A unit was suggested to take it over, and it is another one. */
  suggested: 'none' | 'itself' | 'other';
  /** 本单位主要负责同志. */
  headName: string;
  headSignedOn: IsoDate | null;
  /** How many files are attached. */
  files: number;
  /** The reasons stand in the 办理系统 as 拒收附件 (R06). */
  uploaded: boolean;
}

/** Characters of reasons: what one field of a form holds. */
export const MOST_REASONS = 3_000;

export type ReturnField = 'reasons' | 'suggested' | 'head' | 'signedOn' | 'files' | 'uploaded';

/**
 * What is missing or wrong in a request for the given assignments, by field; empty when it can be handed in. 主办、独办、
 * 分办 units owe reasons, the head's signature and the attachment (R05, R06); 会办 units the reasons, their consent is
 * asked for afterwards (R07).
 */
export function checkApplication(
  application: ReturnApplication,
  assignments: readonly Pick<Assignment, 'role' | 'assignedOn'>[],
  clause: string,
  today: IsoDate,
): Partial<Record<ReturnField, string>> {
  const { kind, reasons, suggested, headName, headSignedOn, files, uploaded } = application;
  const needsSignature = assignments.some((one) => one.role !== 'joint');
  const faults: Partial<Record<ReturnField, string>> = {};
  if (reasons.trim() === '') faults.reasons = `请充分说明理由（${clause}）`;
  else if (reasons.length > MOST_REASONS) faults.reasons = `请写在${MOST_REASONS}字以内，其余放在附件里`;
  if (suggested === 'itself') faults.suggested = '请写另一个单位';
  else if (kind === 'reassign' && suggested === 'none') faults.suggested = '改办请写明建议由哪个单位办理';
  const signedOn = dateFault(headSignedOn, assignments, today);
  if (signedOn) faults.signedOn = signedOn;
  if (!needsSignature) return faults;
  if (headName.trim() === '') faults.head = `须报本单位主要负责同志签批，请写姓名（${clause}）`;
  if (headSignedOn === null) faults.signedOn = `请选主要负责同志签批的日期（${clause}）`;
  if (files === 0) faults.files = `请附经签批的书面申请或拒收附件（${clause}）`;
  if (!uploaded) faults.uploaded = `请先将拒收理由作为拒收附件上传办理系统（${clause}）`;
  return faults;
}

function dateFault(
  on: IsoDate | null,
  assignments: readonly Pick<Assignment, 'assignedOn'>[],
  today: IsoDate,
): string | null {
  if (on === null) return null;
  if (on > today) return '签批日期不能晚于今天';
  const early = assignments.find((one) => on < one.assignedOn);
  return early ? `签批日期不能早于交办日期 ${early.assignedOn}` : null;
}

export type OpenRequests = Record<'lead' | 'desk' | 'manager', string[]>;

/** Numbers of the proposals whose open requests wait for the lead unit, the desk, the manager. */
export function openRequests({ returnRequests, assignments, proposals }: Facts): OpenRequests {
  const byAssignment = new Map(assignments.map((one) => [one.id, one.proposalId]));
  const numbers = new Map(proposals.map((one) => [one.id, one.number]));
  const waiting: OpenRequests = { lead: [], desk: [], manager: [] };
  for (const { assignmentId, open, waitsFor } of returnRequests) {
    const number = numbers.get(byAssignment.get(assignmentId) ?? '');
    if (open && number !== undefined) waiting[waitsFor ?? 'desk'].push(number);
  }
  for (const list of Object.values(waiting)) list.sort(byNumber);
  return waiting;
}

/** What the manager signs: the desk's opinion on a request. */
export interface Opinion {
  id: string;
  newUnitId: string | null;
  newRole: Role | null;
  deskWhy: string | null;
}

/** A short mark of opinions as somebody read them: it differs when one of them has changed since (FNV-1a, 32 bits). */
export function markOf(opinions: readonly Opinion[]): string {
  const said = opinions.map(({ id, newUnitId, newRole, deskWhy }) => [id, newUnitId, newRole, deskWhy]);
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(said)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}

/** Where the desk wants a proposal to go. */
export interface Placement {
  unitId: string;
  role: Role;
}

export type PlacementFault = 'same-unit' | 'holds-it' | 'asks-too' | 'has-lead' | 'not-alone';

/**
 * Why a proposal cannot go to a unit in a role, or null. `holders` are all that hold it now, `giver` among them; `asking`
 * are the units with a live request about it. A unit that assists may become the one that leads, not the reverse.
 */
export function placementFault(
  { unitId, role }: Placement,
  giver: Pick<Assignment, 'id' | 'unitId'>,
  holders: readonly Pick<Assignment, 'id' | 'unitId' | 'role' | 'endedOn'>[],
  asking: readonly string[],
): PlacementFault | null {
  if (unitId === giver.unitId) return 'same-unit';
  const current = holders.filter((one) => one.endedOn === null && one.id !== giver.id);
  const own = current.find((one) => one.unitId === unitId);
  if (own && asking.includes(unitId)) return 'asks-too';
  if (own && (own.role !== 'joint' || role === 'joint')) return 'holds-it';
  const others = current.filter((one) => one !== own);
  if (LEADING.includes(role) && leaderOf(others)) return 'has-lead';
  return role === 'sole' && others.length > 0 ? 'not-alone' : null;
}
