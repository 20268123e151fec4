import type { Calendar, IsoDate } from './calendar.ts';
import type { MemberRole } from './facts.ts';

/** What can be taken back, besides a registration by its kind. */
export const UNDO_KINDS = [
  'registration',
  'urge',
  'snooze',
  'assign',
  'hard',
  'delivery',
  'return-withdrawn',
  'return-refused',
  'return-objected',
  'return-consented',
  'return-signed',
] as const;
export type UndoKind = (typeof UNDO_KINDS)[number];

/** Who did something, and on which day of the office's zone. */
export interface Done {
  kind: UndoKind;
  /** The unit of whoever did it; null for the desk and managers. */
  unitId: string | null;
  on: IsoDate;
}

/**
 * Whether somebody may take an act back: a unit's people what their unit did, within the same working day (what was done
 * on a rest day, on the next one too); a manager what managers signed; the desk anything else at any time.
 */
export function mayUndo(
  who: { role: MemberRole; unitId: string | null },
  done: Done,
  calendar: Calendar,
  today: IsoDate,
): boolean {
  if (done.kind === 'return-signed') return who.role === 'manager';
  switch (who.role) {
    case 'desk':
      return true;
    case 'liaison':
    case 'deputy':
      return who.unitId !== null && who.unitId === done.unitId && today <= calendar.onOrAfter(done.on);
    default:
      return false;
  }
}
