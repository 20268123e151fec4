import { and, eq, isNull } from 'drizzle-orm';
import type { SeenMessage } from '../../src/sandbox/client/person.ts';
import { GROUP, personIdOf } from '../../src/sandbox/office/people.ts';
import { assignments, members, registrations } from '../../src/store/schema.ts';
import type { Fleet } from '../support/fleet.ts';

/** How often a conversation must hear from the bot on a morning, by itself. */
export interface Due {
  least: number;
  most: number;
}

export const ONCE: Due = { least: 1, most: 1 };
export const AT_MOST_ONCE: Due = { least: 0, most: 1 };

export interface Morning {
  /** Whether this morning is the first of a week: then the managers have their digest. */
  digest: Due;
  group: Due;
  /** What comes of a monthly report that somebody types: after its date there may be none to write. */
  reports: Due;
  /** Who may have done what they owe, or put it off, before their reminder goes out. */
  mayBeSpared: ReadonlySet<string>;
}

/** The mornings on which a digest, a line for the group and a reminder for everybody go out. */
export const FULL_MORNING: Morning = {
  digest: ONCE,
  group: ONCE,
  reports: ONCE,
  mayBeSpared: new Set(),
};

/**
 * Who must get what on a morning, by their id or the group's: worked out from the office's people and papers, and never
 * from what the bot wrote down. Each liaison of a unit that has not signed for all it holds is reminded once, the desk
 * has its message of the day, the managers their digest, the group its line.
 */
export async function duesOf(
  { storage: { db } }: Fleet,
  { digest, group, mayBeSpared }: Omit<Morning, 'reports'>,
): Promise<Map<string, Due>> {
  const people = await db.select().from(members).where(eq(members.active, true));
  const unsigned = await db
    .selectDistinct({ unitId: assignments.unitId })
    .from(assignments)
    .leftJoin(
      registrations,
      and(
        eq(registrations.assignmentId, assignments.id),
        eq(registrations.kind, 'signed'),
        isNull(registrations.revokedAt),
      ),
    )
    .where(and(isNull(assignments.endedOn), isNull(registrations.id)));
  const owing = new Set(unsigned.map(({ unitId }) => unitId));
  const dues = new Map<string, Due>([[GROUP.id, group]]);
  for (const person of people) {
    const id = personIdOf(person);
    const owes = person.unitId !== null && owing.has(person.unitId) && !mayBeSpared.has(id);
    if (person.role === 'desk') dues.set(id, ONCE);
    else if (person.role === 'manager') dues.set(id, digest);
    else if (person.role === 'liaison') dues.set(id, owes ? ONCE : AT_MOST_ONCE);
  }
  return dues;
}

/** What stands in the conversations since an instant, and is not what must stand there: each thing by name. */
export function missedBy(
  { sandbox }: Fleet,
  dues: ReadonlyMap<string, Due>,
  answersOwed: (who: string) => number,
  since: Date,
  reader: string,
): string[] {
  const missed: string[] = [];
  const compare = (who: string, what: string, posts: readonly SeenMessage[], { least, most }: Due) => {
    if (posts.length >= least && posts.length <= most) return;
    const stands = posts.map(({ text }) => text.slice(0, 30).replaceAll('\n', ' ')).join(' ｜ ');
    missed.push(`${who}: ${posts.length} ${what} where ${least} to ${most} are due: ${stands}`);
  };
  for (const [who, due] of dues) {
    const inGroup = who === GROUP.id;
    const posts = sandbox
      .as(inGroup ? reader : who)
      .messages(inGroup ? GROUP.id : 'dm')
      .filter(({ from, onlyForYou, ts }) => from === sandbox.botUserId && !onlyForYou && isSince(ts, since));
    const own = posts.filter(isByItself);
    compare(who, 'of its own', own, due);
    const answers = answersOwed(who);
    compare(
      who,
      'answers',
      posts.filter((post) => !own.includes(post)),
      { least: answers, most: answers },
    );
  }
  return missed;
}

/** A reminder, the desk's message of the day, a digest, the group's line; an answer begins otherwise. */
function isByItself({ text }: SeenMessage): boolean {
  return /^【(提醒|逾期|已办|股内|周报|月度简报|本周节点)】/u.test(text);
}

function isSince(ts: string, since: Date): boolean {
  return Number(ts) * 1_000 >= since.getTime();
}
