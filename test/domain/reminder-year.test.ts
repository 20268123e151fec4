import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, dateIn, isoWeek, timeIn } from '../../src/domain/calendar.ts';
import { type Duty, deriveDuties } from '../../src/domain/duty.ts';
import type { Assignment, Facts, Member, Registration } from '../../src/domain/facts.ts';
import type { OwedReminder } from '../../src/domain/reminder.ts';
import { owedAt } from '../support/days.ts';
import { buildFacts, explanation, fact, report } from '../support/facts.ts';
import { type Chances, chances } from '../support/random.ts';
import { calendar, notice, zone } from '../support/rules.ts';

const UNITS = ['区教育局', '区财政局', '区民政局', '镇盛镇', '公馆镇'];
const TIMES = ['08:40', '12:10', '15:05'];

/** A year in which everybody does something at random, the bot is down now and then, and what is owed is sent. */
function liveThrough(seed: number): { sent: (OwedReminder & { facts: Facts })[]; twice: OwedReminder[] } {
  const chance = chances(seed);
  const sent: (OwedReminder & { facts: Facts })[] = [];
  const twice: OwedReminder[] = [];
  let office = firstMorning(chance);
  let down = 0;
  for (let date = '2022-03-20'; date <= '2023-01-10'; date = addDays(date, 1)) {
    down = down > 0 ? down - 1 : chance.happens(0.03) ? 1 + Math.floor(chance.next() * 6) : 0;
    for (const time of TIMES) {
      office = somebodyActs(office, date, chance);
      if (down > 0 || chance.happens(0.2)) continue;
      const local = `${date}T${time}`;
      // Whatever waits for a later day is planned again then.
      const owed = owedAt(local, office, sent).filter((one) => one.date === date);
      sent.push(...owed.map((one) => ({ ...one, facts: office })));
      if (owed.length > 0) twice.push(...owedAt(local, office, sent).filter((one) => one.date === date));
    }
  }
  return { sent, twice };
}

function firstMorning(chance: Chances): Facts {
  return buildFacts({
    office: true,
    proposals: Array.from({ length: 10 }, (_, index) => {
      const [first, second, third] = [...UNITS].sort(() => chance.next() - 0.5);
      return {
        number: String(index + 1),
        ...(chance.happens(0.5)
          ? { lead: first, joint: [second ?? '', third ?? ''] }
          : { split: [first ?? '', second ?? ''] }),
        kind: chance.happens(0.2) ? ('letter' as const) : ('proposal' as const),
        hard: chance.happens(0.15),
      };
    }),
    units: UNITS.map((name) => ({ name, phone: chance.happens(0.5) ? '0668-2000000' : null })),
    members: UNITS.flatMap((unitId) => [
      { role: 'liaison' as const, unitId, joinedGroup: chance.happens(0.4) },
      ...(chance.happens(0.6) ? [{ role: 'deputy' as const, unitId }] : []),
    ]),
  });
}

const KINDS = Object.keys(notice.registrations).filter(
  (kind) => !['summary-received', 'reply-phased'].includes(kind),
);

function somebodyActs(office: Facts, date: string, chance: Chances): Facts {
  if (!chance.happens(0.7)) return office;
  const assignment = chance.pick(office.assignments);
  const record = (registration: Registration): Facts => ({
    ...office,
    registrations: [...office.registrations, registration],
  });
  const reassigning = date >= '2022-04-25' && date <= '2022-04-29';
  switch (reassigning && chance.happens(0.9) ? 4 : Math.floor(chance.next() * 12)) {
    case 0:
      return {
        ...office,
        members: office.members.map((member) =>
          chance.happens(0.1) ? { ...member, joinedGroup: true } : member,
        ),
      };
    case 1:
      return record(explanation(chance.pick(deriveDuties(notice, office, date)).key, date));
    case 2:
      return record(
        fact('reply-phased', assignment.id, date, {
          promisedOn: addDays(date, 10 + Math.floor(chance.next() * 40)),
        }),
      );
    case 3:
      return {
        ...office,
        reportEntries: [...office.reportEntries, report(assignment.id, date.slice(0, 7), date)],
      };
    case 4:
      return date >= '2022-04-16' && date <= '2022-05-06'
        ? reassign(office, assignment, date, chance)
        : office;
    case 5:
      return chance.happens(0.1) ? replaceLiaison(office, date, chance) : office;
    case 6:
      return chance.happens(0.2) ? record(fact('summary-received', assignment.unitId, date)) : office;
    case 7:
      return {
        ...office,
        proposals: office.proposals.map((one) => (chance.happens(0.01) ? { ...one, hard: true } : one)),
      };
    default:
      return record(fact(chance.pick(KINDS), assignment.id, date));
  }
}

function reassign(office: Facts, given: Assignment, date: string, chance: Chances): Facts {
  if (given.endedOn !== null || given.reassigned) return office;
  const held = office.assignments
    .filter((one) => one.proposalId === given.proposalId)
    .map((one) => one.unitId);
  const free = UNITS.filter((unit) => !held.includes(unit));
  if (free.length === 0) return office;
  const unitId = chance.pick(free);
  const next: Assignment = {
    ...given,
    id: `${given.proposalId}@${unitId}`,
    unitId,
    assignedOn: date,
    reassigned: true,
  };
  return {
    ...office,
    assignments: [
      ...office.assignments.map((one) => (one === given ? { ...one, endedOn: date } : one)),
      next,
    ],
  };
}

function replaceLiaison(office: Facts, date: string, chance: Chances): Facts {
  const leaving = chance.pick(office.members.filter((member) => member.role === 'liaison'));
  const successor: Member = { ...leaving, id: `${leaving.unitId}/liaison-${date}`, joinedGroup: false };
  return { ...office, members: office.members.map((member) => (member === leaving ? successor : member)) };
}

describe.each([2, 5, 7])('a year of random acts, seed %i', (seed) => {
  let sent: (OwedReminder & { facts: Facts })[];
  let twice: OwedReminder[];
  beforeAll(() => {
    ({ sent, twice } = liveThrough(seed));
  });
  const privately = () => sent.filter((one) => one.kind === 'reminder' || one.kind === 'urgent');
  const derived = new Map<Facts, Map<string, ReadonlyMap<string, Duty>>>();
  const dutiesAt = ({ facts, date }: { facts: Facts; date: string }) => {
    const ofFacts = derived.get(facts) ?? new Map<string, ReadonlyMap<string, Duty>>();
    derived.set(facts, ofFacts);
    const duties =
      ofFacts.get(date) ?? new Map(deriveDuties(notice, facts, date).map((duty) => [duty.key, duty]));
    ofFacts.set(date, duties);
    return duties;
  };

  test('is eventful enough to prove something', () => {
    expect(privately().length).toBeGreaterThan(200);
    expect(sent.some((one) => one.kind === 'urgent')).toBe(true);
    expect(new Set(sent.map((one) => one.kind))).toContain('group');
    for (const stage of [0, 1, 2, 3, 4])
      expect(sent.some((one) => one.items.some((item) => item.stage === stage))).toBe(true);
  });

  test('the same debt is never written twice', () => {
    expect(new Set(sent.map((one) => one.key)).size).toBe(sent.length);
    expect(twice).toEqual([]);
  });

  test('everything goes out on a working day, inside a window, within the notice’s time', () => {
    for (const one of sent) {
      const time = timeIn(zone, one.sendAt);
      expect(dateIn(zone, one.sendAt)).toBe(one.date);
      expect(calendar.isWorkingDay(one.date)).toBe(true);
      const early = one.memberId === 'desk' && time === notice.sending.planAt;
      expect(early || notice.sending.windows.some(([from, to]) => from <= time && time < to)).toBe(true);
      expect(one.date >= notice.assigned && one.date <= notice.closes).toBe(true);
    }
  });

  test('nobody gets a second private message on a day, reassignments with few days left apart', () => {
    const first = new Set<string>();
    for (const one of privately()) {
      if (one.kind === 'urgent') {
        expect(one.items.every((item) => item.duty.startsWith('sign-again/'))).toBe(true);
        expect(first.has(`${one.memberId} ${one.date}`)).toBe(true);
        continue;
      }
      expect(first.has(`${one.memberId} ${one.date}`)).toBe(false);
      first.add(`${one.memberId} ${one.date}`);
    }
  });

  test('what a person was told only ever climbs', () => {
    const told = new Map<string, { stage: number; date: string }>();
    for (const one of sent.filter((message) => message.memberId !== null)) {
      for (const item of one.items) {
        const key = `${one.memberId} ${item.duty} ${item.deadline}`;
        const before = told.get(key);
        told.set(key, { stage: item.stage, date: one.date });
        if (!before || before.stage < item.stage) continue;
        // Said from the start at its last stage, a second assignment is said once more on its last working day.
        expect(item.duty).toMatch(/^(sign-again|form-send)\//);
        expect([before.stage, item.stage]).toEqual([2, 2]);
        expect(one.date).toBe(calendar.onOrBefore(item.deadline ?? ''));
        expect(before.date < one.date).toBe(true);
      }
    }
  });

  test('nobody hears of what is done, explained, another’s, or not theirs to do', () => {
    for (const one of privately()) {
      const duties = dutiesAt(one);
      const member = one.facts.members.find((person) => person.id === one.memberId);
      expect(member?.role === 'liaison' || member?.role === 'deputy').toBe(true);
      for (const item of one.items) {
        const duty = duties.get(item.duty);
        expect(duty).toMatchObject({ state: 'open', paused: false, unitId: member?.unitId });
        expect(duty?.rule.id === 'monthly' && duty.role === 'joint').toBe(false);
        expect(item.stage).toBeLessThanOrEqual(3);
        if (member?.role === 'deputy') expect(item.stage).toBe(2);
        if (item.stage === 3) expect(one.date > (item.deadline ?? '')).toBe(true);
        else expect(duty?.rule.optional && one.date > (item.deadline ?? '')).toBeFalsy();
      }
    }
  });

  test('the desk hears of what is overdue or its own, the manager of figures only', () => {
    for (const one of sent.filter((message) => message.kind === 'desk' || message.kind === 'digest')) {
      const duties = dutiesAt(one);
      for (const item of one.items)
        expect(item.stage >= 3 || duties.get(item.duty)?.rule.per === 'request').toBe(true);
      if (one.kind === 'digest') expect(one.items).toEqual([]);
    }
  });

  test('a digest a week and one a month, and at most two posts a week in the group, of rules alone', () => {
    const digests = sent.filter((one) => one.memberId === 'manager');
    for (const of of ['digestWeek', 'digestMonth'] as const) {
      const periods = digests.flatMap((one) => one[of] ?? []);
      expect(new Set(periods).size).toBe(periods.length);
    }
    expect(digests.every((one) => one.digestWeek ?? one.digestMonth)).toBe(true);
    const posts = new Map<string, number>();
    for (const one of sent.filter((message) => message.kind === 'group')) {
      posts.set(isoWeek(one.date), (posts.get(isoWeek(one.date)) ?? 0) + 1);
      for (const item of one.items) expect(notice.duties.map((rule) => rule.id)).toContain(item.duty);
    }
    expect(Math.max(...posts.values())).toBeLessThanOrEqual(notice.sending.groupPostsPerWeek);
  });
});
