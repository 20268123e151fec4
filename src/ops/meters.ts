/** What the bot tells of its own work, for whoever counts it. */
export interface Meters {
  /** A request to Slack ended: `ok`, or the kind of its failure. */
  slackAnswered(method: string, outcome: string): void;
  /** An act was acknowledged, so long after it came in. */
  acked(kind: string, outcome: string, seconds: number): void;
  jobRan(run: { name: string; succeeded: boolean; seconds: number }): void;
  /** A planned message went out, so long after it was due. */
  plannedSent(secondsLate: number): void;
  /** The timetable's turn succeeded. */
  ticked(): void;
}

/** Nobody counts. */
export const NO_METERS: Meters = {
  slackAnswered: () => {},
  acked: () => {},
  jobRan: () => {},
  plannedSent: () => {},
  ticked: () => {},
};
