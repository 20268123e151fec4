import type { Message } from '../src/chat/message.ts';
import { routeOn } from '../src/domain/recipients.ts';
import { owe } from '../src/store/deliveries.ts';
import { loadFacts } from '../src/store/facts.ts';
import type { Call } from './call.ts';

/**
 * Owes people a private message about what somebody else did, where they must act on it or have waited for it; it goes
 * out in the next window (A3). Gives the ids for `Outcome.deliver`. The same `about` reaches a person once.
 */
export function tell(
  call: Call,
  people: readonly { id: string }[],
  about: string,
  message: Message,
): Promise<string[]> {
  return owe(
    call.tx,
    people.map(({ id }) => ({
      officeId: call.office.id,
      key: `notice/${about}/${id}`,
      kind: 'notice' as const,
      memberId: id,
      channel: null,
      threadTs: null,
      message,
    })),
    call.now,
  );
}

/** Who hears for a unit today, stand-ins included (A10). */
export async function peopleOf(call: Call, unitId: string): Promise<readonly { id: string }[]> {
  const { members, absences } = await loadFacts(call.tx, call.office.id, { unitId });
  const reachable = members.filter((one) => one.bound);
  return routeOn(call.today, reachable, absences).speaksFor(unitId);
}
