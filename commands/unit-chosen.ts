import type { Unit } from '../src/domain/facts.ts';
import { UserError } from '../src/errors.ts';
import { allUnits } from '../src/store/units.ts';
import type { Call } from './call.ts';
import { unitNamed } from './subject.ts';

/** The unit chosen or typed in a form: null for none, or as text what is wrong with the name, for its field. */
export async function unitChosen(call: Call, name: string): Promise<Unit | null | string> {
  if (name === '') return null;
  try {
    return unitNamed({ units: await allUnits(call.tx, call.office.id) }, name);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
