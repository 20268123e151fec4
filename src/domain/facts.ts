import type { IsoDate } from './calendar.ts';

/** 主办 · 独办 · 分办 · 会办 */
export const ROLES = ['lead', 'sole', 'split', 'joint'] as const;
export type Role = (typeof ROLES)[number];

export const MEMBER_ROLES = ['liaison', 'deputy', 'leader', 'desk', 'manager'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

export type ProposalKind = 'proposal' | 'letter';

export interface Unit {
  id: string;
  name: string;
  shortName: string | null;
  functions: string | null;
  address: string | null;
  phone: string | null;
  leader: string | null;
}

export interface Member {
  id: string;
  role: MemberRole;
  /** The member's unit; null for desk and managers. */
  unitId: string | null;
  name: string;
  /** Known to the chat, so that a private message can reach them. */
  bound: boolean;
  joinedGroup: boolean;
  /** The day on which a change of liaison made them so; null or left out for who came with a roster. */
  since?: IsoDate | null;
}

export interface Proposal {
  id: string;
  /** 案号 */
  number: string;
  /** 案由 */
  title: string;
  kind: ProposalKind;
  leadMember: string | null;
  /** 复杂件: wide scope, hard to handle; due on the later date (R22). */
  hard: boolean;
}

export interface Assignment {
  id: string;
  proposalId: string;
  unitId: string;
  role: Role;
  assignedOn: IsoDate;
  /** Given in the second round (改办): final, signed by the later date (R11, R12). */
  reassigned: boolean;
  /** The day the unit gave the proposal up (退办、改办、撤案); null while it holds it. */
  endedOn: IsoDate | null;
}

/** 登记: a fact that a person put on record. Reading a message is none (A6). */
export interface Registration {
  assignmentId: string | null;
  unitId: string | null;
  /** One of the rule file's registration names, such as 'signed' or 'reply-uploaded'. */
  kind: string;
  /** The day it happened, not the day it was typed. */
  on: IsoDate;
  /** The duty that an explanation is about. */
  dutyKey: string | null;
  /** The date that a phased reply promises for the next one (R23). */
  promisedOn: IsoDate | null;
  text: string | null;
  /** What this kind of fact carries besides its day. */
  details?: RegistrationDetails;
}

/** A file that somebody attached in the chat; the bytes stay there. */
export interface FileRef {
  /** The chat's id of the file. */
  id: string;
  name: string;
  mimetype: string;
  /** Bytes. */
  size: number;
}

export const CONTACT_PHASES = ['before', 'during', 'after'] as const;
/** 办前 · 办中 · 办后 (R35) */
export type ContactPhase = (typeof CONTACT_PHASES)[number];

export interface RegistrationDetails {
  /** 沟通方式, one of the rule file's contact ways (R36). */
  way?: string;
  phase?: ContactPhase;
  /** 答复类别, the code of one of the rule file's reply categories (R33, R34). */
  category?: string;
  /** 文号, normalised: 茂南教函〔2022〕12号 (R20). */
  fileNumber?: string;
  /** 满意度, one of the rule file's satisfaction grades (R51). */
  grade?: string;
  files?: readonly FileRef[];
}

/** One proposal's part of a unit's monthly report. */
export interface ReportEntry {
  assignmentId: string;
  /** 'YYYY-MM' */
  period: string;
  submittedOn: IsoDate;
}

export interface ReturnRequest {
  id: string;
  assignmentId: string;
  requestedOn: IsoDate;
  /** Open until it is refused or carried out. A withdrawn request is none. */
  open: boolean;
  /** Who has to do something next, while it is open: the lead unit (R07), the desk, or the manager (R09). */
  waitsFor?: 'lead' | 'desk' | 'manager' | null;
}

/** 请假: a person is away, first and last day included; their reminders go to the deputy (A10). */
export interface Absence {
  memberId: string;
  from: IsoDate;
  until: IsoDate;
  /** Who stands in; null is the unit's deputy. */
  deputyId: string | null;
}

/** 稍后提醒: a person is not reminded of a duty before a day (A9). */
export interface Snooze {
  memberId: string;
  dutyKey: string;
  until: IsoDate;
}

/** 催办: the desk asks for a duty's line in the unit's next reminder (subject to A1–A3), or has telephoned about it. */
export interface Urge {
  dutyKey: string;
  on: IsoDate;
  /** `message` unless said otherwise. */
  way?: 'message' | 'phone';
  /** What was said on the telephone. */
  note?: string | null;
}

/** One unit's part in a proposal, as its other units may see it (R37). */
export interface Partner {
  proposalId: string;
  /** 案号 */
  number: string;
  unitId: string;
  unit: string;
  role: Role;
  /** Registration names on record. */
  recorded: readonly string[];
}

/** Everything the rules look at, of one office or of one of its units. */
export interface Facts {
  units: readonly Unit[];
  members: readonly Member[];
  proposals: readonly Proposal[];
  assignments: readonly Assignment[];
  registrations: readonly Registration[];
  reportEntries: readonly ReportEntry[];
  returnRequests: readonly ReturnRequest[];
  absences: readonly Absence[];
  snoozes: readonly Snooze[];
  urges: readonly Urge[];
  /** In the facts of one unit: the parts of all units in the proposals that it holds. The office's facts show them anyway. */
  partners?: readonly Partner[];
}

export const NO_FACTS: Facts = {
  units: [],
  members: [],
  proposals: [],
  assignments: [],
  registrations: [],
  reportEntries: [],
  returnRequests: [],
  absences: [],
  snoozes: [],
  urges: [],
};

/** 案号 in the order people expect: 2 before 12, '2022-7' after. */
export function byNumber(one: string, other: string): number {
  return numbers.compare(one, other);
}

const numbers = new Intl.Collator('en', { numeric: true });
