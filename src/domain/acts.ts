import { explain, snooze, urge } from './act-asked.ts';
import { hard, register, report, sendBack } from './act-handling.ts';
import type { Act } from './act-list.ts';
import { joinGroup, leave, liaison, profile } from './act-people.ts';
import { closeReturn, consent, end, moveRequests, reassign, requestReturn } from './act-returns.ts';
import { ActError } from './act-subject.ts';
import type { Facts } from './facts.ts';
import type { Notice } from './notice.ts';
import type { ShapeProblem } from './shape-problem.ts';

/**
 * The facts after an act; the facts given stay as they are. What is on record already is not recorded twice.
 *
 * @throws ActError when the act cannot happen
 */
export function applyAct(notice: Notice, facts: Facts, act: Act): Facts {
  switch (act.act) {
    case 'sign':
      return register(notice, facts, { ...act, act: 'register', kind: ['signed'] });
    case 'report':
      return report(notice, facts, act);
    case 'register':
      return register(notice, facts, act);
    case 'send-back':
      return sendBack(facts, act);
    case 'explain':
      return explain(notice, facts, act);
    case 'snooze':
      return snooze(notice, facts, act);
    case 'urge':
      return urge(notice, facts, act);
    case 'join-group':
      return joinGroup(facts, act);
    case 'profile':
      return profile(facts, act);
    case 'liaison':
      return liaison(facts, act);
    case 'leave':
      return leave(facts, act);
    case 'hard':
      return hard(facts, act);
    case 'return-request':
      return requestReturn(notice, facts, act);
    case 'consent':
      return consent(facts, act);
    case 'submit':
      return moveRequests(facts, act, 'desk', 'manager');
    case 'approve':
      return moveRequests(facts, act, 'manager', 'desk');
    case 'return-closed':
      return closeReturn(facts, act);
    case 'reassign':
      return reassign(facts, act);
    case 'end':
      return end(facts, act);
  }
}

/** Every act that cannot happen when all of them happen in order; paths begin with the act's index in its file. */
export function checkActs(notice: Notice, facts: Facts, acts: readonly Act[]): ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  let current = facts;
  for (const act of acts) {
    try {
      current = applyAct(notice, current, act);
    } catch (error) {
      if (!(error instanceof ActError)) throw error;
      problems.push({ path: [act.index, error.field], found: error.found, expected: error.expected });
    }
  }
  return problems;
}
