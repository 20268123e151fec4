import { and, eq } from 'drizzle-orm';
import { byNumber, type Proposal } from '../domain/facts.ts';
import { type Database, storable } from './database.ts';
import { proposals } from './schema.ts';

/** The office's proposals, by number. */
export async function allProposals(db: Database, officeId: string): Promise<Proposal[]> {
  const rows = await db.select().from(proposals).where(eq(proposals.officeId, officeId));
  return rows.sort((one, other) => byNumber(one.number, other.number));
}

/** Marks a proposal as 复杂件, with the desk's reason, or as ordinary again; false when it is so already (R22). */
export async function setHard(
  db: Database,
  officeId: string,
  proposalId: string,
  { hard, reason }: { hard: boolean; reason: string | null },
): Promise<boolean> {
  const rows = await db
    .update(proposals)
    .set({ hard, hardReason: reason === null ? null : storable(reason) })
    .where(and(eq(proposals.officeId, officeId), eq(proposals.id, proposalId), eq(proposals.hard, !hard)))
    .returning({ id: proposals.id });
  return rows.length > 0;
}

/** Why the desk marked proposals as 复杂件, by proposal id. */
export async function hardReasons(db: Database, officeId: string): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: proposals.id, reason: proposals.hardReason })
    .from(proposals)
    .where(and(eq(proposals.officeId, officeId), eq(proposals.hard, true)));
  return new Map(rows.flatMap(({ id, reason }) => (reason === null ? [] : [[id, reason] as const])));
}
