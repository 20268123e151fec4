import type { Message } from '../src/chat/message.ts';
import { returnRefusal } from '../src/domain/return-request.ts';
import { memberById } from '../src/store/members.ts';
import type { RequestView } from '../src/store/return-requests.ts';
import type { Call } from './call.ts';
import { peopleOf, tell } from './tell.ts';

/**
 * Tells the unit what became of its request: whoever asked, and the liaisons in their place once they serve the unit no
 * more. `again` says whether another request could still be made today.
 */
export async function tellOutcome(
  call: Call,
  { request, assignment }: RequestView,
  wording: (again: boolean) => Message,
): Promise<string[]> {
  const asker = request.memberId === null ? null : await memberById(call.tx, request.memberId);
  const isThere = asker?.active && asker.unitId === assignment.unitId;
  const people = isThere && asker ? [asker] : await peopleOf(call, assignment.unitId);
  const again = returnRefusal(call.office.notice, assignment, false, call.today) === null;
  return tell(call, people, `return/${request.id}/${call.inbound.id}`, wording(again));
}
