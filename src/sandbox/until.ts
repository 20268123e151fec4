import type { Workspace } from './workspace.ts';

/** Longer than a machine that is busy with something else keeps a test waiting, shorter than a test may take. */
const DEADLINE_MS = 25_000;

/**
 * Waits until `condition` gives something truthy and returns it, looking again after every change in the
 * workspace. @param what what is waited for, for the error when the deadline passes
 */
export async function until<Result>(
  workspace: Workspace,
  what: string,
  condition: () => Result | Promise<Result>,
  deadlineMs = DEADLINE_MS,
): Promise<NonNullable<Result>> {
  let wake = () => {};
  let changed = false;
  const stop = workspace.onChange(() => {
    changed = true;
    wake();
  });
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${deadlineMs} ms in vain for: ${what}`)), deadlineMs);
  });
  const nextChange = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  try {
    while (true) {
      changed = false;
      const result = await Promise.race([condition(), overdue]);
      if (result) return result;
      if (!changed) await Promise.race([nextChange(), overdue]);
    }
  } finally {
    clearTimeout(timer);
    stop();
  }
}
