/** 名册: as the import reads it, for the desk; for managers the units with their people, and how to reach nobody. */

import type { MemberRole, Unit } from '../../src/domain/facts.ts';
import { groupBy } from '../../src/domain/group-by.ts';
import type { LedgerPerson } from '../../src/domain/ledger-facts.ts';
import type { Sheet } from '../../src/files/sheet.ts';
import { joined, tableOf, text, word } from './table.ts';
import type { LedgerView } from './view.ts';

/** One line of the roster: two of a unit's people, or one of the office's. */
interface Row {
  role: string | null;
  unit: Unit | null;
  one: LedgerPerson | undefined;
  deputy: LedgerPerson | undefined;
}

const ROLE_CELL: Partial<Record<MemberRole, string>> = {
  leader: '单位分管领导',
  desk: '股内人员',
  manager: '区府办领导',
};

export function rosterSheet(view: LedgerView): Sheet {
  return view.contacts ? importable(view) : withoutContacts(view);
}

/** Units that nobody serves as liaison: a roster cannot name them. */
export function unservedUnits({ ledger }: Pick<LedgerView, 'ledger'>): Unit[] {
  const served = new Set(ledger.people.filter(isLiaison).map((person) => person.unitId));
  return ledger.facts.units.filter((unit) => !served.has(unit.id));
}

function importable({ ledger }: LedgerView): Sheet {
  const { facts } = ledger;
  const active = ledger.people.filter((person) => person.active);
  const byUnit = groupBy(active, (person) => person.unitId);
  const unserved = new Set(unservedUnits({ ledger }));
  const unitRows = facts.units
    .filter((unit) => !unserved.has(unit))
    .sort((one, other) => one.name.localeCompare(other.name, 'zh'))
    .flatMap((unit): Row[] => {
      const people = byUnit.get(unit.id) ?? [];
      const of = (role: MemberRole) => people.filter((person) => person.role === role);
      const [liaisons, deputies] = [of('liaison'), of('deputy')];
      const lines = Math.max(liaisons.length, deputies.length);
      return [
        ...Array.from({ length: lines }, (_, index) => ({
          role: null,
          unit,
          one: liaisons[index],
          deputy: deputies[index],
        })),
        ...of('leader').map((one) => ({ role: ROLE_CELL.leader ?? null, unit, one, deputy: undefined })),
      ];
    });
  const officeRows = (['desk', 'manager'] as const).flatMap((role) =>
    active
      .filter((person) => person.role === role)
      .map((one): Row => ({ role: ROLE_CELL[role] ?? null, unit: null, one, deputy: undefined })),
  );
  const person = (name: '联络员' | '副联络员', of: (row: Row) => LedgerPerson | undefined) => [
    text<Row>(name, 12, (row) => of(row)?.name ?? null),
    text<Row>(`${name}手机`, 13, (row) => of(row)?.phone ?? null),
    text<Row>(`${name}邮箱`, 18, (row) => of(row)?.email ?? null),
    text<Row>(`${name}Slack ID`, 12, (row) => of(row)?.slackId ?? null),
  ];
  return tableOf(
    '名册',
    [...unitRows, ...officeRows],
    [
      word('角色', 10, (row) => row.role),
      text('单位', 19, (row) => row.unit?.name ?? null),
      text('简称', 10, (row) => row.unit?.shortName ?? null),
      text('单位职能', 18, (row) => row.unit?.functions ?? null),
      text('单位地址', 16, (row) => row.unit?.address ?? null),
      text('联系电话', 13, (row) => row.unit?.phone ?? null),
      ...person('联络员', (row) => row.one),
      ...person('副联络员', (row) => row.deputy),
      text('分管领导', 12, (row) => row.unit?.leader ?? null),
      word('已入工作群', 7, ({ one, deputy, role }) =>
        role === null ? joined([one?.joinedGroup && '联络员', deputy?.joinedGroup && '副联络员']) : null,
      ),
    ],
    2,
  );
}

function withoutContacts({ ledger }: LedgerView): Sheet {
  const byUnit = groupBy(
    ledger.people.filter((person) => person.active),
    (person) => person.unitId,
  );
  const names = (unit: Unit, role: MemberRole) =>
    joined((byUnit.get(unit.id) ?? []).filter((person) => person.role === role).map((person) => person.name));
  const units = [...ledger.facts.units].sort((one, other) => one.name.localeCompare(other.name, 'zh'));
  return tableOf(
    '名册',
    units,
    [
      text('单位名称', 22, (unit) => unit.name),
      text('单位职能', 34, (unit) => unit.functions),
      text('单位地址', 24, (unit) => unit.address),
      text('分管领导', 16, (unit) => joined([unit.leader, names(unit, 'leader')])),
      // No header of a roster: read as one, it would take away how everybody is reached.
      text('联络人员', 22, (unit) => joined([names(unit, 'liaison'), names(unit, 'deputy')])),
    ],
    1,
  );
}

function isLiaison(person: LedgerPerson): boolean {
  return person.active && person.role === 'liaison';
}
