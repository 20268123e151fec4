import type { Context } from '../../src/context.ts';
import type { Paper } from '../../src/domain/paper.ts';
import type { Office } from '../../src/office.ts';
import { attachment } from './attachment.ts';
import { draft } from './draft.ts';
import { ledger } from './ledger.ts';
import type { MadePaper, MakePaper } from './paper.ts';

/** One maker for each kind of paper that can be owed. */
const makers: { [Kind in Paper['kind']]: MakePaper<Kind> } = { attachment, draft, ledger };

export function makePaper<Kind extends Paper['kind']>(
  context: Context,
  office: Office,
  paper: Extract<Paper, { kind: Kind }>,
  now: Date,
): Promise<MadePaper> {
  const make: MakePaper<Kind> = makers[paper.kind as Kind];
  return make(context, office, paper, now);
}
