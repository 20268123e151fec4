import { type Asked, mayChase, putOff, readAsked, urgedStage } from './asked.ts';
import { type Calendar, dateIn, type IsoDate, instantAt, isoWeek, timeIn } from './calendar.ts';
import { digestMonthOn } from './digest-month.ts';
import { type Duty, deadline } from './duty.ts';
import type { Facts, Member } from './facts.ts';
import { createLadder, type Ladder, type Stage } from './ladder.ts';
import type { Notice } from './notice.ts';
import { type Routing, routeOn } from './recipients.ts';
import { type ReminderItem, type ReminderKind, readTold, type Told, type ToldRow } from './told.ts';

export type { Stage } from './ladder.ts';
export type { ReminderItem, ReminderKind, ToldRow } from './told.ts';

/** A message owed to somebody, before it is written down as a delivery. */
export interface OwedReminder {
  /** The same debt always gets the same key: the ledger refuses a second one. */
  key: string;
  kind: ReminderKind;
  /** The person; null for the work group. */
  memberId: string | null;
  /** The working day on which it goes out. */
  date: IsoDate;
  sendAt: Date;
  items: ReminderItem[];
  /** ISO week whose digest it carries. */
  digestWeek: string | null;
  /** 'YYYY-MM' whose digest it carries. */
  digestMonth: string | null;
}

/** The digests that one message carries. */
type Digests = Pick<OwedReminder, 'digestWeek' | 'digestMonth'>;
const NO_DIGEST: Digests = { digestWeek: null, digestMonth: null };

export interface ReminderPolicy {
  notice: Notice;
  calendar: Calendar;
  zone: string;
}

/** Stages that a liaison is told of; 4 and 5 are the desk's and the manager's (ladder). */
const PRIVATE_STAGES: readonly Stage[] = [0, 1, 2, 3];

/**
 * Everything owed and not yet told at the next sending time: at most one private message a person and working
 * day (A1), each duty at the highest stage it has reached (a missed day is healed by the next, not repeated),
 * on working days inside the windows (A3, A4), a line of counts for the group on last working days (A7), and
 * the digest once a week and once a month (A12). What the desk urged is said once more within A2, what a person put off waits for its
 * day (A9), and what nobody of a unit can hear is the desk's to telephone (A10). The desk has one message on every
 * working day, before the first window: its news, or that there are none (D9). Pure: called twice with the same
 * ledger it answers the same.
 */
export function planReminders(
  duties: readonly Duty[],
  members: readonly Member[],
  told: readonly ToldRow[],
  policy: ReminderPolicy,
  now: Date,
  asked: Pick<Facts, 'snoozes' | 'urges' | 'absences'> = { snoozes: [], urges: [], absences: [] },
): OwedReminder[] {
  const { notice, calendar } = policy;
  const sendingOf = nextSendings(policy, now);
  const date = dateIn(policy.zone, sendingOf('reminder'));
  if (date < notice.assigned || date > notice.closes) return [];

  const ladder = createLadder(notice, calendar);
  const ledger = readTold(told, ladder);
  const routing = routeOn(date, members, asked.absences);
  const open = duties
    .filter((duty) => duty.state === 'open' && !duty.paused && duty.opens <= date)
    .map((duty) => ({ duty, stage: ladder.reached(duty, date), deadline: deadline(duty, date) }));
  const owed: OwedReminder[] = [];
  const owe = (
    kind: ReminderKind,
    key: string,
    memberId: string | null,
    items: ReminderItem[],
    digests: Digests = NO_DIGEST,
  ) => {
    owed.push({ key, kind, memberId, date, sendAt: sendingOf(kind), items, ...digests });
  };

  for (const [member, items] of privateItems(open, routing, ledger, ladder, readAsked(asked), date)) {
    const key = `reminder/${member.id}/${date}`;
    if (!ledger.keys.has(key)) {
      owe('reminder', key, member.id, items);
      continue;
    }
    // Today's message is out. Only a reassignment with few days left may follow it (A1).
    const urgent = items.filter((item) => isUrgent(item, open, calendar, notice, date));
    if (urgent[0]) owe('urgent', `urgent/${member.id}/${date}/${urgent[0].duty}`, member.id, urgent);
  }

  const groupItems = lastDayItems(open, ladder, date);
  const week = isoWeek(date);
  const groupKey = `group/${date}`;
  const postsThisWeek = ledger.groupDates.filter((day) => isoWeek(day) === week).length;
  if (
    groupItems.length > 0 &&
    !ledger.keys.has(groupKey) &&
    postsThisWeek < notice.sending.groupPostsPerWeek
  ) {
    owe('group', groupKey, null, groupItems);
  }

  const unheard = new Set(
    open
      .filter(
        ({ duty, stage }) => duty.unitId !== null && stage !== null && routing.to(duty, stage).length === 0,
      )
      .map(({ duty }) => duty),
  );
  const month = digestMonthOn(policy, date);
  for (const member of members) {
    if (member.role !== 'desk' && member.role !== 'manager') continue;
    const unread = (period: string | null) =>
      period === null || ledger.hasDigest(member.id, period) ? null : period;
    const digests = { digestWeek: unread(week), digestMonth: unread(month) };
    const digest = digests.digestWeek ?? digests.digestMonth;
    if (member.role === 'manager') {
      if (digest) owe('digest', `digest/${member.id}/${digest}`, member.id, [], digests);
      continue;
    }
    // Either is the desk's message of the day.
    const [note, heartbeat] = [`desk/${member.id}/${date}`, `heartbeat/${member.id}/${date}`];
    if (ledger.keys.has(note) || ledger.keys.has(heartbeat)) continue;
    const items = deskItems(open, unheard, member, ledger, date);
    if (items.length > 0 || digest) owe('desk', note, member.id, items, digests);
    else owe('heartbeat', heartbeat, member.id, []);
  }
  return owed;
}

/** The next instant at which a message may go out: now inside a window, else the start of the next one (A3). */
export function nextSending({ notice, calendar, zone }: ReminderPolicy, now: Date): Date {
  const today = dateIn(zone, now);
  if (calendar.isWorkingDay(today)) {
    const time = timeIn(zone, now);
    for (const [from, to] of notice.sending.windows) {
      if (time < from) return instantAt(zone, today, from);
      if (time < to) return now;
    }
  }
  return instantAt(zone, calendar.after(today, 1), firstWindowStart(notice));
}

/** When each kind of message may go out next: the desk's own from the planning time of a working day on (D9). */
export function nextSendings(policy: ReminderPolicy, now: Date): (kind: ReminderKind) => Date {
  const { notice, zone } = policy;
  const next = nextSending(policy, now);
  const date = dateIn(zone, next);
  let early = next;
  if (next <= instantAt(zone, date, firstWindowStart(notice))) {
    const planned = instantAt(zone, date, notice.sending.planAt).getTime();
    early = new Date(Math.min(next.getTime(), Math.max(planned, now.getTime())));
  }
  return (kind) => (kind === 'desk' || kind === 'heartbeat' ? early : next);
}

/** The next instant at which reminders should be planned after `now`: the planning time of the next working day. */
export function nextPlanning({ notice, calendar, zone }: ReminderPolicy, now: Date): Date {
  const today = dateIn(zone, now);
  const todays = instantAt(zone, today, notice.sending.planAt);
  if (calendar.isWorkingDay(today) && now < todays) return todays;
  return instantAt(zone, calendar.after(today, 1), notice.sending.planAt);
}

/** An open duty on the day of sending: the stage it has reached, and the date that counts. */
interface OpenDuty {
  duty: Duty;
  stage: Stage | null;
  deadline: IsoDate | null;
}

function privateItems(
  open: readonly OpenDuty[],
  routing: Routing,
  ledger: Told,
  ladder: Ladder,
  asked: Asked,
  date: IsoDate,
): Map<Member, ReminderItem[]> {
  const items = new Map<Member, ReminderItem[]>();
  for (const { duty, stage: reached, deadline } of open) {
    const urge = asked.urgeOf(duty.key, date);
    const highest = urge === null ? reached : urgedStage(reached, duty);
    if (highest === null) continue;
    const stage = PRIVATE_STAGES.includes(highest) ? highest : 3;
    for (const member of routing.to(duty, stage)) {
      const urged =
        urge !== null &&
        (ledger.lastUrge(member.id, duty.key) ?? '') < urge &&
        mayChase(ledger, ladder, member.id, duty, date);
      const until = asked.snoozedUntil(member.id, duty.key);
      const rest = putOff(until, ladder, duty, date);
      if (!urged && rest === 'asleep') continue;
      const wakes = rest === 'awake' && (ledger.lastTold(member.id, duty.key) ?? '') < (until ?? '');
      if (!urged && !wakes && !ledger.isNews(member.id, duty, stage, deadline, date)) continue;
      const item: ReminderItem = { duty: duty.key, stage, deadline, ...(urged && { urged: urge }) };
      const list = items.get(member);
      if (list) list.push(item);
      else items.set(member, [item]);
    }
  }
  return items;
}

function deskItems(
  open: readonly OpenDuty[],
  unheard: ReadonlySet<Duty>,
  member: Member,
  ledger: Told,
  date: IsoDate,
): ReminderItem[] {
  const items: ReminderItem[] = [];
  for (const { duty, stage: reached, deadline } of open) {
    if (reached === null) continue;
    const own = duty.rule.per === 'request' || unheard.has(duty);
    if (!own && reached < 3) continue;
    const stage: Stage = reached > 4 && duty.rule.per !== 'request' ? 4 : reached;
    if (ledger.isNews(member.id, duty, stage, deadline, date))
      items.push({ duty: duty.key, stage, deadline });
  }
  return items;
}

/** One item per rule and date whose last working day is this very day: the group hears counts, never names. */
function lastDayItems(open: readonly OpenDuty[], ladder: Ladder, date: IsoDate): ReminderItem[] {
  const items = new Map<string, ReminderItem>();
  for (const { duty, deadline } of open) {
    if (!duty.rule.ladder.group || ladder.dateOf(duty, 2, date) !== date) continue;
    items.set(`${duty.rule.id}/${deadline}`, { duty: duty.rule.id, stage: 2, deadline });
  }
  return [...items.values()];
}

function isUrgent(
  item: ReminderItem,
  open: readonly OpenDuty[],
  calendar: Calendar,
  notice: Notice,
  date: IsoDate,
): boolean {
  // An urge is no reason for a second message a day.
  if (item.urged !== undefined) return false;
  const duty = open.find((one) => one.duty.key === item.duty)?.duty;
  if (!duty?.rule.urgent || duty.due === null) return false;
  return calendar.countBetween(date, duty.due) <= notice.sending.urgentWithinWorkingDays;
}

function firstWindowStart(notice: Notice): string {
  const [first] = notice.sending.windows;
  if (!first) throw new RangeError(`the notice ${notice.id} has no sending window`);
  return first[0];
}
