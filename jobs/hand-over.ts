import type { Context } from '../src/context.ts';
import { dateIn } from '../src/domain/calendar.ts';
import { routeOn } from '../src/domain/recipients.ts';
import type { Office } from '../src/office.ts';
import type { Database } from '../src/store/database.ts';
import type { Delivery } from '../src/store/deliveries.ts';
import { loadFacts } from '../src/store/facts.ts';
import { activeMembers, type MemberRow } from '../src/store/members.ts';
import { passOn } from '../src/store/pass-on.ts';

/** What a new liaison is told of: meant for the person, not for the post. */
export const WELCOME = 'welcome';

/** Whether a message concerns the post of whom it is for, so that whoever holds it next has to hear it. */
export function isOfThePost({ kind, key }: Delivery): boolean {
  return kind === 'alarm' || (kind === 'notice' && !key.startsWith(`notice/${WELCOME}/`));
}

/**
 * Who hears now what was meant for somebody who no longer serves: who speaks for the unit, or whoever holds the same
 * post (A10). Empty where nobody does.
 */
export async function heirsOf(
  db: Database,
  office: Office,
  { role, unitId }: MemberRow,
  now: Date,
): Promise<readonly { id: string }[]> {
  if (unitId !== null && (role === 'liaison' || role === 'deputy')) {
    const { members, absences } = await loadFacts(db, office.id, { unitId });
    return routeOn(dateIn(office.zone, now), members, absences).speaksFor(unitId);
  }
  const same = await activeMembers(db, office.id, [role]);
  return same.filter((one) => one.unitId === unitId);
}

/** Passes a message on. Gives the ids of what is owed now. */
export async function handOver(
  { db, clock, log }: Context,
  delivery: Delivery,
  heirs: readonly { id: string }[],
): Promise<string[]> {
  const { id, memberId, message } = delivery;
  if (memberId === null || message === null) throw new Error('nobody to take over from, or nothing to say');
  log.info({ delivery: id }, 'a message goes to who serves now');
  return db.transaction((tx) => passOn(tx, { ...delivery, memberId, message }, heirs, clock.now()));
}
