import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** Whether the others act, and by which seed. It outlives the process, and a new beginning. */
export interface Switch {
  on: boolean;
  seed: number;
}

export interface KeptSwitch {
  read(): Switch;
  write(position: Switch): void;
}

/** The seed that stands until somebody gives another; all scenes are from its year. */
export const FIRST_SEED = 2022;

const shape = z.object({ on: z.boolean(), seed: z.int() });

/** Without a folder it lasts as long as the process. */
export function switchIn(dataDir: string | null): KeptSwitch {
  let position: Switch = { on: false, seed: FIRST_SEED };
  const path = dataDir === null ? null : join(dataDir, 'others.json');
  if (path !== null && existsSync(path)) position = shape.catch(position).parse(jsonIn(path));
  return {
    read: () => position,
    write(given) {
      position = given;
      if (path === null) return;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, JSON.stringify(given));
      renameSync(`${path}.new`, path);
    },
  };
}

/** Null for a file that was torn. */
function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
