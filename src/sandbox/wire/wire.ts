import type { Clock } from '../../clock.ts';
import type { JsonObject } from '../json.ts';
import type { WireEntry } from '../page-server/contract.ts';
import { forShow } from './for-show.ts';

const KEPT = 500;
const SHOWN = 200;
/** A simulated year sends thousands of things in a minute: whoever looks is told this often at most. */
const QUIET_MS = 200;

/** What is noted of a crossing: references only; it is made fit to be shown when somebody looks. */
interface Passage {
  seq: number;
  at: Date;
  startedAt: number;
  way: WireEntry['way'];
  name: string;
  result: string;
  tookMs: number | null;
  fault: string | null;
  sent: JsonObject;
  answered: JsonObject | null;
}

/** One thing under way: say how it ended. */
export interface Crossed {
  struckBy(fault: string): void;
  end(result: string, answered?: JsonObject | null): void;
}

/** The last things that crossed the wire between the workspace and the bot, both ways. */
export class Wire {
  readonly #passages: Passage[] = [];
  readonly #clock: Clock;
  readonly #changed: () => void;
  #last = 0;
  #telling: NodeJS.Timeout | null = null;

  /** @param changed told, not too often, that there is more to see */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  begin(way: WireEntry['way'], name: string, sent: JsonObject): Crossed {
    this.#last += 1;
    const passage: Passage = {
      seq: this.#last,
      at: this.#clock.now(),
      startedAt: performance.now(),
      way,
      name,
      result: 'pending',
      tookMs: null,
      fault: null,
      sent,
      answered: null,
    };
    this.#passages[passage.seq % KEPT] = passage;
    this.#tell();
    return {
      struckBy: (fault) => {
        passage.fault = fault;
      },
      end: (result, answered = null) => {
        passage.result = result;
        passage.tookMs = Math.round((performance.now() - passage.startedAt) * 10) / 10;
        passage.answered = answered;
        this.#tell();
      },
    };
  }

  /** What came after the number, oldest first and the newest 200 at most. @param secrets never shown */
  entries(after: number, secrets: readonly string[]): WireEntry[] {
    const first = Math.max(after, this.#last - SHOWN, 0) + 1;
    const numbers = Array.from({ length: Math.max(0, this.#last - first + 1) }, (_, index) => first + index);
    return numbers.flatMap((seq) => {
      const passage = this.#passages[seq % KEPT];
      return passage ? [shown(passage, secrets)] : [];
    });
  }

  #tell(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = null;
      this.#changed();
    }, QUIET_MS).unref();
  }
}

function shown(
  { startedAt: _, at, sent, answered, ...passage }: Passage,
  secrets: readonly string[],
): WireEntry {
  return {
    ...passage,
    at: at.toISOString(),
    sent: forShow(sent, secrets),
    answered: answered && forShow(answered, secrets),
  };
}
