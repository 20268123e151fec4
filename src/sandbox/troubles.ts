import type { Log } from '../log.ts';
import type { Workspace } from './workspace.ts';

export interface Trouble {
  /** Real time, ISO 8601. */
  at: string;
  message: string;
}

const KEPT = 100;

/** What the bot did that Slack would not have taken: logged as an error and shown on the page, never passed over. */
export class Troubles {
  readonly #list: Trouble[] = [];
  readonly #workspace: Workspace;
  readonly #log: Log;

  constructor(workspace: Workspace, log: Log) {
    this.#workspace = workspace;
    this.#log = log;
  }

  add(message: string): void {
    this.#log.error(message);
    this.#list.push({ at: new Date().toISOString(), message });
    if (this.#list.length > KEPT) this.#list.shift();
    this.#workspace.announce({ kind: 'trouble' });
  }

  forget(): void {
    this.#list.length = 0;
  }

  list(): readonly Trouble[] {
    return this.#list;
  }
}
