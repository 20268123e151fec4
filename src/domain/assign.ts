import type { IsoDate } from './calendar.ts';
import type { Assignment, Role } from './facts.ts';
import { leaderOf, type Placement } from './return-request.ts';

export type AssignFault =
  | 'holds-it'
  /** Somebody leads it or answers alone already. */
  | 'has-lead'
  | 'has-sole'
  /** 独办 stands alone. */
  | 'not-alone'
  /** 会办 supports a 主办. */
  | 'no-lead';

/**
 * Why a unit cannot be given a proposal in a role beside those who hold it now, or null; the rules are those by which the
 * list of proposals is read: one unit leads or answers alone, 独办 stands alone, 会办 needs somebody who leads.
 */
export function assignFault(
  { unitId, role }: Placement,
  holders: readonly Pick<Assignment, 'unitId' | 'role' | 'endedOn'>[],
): AssignFault | null {
  const current = holders.filter((one) => one.endedOn === null);
  if (current.some((one) => one.unitId === unitId)) return 'holds-it';
  const leader = leaderOf(current);
  if (leader?.role === 'sole') return 'has-sole';
  switch (role) {
    case 'sole':
      return current.length > 0 ? 'not-alone' : null;
    case 'lead':
      return leader ? 'has-lead' : null;
    case 'joint':
      return leader ? null : 'no-lead';
    case 'split':
      return null;
  }
}

/** What the desk types to give a proposal to a unit. */
export interface AssignDates {
  /** The first day of the year's proposals, and the last day that counts. */
  assigned: IsoDate;
  closes: IsoDate;
}

/** What is wrong with the day of an assignment; null when nothing is. */
export function assignDayFault(
  day: IsoDate,
  { assigned, closes }: AssignDates,
  today: IsoDate,
): string | null {
  if (day > today) return '交办日期不能晚于今天';
  if (day < assigned) return `交办日期不能早于${assigned}`;
  return day > closes ? `本年度的办理到${closes}为止` : null;
}

const ROLES_OF_ANSWER: readonly Role[] = ['lead', 'sole', 'split'];

/** A proposal that was given back and that nobody answers since is assigned a second time, for good (R11, R12). */
export function isSecondRound(
  holders: readonly Pick<Assignment, 'role' | 'endedOn'>[],
  wasGivenBack: boolean,
): boolean {
  return wasGivenBack && !holders.some((one) => one.endedOn === null && ROLES_OF_ANSWER.includes(one.role));
}
