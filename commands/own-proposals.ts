import { z } from 'zod';
import type { IsoDate } from '../src/domain/calendar.ts';
import { rolesOf, ruleAsking } from '../src/domain/notice.ts';
import { UserError } from '../src/errors.ts';
import type { ProposalChoice } from '../templates/proposal-fields.ts';
import { dateText, numbersText, ROLE_TEXT } from '../templates/wording.ts';
import type { Call, UnitView } from './call.ts';
import { type Held, heldIn } from './subject.ts';

/** Whether a proposal is one of those; each reading of the facts makes its own objects. */
export function isAmong(held: readonly Held[], { assignment }: Held): boolean {
  return held.some((one) => one.assignment.id === assignment.id);
}

/** The unit's proposals in whose role a fact is asked for: a reply of whoever answers, an opinion of whoever assists. */
export function heldOwing(call: Call, view: UnitView, kind: string): Held[] {
  const rule = ruleAsking(call.office.notice, kind);
  const roles = rule ? rolesOf(rule) : [];
  return heldIn(view.facts, view.unit.id).filter(({ assignment }) => roles.includes(assignment.role));
}

/**
 * Those among them that numbers name.
 *
 * @throws UserError for a number that is not the unit's, or is held in a role of which the fact is not asked
 */
export function namedOwing(call: Call, view: UnitView, kind: string, numbers: readonly string[]): Held[] {
  const own = heldIn(view.facts, view.unit.id);
  const unknown = numbers.filter((number) => !own.some(({ proposal }) => proposal.number === number));
  if (unknown.length > 0)
    throw new UserError(`${numbersText(unknown)}不是${view.unit.name}承办的提案，请核对案号。`);
  const owing = heldOwing(call, view, kind);
  const other = own.find((one) => numbers.includes(one.proposal.number) && !isAmong(owing, one));
  if (other) throw new UserError(roleRefusal(call, other, kind));
  return owing.filter(({ proposal }) => numbers.includes(proposal.number));
}

function roleRefusal({ office }: Call, { assignment, proposal }: Held, kind: string): string {
  const rule = ruleAsking(office.notice, kind);
  const whose = rule ? rolesOf(rule).map((role) => ROLE_TEXT[role]) : [];
  const clause = rule ? `（${rule.clause}）` : '';
  return `第${proposal.number}号由贵单位${ROLE_TEXT[assignment.role]}，“${rule?.name ?? kind}”由${whose.join('、')}单位办理${clause}。`;
}

export function choicesOf(held: readonly Held[]): ProposalChoice[] {
  return held.map(({ assignment, proposal }) => ({
    assignmentId: assignment.id,
    number: proposal.number,
    title: proposal.title,
    role: assignment.role,
  }));
}

/** What is wrong with the day on which something was done for these proposals; null when nothing is. */
export function dayFault(call: Call, held: readonly Held[], day: string): string | null {
  if (!z.iso.date().safeParse(day).success) return '请选择日期';
  if (day > call.today) return '日期不能晚于今天';
  const early = held.find(({ assignment }) => day < assignment.assignedOn);
  if (!early) return null;
  return `第${early.proposal.number}号是${dateText(early.assignment.assignedOn)}交办的，日期不能早于交办日期`;
}

/** The day that a line names, today where it names none. @throws UserError for two, or one that does not exist */
export function dayNamed(call: Call, days: readonly (IsoDate | null)[]): IsoDate {
  if (days.includes(null)) throw new UserError('这个日期不存在，请核对，如“5月10日”。');
  if (days.length > 1) throw new UserError('一次请只写一个日期。');
  return days[0] ?? call.today;
}
