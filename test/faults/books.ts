import { and, count, eq, inArray } from 'drizzle-orm';
import { auditEvents, deliveries, members, registrations } from '../../src/store/schema.ts';
import type { Fleet } from '../support/fleet.ts';
import { postedTimes } from '../support/ledger.ts';
import { handsEmpty, settled } from './storm.ts';

/** What the ledger says was owed, held against what stands in the workspace. Everything that is wrong is listed by id. */
export interface Books {
  /** Rows that had to go out, and did not become needless. */
  owed: number;
  posted: number;
  /** Posted more than once. */
  doubled: string[];
  /** Owed and not posted, or said to be sent and not there. */
  lost: string[];
  /** Posted, and the ledger does not know. */
  unknown: string[];
}

/** To be read when the dead are forgotten: what is due, and what somebody has in hand, is waited for. */
export async function readBooks(fleet: Fleet, reader: string): Promise<Books> {
  await settled(fleet);
  await handsEmpty(fleet);
  const rows = await fleet.storage.db.select().from(deliveries);
  const times = await postedTimes(fleet, reader);
  const owed = rows.filter((row) => row.state !== 'cancelled');
  const ids = (of: { id: string }[]) => of.map(({ id }) => id);
  const sent = new Set(ids(rows.filter((row) => row.state === 'sent')));
  return {
    owed: owed.length,
    posted: [...times.values()].reduce((sum, one) => sum + one, 0),
    doubled: [...times].filter(([, often]) => often > 1).map(([id]) => id),
    lost: ids(owed.filter(({ id }) => !sent.has(id) || !times.has(id))),
    unknown: [...times.keys()].filter((id) => !sent.has(id)),
  };
}

/** How often it is on record that a person signed for their proposals, by the facts and by the audit. */
export async function signedBy(
  { storage: { db } }: Fleet,
  slackId: string,
): Promise<[facts: number, audited: number]> {
  const whose = db.select({ id: members.id }).from(members).where(eq(members.slackId, slackId));
  const [facts] = await db
    .select({ times: count() })
    .from(registrations)
    .where(and(inArray(registrations.memberId, whose), eq(registrations.kind, 'signed')));
  const [audited] = await db
    .select({ times: count() })
    .from(auditEvents)
    .where(and(inArray(auditEvents.memberId, whose), eq(auditEvents.action, 'sign')));
  return [facts?.times ?? 0, audited?.times ?? 0];
}
