import type { IsoDate } from './calendar.ts';
import type { Duty } from './duty.ts';
import type { Ladder, Stage } from './ladder.ts';

export type ReminderKind = 'reminder' | 'urgent' | 'group' | 'desk' | 'heartbeat' | 'digest';

/** One thing a message is about: a duty at a stage, against the date that counted when it was planned. */
export interface ReminderItem {
  duty: string;
  stage: Stage;
  deadline: IsoDate | null;
  /** The day on which the desk urged it, where the line is there at its wish (催办). */
  urged?: IsoDate;
}

/** What the ledger already holds. Superseded, cancelled and merely pending rows are not in it: nobody has read those. */
export interface ToldRow {
  key: string;
  kind: ReminderKind;
  memberId: string | null;
  date: IsoDate;
  items: readonly ReminderItem[];
  digestWeek: string | null;
  digestMonth: string | null;
}

/** The ledger, so that what each person knows is one look-up away. */
export interface Told {
  keys: ReadonlySet<string>;
  /** Days on which the work group was written to. */
  groupDates: readonly IsoDate[];
  /** Whether a person has the digest of an ISO week 'YYYY-Www' or of a month 'YYYY-MM'. */
  hasDigest(memberId: string, period: string): boolean;
  /** Whether a person has not heard yet that a duty, which counts against `deadline` on `date`, is at a stage. */
  isNews(memberId: string, duty: Duty, stage: Stage, deadline: IsoDate | null, date: IsoDate): boolean;
  /** How often a person was told of a duty against a date besides its opening notice (A2). */
  chases(memberId: string, duty: Duty, deadline: IsoDate | null): number;
  /** The last day on which a person was told of a duty; null for never. */
  lastTold(memberId: string, dutyKey: string): IsoDate | null;
  /** The latest urge that a person has read; null for none. */
  lastUrge(memberId: string, dutyKey: string): IsoDate | null;
}

interface Known {
  deadline: IsoDate | null;
  stage: Stage;
  date: IsoDate;
  /** The last day of all. */
  lastOn: IsoDate;
  /** Messages that spoke of it, and those of them that only opened it. */
  times: number;
  openings: number;
  urged: IsoDate | null;
}

export function readTold(rows: readonly ToldRow[], ladder: Ladder): Told {
  const keys = new Set<string>();
  const digests = new Set<string>();
  const groupDates: IsoDate[] = [];
  /** By person and duty; a duty counts against very few dates. */
  const known = new Map<string, Map<string, Known[]>>();
  for (const row of rows) {
    keys.add(row.key);
    if (row.kind === 'group') groupDates.push(row.date);
    if (row.memberId === null) continue;
    for (const period of [row.digestWeek, row.digestMonth])
      if (period) digests.add(`${row.memberId}/${period}`);
    let ofMember = known.get(row.memberId);
    if (!ofMember) {
      ofMember = new Map();
      known.set(row.memberId, ofMember);
    }
    for (const item of row.items) remember(ofMember, item, row.date);
  }

  return {
    keys,
    groupDates,
    hasDigest: (memberId, period) => digests.has(`${memberId}/${period}`),
    isNews(memberId, duty, stage, deadline, date) {
      const ofDuty = known.get(memberId)?.get(duty.key);
      if (!ofDuty) return true;
      const last = ofDuty.find((one) => one.deadline === deadline);
      if (!last) {
        // The opening notice of the target date also opened the last date.
        const opensAgain = stage === 0 && duty.latest !== null && deadline === duty.latest;
        return !(opensAgain && ofDuty.some((one) => one.deadline === duty.due));
      }
      if (last.stage !== stage) return last.stage < stage;
      // Told another date since, such as a 复杂件's that is none any more: the date that counts again is news.
      if (ofDuty.some((one) => one.date > last.date)) return true;
      // Told from the start at its last stage: the last working day, when it comes, is still worth a word.
      const lastDay = stage === 2 ? ladder.dateOf(duty, 2, date) : null;
      return lastDay !== null && last.date < lastDay && lastDay <= date;
    },
    chases(memberId, duty, deadline) {
      const last = known
        .get(memberId)
        ?.get(duty.key)
        ?.find((one) => one.deadline === deadline);
      if (!last) return 0;
      // A ladder that begins on its last step: the first word was the opening notice.
      return last.times - (duty.rule.ladder.stages[0] === 2 ? 1 : last.openings);
    },
    lastTold: (memberId, dutyKey) =>
      latest(
        known
          .get(memberId)
          ?.get(dutyKey)
          ?.map((one) => one.lastOn) ?? [],
      ),
    lastUrge: (memberId, dutyKey) =>
      latest(
        known
          .get(memberId)
          ?.get(dutyKey)
          ?.flatMap((one) => one.urged ?? []) ?? [],
      ),
  };
}

function latest(dates: readonly IsoDate[]): IsoDate | null {
  return dates.reduce<IsoDate | null>((last, date) => (last === null || date > last ? date : last), null);
}

/** Keeps the highest stage, and of equal ones the latest day. */
function remember(ofMember: Map<string, Known[]>, item: ReminderItem, date: IsoDate): void {
  const { deadline, stage, urged = null } = item;
  const opening = stage === 0 && urged === null ? 1 : 0;
  const ofDuty = ofMember.get(item.duty);
  const same = ofDuty?.find((one) => one.deadline === deadline);
  if (!same) {
    const fresh = { deadline, stage, date, lastOn: date, times: 1, openings: opening, urged };
    if (ofDuty) ofDuty.push(fresh);
    else ofMember.set(item.duty, [fresh]);
    return;
  }
  same.times += 1;
  if (same.lastOn < date) same.lastOn = date;
  same.openings += opening;
  if (urged !== null && (same.urged === null || same.urged < urged)) same.urged = urged;
  if (same.stage < stage || (same.stage === stage && same.date < date)) Object.assign(same, { stage, date });
}
