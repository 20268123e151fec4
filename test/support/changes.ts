import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/database.ts';

/** What people change; drafts, tabs and files that wait for a confirmation are not on record. */
const RECORD = [
  'units',
  'proposals',
  'assignments',
  'registrations',
  'return_requests',
  'absences',
  'snoozes',
  'urges',
  'monthly_reports',
  'report_entries',
  'report_versions',
];
const COMPANIONS = ['audit_events', 'inbox'];

/** Who has joined the work group is asked of Slack at every start, and is nobody's act. */
const OF_MEMBERS = sql`insert or delete or update of unit_id, role, name, phone, email, slack_id, active`;
const ANY = sql`insert or update or delete`;

/** Lets the database note from now on which transaction touches which table of the record. */
export async function watchChanges(db: Database): Promise<void> {
  await db.execute(sql`create table change_notes (n bigserial, tx bigint, what text)`);
  await db.execute(sql`
    create function note_change() returns trigger language plpgsql as
    $$ begin insert into change_notes (tx, what) values (txid_current(), tg_table_name); return null; end $$`);
  for (const table of ['members', ...RECORD, ...COMPANIONS])
    await db.execute(
      sql`create trigger noted after ${table === 'members' ? OF_MEMBERS : ANY} on ${sql.identifier(table)}
          for each row execute function note_change()`,
    );
}

/** What a test itself prepares is nobody's act. */
export async function unwatched(db: Database, work: (tx: Database) => Promise<unknown>): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await work(tx);
  });
}

/** How many rows of the record were touched so far. */
export async function changesNoted(db: Database): Promise<number> {
  const { rows } = await db.execute(
    sql`select count(*)::int as count from change_notes where not what = any(${sql.param(COMPANIONS)})`,
  );
  return Number(rows[0]?.count);
}

/** Tables that were changed by transactions which wrote nothing to the companion, such as the audit trail. */
export async function changedWithout(db: Database, companion: 'audit_events' | 'inbox'): Promise<string[]> {
  const { rows } = await db.execute(sql`
    select distinct what from change_notes as note
    where not what = any(${sql.param(COMPANIONS)})
      and not exists (select from change_notes as other where other.tx = note.tx and other.what = ${companion})
    order by what`);
  return rows.map((row) => String(row.what));
}

/** Acts that stand twice in the audit trail: the same thing done to the same subject, from one payload. */
export async function auditedTwice(db: Database): Promise<string[]> {
  const { rows } = await db.execute(sql`
    select action || ' ' || subject || ' ' || source as act from audit_events
    group by source, action, subject, details having count(*) > 1`);
  return rows.map((row) => String(row.act));
}

/** A digest of everything on record that is not the unit's own. */
export async function recordOfOthers(db: Database, unitId: string): Promise<string> {
  const { rows } = await db.execute(sql`
    with own as (select id from assignments where unit_id = ${unitId}),
      people as (select id from members where unit_id = ${unitId}),
      others as (
        select u::text as line from units u where id <> ${unitId}
        union all select (id, unit_id, role, name, phone, email, slack_id, active)::text
          from members where unit_id is distinct from ${unitId}
        union all select p::text from proposals p
        union all select a::text from assignments a where unit_id <> ${unitId}
        union all select r::text from registrations r where unit_id is distinct from ${unitId}
        union all select r::text from return_requests r where assignment_id not in (select id from own)
        union all select e::text from report_entries e where assignment_id not in (select id from own)
        union all select a::text from absences a where member_id not in (select id from people)
        union all select s::text from snoozes s where member_id not in (select id from people)
        union all select u::text from urges u where unit_id <> ${unitId}
        union all select (key, reason)::text from deliveries where state in ('held', 'cancelled')
        union all select group_channel from offices)
    select md5(string_agg(line, '|' order by line)) as digest from others`);
  return String(rows[0]?.digest);
}
