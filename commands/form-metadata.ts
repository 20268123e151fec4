import type { z } from 'zod';
import { UserError } from '../src/errors.ts';
import type { Call } from './call.ts';

/** What a form carries about itself; anybody can forge it. @throws UserError when it is not of this shape */
export function metadataOf<Shape>({ inbound }: Call, shape: z.ZodType<Shape>): Shape {
  const read = shape.safeParse(inbound.kind === 'form' ? parsed(inbound.metadata) : null);
  if (read.success) return read.data;
  throw new UserError('这个表单已失效，请重新打开。');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
