import { sql } from 'drizzle-orm';
import {
  boolean,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { FileRef, MemberRole, ProposalKind, RegistrationDetails, Role } from '../domain/facts.ts';
import type { ReportDraftEntry } from '../domain/monthly-report.ts';
import type { Paper } from '../domain/paper.ts';
import type { ReminderItem } from '../domain/reminder.ts';
import type { ReturnKind, ReturnState } from '../domain/return-request.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const id = () => uuid('id').primaryKey().defaultRandom();
const officeId = () =>
  uuid('office_id')
    .notNull()
    .references(() => offices.id);

/** One Slack workspace's installation. */
export const offices = pgTable('offices', {
  id: id(),
  /** Slack's id of the workspace; null until the bot has met it. */
  teamId: text('team_id').unique(),
  zone: text('zone').notNull().default('Asia/Shanghai'),
  /** The rule file as imported, so that the office keeps its rules when the file changes or moves. */
  noticeName: text('notice_name'),
  noticeText: text('notice_text'),
  groupChannel: text('group_channel'),
  /** When reminders are next planned; null is “at the next tick”. */
  nextPlanAt: instant('next_plan_at'),
  /** Since when Slack does not let the bot in, and its word for why; null while it does. */
  shutOutSince: instant('shut_out_since'),
  shutOutCode: text('shut_out_code'),
  /** After a restore: from here on the ledger does not know yet what was sent; null once it does. */
  restoredFrom: instant('restored_from'),
});

export const units = pgTable(
  'units',
  {
    id: id(),
    officeId: officeId(),
    name: text('name').notNull(),
    shortName: text('short_name'),
    functions: text('functions'),
    address: text('address'),
    phone: text('phone'),
    leader: text('leader'),
  },
  (table) => [uniqueIndex('units_name').on(table.officeId, table.name)],
);

export const members = pgTable(
  'members',
  {
    id: id(),
    officeId: officeId(),
    unitId: uuid('unit_id').references(() => units.id),
    role: text('role').$type<MemberRole>().notNull(),
    name: text('name').notNull(),
    phone: text('phone'),
    email: text('email'),
    slackId: text('slack_id'),
    joinedGroup: boolean('joined_group').notNull().default(false),
    /** False once a later roster no longer names them: the past keeps its names, the person loses the rights. */
    active: boolean('active').notNull().default(true),
    /** The day on which a change of liaison made them what they are; null for who came with a roster (R32). */
    since: date('since'),
  },
  (table) => [
    uniqueIndex('members_slack').on(table.officeId, table.slackId).where(sql`${table.active}`),
    uniqueIndex('members_email').on(table.officeId, table.email).where(sql`${table.active}`),
    index('members_unit').on(table.unitId),
  ],
);

export const proposals = pgTable(
  'proposals',
  {
    id: id(),
    officeId: officeId(),
    number: text('number').notNull(),
    title: text('title').notNull(),
    kind: text('kind').$type<ProposalKind>().notNull(),
    leadMember: text('lead_member'),
    hard: boolean('hard').notNull().default(false),
    /** Why the desk marked it as 复杂件 (R22). */
    hardReason: text('hard_reason'),
  },
  (table) => [uniqueIndex('proposals_number').on(table.officeId, table.number)],
);

export const assignments = pgTable(
  'assignments',
  {
    id: id(),
    officeId: officeId(),
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => proposals.id),
    unitId: uuid('unit_id')
      .notNull()
      .references(() => units.id),
    role: text('role').$type<Role>().notNull(),
    assignedOn: date('assigned_on').notNull(),
    reassigned: boolean('reassigned').notNull().default(false),
    endedOn: date('ended_on'),
  },
  (table) => [
    uniqueIndex('assignments_held').on(table.proposalId, table.unitId).where(sql`${table.endedOn} is null`),
    index('assignments_unit').on(table.unitId),
    index('assignments_office').on(table.officeId),
  ],
);

export const registrations = pgTable(
  'registrations',
  {
    id: id(),
    officeId: officeId(),
    assignmentId: uuid('assignment_id').references(() => assignments.id),
    unitId: uuid('unit_id').references(() => units.id),
    kind: text('kind').notNull(),
    on: date('on_date').notNull(),
    dutyKey: text('duty_key'),
    promisedOn: date('promised_on'),
    text: text('text'),
    details: jsonb('details').$type<RegistrationDetails>().notNull().default({}),
    memberId: uuid('member_id').references(() => members.id),
    createdAt: instant('created_at').notNull(),
    /** Taken back (更正) or sent back (退回): it stays in the proposal's story and closes nothing any more. */
    revokedAt: instant('revoked_at'),
    revokedBy: uuid('revoked_by').references(() => members.id),
    revokedWhy: text('revoked_why'),
  },
  (table) => [
    // Contacts, phased replies and what is sent back happen more than once; everything else stands once, however many
    // people try.
    uniqueIndex('registrations_once')
      .on(table.assignmentId, table.kind)
      .where(
        sql`${table.revokedAt} is null and ${table.dutyKey} is null and ${table.kind} not in ('contacted', 'reply-phased', 'sent-back')`,
      ),
    uniqueIndex('registrations_once_unit')
      .on(table.unitId, table.kind)
      .where(
        sql`${table.revokedAt} is null and ${table.assignmentId} is null and ${table.dutyKey} is null and ${table.kind} <> 'sent-back'`,
      ),
    // One assignment has many duties, and each can be explained.
    uniqueIndex('registrations_explained')
      .on(table.officeId, table.dutyKey)
      .where(sql`${table.revokedAt} is null and ${table.dutyKey} is not null`),
    index('registrations_office').on(table.officeId),
    index('registrations_assignment').on(table.assignmentId),
  ],
);

/** 退办、改办申请 (R04–R12). */
export const returnRequests = pgTable(
  'return_requests',
  {
    id: id(),
    officeId: officeId(),
    assignmentId: uuid('assignment_id')
      .notNull()
      .references(() => assignments.id),
    /** 退办 or 改办: give it back, or suggest another unit (R04). */
    kind: text('kind').$type<ReturnKind>().notNull(),
    reasons: text('reasons').notNull(),
    suggestedUnitId: uuid('suggested_unit_id').references(() => units.id),
    /** 本单位主要负责同志签批: who signed, and when (R05). */
    headName: text('head_name'),
    headSignedOn: date('head_signed_on'),
    files: jsonb('files').$type<FileRef[]>().notNull().default([]),
    state: text('state').$type<ReturnState>().notNull(),
    memberId: uuid('member_id').references(() => members.id),
    requestedOn: date('requested_on').notNull(),
    requestedAt: instant('requested_at').notNull(),
    /** The lead unit's answer (R07). */
    consentBy: uuid('consent_by').references(() => members.id),
    consentAt: instant('consent_at'),
    consentWhy: text('consent_why'),
    /** What the desk proposes, and the manager signs. */
    newUnitId: uuid('new_unit_id').references(() => units.id),
    newRole: text('new_role').$type<Role>(),
    deskBy: uuid('desk_by').references(() => members.id),
    deskAt: instant('desk_at'),
    deskWhy: text('desk_why'),
    /** Why the manager gave it back to the desk. */
    managerWhy: text('manager_why'),
    signedBy: uuid('signed_by').references(() => members.id),
    signedAt: instant('signed_at'),
    closedAt: instant('closed_at'),
  },
  (table) => [
    uniqueIndex('return_requests_live')
      .on(table.assignmentId)
      .where(sql`${table.state} in ('awaiting-consent', 'open', 'submitted', 'signed')`),
    index('return_requests_office').on(table.officeId),
  ],
);

/** 请假: first and last day included. */
export const absences = pgTable(
  'absences',
  {
    id: id(),
    officeId: officeId(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    from: date('from_date').notNull(),
    until: date('until_date').notNull(),
    deputyId: uuid('deputy_id').references(() => members.id),
    createdAt: instant('created_at').notNull(),
    cancelledAt: instant('cancelled_at'),
  },
  (table) => [index('absences_office').on(table.officeId), index('absences_member').on(table.memberId)],
);

/** 稍后提醒: one a person and duty; the later one counts (A9). */
export const snoozes = pgTable(
  'snoozes',
  {
    officeId: officeId(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    dutyKey: text('duty_key').notNull(),
    until: date('until_date').notNull(),
    /** How often it was put off; the desk sees it. */
    times: integer('times').notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.memberId, table.dutyKey] }),
    index('snoozes_office').on(table.officeId),
  ],
);

/** 催办 by the desk: at most one a duty and day. */
export const urges = pgTable(
  'urges',
  {
    id: id(),
    officeId: officeId(),
    unitId: uuid('unit_id')
      .notNull()
      .references(() => units.id),
    dutyKey: text('duty_key').notNull(),
    on: date('on_date').notNull(),
    /** By telephone, or through the unit's next reminder. */
    way: text('way').$type<'message' | 'phone'>().notNull().default('message'),
    note: text('note'),
    memberId: uuid('member_id').references(() => members.id),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('urges_once').on(table.officeId, table.dutyKey, table.on, table.way),
    index('urges_unit').on(table.unitId),
  ],
);

/** Files the desk gave to the bot and has not confirmed yet. */
export const pendingImports = pgTable(
  'pending_imports',
  {
    id: id(),
    officeId: officeId(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    kind: text('kind').$type<'roster' | 'proposals' | 'notice'>().notNull(),
    name: text('name').notNull(),
    content: bytes('content').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('pending_imports_office').on(table.officeId)],
);

export const monthlyReports = pgTable(
  'monthly_reports',
  {
    id: id(),
    officeId: officeId(),
    unitId: uuid('unit_id')
      .notNull()
      .references(() => units.id),
    period: text('period').notNull(),
    submittedAt: instant('submitted_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** How often it was sent in: 1, and one more for each correction. */
    revision: integer('revision').notNull().default(1),
    memberId: uuid('member_id').references(() => members.id),
  },
  (table) => [
    uniqueIndex('monthly_reports_once').on(table.unitId, table.period),
    index('monthly_reports_office').on(table.officeId),
  ],
);

export const reportEntries = pgTable(
  'report_entries',
  {
    reportId: uuid('report_id')
      .notNull()
      .references(() => monthlyReports.id),
    assignmentId: uuid('assignment_id')
      .notNull()
      .references(() => assignments.id),
    progress: text('progress').notNull(),
    problems: text('problems').notNull(),
    plan: text('plan').notNull(),
    stage: text('stage'),
    submittedAt: instant('submitted_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.assignmentId] }),
    index('report_entries_assignment').on(table.assignmentId),
  ],
);

/** A report as it was before it was changed, and as it is: one row each time it was sent in. */
export const reportVersions = pgTable(
  'report_versions',
  {
    reportId: uuid('report_id')
      .notNull()
      .references(() => monthlyReports.id),
    revision: integer('revision').notNull(),
    at: instant('at').notNull(),
    memberId: uuid('member_id').references(() => members.id),
    /** By assignment id. */
    entries: jsonb('entries').$type<Record<string, ReportDraftEntry>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.revision] })],
);

/** What a person typed into a report form and has not sent yet: nothing typed is lost. */
export const reportDrafts = pgTable(
  'report_drafts',
  {
    officeId: officeId(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    period: text('period').notNull(),
    entries: jsonb('entries').$type<Record<string, ReportDraftEntry>>().notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.period] })],
);

export type DeliveryState = 'pending' | 'sending' | 'sent' | 'held' | 'cancelled' | 'failed';
export type DeliveryKind =
  | 'reminder'
  | 'urgent'
  | 'group'
  | 'desk'
  | 'digest'
  | 'receipt'
  | 'answer'
  | 'alarm'
  /** D9, the desk's daily heartbeat. */
  | 'heartbeat'
  /** A file that somebody asked for. */
  | 'paper'
  /** Something that somebody else did concerns its reader: a request, a decision, a file sent back. */
  | 'notice';

/** A message that was decided on: text that is fixed at that moment (receipts, answers), not reminders. */
export interface FixedMessage {
  text: string;
  blocks: unknown[];
  pictures?: readonly unknown[];
}

/** 发送: the ledger. One row a message owed to somebody; the queue only makes it fast. */
export const deliveries = pgTable(
  'deliveries',
  {
    /** Follows from the office and the key: see `deliveryId`. */
    id: id(),
    officeId: officeId(),
    /** The debt's own name; the database refuses to write it twice. */
    key: text('key').notNull(),
    kind: text('kind').$type<DeliveryKind>().notNull(),
    memberId: uuid('member_id').references(() => members.id),
    /** The working day it belongs to, for what is planned. */
    date: date('date'),
    items: jsonb('items').$type<ReminderItem[]>().notNull().default([]),
    digestWeek: text('digest_week'),
    digestMonth: text('digest_month'),
    /** Rendered already, for answers and receipts; reminders are rendered when they go out. */
    message: jsonb('message').$type<FixedMessage>(),
    /** The file to make and send, instead of a message. */
    paper: jsonb('paper').$type<Paper>(),
    /** Slack's id of that file, kept before anybody can see it: by it a share is found again. */
    fileId: text('file_id'),
    /** How often its share was looked for in vain since: Slack shows one a moment after it has taken it. */
    looks: integer('looks').notNull().default(0),
    channel: text('channel'),
    threadTs: text('thread_ts'),
    state: text('state').$type<DeliveryState>().notNull().default('pending'),
    reason: text('reason'),
    /** Not before this instant: the sending time, and after a failure the time of the next attempt. */
    sendAfter: instant('send_after').notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** How many of them our own code, or the database, failed in. */
    faults: integer('faults').notNull().default(0),
    /** How many of them ended without a word: the worker died, or stood still for too long. */
    orphanings: integer('orphanings').notNull().default(0),
    /** While 'sending': another worker may take over, after a look into the chat's history, once this has passed. */
    leaseUntil: instant('lease_until'),
    firstAttemptAt: instant('first_attempt_at'),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
    /** Where it is, or, while 'sending', where it may be. */
    sentChannel: text('sent_channel'),
    ts: text('ts'),
  },
  (table) => [
    uniqueIndex('deliveries_key').on(table.officeId, table.key),
    index('deliveries_due').on(table.sendAfter).where(sql`${table.state} in ('pending', 'sending')`),
    index('deliveries_message').on(table.officeId, table.ts),
    index('deliveries_state').on(table.state),
  ],
);

/** What the App Home tab of an account shows, so that it can be brought up to date after an act elsewhere. */
export const homes = pgTable(
  'homes',
  {
    officeId: officeId(),
    slackId: text('slack_id').notNull(),
    /** Tab, filter, search and page, as the view carries them. It gives no authority. */
    state: text('state').notNull(),
    /** Slack's hash of the view: a refresh that was overtaken by a click is refused by it. */
    hash: text('hash').notNull(),
    /** Role and unit that it was made for. */
    madeFor: text('made_for').notNull(),
    shownAt: instant('shown_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.officeId, table.slackId] })],
);

/** Every change of state: who, when, from which message. */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: id(),
    officeId: officeId(),
    at: instant('at').notNull(),
    memberId: uuid('member_id').references(() => members.id),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    /** The inbound id (message, command, click) or 'import' that caused it. */
    source: text('source').notNull(),
    details: jsonb('details').$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [index('audit_events_office').on(table.officeId, table.at)],
);

/** Ids of what came in and was carried out: the same thing delivered twice has one effect. */
export const inbox = pgTable(
  'inbox',
  {
    officeId: officeId(),
    id: text('id').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.officeId, table.id] })],
);
