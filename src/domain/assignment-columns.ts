import type { ProposalColumn, Report } from './proposal-columns.ts';
import { keyOf, nearest, tidy } from './spelling.ts';

type Role = 'lead' | 'sole' | 'split' | 'joint';
type RoleColumn = '主办' | '独办' | '分办' | '会办';
type Assignment = { unit: string; role: Role };

const roleColumns: readonly [RoleColumn, Role][] = [
  ['主办', 'lead'],
  ['独办', 'sole'],
  ['分办', 'split'],
  ['会办', 'joint'],
];

/** Finds a unit's full name by its full or short name; null when there is none. */
export type UnitFinder = {
  find(name: string): string | null;
  /** The unit that was probably meant by an unknown name. */
  nearest(name: string): string | null;
};

/** Names are compared without spaces and full-width differences; a full name wins over another unit's short name. */
export function unitFinder(units: readonly { name: string; shortName: string | null }[]): UnitFinder {
  const byKey = new Map<string, string>();
  for (const { name, shortName } of units) if (shortName !== null) byKey.set(keyOf(shortName), name);
  for (const { name } of units) byKey.set(keyOf(name), name);
  const find = (name: string) => byKey.get(keyOf(name)) ?? null;
  // One misspelling usually runs through the whole list.
  const guesses = new Map<string, string | null>();
  return {
    find,
    nearest(name) {
      const known = guesses.get(name);
      if (known !== undefined) return known;
      const near = nearest(name, [...byKey.keys()]);
      const guess = near === null ? null : find(near);
      guesses.set(name, guess);
      return guess;
    },
  };
}

/**
 * Reads who handles a proposal from its four columns, holding these rules: somebody answers the member (主办, 独办 or
 * 分办), or 主办 says that this is yet to be settled (a proposal that was given back); 主办 and 独办 are one unit each;
 * 独办 stands alone; 会办 supports a 主办; a unit has one role.
 */
export function readAssignments(
  cells: Record<ProposalColumn, string>,
  units: UnitFinder,
  report: Report,
): Assignment[] {
  const assignments: Assignment[] = [];
  const names = new Map(roleColumns.map(([column]) => [column, namesIn(cells[column], units)]));
  const taken = new Map<string, RoleColumn>();
  for (const [column, role] of roleColumns) {
    for (const name of names.get(column) ?? []) {
      const unit = units.find(name);
      const before = unit === null ? undefined : taken.get(unit);
      if (unit === null) report(column, name, unknownUnit(name, units));
      else if (before === column) report(column, name, '每个单位只写一次（这一格里重复）');
      else if (before !== undefined)
        report(column, name, `另一个单位：一个单位只能有一种承办方式（已写在“${before}”）`);
      else {
        taken.set(unit, column);
        assignments.push({ unit, role });
      }
    }
  }
  checkRoles(cells, (column) => names.get(column)?.length ?? 0, report);
  return assignments;
}

/** Counts what is written, so that a misspelt 主办 is not reported as a missing one as well. */
function checkRoles(
  cells: Record<ProposalColumn, string>,
  count: (column: RoleColumn) => number,
  report: Report,
): void {
  const wrong = (column: RoleColumn, expected: string) => report(column, tidy(cells[column]), expected);
  const lead = count('主办');
  const sole = count('独办');
  const split = count('分办');
  if (lead + sole + split === 0 && !isUnsettled(cells))
    report('主办', '', '负责答复的单位：主办、独办、分办至少填一项');
  if (lead > 1) wrong('主办', '一个主办单位；几个单位分别答复的，请写在“分办”');
  if (sole > 1) wrong('独办', '一个独办单位；几个单位分别答复的，请写在“分办”');
  if (sole > 0 && lead > 0) wrong('独办', '空白：已有主办单位，同一件提案不能又主办又独办');
  if (sole > 0 && split > 0) wrong('分办', '空白：已有独办单位，同一件提案不能又独办又分办');
  if (count('会办') > 0 && lead === 0 && sole + split > 0)
    wrong('会办', '空白：会办意见是给主办单位的，这件提案没有主办单位');
}

/** What stands in 主办 where nobody answers the member for now. */
export const UNSETTLED = '待定';

function isUnsettled(cells: Record<ProposalColumn, string>): boolean {
  return tidy(cells.主办) === UNSETTLED;
}

const nobody = /^(无|没有|待定|[-—–/\\、]+)$/u;

/** The unit names in a cell. Spaces part names only where the pieces are units and the whole is not. */
function namesIn(text: string, units: UnitFinder): string[] {
  if (nobody.test(tidy(text))) return [];
  return text
    .split(/[、，,;；/／|｜\r\n]/u)
    .flatMap((part) => {
      const pieces = part.split(/\s+/u).filter((piece) => tidy(piece) !== '');
      const apart = units.find(part) === null && pieces.every((piece) => units.find(piece) !== null);
      return apart ? pieces : [part];
    })
    .map(tidy)
    .filter((name) => name !== '');
}

function unknownUnit(name: string, units: UnitFinder): string {
  const near = units.nearest(name);
  return near === null ? '名册里的单位' : `名册里的单位，您是不是要写：${near}`;
}
