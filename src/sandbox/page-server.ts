import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxContext } from './context.ts';
import type { TimeTravel } from './time-travel.ts';

/** The page and what it asks for. */
export class PageServer {
  constructor(_context: SandboxContext, _timeTravel: TimeTravel) {}

  async answer(_request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.writeHead(404).end();
  }

  close(): void {}
}
