import type { Unit } from '../src/domain/facts.ts';
import { UserError } from '../src/errors.ts';
import { allUnits } from '../src/store/units.ts';
import type { Call } from './call.ts';
import { unitNamed } from './subject.ts';

/** Whose people or profile an act is about: everybody's own unit, whatever they write; for the desk the unit named. */
export async function unitMeant(call: Call, text: string, example: string): Promise<Unit> {
  const units = await allUnits(call.tx, call.office.id);
  if (call.member.role === 'desk') {
    if (text.trim() === '') throw new UserError(`请写单位名称，如“${example}”。`);
    return unitNamed({ units }, text);
  }
  const own = units.find((unit) => unit.id === call.member.unitId);
  if (!own) throw new UserError('您不属于承办单位，没有单位资料。');
  return own;
}

/** The unit of a form, if this person may act for it: ids in forms carry no authority. */
export function mayActFor(call: Call, unitId: string): boolean {
  return call.member.role === 'desk' || call.member.unitId === unitId;
}
