import type { Facts, MemberRole } from './facts.ts';

/** What the desk alone is told about a day, besides duties (D9). */
export interface DeskDay {
  /** Reminders that go out today. */
  reminders: number;
  /** Units they go to. */
  units: number;
  /** Messages given up since the working day before began. */
  failed: number;
  /** Whose last message was one of them, by member id. */
  unreached: readonly string[];
  /** Liaisons and deputies whose account in the chat is not known yet, by member id. */
  unbound: ReadonlySet<string>;
  news: PeopleNews;
}

/** What happened among the people since the desk heard last. */
export interface PeopleNews {
  changes: readonly PersonChange[];
  /** Units that brought their profile up to date. */
  profiles: readonly string[];
  /** Slack ids of people who joined the work group and are not on the roster. */
  guests: readonly string[];
}

export interface PersonChange {
  unit: string;
  role: MemberRole;
  /** Who was it before, by name; null for a post that nobody had. The same as `to` where only the details changed. */
  from: string | null;
  to: string;
}

export const NO_NEWS: PeopleNews = { changes: [], profiles: [], guests: [] };

/** For messages that are not the desk's. */
export const NO_DESK_DAY: DeskDay = {
  reminders: 0,
  units: 0,
  failed: 0,
  unreached: [],
  unbound: new Set(),
  news: NO_NEWS,
};

/** What is different among the people of two facts: who came in whose place, and whose profile says more. */
export function newsBetween(before: Facts, after: Facts): PeopleNews {
  const known = new Set(before.members.map((member) => member.id));
  const present = new Set(after.members.map((member) => member.id));
  const unitBefore = new Map(before.units.map((unit) => [unit.id, unit]));
  const changes = after.members.flatMap(({ id, unitId, role, name: to }): PersonChange[] => {
    const unit = unitBefore.get(unitId ?? '');
    if (known.has(id) || !unit) return [];
    const from = before.members.find(
      (one) => one.unitId === unitId && one.role === role && !present.has(one.id),
    );
    return [{ unit: unit.name, role, from: from?.name ?? null, to }];
  });
  const profiles = after.units
    .filter((unit) => {
      const was = unitBefore.get(unit.id);
      return (
        was && (was.functions !== unit.functions || was.address !== unit.address || was.phone !== unit.phone)
      );
    })
    .map(({ name }) => name)
    .sort((one, other) => one.localeCompare(other, 'zh'));
  changes.sort(
    (one, other) => one.unit.localeCompare(other.unit, 'zh') || one.role.localeCompare(other.role),
  );
  return { changes, profiles, guests: [] };
}
