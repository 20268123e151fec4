import type { RegistrationDetails } from '../src/domain/facts.ts';
import { memberById } from '../src/store/members.ts';
import { revoke, standing } from '../src/store/registrations.ts';
import { numbersText, shortDate } from '../templates/wording.ts';
import type { Call } from './call.ts';
import { record } from './record.ts';
import type { Held } from './subject.ts';

/** What came of putting a reply or an opinion on record. */
export interface Marked {
  /** On record now, for the first time or with the category that it lacked. */
  done: Held[];
  /** Was on record with its category: by whom, a sentence. */
  known: string[];
}

/**
 * Puts a fact that carries a category on record. One that was recorded without its category, as 登记 allows, is taken
 * back and stands again with it, on its own day.
 */
export async function recordMarked(
  call: Call,
  held: readonly Held[],
  kind: string,
  on: string,
  details: RegistrationDetails,
): Promise<Marked> {
  const { tx, office, member, now } = call;
  const rows = await standing(tx, office.id, {
    assignmentIds: held.map(({ assignment }) => assignment.id),
    kinds: [kind],
  });
  const bare = rows.filter((row) => row.details.category === undefined);
  await revoke(
    tx,
    office.id,
    bare.map(({ id }) => id),
    { memberId: member.id, at: now, why: '补填答复类别' },
  );
  const marked = rows.filter((row) => !bare.includes(row));
  const open = held.filter(({ assignment }) => !marked.some((row) => row.assignmentId === assignment.id));
  const fresh = await record(
    call,
    open.map(({ assignment, proposal }) => ({
      assignment,
      unitId: assignment.unitId,
      kind,
      on: bare.find((row) => row.assignmentId === assignment.id)?.on ?? on,
      subject: proposal.number,
      details,
    })),
  );
  const done = open.filter(({ assignment }) => fresh.some((one) => one.assignment?.id === assignment.id));
  const name = office.notice.registrations[kind] ?? kind;
  const known: string[] = [];
  for (const { assignment, proposal } of held) {
    if (done.some((one) => one.assignment.id === assignment.id)) continue;
    const row = marked.find((one) => one.assignmentId === assignment.id);
    const by = row?.memberId ? (await memberById(tx, row.memberId))?.name : undefined;
    const when = row ? `（${shortDate(row.on)}${by ? `，${by}登记` : ''}）` : '';
    known.push(`${numbersText([proposal.number])}“${name}”此前已登记${when}，没有改动。`);
  }
  return { done, known };
}
