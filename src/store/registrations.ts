import type { IsoDate } from '../domain/calendar.ts';
import type { RegistrationDetails } from '../domain/facts.ts';
import { type Database, storable } from './database.ts';
import { registrations } from './schema.ts';

export interface NewRegistration {
  officeId: string;
  assignmentId: string | null;
  unitId: string | null;
  kind: string;
  on: IsoDate;
  dutyKey?: string | null;
  promisedOn?: IsoDate | null;
  text?: string | null;
  details?: RegistrationDetails;
  memberId: string;
  createdAt: Date;
}

/** Puts facts on record; returns those that were new. Two people recording the same fact at once leave one. */
export async function register(db: Database, rows: readonly NewRegistration[]): Promise<NewRegistration[]> {
  if (rows.length === 0) return [];
  const written = await db
    .insert(registrations)
    .values(rows.map((row) => ({ ...row, text: row.text ? storable(row.text) : null })))
    .onConflictDoNothing()
    .returning({
      assignmentId: registrations.assignmentId,
      unitId: registrations.unitId,
      kind: registrations.kind,
      dutyKey: registrations.dutyKey,
    });
  const fresh = new Set(written.map(identity));
  return rows.filter((row) => fresh.has(identity(row)));
}

function identity(row: Pick<NewRegistration, 'assignmentId' | 'unitId' | 'kind' | 'dutyKey'>): string {
  return [row.assignmentId, row.unitId, row.kind, row.dutyKey ?? null].join('/');
}
