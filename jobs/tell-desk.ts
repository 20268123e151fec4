import type { Database } from '../src/store/database.ts';
import { owe } from '../src/store/deliveries.ts';
import { activeMembers } from '../src/store/members.ts';
import { plainAnswer } from '../templates/answers.ts';

/**
 * Owes everybody of the desk a sentence about the bot itself, each debt once by its key. Gives the ids of what is new.
 * An 'alarm' goes out at once, a 'notice' waits for the sending window.
 */
export async function oweDesk(
  db: Database,
  officeId: string,
  { kind, keyOf, text }: { kind: 'alarm' | 'notice'; keyOf: (memberId: string) => string; text: string },
  now: Date,
): Promise<string[]> {
  const desk = await activeMembers(db, officeId, ['desk']);
  return owe(
    db,
    desk.map(({ id }) => ({
      officeId,
      key: keyOf(id),
      kind,
      memberId: id,
      channel: null,
      threadTs: null,
      message: plainAnswer(text),
    })),
    now,
  );
}
