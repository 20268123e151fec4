import type { Gate } from './chat/gate.ts';
import type { Places } from './chat/places.ts';
import type { Slack } from './chat/slack.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Courtesies } from './courtesies.ts';
import type { Painter } from './files/painter.ts';
import type { Log } from './log.ts';
import type { Meters } from './ops/meters.ts';
import type { Queue } from './queue/queue.ts';
import type { Database } from './store/database.ts';

/** The one object that handlers and jobs receive. */
export interface Context {
  config: Config;
  clock: Clock;
  log: Log;
  db: Database;
  queue: Queue;
  slack: Slack;
  /** Whether this process posts at all, while Slack turns everybody away. */
  gate: Gate;
  /** How many of its sends ask Slack at the same time. */
  places: Places;
  courtesies: Courtesies;
  painter: Pick<Painter, 'draw'>;
  meters: Pick<Meters, 'plannedSent'>;
}
