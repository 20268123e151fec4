import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { offices } from './schema.ts';

/** Empties every table: each refers to its office, directly or through another. The schema stays. */
export async function emptyDatabase(db: Database): Promise<void> {
  await db.execute(sql`truncate ${offices} cascade`);
}
