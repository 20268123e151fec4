import { and, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { MemberRow } from './members.ts';
import { homes, members } from './schema.ts';

export type HomeRow = typeof homes.$inferSelect;

/** What a tab is made for: whoever has another role or unit since must not go on reading it. */
export function madeFor(member: Pick<MemberRow, 'role' | 'unitId'>): string {
  return `${member.role}/${member.unitId ?? ''}`;
}

/** Remembers what the tab of an account shows now. */
export async function saveHome(db: Database, home: HomeRow): Promise<void> {
  const { state, hash, madeFor, shownAt } = home;
  await db
    .insert(homes)
    .values(home)
    .onConflictDoUpdate({
      target: [homes.officeId, homes.slackId],
      set: { state, hash, madeFor, shownAt },
    });
}

/** There is nothing of the office on the tab any more. */
export async function forgetHome(db: Database, officeId: string, slackId: string): Promise<void> {
  await db.delete(homes).where(and(eq(homes.officeId, officeId), eq(homes.slackId, slackId)));
}

export async function homeOf(db: Database, officeId: string, slackId: string): Promise<HomeRow | null> {
  const [row] = await db
    .select()
    .from(homes)
    .where(and(eq(homes.officeId, officeId), eq(homes.slackId, slackId)));
  return row ?? null;
}

/**
 * Accounts whose tab shows too much or too little after an act: of the person and of the units it concerns, where it was
 * shown at or after `since`; and whenever it was shown, of those who have left or become something else.
 */
export async function homesToRefresh(
  db: Database,
  officeId: string,
  { memberId, unitIds, since }: { memberId: string; unitIds: readonly string[]; since: Date },
): Promise<string[]> {
  const concerned = or(
    eq(members.id, memberId),
    unitIds.length > 0 ? inArray(members.unitId, [...unitIds]) : undefined,
  );
  const rows = await db
    .select({ slackId: homes.slackId })
    .from(homes)
    .leftJoin(
      members,
      and(eq(members.officeId, homes.officeId), eq(members.slackId, homes.slackId), eq(members.active, true)),
    )
    .where(
      and(
        eq(homes.officeId, officeId),
        or(
          and(gte(homes.shownAt, since), concerned),
          isNull(members.id),
          sql`${homes.madeFor} <> ${members.role} || '/' || coalesce(${members.unitId}::text, '')`,
        ),
      ),
    );
  return rows.map(({ slackId }) => slackId);
}
