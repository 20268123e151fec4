import type { ServerResponse } from 'node:http';
import type { Change } from '../records.ts';
import type { Workspace } from '../workspace.ts';

const HEARTBEAT_MS = 15_000;
/** A year that passes announces hundreds of changes a second; nobody looks more often than this. */
const GAP_MS = 100;

/**
 * Server-sent events: only what kind of thing changed, so that nothing leaks to who may not see it. The first change
 * is told at once; what comes within a gap after is told together at its end, each kind and channel once.
 */
export function tellChanges(workspace: Workspace, person: string | null, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': hello\n\n');
  const lines = new Set<string>();
  let resting: NodeJS.Timeout | null = null;
  const tell = () => {
    resting = lines.size > 0 ? setTimeout(tell, GAP_MS).unref() : null;
    if (lines.size > 0) response.write([...lines].join(''));
    lines.clear();
  };
  const stop = workspace.onChange((change) => {
    lines.add(`data: ${JSON.stringify(asSeenBy(person, change))}\n\n`);
    if (!resting) tell();
  });
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS).unref();
  response.on('close', () => {
    stop();
    if (resting) clearTimeout(resting);
    clearInterval(heartbeat);
  });
}

function asSeenBy(person: string | null, change: Change): { kind: string; channel?: string } {
  if (change.people && !change.people.includes(person ?? '')) return { kind: 'elsewhere' };
  return { kind: change.kind, ...(change.channel && { channel: change.channel }) };
}
