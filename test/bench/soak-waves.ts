import { eq, isNotNull, ne } from 'drizzle-orm';
import { addDays, isoWeek } from '../../src/domain/calendar.ts';
import { backendAt } from '../../src/queue/backend.ts';
import type { Database } from '../../src/store/database.ts';
import { assignments, auditEvents, members, proposals, registrations } from '../../src/store/schema.ts';
import { Barriers } from '../faults/barriers.ts';
import { AT_MOST_ONCE, type Morning, ONCE } from '../faults/dues.ts';
import { MOMENTS, type Moment, STANDING_STILL } from '../faults/moments.ts';
import { SPEAKERS, type WaveResult, wave } from '../faults/wave.ts';
import { loseQueue } from '../support/empty-queue.ts';
import { type Fleet, liaison } from '../support/fleet.ts';
import { type Chances, shuffled } from '../support/random.ts';
import { calendar } from '../support/rules.ts';

/** The first morning; each working day after it is another, until the notice closes. */
export const FIRST_DATE = '2022-04-08';
const LAST_DATE = '2022-12-30';
/** The day on which the office was furnished with its proposals. */
const ASSIGNED = '2022-03-28';
const MOMENTS_A_WAVE = 8;

interface Waves {
  fleet: Fleet;
  databaseUrl: string;
  redisUrl: string | null;
  kills: number;
  chance: Chances;
  told: (date: string, result: WaveResult) => void;
}

/**
 * Morning after morning until so many processes have been killed: every morning all units hold a proposal that was handed
 * out to them on that day, so that each death hits work in hand.
 */
export async function soakInWaves({
  fleet,
  databaseUrl,
  redisUrl,
  kills,
  chance,
  told,
}: Waves): Promise<void> {
  const barriers = await Barriers.on(databaseUrl);
  const emptyQueue = () => loseQueue(backendAt(redisUrl, databaseUrl));
  try {
    let week = '';
    let killed = 0;
    for (let date = FIRST_DATE; killed < kills && date <= LAST_DATE; date = calendar.after(date, 1)) {
      if (date !== FIRST_DATE) await handOutAnew(fleet.storage.db, date);
      const result = await wave({
        fleet,
        barriers,
        chance,
        date,
        morning: morningOf(date, isoWeek(date) !== week),
        moments: momentsFor(fleet, chance, isoWeek(date) !== week),
        emptyQueue,
      });
      week = isoWeek(date);
      killed += [...result.kills.values()].reduce((sum, times) => sum + times, 0);
      told(date, result);
    }
  } finally {
    await barriers.end();
  }
}

/** Pictures go out with a digest only. */
function momentsFor(fleet: Fleet, chance: Chances, isNewWeek: boolean): Moment[] {
  const others = fleet.members().length > 1 ? [STANDING_STILL] : [];
  const possible = MOMENTS.filter(({ name }) => isNewWeek || name !== 'sending pictures');
  return shuffled([...possible, ...others], chance).slice(0, MOMENTS_A_WAVE);
}

/** The managers read the week's digest when the first morning of the week has come. */
function morningOf(date: string, isNewWeek: boolean): Morning {
  return {
    digest: isNewWeek ? ONCE : AT_MOST_ONCE,
    group: date === FIRST_DATE ? ONCE : AT_MOST_ONCE,
    reports: Number(date.slice(8)) <= 15 ? ONCE : AT_MOST_ONCE,
    // Whoever signs before the reminder goes out may owe nothing else on that morning.
    mayBeSpared: new Set(SPEAKERS.flatMap(([deed, n]) => (deed === 'signs' ? [liaison(n)] : []))),
  };
}

/**
 * Each unit gets one proposal more, the same one every day anew; nobody has signed for anything, and who is listed by
 * e-mail has to be found again.
 */
async function handOutAnew(db: Database, date: string): Promise<void> {
  const held = await db.select().from(assignments);
  const later = held.filter(({ assignedOn }) => assignedOn !== ASSIGNED);
  const evening = new Date(`${addDays(date, -1)}T18:00:00+08:00`);
  await db.update(registrations).set({ revokedAt: evening }).where(eq(registrations.kind, 'signed'));
  await db.update(members).set({ slackId: null }).where(isNotNull(members.email));
  await db.delete(auditEvents).where(eq(auditEvents.action, 'bind'));
  if (later.length > 0) {
    await db.update(assignments).set({ assignedOn: date }).where(ne(assignments.assignedOn, ASSIGNED));
    return;
  }
  for (const [index, { officeId, unitId }] of held.entries()) {
    const number = String(10_001 + index);
    const [proposal] = await db
      .insert(proposals)
      .values({ officeId, number, title: `关于第${number}件事的提案`, kind: 'proposal' })
      .returning();
    if (proposal)
      await db
        .insert(assignments)
        .values({ officeId, unitId, proposalId: proposal.id, role: 'sole', assignedOn: date });
  }
}
