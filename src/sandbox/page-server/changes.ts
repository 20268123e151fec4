import type { ServerResponse } from 'node:http';
import type { Change } from '../records.ts';
import type { Workspace } from '../workspace.ts';

const HEARTBEAT_MS = 15_000;
/** A year that passes announces hundreds of changes a second; nobody looks more often than this. */
const GAP_MS = 50;

/**
 * Server-sent events: only what kind of thing changed, so that nothing leaks to who may not see it. What changes is
 * told at once; the same again within a gap is told once more at its end.
 */
export function tellChanges(workspace: Workspace, person: string | null, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': hello\n\n');
  /** What was told within the gap, and whether it happened again since. */
  const told = new Map<string, { again: boolean; end: NodeJS.Timeout }>();
  const tell = (line: string) => {
    response.write(line);
    const end = setTimeout(() => {
      const { again } = told.get(line) ?? {};
      told.delete(line);
      if (again) tell(line);
    }, GAP_MS).unref();
    told.set(line, { again: false, end });
  };
  const stop = workspace.onChange((change) => {
    const line = `data: ${JSON.stringify(asSeenBy(person, change))}\n\n`;
    const before = told.get(line);
    if (before) before.again = true;
    else tell(line);
  });
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS).unref();
  response.on('close', () => {
    stop();
    for (const { end } of told.values()) clearTimeout(end);
    clearInterval(heartbeat);
  });
}

function asSeenBy(person: string | null, change: Change): { kind: string; channel?: string } {
  if (change.people && !change.people.includes(person ?? '')) return { kind: 'elsewhere' };
  return { kind: change.kind, ...(change.channel && { channel: change.channel }) };
}
