import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Paper } from '../domain/paper.ts';
import type { Database } from './database.ts';
import { deliveries, members } from './schema.ts';

/**
 * Whether a person has asked for the same file before and it has not come yet. Of two questions at once the second waits
 * until the first one's transaction ends.
 */
export async function isPaperUnderWay(db: Database, memberId: string, paper: Paper): Promise<boolean> {
  await db.select({ id: members.id }).from(members).where(eq(members.id, memberId)).for('no key update');
  const rows = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.memberId, memberId),
        eq(deliveries.kind, 'paper'),
        inArray(deliveries.state, ['pending', 'sending']),
        sql`${deliveries.paper} = ${JSON.stringify(paper)}::jsonb`,
      ),
    )
    .limit(1);
  return rows.length > 0;
}
