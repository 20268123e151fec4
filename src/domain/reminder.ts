import { type Calendar, dateIn, type IsoDate, instantAt, isoWeek, timeIn } from './calendar.ts';
import { type Duty, deadline } from './duty.ts';
import type { Member } from './facts.ts';
import type { Notice } from './notice.ts';

/** 阶段 of the reminder ladder: 0 opening, 1 first chase, 2 last working day, 3 overdue, 4 telephone list, 5 supervision. */
export type Stage = 0 | 1 | 2 | 3 | 4 | 5;

export type ReminderKind = 'reminder' | 'urgent' | 'group' | 'desk' | 'digest';

/** One thing a message is about: a duty at a stage, against the date that counted when it was planned. */
export interface ReminderItem {
  duty: string;
  stage: Stage;
  deadline: IsoDate | null;
}

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
}

/** What the ledger already holds. Superseded, cancelled and merely pending rows are not in it: nobody has read those. */
export interface ToldRow {
  key: string;
  kind: ReminderKind;
  memberId: string | null;
  date: IsoDate;
  items: readonly ReminderItem[];
  digestWeek: string | null;
}

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
 * the digest once a week (A12). Pure: called twice with the same ledger it answers the same.
 */
export function planReminders(
  duties: readonly Duty[],
  members: readonly Member[],
  told: readonly ToldRow[],
  policy: ReminderPolicy,
  now: Date,
): OwedReminder[] {
  const { notice, calendar } = policy;
  const sendAt = nextSending(policy, now);
  const date = dateIn(policy.zone, sendAt);
  if (date < notice.assigned || date > notice.closes) return [];

  const ladder = createLadder(notice, calendar);
  const ledger = readLedger(told);
  const open = duties.filter((duty) => duty.state === 'open' && !duty.paused && duty.opens <= date);
  const owed: OwedReminder[] = [];
  const owe = (
    kind: ReminderKind,
    key: string,
    memberId: string | null,
    items: ReminderItem[],
    digestWeek: string | null = null,
  ) => {
    owed.push({ key, kind, memberId, date, sendAt, items, digestWeek });
  };

  for (const [member, items] of privateItems(open, members, ledger, ladder, date)) {
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

  for (const member of members) {
    if (member.role !== 'desk' && member.role !== 'manager') continue;
    const digestWeek = ledger.digests.has(`${member.id}/${week}`) ? null : week;
    if (member.role === 'manager') {
      if (digestWeek) owe('digest', `digest/${member.id}/${week}`, member.id, [], week);
      continue;
    }
    const key = `desk/${member.id}/${date}`;
    const items = deskItems(open, member, ledger, ladder, date);
    if ((items.length > 0 || digestWeek) && !ledger.keys.has(key))
      owe('desk', key, member.id, items, digestWeek);
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

/** The next instant at which reminders should be planned after `now`: the planning time of the next working day. */
export function nextPlanning({ notice, calendar, zone }: ReminderPolicy, now: Date): Date {
  const today = dateIn(zone, now);
  const todays = instantAt(zone, today, notice.sending.planAt);
  if (calendar.isWorkingDay(today) && now < todays) return todays;
  return instantAt(zone, calendar.after(today, 1), notice.sending.planAt);
}

export interface Ladder {
  /** The highest stage reached on the date, of the stages the duty's rule has; null before the first. */
  reached(duty: Duty, date: IsoDate): Stage | null;
  /** The working day on which a stage falls; null where the duty has no such stage. */
  dateOf(duty: Duty, stage: Stage, date: IsoDate): IsoDate | null;
}

/** Stage dates over a calendar, remembered: many duties share the same dates. */
export function createLadder(notice: Notice, calendar: Calendar): Ladder {
  const remembered = new Map<string, IsoDate[]>();

  function stageDates(duty: Duty, last: IsoDate): IsoDate[] {
    const { first } = duty.rule.ladder;
    const key = `${last}/${first}`;
    let dates = remembered.get(key);
    if (!dates) {
      const included = notice.settings.dueDayIncluded;
      dates = [
        '',
        calendar.before(last, first),
        included ? calendar.onOrBefore(last) : calendar.before(last, 1),
        included ? calendar.after(last, 1) : calendar.onOrAfter(last),
        calendar.after(last, 3),
        calendar.after(last, 5),
      ];
      remembered.set(key, dates);
    }
    return dates;
  }

  function dateOf(duty: Duty, stage: Stage, date: IsoDate): IsoDate | null {
    if (!duty.rule.ladder.stages.includes(stage)) return null;
    if (stage === 0) return calendar.onOrAfter(duty.opens);
    const last = deadline(duty, date);
    return last === null ? null : (stageDates(duty, last)[stage] ?? null);
  }

  function reached(duty: Duty, date: IsoDate): Stage | null {
    const last = deadline(duty, date);
    if (duty.rule.optional && last !== null && date > last) return null;
    const stages = duty.rule.ladder.stages as Stage[];
    // Nobody is called late for what they could not have been told before (a form due the day it came into being).
    const firstChance =
      duty.rule.opens.at === 'registration' ? calendar.after(duty.opens, 1) : calendar.onOrAfter(duty.opens);
    const justOpened = firstChance >= date;
    // Opening is the first thing told; a second assignment opens at its last stage at once (R12).
    let highest: Stage | null = stages[0] === 0 || stages[0] === 2 ? stages[0] : null;
    for (const stage of stages) {
      const day = dateOf(duty, stage, date);
      if (day !== null && day <= date && !(justOpened && stage > 2)) highest = stage;
    }
    return highest;
  }

  return { reached, dateOf };
}

function readLedger(told: readonly ToldRow[]) {
  const keys = new Set<string>();
  const digests = new Set<string>();
  const groupDates: IsoDate[] = [];
  const stages = new Map<string, Stage>();
  for (const row of told) {
    keys.add(row.key);
    if (row.kind === 'group') groupDates.push(row.date);
    if (row.digestWeek) digests.add(`${row.memberId}/${row.digestWeek}`);
    for (const item of row.items) {
      const key = toldKey(row.memberId, item.duty, item.deadline);
      const known = stages.get(key);
      if (known === undefined || known < item.stage) stages.set(key, item.stage);
    }
  }
  return { keys, digests, groupDates, stages };
}

type Ledger = ReturnType<typeof readLedger>;

function toldKey(memberId: string | null, dutyKey: string, last: IsoDate | null): string {
  return `${memberId}|${dutyKey}|${last}`;
}

function isNews(ledger: Ledger, memberId: string, duty: Duty, stage: Stage, date: IsoDate): boolean {
  const last = deadline(duty, date);
  const known = ledger.stages.get(toldKey(memberId, duty.key, last)) ?? -1;
  if (known >= stage) return false;
  // The opening notice of the target date also opened the last date.
  const earlier =
    duty.latest !== null && last === duty.latest
      ? ledger.stages.get(toldKey(memberId, duty.key, duty.due))
      : undefined;
  return !(stage === 0 && earlier !== undefined);
}

function privateItems(
  open: readonly Duty[],
  members: readonly Member[],
  ledger: Ledger,
  ladder: Ladder,
  date: IsoDate,
): Map<Member, ReminderItem[]> {
  const liaisons = new Map<string, Member[]>();
  const deputies = new Map<string, Member[]>();
  const byId = new Map<string, Member>();
  for (const member of members) {
    byId.set(member.id, member);
    const people = member.role === 'liaison' ? liaisons : member.role === 'deputy' ? deputies : null;
    if (people && member.unitId !== null)
      people.set(member.unitId, [...(people.get(member.unitId) ?? []), member]);
  }

  const items = new Map<Member, ReminderItem[]>();
  for (const duty of open) {
    const reached = ladder.reached(duty, date);
    if (reached === null) continue;
    const stage = PRIVATE_STAGES.includes(reached) ? reached : 3;
    for (const member of recipients(duty, stage, liaisons, deputies, byId)) {
      if (!isNews(ledger, member.id, duty, stage, date)) continue;
      const list = items.get(member);
      const item = { duty: duty.key, stage, deadline: deadline(duty, date) };
      if (list) list.push(item);
      else items.set(member, [item]);
    }
  }
  return items;
}

/** The unit's liaisons, with the deputies on the last working day; the deputies alone where there is no liaison (A10). */
function recipients(
  duty: Duty,
  stage: Stage,
  liaisons: ReadonlyMap<string, Member[]>,
  deputies: ReadonlyMap<string, Member[]>,
  byId: ReadonlyMap<string, Member>,
): Member[] {
  if (duty.memberId !== null) {
    const member = byId.get(duty.memberId);
    return member ? [member] : [];
  }
  if (duty.unitId === null) return [];
  const first = liaisons.get(duty.unitId) ?? [];
  const second = deputies.get(duty.unitId) ?? [];
  return stage === 2 || first.length === 0 ? [...first, ...second] : first;
}

function deskItems(
  open: readonly Duty[],
  member: Member,
  ledger: Ledger,
  ladder: Ladder,
  date: IsoDate,
): ReminderItem[] {
  const items: ReminderItem[] = [];
  for (const duty of open) {
    const reached = ladder.reached(duty, date);
    if (reached === null) continue;
    const own = duty.rule.per === 'request';
    if (!own && reached < 3) continue;
    const stage = own ? reached : reached === 3 ? 3 : 4;
    if (isNews(ledger, member.id, duty, stage, date))
      items.push({ duty: duty.key, stage, deadline: deadline(duty, date) });
  }
  return items;
}

/** One item per rule and date whose last working day is this very day: the group hears counts, never names. */
function lastDayItems(open: readonly Duty[], ladder: Ladder, date: IsoDate): ReminderItem[] {
  const items = new Map<string, ReminderItem>();
  for (const duty of open) {
    if (!duty.rule.ladder.group || ladder.dateOf(duty, 2, date) !== date) continue;
    const last = deadline(duty, date);
    items.set(`${duty.rule.id}/${last}`, { duty: duty.rule.id, stage: 2, deadline: last });
  }
  return [...items.values()];
}

function isUrgent(
  item: ReminderItem,
  open: readonly Duty[],
  calendar: Calendar,
  notice: Notice,
  date: IsoDate,
): boolean {
  const duty = open.find((one) => one.key === item.duty);
  if (!duty?.rule.urgent || duty.due === null) return false;
  return calendar.countBetween(date, duty.due) <= notice.sending.urgentWithinWorkingDays;
}

function firstWindowStart(notice: Notice): string {
  const [first] = notice.sending.windows;
  if (!first) throw new RangeError(`the notice ${notice.id} has no sending window`);
  return first[0];
}
