import type { App } from '../../src/app.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    manner: Manner;
  }
}

/** How the bots of a run work (see vitest.config.ts). */
export interface Manner {
  /** Whether their queue lives in Redis; else it lives in PostgreSQL. */
  redis: boolean;
  /** How many processes share the work. */
  processes: number;
}

/** Processes that take their turns at the same moment, seen as one bot: where one must speak, the first does. */
export function asOne(apps: readonly App[]): App {
  const [first] = apps;
  if (!first) throw new Error('a bot of no process');
  const all = (what: (app: App) => Promise<void>) => Promise.all(apps.map(what)).then(() => undefined);
  return {
    ...first,
    turn: () => all((app) => app.turn()),
    idle: () => all((app) => app.idle()),
    stop: () => all((app) => app.stop()),
  };
}
