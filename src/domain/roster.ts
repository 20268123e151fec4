import { readPhone } from './contact.ts';
import type { ImportProblem } from './import-problem.ts';
import { type Report, type RosterColumn, rosterColumns } from './roster-columns.ts';
import { checkShared, type RosterMember, readPerson, type WrittenMember } from './roster-member.ts';
import { keyOf, narrow, nearest, tidy } from './spelling.ts';
import { type Grid, readRows, type TableRow } from './table.ts';

export type { RosterMember } from './roster-member.ts';

/** A unit as the roster gives it; null where the roster says nothing. */
export interface RosterUnit {
  name: string;
  shortName: string | null;
  /** 单位职能 */
  functions: string | null;
  /** 单位地址 */
  address: string | null;
  /** 联系电话; several are joined with 、. */
  phone: string | null;
  /** 分管领导, the unit's leader for proposals. */
  leader: string | null;
}

export interface Roster {
  units: RosterUnit[];
  members: RosterMember[];
  problems: ImportProblem[];
}

type Row = TableRow<RosterColumn>;
type Profile = Omit<RosterUnit, 'name'>;

interface WrittenUnit {
  unit: RosterUnit;
  row: number;
}

/**
 * Reads the roster of an office: its units with their liaisons, deputies and leaders, the desk and the managers.
 * A unit may take several rows, one for each pair of liaison and deputy; what the rows say of the unit must agree.
 * A person belongs to one unit and has one role, so that an answer in chat is never somebody else's.
 * Every problem of the file is returned at once; units and members are only good to keep when there is none.
 */
export function readRoster(grid: Grid): Roster {
  const { rows, problems } = readRows(grid, rosterColumns);
  const units = new Map<string, WrittenUnit>();
  const members: WrittenMember[] = [];
  const report = (row: number, column: RosterColumn, found: string, expected: string) => {
    problems.push({ file: grid.file, row, column, found, expected });
  };

  for (const row of rows) {
    const role = readRole(row.cells.角色);
    if (role === null) {
      const near = nearest(row.cells.角色, ['股内人员', '区府办领导', '单位分管领导']);
      const hint = near === null ? '' : `；您是不是要写：${near}`;
      report(row.row, '角色', row.cells.角色, `空白（单位）、单位分管领导、股内人员或区府办领导${hint}`);
    } else if (role === 'unit') {
      const name = readUnitName(row, report);
      const unit = name === null ? null : addUnit(units, row, name, report);
      members.push(
        ...readPerson(row, '联络员', 'liaison', unit, report),
        ...readPerson(row, '副联络员', 'deputy', unit, report),
      );
    } else {
      const name = role === 'leader' ? readUnitName(row, report) : null;
      const unit = name === null ? null : addUnit(units, row, name, report);
      members.push(...readPerson(row, '联络员', role, unit, report));
      if (tidy(row.cells.联络员) === '') report(row.row, '联络员', '', `这位${row.cells.角色}的姓名或职务`);
      if (tidy(row.cells.副联络员) !== '')
        report(
          row.row,
          '副联络员',
          row.cells.副联络员,
          '空白：单位分管领导、股内人员和区府办领导每人一行，写在“联络员”各列',
        );
    }
  }

  checkShortNames([...units.values()], report);
  checkLiaisons([...units.values()], members, problems, report);
  checkShared(members, report);
  return {
    units: [...units.values()].map(({ unit }) => unit),
    members: members.map(({ member }) => member),
    problems,
  };
}

const officeRoles = new Map<string, 'leader' | 'desk' | 'manager'>([
  ['单位分管领导', 'leader'],
  ['分管领导', 'leader'],
  ['股内人员', 'desk'],
  ['建议提案股', 'desk'],
  ['建议提案股人员', 'desk'],
  ['区府办领导', 'manager'],
  ['区政府办领导', 'manager'],
  ['区政府办公室领导', 'manager'],
]);

const unitRoles = ['', '单位', '承办单位', '联络员', '单位联络员'];

function readRole(text: string): 'unit' | 'leader' | 'desk' | 'manager' | null {
  const role = keyOf(text);
  if (unitRoles.includes(role)) return 'unit';
  return officeRoles.get(role) ?? null;
}

function readUnitName(row: Row, report: Report): string | null {
  const name = tidy(row.cells.单位);
  if (name === '') {
    report(row.row, '单位', '', '单位名称');
    return null;
  }
  if (/[、，,；;/／]/u.test(name)) {
    report(row.row, '单位', name, '一个单位的名称，不含顿号、逗号、分号和斜线');
    return null;
  }
  return name;
}

/** Adds a unit, or completes one that an earlier row has named; returns the name by which it is kept. */
function addUnit(units: Map<string, WrittenUnit>, row: Row, name: string, report: Report): string {
  const profile = readProfile(row, report);
  const known = units.get(keyOf(name));
  if (known === undefined) {
    units.set(keyOf(name), { unit: { name, ...profile }, row: row.row });
    return name;
  }
  for (const [field, column] of profileColumns) {
    const before = known.unit[field];
    const now = profile[field];
    if (before !== null && now !== null && keyOf(before) !== keyOf(now))
      report(row.row, column, now, `与第 ${known.row} 行起“${name}”的“${before}”一致，或留空`);
    known.unit[field] = before ?? now;
  }
  return known.unit.name;
}

const profileColumns: readonly [keyof Profile, RosterColumn][] = [
  ['shortName', '简称'],
  ['functions', '单位职能'],
  ['address', '单位地址'],
  ['phone', '联系电话'],
  ['leader', '分管领导'],
];

function readProfile({ row, cells }: Row, report: Report): Profile {
  const phone = readPhone(cells.联系电话);
  if (phone === null && tidy(cells.联系电话) !== '')
    report(row, '联系电话', narrow(cells.联系电话), '电话号码，例如 0668-0001234；几个号码用顿号隔开');
  return {
    shortName: tidy(cells.简称) || null,
    functions: tidy(cells.单位职能) || null,
    address: tidy(cells.单位地址) || null,
    phone,
    leader: tidy(cells.分管领导) || null,
  };
}

/** A list of proposals may use short names, so no two units may share one, nor may it be another unit's name. */
function checkShortNames(units: readonly WrittenUnit[], report: Report): void {
  const owners = new Map(units.map((written) => [keyOf(written.unit.name), written]));
  for (const written of units) {
    if (written.unit.shortName === null) continue;
    const key = keyOf(written.unit.shortName);
    const owner = owners.get(key);
    if (owner !== undefined && owner !== written)
      report(
        written.row,
        '简称',
        written.unit.shortName,
        `别的单位没有用过的简称（第 ${owner.row} 行“${owner.unit.name}”已用）`,
      );
    owners.set(key, owner ?? written);
  }
}

function checkLiaisons(
  units: readonly WrittenUnit[],
  members: readonly WrittenMember[],
  problems: readonly ImportProblem[],
  report: Report,
): void {
  const served = new Set(
    members.filter(({ member }) => member.role === 'liaison').map(({ member }) => member.unit),
  );
  for (const { unit, row } of units) {
    const alreadyTold = problems.some((problem) => problem.row === row && problem.column === '联络员');
    if (!served.has(unit.name) && !alreadyTold)
      report(row, '联络员', '', `“${unit.name}”的联络员，每个单位至少一名`);
  }
}
