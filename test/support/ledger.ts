import { eq, inArray } from 'drizzle-orm';
import type { Person, SeenMessage } from '../../src/sandbox/client/person.ts';
import type { Delivery } from '../../src/store/deliveries.ts';
import { activeMembers } from '../../src/store/members.ts';
import { ensureOffice } from '../../src/store/offices.ts';
import { type DeliveryKind, deliveries } from '../../src/store/schema.ts';
import type { World } from './world.ts';

const PLANNED: DeliveryKind[] = ['reminder', 'urgent', 'group', 'desk', 'heartbeat', 'digest'];

/** Everything that was planned, whatever became of it. */
export function plannedRows({ storage }: Pick<World, 'storage'>): Promise<Delivery[]> {
  return storage.db.select().from(deliveries).where(inArray(deliveries.kind, PLANNED));
}

/** The member behind an account. @throws Error when nobody is bound to it */
export async function memberOf(world: World, slackId: string) {
  const { id } = await ensureOffice(world.storage.db);
  const member = (await activeMembers(world.storage.db, id)).find((one) => one.slackId === slackId);
  if (!member) throw new Error(`nobody is bound to ${slackId}`);
  return member;
}

/** The rows owed to one person that carry a plan. */
export async function rowsFor(world: World, slackId: string): Promise<Delivery[]> {
  const member = await memberOf(world, slackId);
  return (await plannedRows(world)).filter((row) => row.memberId === member.id);
}

/** As after the chat refused it for good. */
export async function giveUp({ storage }: World, { id }: Delivery): Promise<void> {
  await storage.db
    .update(deliveries)
    .set({ state: 'failed', reason: 'user_not_found' })
    .where(eq(deliveries.id, id));
}

/**
 * What the bot posted on its own debt, by delivery id: each id as often as it stands in the workspace.
 *
 * @param reader somebody in the work group
 */
export async function postedTimes(
  { storage, sandbox }: Pick<World, 'storage' | 'sandbox'>,
  reader = 'U01EDU',
): Promise<Map<string, number>> {
  const { id } = await ensureOffice(storage.db);
  const people = (await activeMembers(storage.db, id)).flatMap(({ slackId }) => slackId ?? []);
  const group = sandbox.as(reader).messages('C0GROUP');
  const all = [...people.flatMap((one) => sandbox.as(one).inbox()), ...group];
  const times = new Map<string, number>();
  for (const message of all) {
    const delivery = deliveryIdOf(message);
    if (delivery) times.set(delivery, (times.get(delivery) ?? 0) + 1);
  }
  return times;
}

/** The bot's own-initiative messages to a person: answers are not among them. */
export function reminders(who: Person): SeenMessage[] {
  return who.inbox().filter((message) => /^【(提醒|逾期)】/.test(message.text));
}

function deliveryIdOf({ metadata }: SeenMessage): string | null {
  const payload = metadata?.event_payload;
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return null;
  return typeof payload.delivery_id === 'string' ? payload.delivery_id : null;
}
