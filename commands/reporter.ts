import { allUnits } from '../src/store/units.ts';
import { type Call, type UnitView, unitOf, viewOf } from './call.ts';
import { unitNamed } from './subject.ts';

/** Whose report it is about: the member's own unit; for the desk the unit with this name. */
export async function reporterOf(call: Call, name: string): Promise<UnitView> {
  if (call.member.role !== 'desk') return unitOf(call);
  const units = await allUnits(call.tx, call.office.id);
  return viewOf(call, unitNamed({ units }, name).id);
}
