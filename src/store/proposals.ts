import { eq } from 'drizzle-orm';
import { byNumber, type Proposal } from '../domain/facts.ts';
import type { Database } from './database.ts';
import { proposals } from './schema.ts';

/** The office's proposals, by number. */
export async function allProposals(db: Database, officeId: string): Promise<Proposal[]> {
  const rows = await db.select().from(proposals).where(eq(proposals.officeId, officeId));
  return rows.sort((one, other) => byNumber(one.number, other.number));
}
