import { asc, eq } from 'drizzle-orm';
import type { Unit } from '../domain/facts.ts';
import type { Database } from './database.ts';
import { units } from './schema.ts';

export async function allUnits(db: Database, officeId: string): Promise<Unit[]> {
  return db.select().from(units).where(eq(units.officeId, officeId)).orderBy(asc(units.name));
}
