import { and, asc, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { MemberRole } from '../domain/facts.ts';
import { writeAudit } from './audit.ts';
import { type Database, storable } from './database.ts';
import { members, units } from './schema.ts';

export type MemberRow = typeof members.$inferSelect;

/** The person behind a Slack id, if the office lists them. */
export async function memberBySlackId(
  db: Database,
  officeId: string,
  slackId: string,
): Promise<MemberRow | null> {
  const [row] = await db
    .select()
    .from(members)
    .where(and(eq(members.officeId, officeId), eq(members.slackId, slackId), eq(members.active, true)));
  return row ?? null;
}

/**
 * Binds the listed person with this e-mail to a Slack id, once: a person who is bound already keeps their id. Who may be
 * bound is the caller's to know.
 */
export async function bindByEmail(
  db: Database,
  officeId: string,
  email: string,
  slackId: string,
  { at, source }: { at: Date; source: string },
): Promise<MemberRow | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx
      .update(members)
      .set({ slackId })
      .where(
        and(
          eq(members.officeId, officeId),
          eq(members.email, email.toLowerCase()),
          eq(members.active, true),
          isNull(members.slackId),
        ),
      )
      .returning();
    if (!row) return null;
    const bound = { officeId, at, memberId: null, action: 'bind', subject: row.id, source };
    await writeAudit(tx, [{ ...bound, details: { account: slackId } }]);
    return row;
  });
}

export async function memberById(db: Database, id: string): Promise<MemberRow | null> {
  const [row] = await db.select().from(members).where(eq(members.id, id));
  return row ?? null;
}

export async function activeMembers(
  db: Database,
  officeId: string,
  roles?: readonly MemberRole[],
): Promise<MemberRow[]> {
  return db
    .select()
    .from(members)
    .where(
      and(
        eq(members.officeId, officeId),
        eq(members.active, true),
        roles ? inArray(members.role, [...roles]) : undefined,
      ),
    )
    .orderBy(asc(members.name));
}

/** The people of a unit who serve it, locked until the transaction ends: one change of liaison at a time. */
export async function lockPeople(db: Database, officeId: string, unitId: string): Promise<MemberRow[]> {
  return db
    .select()
    .from(members)
    .where(and(eq(members.officeId, officeId), eq(members.unitId, unitId), eq(members.active, true)))
    .orderBy(desc(members.role), asc(members.name))
    .for('update');
}

/** Adds somebody to a unit. Null when another active person has the same account or e-mail. */
export async function addMember(
  db: Database,
  member: Omit<typeof members.$inferInsert, 'id' | 'active'>,
): Promise<MemberRow | null> {
  const [row] = await db
    .insert(members)
    .values({ ...member, name: storable(member.name) })
    .onConflictDoNothing()
    .returning();
  return row ?? null;
}

/** What people are called who no longer serve, by id: with their unit, for nothing else says where they served. */
export async function namesOfLeft(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: members.id, name: members.name, unit: units.name })
    .from(members)
    .leftJoin(units, eq(units.id, members.unitId))
    .where(and(inArray(members.id, [...ids]), eq(members.active, false)));
  return new Map(
    rows.map(({ id, name, unit }) => [id, unit && !name.startsWith(unit) ? `${unit}${name}` : name]),
  );
}

/** Somebody no longer serves: the rights end at once, the past keeps the name. */
export async function retireMember(db: Database, id: string): Promise<void> {
  await db.update(members).set({ active: false }).where(eq(members.id, id));
}

export type ContactDetails = Partial<Pick<MemberRow, 'phone' | 'email' | 'slackId'>>;

/** False when another active person has the same account or e-mail. */
export async function changeContact(db: Database, id: string, details: ContactDetails): Promise<boolean> {
  try {
    await db.update(members).set(details).where(eq(members.id, id));
    return true;
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

const UNIQUE_VIOLATION = '23505';

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}

/** Who of the office has this account or e-mail and is active. */
export async function holdersOf(
  db: Database,
  officeId: string,
  { slackId, email }: Pick<MemberRow, 'slackId' | 'email'>,
): Promise<(MemberRow & { unit: string | null })[]> {
  const same = [
    ...(slackId === null ? [] : [eq(members.slackId, slackId)]),
    ...(email === null ? [] : [eq(members.email, email)]),
  ];
  if (same.length === 0) return [];
  const rows = await db
    .select({ member: members, unit: units.name })
    .from(members)
    .leftJoin(units, eq(units.id, members.unitId))
    .where(and(eq(members.officeId, officeId), eq(members.active, true), or(...same)));
  return rows.map(({ member, unit }) => ({ ...member, unit }));
}

/** The group's membership as Slack tells it: these people are in it, everyone else is not. */
export async function setGroupMembers(
  db: Database,
  officeId: string,
  slackIds: readonly string[],
): Promise<void> {
  // One statement: whoever dies in between two would leave a group of nobody.
  const joinedGroup =
    slackIds.length === 0 ? false : sql`coalesce(${inArray(members.slackId, [...slackIds])}, false)`;
  await db.update(members).set({ joinedGroup }).where(eq(members.officeId, officeId));
}

export async function setJoinedGroup(db: Database, memberId: string, joined: boolean): Promise<void> {
  await db.update(members).set({ joinedGroup: joined }).where(eq(members.id, memberId));
}
