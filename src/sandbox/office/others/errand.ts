import type { IsoDate } from '../../../domain/calendar.ts';
import type { Duty } from '../../../domain/duty.ts';
import type { Member } from '../../../domain/facts.ts';
import type { ReportWords } from './report-words.ts';

/** What one person does at one time. */
export interface Errand {
  date: IsoDate;
  /** 'HH:mm' */
  time: string;
  unit: string;
  member: Member;
  task: Task;
}

export type Task = SayTask | SignTask | ReportTask | RegisterTask | ExplainTask | { do: 'join' };

/** Says what puts nothing, or not everything, on record; the same matter follows as another errand. */
export interface SayTask {
  do: 'say';
  text: string;
}

export interface SignTask {
  do: 'sign';
  duties: readonly Duty[];
  /** The numbers still to be named. */
  numbers: readonly string[];
  /** Nothing is left to sign for then. */
  all: boolean;
  by: 'words' | 'button' | 'command';
  /** How it is said in words, and whether under the reminder. */
  text: string;
  inThread: boolean;
}

export interface ReportTask {
  do: 'report';
  /** 'YYYY-MM' */
  period: string;
  duties: readonly Duty[];
  /** By proposal number. */
  entries: ReadonlyMap<string, ReportEntry>;
  /** An older month is owed, too, so that this one has to be asked for by name. */
  behind: boolean;
  by: 'form' | 'words';
  /** A field is left empty, or as last month's plan, at first. */
  slip: boolean;
}

export interface ReportEntry extends ReportWords {
  /** One of the notice's report stages. */
  stage: string | null;
  /** How the member was contacted, where nobody put it on record before. */
  way: string | null;
}

export interface RegisterTask {
  do: 'register';
  parts: readonly { duty: Duty; kind: string }[];
  on: IsoDate;
  /** The day is wrong at first. */
  slip: boolean;
}

export interface ExplainTask {
  do: 'explain';
  duties: readonly Duty[];
  why: string;
}
