import type { IsoDate } from './calendar.ts';
import type { Facts, FileRef, MemberRole, RegistrationDetails, Role } from './facts.ts';
import type { ReturnKind, ReturnState } from './return-request.ts';
import type { ReminderItem } from './told.ts';

/** An instant as the office's clock shows it: 'YYYY-MM-DD HH:mm'. */
export type Moment = string;

/** Everything that the ledger 台账 shows, with the names that people know. */
export interface LedgerFacts {
  facts: Facts;
  /** Why the desk marked proposals as 复杂件, by proposal id. */
  hardReasons: ReadonlyMap<string, string>;
  /** Everybody who is or was on the roster. */
  people: readonly LedgerPerson[];
  /** Facts on record, those taken back among them, in the order in which they were recorded. */
  records: readonly LedgerRecord[];
  /** Parts of monthly reports, by month. */
  entries: readonly LedgerEntry[];
  requests: readonly LedgerRequest[];
  urges: readonly LedgerUrge[];
  /** What the bot said by itself, or has still to say, in the order in which it fell due. */
  sendings: readonly LedgerSending[];
  events: readonly LedgerEvent[];
}

export interface LedgerPerson {
  id: string;
  role: MemberRole;
  unitId: string | null;
  name: string;
  phone: string | null;
  email: string | null;
  slackId: string | null;
  joinedGroup: boolean;
  active: boolean;
}

export interface LedgerRecord {
  assignmentId: string | null;
  unitId: string | null;
  kind: string;
  on: IsoDate;
  dutyKey: string | null;
  promisedOn: IsoDate | null;
  text: string | null;
  details: RegistrationDetails;
  by: string | null;
  at: Moment;
  /** Sent back or taken back: by whom, when and why. */
  revoked: { at: Moment; by: string | null; why: string | null } | null;
}

export interface LedgerEntry {
  assignmentId: string;
  /** 'YYYY-MM' */
  period: string;
  progress: string;
  problems: string;
  plan: string;
  stage: string | null;
  /** First sent in. */
  at: Moment;
  /** Of the unit's report: how often it was sent in, and by whom last. */
  revision: number;
  by: string | null;
}

export interface LedgerRequest {
  assignmentId: string;
  kind: ReturnKind;
  state: ReturnState;
  reasons: string;
  suggested: string | null;
  headName: string | null;
  headSignedOn: IsoDate | null;
  files: readonly FileRef[];
  by: string | null;
  at: Moment;
  consent: { by: string | null; at: Moment | null; why: string | null };
  desk: { by: string | null; at: Moment | null; why: string | null };
  newUnit: string | null;
  newRole: Role | null;
  managerWhy: string | null;
  signed: { by: string | null; at: Moment | null };
  closedAt: Moment | null;
}

export interface LedgerUrge {
  unitId: string;
  dutyKey: string;
  way: 'message' | 'phone';
  note: string | null;
  by: string | null;
  at: Moment;
}

export interface LedgerSending {
  kind: string;
  /** Whose it is; null for what goes to the work group. */
  memberId: string | null;
  items: ReminderItem[];
  digestWeek: string | null;
  digestMonth: string | null;
  state: string;
  /** Why it was not sent, in Chinese. */
  reason: string | null;
  /** Sent, or to be sent. */
  at: Moment;
  attempts: number;
}

export interface LedgerEvent {
  at: Moment;
  action: string;
  subject: string;
  details: Record<string, unknown>;
  /** The inbound id that caused it: 'command:…', 'import' … */
  source: string;
  memberId: string | null;
}
