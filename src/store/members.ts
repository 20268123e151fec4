import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { MemberRole } from '../domain/facts.ts';
import type { Database } from './database.ts';
import { members } from './schema.ts';

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

/** Binds the listed person with this e-mail to a Slack id, once: a person who is bound already keeps their id. */
export async function bindByEmail(
  db: Database,
  officeId: string,
  email: string,
  slackId: string,
): Promise<MemberRow | null> {
  const [row] = await db
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
  return row ?? null;
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

/** The group's membership as Slack tells it: these people are in it, everyone else is not. */
export async function setGroupMembers(
  db: Database,
  officeId: string,
  slackIds: readonly string[],
): Promise<void> {
  await db.update(members).set({ joinedGroup: false }).where(eq(members.officeId, officeId));
  if (slackIds.length === 0) return;
  await db
    .update(members)
    .set({ joinedGroup: true })
    .where(and(eq(members.officeId, officeId), inArray(members.slackId, [...slackIds])));
}

export async function setJoinedGroup(db: Database, memberId: string, joined: boolean): Promise<void> {
  await db.update(members).set({ joinedGroup: joined }).where(eq(members.id, memberId));
}
