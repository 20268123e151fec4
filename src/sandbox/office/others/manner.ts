import { addDays, type IsoDate } from '../../../domain/calendar.ts';
import type { Facts } from '../../../domain/facts.ts';
import type { Notice } from '../../../domain/notice.ts';
import { chancesOf } from '../../chances.ts';

/** How the people of one unit go about things, all year long. Chances are from 0 to 1. */
export interface Manner {
  /** That a duty is done after its date. */
  late: number;
  /** That something is wrong at first. */
  careless: number;
  /** That what is late is explained. */
  explains: number;
  /** That the deputy does it. */
  deputised: number;
  signsBy: 'words' | 'button' | 'command';
  reportsBy: 'form' | 'words';
}

/** Nearly half are prompt, most others ordinary, some slack. */
export function mannerOf(seed: number, unit: string): Manner {
  const chances = chancesOf(seed, 'manner', unit);
  const kind = chances.next();
  const [late, careless] = kind < 0.45 ? [0.02, 0.06] : kind < 0.85 ? [0.08, 0.12] : [0.3, 0.2];
  return {
    late,
    careless,
    explains: chances.pick([0, 0.3, 0.6]),
    deputised: chances.pick([0.02, 0.1, 0.25]),
    signsBy: chances.pick(['words', 'words', 'button', 'command']),
    reportsBy: chances.pick(['form', 'form', 'words']),
  };
}

/** Weeks in which nothing is heard of a unit; both days included. */
export interface Silence {
  unit: string;
  from: IsoDate;
  to: IsoDate;
}

const SHORTEST = 24;
const LONGEST = 42;

/** One or two units at a time, from the first day to the last, of those that handle proposals. */
export function silencesOf(seed: number, notice: Notice, facts: Facts): Silence[] {
  const chances = chancesOf(seed, 'silences');
  const handling = new Set(facts.assignments.filter((one) => one.role !== 'joint').map((one) => one.unitId));
  const units = facts.units.filter((unit) => handling.has(unit.id)).map((unit) => unit.name);
  let waiting: string[] = [];
  const silences: Silence[] = [];
  for (let from = notice.assigned; from <= notice.closes; from = addDays(from, chances.between(21, 35))) {
    // Nobody twice before everybody had a turn.
    if (waiting.length === 0) waiting = [...units].sort();
    if (waiting.length === 0) return silences;
    const unit = chances.pick(waiting);
    waiting = waiting.filter((one) => one !== unit);
    silences.push({ unit, from, to: addDays(from, chances.between(SHORTEST, LONGEST)) });
  }
  return silences;
}
