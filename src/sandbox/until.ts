import type { Workspace } from './workspace.ts';

const DEADLINE_MS = 10_000;

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
