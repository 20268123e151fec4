import type { Log } from '../log.ts';
import type { Values } from './block-kit/answers.ts';
import type { Modals } from './client/modals.ts';
import type { SandboxClock } from './clock.ts';
import type { EventQueue } from './delivery/event-queue.ts';
import type { ResponseUrls } from './delivery/response-urls.ts';
import type { SocketMode } from './delivery/socket-mode.ts';
import type { Transport } from './delivery/transport.ts';
import type { Triggers } from './delivery/triggers.ts';
import type { Faults } from './faults/faults.ts';
import type { FileStore } from './file-store.ts';
import type { JsonObject } from './json.ts';
import type { CommandView } from './page-server/contract.ts';
import type { UploadTickets } from './slack-api/upload-tickets.ts';
import type { Stage } from './stage.ts';
import type { TimeTravel } from './time-travel.ts';
import type { Troubles } from './troubles.ts';
import type { Wire } from './wire/wire.ts';
import type { Workspace } from './workspace.ts';

/** The one object that every part of the sandbox receives. */
export interface SandboxContext {
  workspace: Workspace;
  clock: SandboxClock;
  events: EventQueue;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  modals: Modals;
  /** What people chose in messages and App Homes, by person and surface; the client holds it, so it is not kept. */
  choices: Map<string, Values>;
  /** What the bot offered in external selects, by person and element, so that nothing else can be chosen. */
  offers: Map<string, JsonObject[]>;
  /** The bytes of the files. */
  files: FileStore;
  uploads: UploadTickets;
  socketMode: SocketMode;
  /** What goes wrong on purpose. */
  faults: Faults;
  wire: Wire;
  troubles: Troubles;
  timeTravel: TimeTravel;
  /** What the page may ask of the bot's side; null where the sandbox runs without one. */
  stage: () => Stage | null;
  log: Log;
  /** The slash commands of the app; null lets every command through. */
  commands: readonly CommandView[] | null;
  transport: () => Transport;
  /** `http://127.0.0.1:<port>` */
  url: () => string;
}
