import type { IsoDate } from './calendar.ts';
import type { Duty } from './duty.ts';
import type { Absence, Member } from './facts.ts';
import { groupBy } from './group-by.ts';
import type { Stage } from './ladder.ts';

/** Who hears of what on a day: whoever is away is stood in for, and nothing is dropped (A10). */
export interface Routing {
  /** The people who hear of a duty at a stage. Empty where nobody of the unit can: the desk telephones. */
  to(duty: Pick<Duty, 'unitId' | 'memberId'>, stage: Stage): readonly Member[];
  /** Who speaks for a unit, whatever it is about: its liaisons and who stands in for them, else anybody who is there. */
  speaksFor(unitId: string): readonly Member[];
  /** The absences during which this person hears for somebody else. */
  standsInFor(memberId: string): readonly Absence[];
}

/** @param members the reachable people of the office or of one unit */
export function routeOn(date: IsoDate, members: readonly Member[], absences: readonly Absence[]): Routing {
  const byId = new Map(members.map((member) => [member.id, member]));
  const people = groupBy(
    members.filter(({ role }) => role === 'liaison' || role === 'deputy'),
    (member) => member.unitId,
  );
  const away = new Map(absencesOn(date, absences).map((absence) => [absence.memberId, absence]));

  const present = (unitId: string | null) =>
    unitId === null ? [] : (people.get(unitId) ?? []).filter((one) => !away.has(one.id));

  /** The one who was named, else the unit's deputies, else whoever else of the unit is there. */
  function standIns({ memberId, deputyId }: Absence): readonly Member[] {
    const here = present(byId.get(memberId)?.unitId ?? null);
    const named = here.filter((one) => one.id === deputyId);
    if (named.length > 0) return named;
    const deputies = here.filter((one) => one.role === 'deputy');
    return deputies.length > 0 ? deputies : here;
  }

  function share(member: Member): readonly Member[] {
    const absence = away.get(member.id);
    return absence ? standIns(absence) : [member];
  }

  const known = new Map<string, readonly Member[]>();

  /** The liaisons, with the deputies where they are wanted or nobody else is there. Many duties are of one unit. */
  function ofUnit(unitId: string, withDeputies: boolean): readonly Member[] {
    const key = `${withDeputies}/${unitId}`;
    const found = known.get(key) ?? hearing(unitId, withDeputies);
    known.set(key, found);
    return found;
  }

  function hearing(unitId: string, withDeputies: boolean): readonly Member[] {
    const all = people.get(unitId) ?? [];
    const liaisons = all.filter((one) => one.role === 'liaison');
    const deputies = all.filter((one) => one.role === 'deputy');
    const wanted = withDeputies || liaisons.length === 0 ? [...liaisons, ...deputies] : liaisons;
    return [...new Set(wanted.flatMap(share))];
  }

  return {
    to(duty, stage) {
      const owner = duty.memberId === null ? undefined : byId.get(duty.memberId);
      if (duty.memberId !== null) return owner ? share(owner) : [];
      return duty.unitId === null ? [] : ofUnit(duty.unitId, stage === 2);
    },
    speaksFor: (unitId) => ofUnit(unitId, false),
    standsInFor: (memberId) =>
      [...away.values()].filter((absence) => standIns(absence).some((one) => one.id === memberId)),
  };
}

/** Who is away on a day; of several absences of one person the last registered counts. */
export function absencesOn(date: IsoDate, absences: readonly Absence[]): readonly Absence[] {
  return absences.filter(({ from, until }) => from <= date && date <= until);
}
