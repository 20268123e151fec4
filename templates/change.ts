/** What has changed since the digest before: every figure says so, also when it stands. */

/** 增3, 减2, 持平 */
export function changeText(now: number, before: number): string {
  if (now === before) return '持平';
  return now > before ? `增${now - before}` : `减${before - now}`;
}

/** （增3）; nothing where there is nothing to compare with. */
export function changeNote(now: number, before: number | null | undefined): string {
  return before === null || before === undefined ? '' : `（${changeText(now, before)}）`;
}
