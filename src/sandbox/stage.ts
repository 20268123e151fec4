import type {
  CalendarDayView,
  CalendarView,
  DeliveriesView,
  OfficeAnswer,
  OthersView,
  QueueView,
  SceneView,
} from './page-server/contract.ts';

/**
 * What the page shows and does that only the bot's side knows. The rest of the sandbox knows Slack and no domain word;
 * `office/` implements this, one file a part.
 */
export interface Stage {
  calendar?: StageCalendar;
  records?: StageRecords;
  scenes?: StageScenes;
  others?: StageOthers;
  ownFiles?: StageOwnFiles;
  /** The instant at which a story begins that begins on a date. @throws ClientError for a date that is none of the story's year */
  morningOf(date: string): Date;
  /**
   * Stops the bot, forgets everything, sets the clock to `from` and starts the bot again. What moves is cancelled.
   *
   * @throws ClientError while another beginning is under way
   * @throws UserError when the files cannot be imported; everything is as before then
   */
  startAgain(beginning: Beginning): Promise<void>;
}

/** How a new beginning looks; whatever is left out is the sample office on its first morning. */
export interface Beginning {
  from?: Date;
  /** One's own office instead of the sample. */
  files?: OfficeFiles;
  /** By which seed the others lived through the time before `from`; left out, nothing has happened yet. */
  livedBy?: number;
}

export interface OfficeFiles {
  roster: { name: string; bytes: Buffer };
  proposals: { name: string; bytes: Buffer };
  /** Another rule file than the one that comes with Duban. */
  notice?: { name: string; bytes: Buffer };
}

/** Dates are `2022-04-06` in `zone`. */
export interface StageCalendar {
  zone: string;
  /** The first and the last date of the notice's year. */
  story(): Promise<{ opens: string; closes: string }>;
  day(date: string): Promise<{ kind: 'working' | 'rest' | 'holiday'; name: string }>;
  /** The first 09:00 of a working day after the instant. */
  nextWorkingMorning(after: Date): Promise<Date>;
  /** The tick at which the bot next says something by itself, if nobody does anything; null when nothing is to come. */
  nextSending(now: Date): Promise<Date | null>;
  /** Answers soon; `plannedUntil` says how far it has looked ahead by then. */
  year(now: Date): Promise<CalendarView>;
  on(date: string, now: Date): Promise<CalendarDayView>;
}

/** The bot's own tables, read only. */
export interface StageRecords {
  deliveries(filter: { state: string | null; offset: number }): Promise<DeliveriesView>;
  queue(): Promise<QueueView>;
}

export interface StageScenes {
  list(): readonly SceneView[];
  /** The scene set up last, or null. */
  current(): string | null;
  /** Starts again and moves to the situation; resolves when it is there. @throws ClientError for an unknown id */
  setUp(id: string): Promise<void>;
}

/** The people nobody acts as, acting by themselves: seeded, so that the same year happens again. */
export interface StageOthers {
  see(): OthersView;
  turn(on: boolean, seed?: number): void;
  /** The next instant at which one of them does something, after `now`; null while the switch is off. */
  nextAct(now: Date): Promise<Date | null>;
  /** Everything they do at this instant; resolves when the bot has answered. */
  actAt(now: Date): Promise<void>;
}

export interface StageOwnFiles {
  /** Reads the files as the import does and changes nothing. */
  check(files: OfficeFiles): Promise<OfficeAnswer>;
  /** Starts again with them when they are without fault. */
  begin(files: OfficeFiles): Promise<OfficeAnswer>;
  /** The sample office's own file, to begin with; it opens in a spreadsheet program. */
  sample(kind: 'roster' | 'proposals'): Promise<{ name: string; bytes: Buffer }>;
}
