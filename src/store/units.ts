import { and, asc, eq } from 'drizzle-orm';
import type { Unit } from '../domain/facts.ts';
import { type Database, storable } from './database.ts';
import { units } from './schema.ts';

export async function allUnits(db: Database, officeId: string): Promise<Unit[]> {
  return db.select().from(units).where(eq(units.officeId, officeId)).orderBy(asc(units.name));
}

/** A unit of the office, locked until the transaction ends: two people who change it do so one after the other. */
export async function lockUnit(db: Database, officeId: string, id: string): Promise<Unit | null> {
  const [row] = await db
    .select()
    .from(units)
    .where(and(eq(units.officeId, officeId), eq(units.id, id)))
    .for('update');
  return row ?? null;
}

export type UnitDetails = Partial<Record<'phone' | 'functions' | 'address' | 'leader', string>>;

export async function changeUnit(db: Database, id: string, details: UnitDetails): Promise<void> {
  const safe = Object.fromEntries(
    Object.entries(details).map(([field, text]) => [field, storable(text ?? '')]),
  );
  await db.update(units).set(safe).where(eq(units.id, id));
}
