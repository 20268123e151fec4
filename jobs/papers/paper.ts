import type { Context } from '../../src/context.ts';
import type { Paper } from '../../src/domain/paper.ts';
import type { Office } from '../../src/office.ts';

/** A file as it goes out. */
export interface MadePaper {
  /** With its ending, as people see it. */
  name: string;
  content: Buffer;
  /** What it is, in mrkdwn: the words of the message that carries it. */
  comment: string;
}

/**
 * Makes one kind of paper from the facts of now.
 *
 * @throws UserError when there is nothing to make: its sentence goes out instead
 */
export type MakePaper<Kind extends Paper['kind']> = (
  context: Context,
  office: Office,
  paper: Extract<Paper, { kind: Kind }>,
  now: Date,
) => Promise<MadePaper>;
