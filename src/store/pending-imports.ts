import { and, eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { pendingImports } from './schema.ts';

export type PendingImport = typeof pendingImports.$inferSelect;

/** Keeps files that wait for their owner's confirmation, in the place of those that waited before. */
export async function keepForImport(
  db: Database,
  officeId: string,
  memberId: string,
  files: readonly Pick<PendingImport, 'kind' | 'name' | 'content'>[],
  createdAt: Date,
): Promise<void> {
  await dropPendingImports(db, officeId, memberId);
  await db.insert(pendingImports).values(files.map((file) => ({ ...file, officeId, memberId, createdAt })));
}

/** A person's own files; two confirmations at once wait for each other. */
export async function pendingImportsOf(
  db: Database,
  officeId: string,
  memberId: string,
): Promise<PendingImport[]> {
  return db
    .select()
    .from(pendingImports)
    .where(and(eq(pendingImports.officeId, officeId), eq(pendingImports.memberId, memberId)))
    .for('update');
}

export async function dropPendingImports(db: Database, officeId: string, memberId: string): Promise<void> {
  await db
    .delete(pendingImports)
    .where(and(eq(pendingImports.officeId, officeId), eq(pendingImports.memberId, memberId)));
}
