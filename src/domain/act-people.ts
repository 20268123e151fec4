import { leaveFault, overlapping } from './absence.ts';
import type { ActOf } from './act-list.ts';
import { ActError, oneOf, unitOf } from './act-subject.ts';
import type { Facts, Member, Unit } from './facts.ts';

export function joinGroup(facts: Facts, act: ActOf<'join-group'>): Facts {
  const unit = unitOf(facts, act.unit);
  const people = facts.members.filter((member) => member.unitId === unit.id);
  const names = people.map((member) => member.name);
  if (act.member !== undefined && !names.includes(act.member))
    throw new ActError('member', act.member, oneOf(`${unit.name}的人员`, act.member, names));
  return withMembers(facts, (member) =>
    people.includes(member) && (act.member === undefined || member.name === act.member)
      ? { ...member, joinedGroup: true }
      : member,
  );
}

export function profile(facts: Facts, act: ActOf<'profile'>): Facts {
  const unit = unitOf(facts, act.unit);
  const { functions = unit.functions, address = unit.address, phone = unit.phone } = act;
  return {
    ...facts,
    units: facts.units.map((one) => (one === unit ? { ...one, functions, address, phone } : one)),
  };
}

export function liaison(facts: Facts, act: ActOf<'liaison'>): Facts {
  const unit = unitOf(facts, act.unit);
  const { name, role, bound } = act;
  const successor: Member = {
    id: `${role}/${unit.id}/${act.date}/${name}`,
    role,
    unitId: unit.id,
    name,
    bound,
    joinedGroup: false,
    since: act.date,
  };
  const others = facts.members.filter((member) => member.unitId !== unit.id || member.role !== role);
  return { ...facts, members: [...others, successor] };
}

/** 请假: the reminders of the one who is away go to the deputy, or to whom is named (A10). */
export function leave(facts: Facts, act: ActOf<'leave'>): Facts {
  const unit = unitOf(facts, act.unit);
  const person = personOf(facts, unit, act.member, 'member', 'liaison');
  const deputy = act.deputy === undefined ? null : personOf(facts, unit, act.deputy, 'deputy');
  if (deputy === person) throw new ActError('deputy', act.deputy, '应为另一个人');
  const days = { from: act.from ?? act.date, until: act.until };
  const fault = leaveFault(days, act.date);
  if (fault) throw new ActError(fault.at, days[fault.at], fault.because);
  if (overlapping(days, person.id, facts.absences))
    throw new ActError('from', days.from, `${person.name}这几天已经登记请假`);
  const absence = { memberId: person.id, ...days, deputyId: deputy?.id ?? null };
  return { ...facts, absences: [...facts.absences, absence] };
}

/** Somebody of the unit who gets reminders: by name, or the one in the role. */
function personOf(
  facts: Facts,
  unit: Unit,
  name: string | undefined,
  field: string,
  role?: Member['role'],
): Member {
  const people = facts.members.filter(
    (one) => one.unitId === unit.id && (one.role === 'liaison' || one.role === 'deputy'),
  );
  const person = people.find((one) => (name === undefined ? one.role === role : one.name === name));
  if (person) return person;
  const names = people.map((one) => one.name);
  throw new ActError(field, name, oneOf(`${unit.name}的联络员或副联络员`, name ?? '', names));
}

function withMembers(facts: Facts, change: (member: Member) => Member): Facts {
  return { ...facts, members: facts.members.map(change) };
}
