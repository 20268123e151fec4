import { and, asc, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import { alias, type PgColumn } from 'drizzle-orm/pg-core';
import type {
  LedgerEntry,
  LedgerEvent,
  LedgerFacts,
  LedgerPerson,
  LedgerRecord,
  LedgerRequest,
  LedgerSending,
  LedgerUrge,
  Moment,
} from '../domain/ledger-facts.ts';
import type { Database } from './database.ts';
import { loadFacts } from './facts.ts';
import { hardReasons } from './proposals.ts';
import {
  auditEvents,
  type DeliveryKind,
  deliveries,
  members,
  monthlyReports,
  registrations,
  reportEntries,
  returnRequests,
  units,
  urges,
} from './schema.ts';

interface Scope {
  officeId: string;
  zone: string;
  /** 'YYYY-MM'; null for every month's reports. */
  month: string | null;
}

/** Everything that the ledger 台账 shows, all of the same instant. */
export function loadLedger(db: Database, scope: Scope): Promise<LedgerFacts> {
  return db.transaction(
    async (tx) => ({
      facts: await loadFacts(tx, scope.officeId),
      hardReasons: await hardReasons(tx, scope.officeId),
      people: await peopleOf(tx, scope),
      records: await recordsOf(tx, scope),
      entries: await entriesOf(tx, scope),
      requests: await requestsOf(tx, scope),
      urges: await urgesOf(tx, scope),
      sendings: await sendingsOf(tx, scope),
      events: await eventsOf(tx, scope),
    }),
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** An instant as the office's clock shows it. PostgreSQL does this for 100,000 rows at once. */
function clock(column: PgColumn | SQL, zone: string): SQL<Moment> {
  return sql<Moment>`to_char(${column} at time zone ${zone}, 'YYYY-MM-DD HH24:MI')`;
}

function clockOrNone(column: PgColumn, zone: string): SQL<Moment | null> {
  return clock(column, zone);
}

function peopleOf(db: Database, { officeId }: Scope): Promise<LedgerPerson[]> {
  return db
    .select()
    .from(members)
    .where(eq(members.officeId, officeId))
    .orderBy(asc(members.name), asc(members.id));
}

async function recordsOf(db: Database, { officeId, zone }: Scope): Promise<LedgerRecord[]> {
  const revokers = alias(members, 'revokers');
  const rows = await db
    .select({
      assignmentId: registrations.assignmentId,
      unitId: registrations.unitId,
      kind: registrations.kind,
      on: registrations.on,
      dutyKey: registrations.dutyKey,
      promisedOn: registrations.promisedOn,
      text: registrations.text,
      details: registrations.details,
      by: members.name,
      at: clock(registrations.createdAt, zone),
      revokedAt: clockOrNone(registrations.revokedAt, zone),
      revokedBy: revokers.name,
      revokedWhy: registrations.revokedWhy,
    })
    .from(registrations)
    .leftJoin(members, eq(members.id, registrations.memberId))
    .leftJoin(revokers, eq(revokers.id, registrations.revokedBy))
    .where(eq(registrations.officeId, officeId))
    .orderBy(asc(registrations.createdAt), asc(registrations.id));
  return rows.map(({ revokedAt, revokedBy, revokedWhy, ...record }) => ({
    ...record,
    revoked: revokedAt === null ? null : { at: revokedAt, by: revokedBy, why: revokedWhy },
  }));
}

function entriesOf(db: Database, { officeId, zone, month }: Scope): Promise<LedgerEntry[]> {
  return db
    .select({
      assignmentId: reportEntries.assignmentId,
      period: monthlyReports.period,
      progress: reportEntries.progress,
      problems: reportEntries.problems,
      plan: reportEntries.plan,
      stage: reportEntries.stage,
      at: clock(reportEntries.submittedAt, zone),
      revision: monthlyReports.revision,
      by: members.name,
    })
    .from(reportEntries)
    .innerJoin(monthlyReports, eq(monthlyReports.id, reportEntries.reportId))
    .leftJoin(members, eq(members.id, monthlyReports.memberId))
    .where(
      and(
        eq(monthlyReports.officeId, officeId),
        month === null ? undefined : eq(monthlyReports.period, month),
      ),
    )
    .orderBy(asc(monthlyReports.period));
}

async function requestsOf(db: Database, { officeId, zone }: Scope): Promise<LedgerRequest[]> {
  const suggested = alias(units, 'suggested');
  const newUnit = alias(units, 'new_unit');
  const consenting = alias(members, 'consenting');
  const proposing = alias(members, 'proposing');
  const signing = alias(members, 'signing');
  const rows = await db
    .select({
      assignmentId: returnRequests.assignmentId,
      kind: returnRequests.kind,
      state: returnRequests.state,
      reasons: returnRequests.reasons,
      suggested: suggested.name,
      headName: returnRequests.headName,
      headSignedOn: returnRequests.headSignedOn,
      files: returnRequests.files,
      by: members.name,
      at: clock(returnRequests.requestedAt, zone),
      consentBy: consenting.name,
      consentAt: clockOrNone(returnRequests.consentAt, zone),
      consentWhy: returnRequests.consentWhy,
      deskBy: proposing.name,
      deskAt: clockOrNone(returnRequests.deskAt, zone),
      deskWhy: returnRequests.deskWhy,
      newUnit: newUnit.name,
      newRole: returnRequests.newRole,
      managerWhy: returnRequests.managerWhy,
      signedBy: signing.name,
      signedAt: clockOrNone(returnRequests.signedAt, zone),
      closedAt: clockOrNone(returnRequests.closedAt, zone),
    })
    .from(returnRequests)
    .leftJoin(suggested, eq(suggested.id, returnRequests.suggestedUnitId))
    .leftJoin(newUnit, eq(newUnit.id, returnRequests.newUnitId))
    .leftJoin(members, eq(members.id, returnRequests.memberId))
    .leftJoin(consenting, eq(consenting.id, returnRequests.consentBy))
    .leftJoin(proposing, eq(proposing.id, returnRequests.deskBy))
    .leftJoin(signing, eq(signing.id, returnRequests.signedBy))
    .where(eq(returnRequests.officeId, officeId))
    .orderBy(asc(returnRequests.requestedAt), asc(returnRequests.id));
  return rows.map(
    ({ consentBy, consentAt, consentWhy, deskBy, deskAt, deskWhy, signedBy, signedAt, ...request }) => ({
      ...request,
      consent: { by: consentBy, at: consentAt, why: consentWhy },
      desk: { by: deskBy, at: deskAt, why: deskWhy },
      signed: { by: signedBy, at: signedAt },
    }),
  );
}

function urgesOf(db: Database, { officeId, zone }: Scope): Promise<LedgerUrge[]> {
  return db
    .select({
      unitId: urges.unitId,
      dutyKey: urges.dutyKey,
      way: urges.way,
      note: urges.note,
      by: members.name,
      at: clock(urges.createdAt, zone),
    })
    .from(urges)
    .leftJoin(members, eq(members.id, urges.memberId))
    .where(eq(urges.officeId, officeId))
    .orderBy(asc(urges.createdAt), asc(urges.id));
}

/** What the bot says when it is spoken to is no part of the ledger. */
const SPOKEN_TO: DeliveryKind[] = ['answer', 'receipt', 'paper'];

/** What a later plan took over, or what was settled before it went out, was never said; what the desk stopped is told. */
function sendingsOf(db: Database, { officeId, zone }: Scope): Promise<LedgerSending[]> {
  const due = sql`coalesce(${deliveries.sentAt}, ${deliveries.sendAfter})`;
  return db
    .select({
      kind: sql<string>`${deliveries.kind}`,
      memberId: deliveries.memberId,
      items: deliveries.items,
      digestWeek: deliveries.digestWeek,
      digestMonth: deliveries.digestMonth,
      state: sql<string>`${deliveries.state}`,
      reason: deliveries.reason,
      at: clock(due, zone),
      attempts: deliveries.attempts,
    })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.officeId, officeId),
        ...SPOKEN_TO.map((kind) => ne(deliveries.kind, kind)),
        or(
          inArray(deliveries.state, ['sent', 'held', 'failed', 'pending', 'sending']),
          and(eq(deliveries.state, 'cancelled'), eq(deliveries.reason, 'desk')),
        ),
      ),
    )
    .orderBy(due, asc(deliveries.key));
}

function eventsOf(db: Database, { officeId, zone }: Scope): Promise<LedgerEvent[]> {
  return db
    .select({
      at: clock(auditEvents.at, zone),
      action: auditEvents.action,
      subject: auditEvents.subject,
      details: auditEvents.details,
      source: auditEvents.source,
      memberId: auditEvents.memberId,
    })
    .from(auditEvents)
    .where(eq(auditEvents.officeId, officeId))
    .orderBy(asc(auditEvents.at), asc(auditEvents.id));
}
